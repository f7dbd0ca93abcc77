"""/due, /remind and /deadlines: dates are echoed with their sum before anything is saved."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers import deadline_list, interviews
from handlers.context import LAW_ZONE, Context, topic_of
from handlers.days import day, left, moment
from handlers.interviews import State
from handlers.reply import Button, Reply
from handlers.send import send
from handlers.texts import Texts
from knowledge import dates
from knowledge.dates import Reading
from knowledge.matching import match
from knowledge.model import Clock, Lang
from knowledge.reading import read
from knowledge.repeats import Recurrence
from knowledge.workdays import CountError, Period

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
    found = date_and_title(context, update, said)
    name = found[1] if found is not None else " ".join(said)
    draft = obligation(context, name) if name else None
    if draft is None:
        await send(update, Reply(texts("deadlines.due_usage")))
    elif "clock" not in draft:
        await send(update, Reply(texts("deadlines.no_clock", title=escape(title_of(draft, texts.lang)))))
    elif found is not None and found[2].kind == "recurring":
        await send(update, Reply(texts("deadlines.due_usage")))
    else:
        await begin(update, context, draft, dated(found[2], found[0]) if found is not None else {})


async def deadlines(update: Update, context: Context) -> None:
    """List what is open in this chat."""
    await send(update, deadline_list.listing(context, context.chat(update), context.texts(update)))


def date_and_title(context: Context, update: Update, words: Sequence[str]) -> tuple[str, str, Reading] | None:
    """Split words into a date at their end or beginning, and the rest; None without either.

    Of several dates the one with figures counts, then the longest: "2026-12-20 second" is a day and a name.
    """
    zone = ZoneInfo(context.chat(update).timezone)
    found = []
    for size in range(1, min(len(words) - 1, 8) + 1):
        for when, what in ((words[-size:], words[:-size]), (words[:size], words[size:])):
            said = " ".join(when)
            reading = dates.read(said, context.now, zone, context.services.calendar())
            if reading.kind in ("date", "datetime", "recurring") or _choices(reading):
                found.append((any(map(str.isdigit, said)), size, said, " ".join(what), reading))
    if not found:
        return None
    *_, said, what_for, reading = max(found, key=lambda each: each[:2])
    return said, what_for, reading


def obligation(context: Context, name: str) -> dict[str, Any] | None:
    """Return the draft of what the law asks for under that name: its title, and its clock if it has one.

    None for a name that means nothing here.
    """
    library = context.library
    meant = [name] if name in library.verdicts else []
    meant += [found.id for found in match(library, read(library, name), 8) if found.kind == "verdict"]
    for verdict in meant[:3]:
        for outcome in library.verdicts[verdict].outcomes.values():
            if outcome.deadline is not None and outcome.level == "required" and outcome.deadline.length is not None:
                return draft_of(context, verdict, outcome.deadline)
    if not meant:
        return None
    title = library.verdicts[meant[0]].title
    return {"title": title.zh, "title_en": title.en}


def draft_of(context: Context, verdict: str, clock: Clock) -> dict[str, Any]:
    """Return the draft of a verdict's clock."""
    title = context.library.verdicts[verdict].title
    return {
        "title": title.zh,
        "title_en": title.en,
        "obligation": verdict,
        "clock": {"length": clock.length, "unit": clock.unit, "before": clock.before, "roll": clock.roll},
        "event_fact": clock.event,
    }


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
    asked = interviews.asked("", lang, context.today, (), {}, {}, mode="deadline")
    told = {"do": "draft", "draft": {**draft, **when}}
    for event in (asked, told):
        context.store.append(interview, event, context.now)
    sent = await send(update, screen(context, interviews.fold([asked, told]), interview, chat.timezone))
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
    if reading.kind == "error" or (reading.kind == "ambiguous" and not _choices(reading)):
        reason = reading.error or reading.question
        await send(update, Reply(escape(reason.get(texts.lang)) if reason else texts("deadlines.remind_usage")))
        return
    context.store.append(interview, {"do": "draft", "draft": dated(reading, words)}, context.now)
    state = interviews.fold(context.store.events(interview))
    sent = await send(update, screen(context, state, interview, chat.timezone))
    context.store.set_interview_message(interview, sent.message_id)


def screen(context: Context, state: State, interview: int, zone: str) -> Reply:
    """Return the message of a draft: the question for its date, the choice between dates, or the echo to confirm."""
    texts, draft = Texts(state.lang), state.draft
    title = escape(title_of(draft, state.lang))
    if draft.get("value"):
        return echo(context, state, interview, zone)
    if draft.get("candidates"):
        rhythms = draft.get("rhythms") or [None] * len(draft["candidates"])
        rows = tuple(
            (Button(_label(context, *choice, texts), f"n:{interview}:{state.length}:{number}"),)
            for number, choice in enumerate(list(zip(draft["candidates"], rhythms, strict=True))[:6])
        )
        which = "which_rhythm" if any(rhythms) else "which_date"
        return Reply(texts(f"deadlines.{which}", title=title, text=escape(draft["words"])), rows)
    event = context.library.facts[draft["event_fact"]].label.get(state.lang)
    html = texts("deadlines.ask_date", title=title, event=escape(event))
    return Reply(html, prompt=texts("deadlines.placeholder"))


def _label(context: Context, found: str, rhythm: Mapping[str, Any] | None, texts: Texts) -> str:
    """Return a choice on a button: a day, or how it comes again."""
    return day(found, texts) if rhythm is None else str(context.services.book.rhythm(rhythm, found)[texts.lang])


def title_of(draft: Mapping[str, Any], lang: Lang) -> str:
    """Return a draft's title in the language of the conversation."""
    return str(draft["title_en"] if lang == "en" and "title_en" in draft else draft["title"])


def echo(context: Context, state: State, interview: int, zone: str) -> Reply:
    """Return the echo of a draft: due day with its weekday, how far away it is, and the sum."""
    texts, draft = Texts(state.lang), state.draft
    calendar = context.services.calendar()
    steps = note = ""
    due_day = draft["value"]
    if "clock" in draft:
        try:
            counted = context.services.book.count(draft["value"], Period(**draft["clock"]))
        except CountError as error:
            return Reply(escape(error.text.get(state.lang)))
        due_day = counted.due
        steps = texts("deadlines.sum", steps=escape((counted.basis or {})["sum"][state.lang]))
        note = texts("deadlines.provisional") if counted.provisional else ""
        note += (
            texts("deadlines.safe", day=day(counted.unrolled, texts))
            if counted.unrolled and counted.unrolled < counted.due
            else ""
        )
        zone = str(LAW_ZONE)
    if draft.get("estimated") and "clock" not in draft:
        note = texts("deadlines.estimated")
    if draft.get("recurrence"):
        note = texts("deadlines.repeats", rhythm=context.services.book.rhythm(draft["recurrence"], due_day)[state.lang])
    html = texts(
        "deadlines.echo",
        title=escape(title_of(draft, state.lang)),
        day=moment(due_day, zone, texts),
        left=left(due_day, context.now, zone, calendar, texts),
        sum=steps,
        note=note,
    )
    mark = f"n:{interview}:{state.length}:"
    save, drop = texts("deadlines.save_button"), texts("deadlines.drop_button")
    return Reply(html, ((Button(save, mark + "save"), Button(drop, mark + "drop")),))


def save(context: Context, state: State, chat: Any, topic: int, user_id: int) -> Any:
    """Save a confirmed draft with the asker as its owner. Returns the deadline."""
    draft = state.draft
    entry: dict[str, Any] = {
        "title": title_of(draft, state.lang)[:TITLE],
        "owner_id": user_id,
        "obligation": draft.get("obligation"),
    }
    if "clock" in draft:
        entry |= {"event": draft["value"], "period": Period(**draft["clock"])}
    else:
        entry |= {"due": draft["value"], "zone": chat.timezone, "recurrence": draft.get("recurrence")}
    return context.services.book.save(chat.id, topic, user_id, context.now, **entry)


def chosen(state: State, number: int) -> dict[str, Any] | None:
    """Return the event that picks one of the candidate dates; None when there is no such candidate."""
    candidates, rhythms = state.draft.get("candidates", []), state.draft.get("rhythms") or []
    if number >= len(candidates):
        return None
    rhythm = rhythms[number] if number < len(rhythms) else None
    return {"do": "draft", "draft": {"value": candidates[number], "recurrence": rhythm}}


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    only = filters.UpdateType.MESSAGE
    return [
        CommandHandler("remind", remind, only),
        CommandHandler("due", due, only),
        CommandHandler("deadlines", deadlines, only),
    ]
