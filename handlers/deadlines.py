"""/due, /remind and /deadlines: dates are echoed with their sum before anything is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers import deadline_list, drafts, interviews, obligations
from handlers.context import Context, topic_of
from handlers.interviews import State
from handlers.reply import Reply
from handlers.send import send
from knowledge import dates
from knowledge.dates import Meaning, Reading
from knowledge.repeats import Recurrence
from knowledge.workdays import Period

TITLE = 200
"""So much of what a deadline is for is kept."""


async def remind(update: Update, context: Context) -> None:
    """Begin a deadline of the team's own from a date and what it is for, in either order."""
    texts = context.texts(update)
    found = date_and_title(context, update, list(context.args or ()))
    if found is None:
        await send(update, Reply(texts("deadlines.remind_usage")))
        return
    words, title, reading = found
    await begin(update, context, {"title": title}, dated(reading, words))


async def due(update: Update, context: Context) -> None:
    """Begin a deadline that the law counts: the obligation, and the day its clock starts, which is asked if missing."""
    texts = context.texts(update)
    said = list(context.args or ())
    found = date_and_title(context, update, said, "event")
    name = found[1] if found is not None else " ".join(said)
    draft = obligations.named(context, name) if name else None
    if draft is None:
        await send(update, Reply(texts("deadlines.due_usage")))
    elif "clock" not in draft and "clocks" not in draft:
        await send(update, Reply(texts("deadlines.no_clock", title=escape(drafts.title_of(draft, texts.lang)))))
    elif found is not None and found[2].kind == "recurring":
        await send(update, Reply(texts("deadlines.due_usage")))
    else:
        await begin(update, context, draft, dated(found[2], found[0]) if found is not None else {})


async def deadlines(update: Update, context: Context) -> None:
    """List what is open in this chat."""
    await send(update, deadline_list.listing(context, context.chat(update), context.texts(update)))


def date_and_title(
    context: Context, update: Update, words: Sequence[str], meant: Meaning = "deadline"
) -> tuple[str, str, Reading] | None:
    """Split words into a date at their end or beginning, and the rest; None without either.

    Of several dates the one with figures counts, then the longest: "2026-12-20 second" is a day and a name.
    """
    zone = ZoneInfo(context.chat(update).timezone)
    found = []
    for size in range(1, min(len(words) - 1, 8) + 1):
        for when, what in ((words[-size:], words[:-size]), (words[:size], words[size:])):
            said = " ".join(when)
            reading = dates.read(said, context.now, zone, context.services.calendar(), meant)
            if reading.kind in ("date", "datetime", "recurring") or _choices(reading):
                found.append((any(map(str.isdigit, said)), size, said, " ".join(what), reading))
    if not found:
        return None
    *_, said, what_for, reading = max(found, key=lambda each: each[:2])
    return said, what_for, reading


def dated(reading: Reading, words: str) -> dict[str, Any]:
    """Return what a read date adds to a draft: a value, the candidates to choose from, or how it repeats."""
    if reading.kind == "ambiguous":
        rhythms = [kept(each.recurrence) if each.recurrence else None for each in reading.candidates if _day_of(each)]
        return {"words": words, "candidates": _choices(reading), "rhythms": rhythms}
    if reading.recurrence is not None:
        return {"value": _wall(reading.first), "recurrence": kept(reading.recurrence)}
    return {"value": _wall(reading.value), "estimated": reading.provisional}


def kept(repeats: Recurrence) -> dict[str, str]:
    """Return a repetition as the store keeps it: its rule, and the day from which intervals are counted."""
    return {"rule": repeats.rule(), "start": repeats.start.isoformat()}


def _choices(reading: Reading) -> list[str]:
    """Return the days that an unclear date can mean, as wall time; of one that repeats, the first."""
    return [_wall(_day_of(found)) for found in reading.candidates if _day_of(found)]


def _day_of(reading: Reading) -> date | datetime | None:
    return reading.value or reading.first


def _wall(value: date | datetime | None) -> str:
    assert value is not None
    return value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value.isoformat()


async def begin(update: Update, context: Context, draft: Mapping[str, Any], when: Mapping[str, Any]) -> None:
    """Open the conversation about one deadline: ask for its date, or echo it for confirmation."""
    chat, user = context.chat(update), update.effective_user
    lang = context.language(update)
    interview = context.store.open_interview(chat.id, topic_of(update), user.id if user else 0, None, context.now)
    refused = drafts.reason_against(context, {**draft, **when}, lang, chat.timezone)
    if refused and "clock" not in draft:
        await send(update, Reply(refused))
        return
    asked = interviews.asked("", lang, context.today, (), {}, {}, mode="deadline")
    told = {"do": "draft", "draft": dict(draft) if refused else {**draft, **when}}
    for event in (asked, told):
        context.store.append(interview, event, context.now)
    shown = drafts.screen(context, interviews.fold([asked, told]), interview, chat.timezone)
    sent = await send(update, replace(shown, html=f"{refused}\n\n{shown.html}") if refused else shown)
    context.store.set_interview_message(interview, sent.message_id)


def is_date(context: Context, chat: Any, words: str) -> bool:
    """Tell whether words can be read as a date, so that they answer the question for one."""
    reading = dates.read(words, context.now, ZoneInfo(chat.timezone), context.services.calendar(), "event")
    return reading.kind in ("date", "datetime") or (reading.kind == "ambiguous" and bool(_choices(reading)))


async def answer_date(update: Update, context: Context, interview: int, words: str) -> None:
    """Take the words of a reply as the date that was asked for; what cannot be read is said, with an example."""
    chat = context.chat(update)
    texts = context.texts(update)
    reading = dates.read(words, context.now, ZoneInfo(chat.timezone), context.services.calendar(), "event")
    state = interviews.fold(context.store.events(interview))
    if reading.kind == "error" or (reading.kind == "ambiguous" and not _choices(reading)):
        reason = reading.error or reading.question
        refused = escape(reason.get(texts.lang)) if reason else texts("deadlines.remind_usage")
    elif reading.kind == "recurring":
        refused = texts("deadlines.one_day")
    else:
        refused = drafts.reason_against(context, {**state.draft, **dated(reading, words)}, texts.lang, chat.timezone)
    if refused:
        shown = Reply(refused, prompt=texts("deadlines.placeholder"))
    else:
        context.store.append(interview, {"do": "draft", "draft": dated(reading, words)}, context.now)
        shown = drafts.screen(context, interviews.fold(context.store.events(interview)), interview, chat.timezone)
    sent = await send(update, shown)
    context.store.set_interview_message(interview, sent.message_id)


def save(context: Context, state: State, chat: Any, topic: int, user_id: int) -> Any:
    """Save a confirmed draft with the asker as its owner. Returns the deadline."""
    draft = state.draft
    entry: dict[str, Any] = {
        "title": drafts.title_of(draft, state.lang)[:TITLE],
        "owner_id": user_id,
        "obligation": draft.get("obligation"),
    }
    if "clock" in draft:
        entry |= {"event": drafts.in_law_zone(draft["value"], chat.timezone), "period": Period(**draft["clock"])}
    else:
        entry |= {"due": draft["value"], "zone": chat.timezone, "recurrence": draft.get("recurrence")}
    return context.services.book.save(chat.id, topic, user_id, context.now, **entry)


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    only = filters.UpdateType.MESSAGE
    return [
        CommandHandler("remind", remind, only),
        CommandHandler("due", due, only),
        CommandHandler("deadlines", deadlines, only),
    ]
