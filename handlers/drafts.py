"""A deadline that is about to be saved: what is still asked of it, and the echo that is confirmed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from handlers.context import LAW_ZONE, Context
from handlers.days import day, is_over, left, moment
from handlers.interviews import State
from handlers.reply import Button, Reply
from handlers.texts import Texts
from knowledge.basics import Lang
from knowledge.workdays import CountError, Period

CHOICES = 6
"""So many dates or clocks are offered."""


def screen(context: Context, state: State, interview: int, zone: str) -> Reply:
    """Return the message of a draft: the question for its date, the choice between dates, or the echo to confirm."""
    texts, draft = Texts(state.lang), state.draft
    if "clocks" in draft and "clock" not in draft:
        return _which_clock(context, state, interview)
    if draft.get("value"):
        return echo(context, state, interview, zone)
    title = escape(title_of(draft, state.lang))
    if draft.get("candidates"):
        rhythms = draft.get("rhythms") or [None] * len(draft["candidates"])
        labels = [_label(context, *choice, texts) for choice in zip(draft["candidates"], rhythms, strict=True)]
        which = "which_rhythm" if any(rhythms) else "which_date"
        html = texts(f"deadlines.{which}", title=title, text=escape(draft["words"]))
        return Reply(html, tuple((button,) for button in _choice_of(labels, interview, state)))
    needs_time = draft["clock"]["unit"] == "hours"
    ask = escape(context.library.facts[draft["event_fact"]].ask.get(state.lang))
    html = texts("deadlines.ask_moment" if needs_time else "deadlines.ask_date", title=title, ask=ask)
    if draft.get("offered"):
        return Reply(html, (_choice_of([day(draft["offered"], texts)], interview, state),))
    return Reply(html, prompt=texts("deadlines.placeholder"))


def _which_clock(context: Context, state: State, interview: int) -> Reply:
    """Return the question which clock is meant, each in a line of its own: buttons are too short for them."""
    texts, draft = Texts(state.lang), state.draft
    offered = draft["clocks"][:CHOICES]
    kind = "clock" if len({each["obligation"] for each in offered}) == 1 else "clock_of"
    lines = [
        texts(
            f"deadlines.{kind}",
            number=number,
            title=escape(title_of(each, state.lang)),
            duty=escape(each["duty"][state.lang]),
            event=_event(context, each, texts),
        )
        for number, each in enumerate(offered, start=1)
    ]
    html = texts("deadlines.which_clock", title=escape(title_of(draft, state.lang)), clocks="\n".join(lines))
    return Reply(html, (_choice_of([str(number) for number in range(1, len(lines) + 1)], interview, state),))


def _event(context: Context, kept: Mapping[str, Any], texts: Texts) -> str:
    """Return the event from which the clock of a draft runs, as HTML."""
    return escape(context.library.facts[kept["event_fact"]].label.get(texts.lang))


def _choice_of(labels: Sequence[str], interview: int, state: State) -> tuple[Button, ...]:
    return tuple(
        Button(label, f"n:{interview}:{state.length}:{number}") for number, label in enumerate(labels[:CHOICES])
    )


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
        begins, zone = in_law_zone(draft["value"], zone), str(LAW_ZONE)
        counted = context.services.book.count(begins, Period(**draft["clock"]))
        due_day = min(counted.due, counted.unrolled or counted.due)  # the safe one
        steps = texts("deadlines.counted_from", event=_event(context, draft, texts), day=moment(begins, zone, texts))
        steps += texts("deadlines.sum", steps=escape((counted.basis or {})["sum"][state.lang]))
        note = texts("deadlines.provisional") if counted.provisional else ""
        note += texts("deadlines.safe", day=day(counted.due, texts)) if due_day < counted.due else ""
        if draft.get("clock_note"):
            note += texts("deadlines.note", note=escape(draft["clock_note"][state.lang]))
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


def in_law_zone(value: str, zone: str) -> str:
    """Return a moment of the chat's zone as wall time in Shanghai, where the law counts; a whole day as it is."""
    if "T" not in value:
        return value
    return datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(zone)).astimezone(LAW_ZONE).strftime("%Y-%m-%dT%H:%M")


def chosen(state: State, number: int) -> dict[str, Any] | None:
    """Return what picking one of the clocks or dates offered adds to the draft; None when there is no such choice."""
    draft = state.draft
    if "clocks" in draft and "clock" not in draft:
        found = draft["clocks"]
        return _named(found[number]) if number < len(found) else None
    if draft.get("offered") and number == 0:
        return {"value": draft["offered"]}
    candidates, rhythms = draft.get("candidates", []), draft.get("rhythms") or []
    if number >= len(candidates):
        return None
    return {"value": candidates[number], "recurrence": rhythms[number] if number < len(rhythms) else None}


def _named(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return a clock that was chosen, titled by what is to be done: its verdict has others."""
    titles = {
        "title": f"{kept['title']}：{kept['duty']['zh']}",
        "title_en": f"{kept['title_en']}: {kept['duty']['en']}",
    }
    return {**kept, **titles}


def reason_against(context: Context, draft: Mapping[str, Any], lang: Lang, zone: str) -> str:
    """Return why the day of a draft cannot be taken, else nothing.

    A day of the team's own must lie ahead; hours cannot be counted from a day without a time.
    """
    value, texts = draft.get("value"), Texts(lang)
    if not value or ("clocks" in draft and "clock" not in draft):
        return ""
    if "clock" not in draft:
        return texts("deadlines.past", day=day(value, texts)) if is_over(value, context.now, zone) else ""
    try:
        context.services.book.count(in_law_zone(value, zone), Period(**draft["clock"]))
    except CountError as error:
        return escape(error.text.get(lang))
    return ""
