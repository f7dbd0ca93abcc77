"""Saved deadlines as people see them: the list of a chat, and one entry with what may be done with it."""

from html import escape
from typing import Any

from handlers.context import Context
from handlers.days import day, instant, left, moment, planned, who
from handlers.notices import actions, line
from handlers.reply import Button, Reply, fit
from handlers.texts import Texts

LISTED = 20


def listing(context: Context, chat: Any, texts: Texts) -> Reply:
    """Return the open deadlines of a chat, next due first, with a button for each."""
    found = context.store.deadlines.of_chat(chat.id)
    if not found:
        return Reply(texts("deadlines.empty"))
    calendar = context.services.calendar()
    lines = [line(entry, context.store, context.now, calendar, texts) for entry in found[:LISTED]]
    buttons = [Button(f"#{entry.id}", f"d:{entry.id}:show") for entry in found[:LISTED]]
    rows = tuple(tuple(buttons[start : start + 5]) for start in range(0, len(buttons), 5))
    timeline = Button(texts("tree.timeline_button"), "t:timeline:0:")
    last = (timeline, Button(texts("deadlines.export_button"), "y:ics:0"))
    return Reply(fit([texts("deadlines.list", count=len(found)), "\n".join(lines)], []), (*rows, last))


def entry(context: Context, found: Any, texts: Texts, chat: Any) -> Reply:
    """Return one deadline with what may be done with it, as `chat` sees it: its own, or that of whom it called in."""
    is_away = found.chat_id != chat.id
    more = texts("deadlines.of_group", group=escape(context.store.chat_by_id(found.chat_id).title)) if is_away else ""
    if found.backup_id is not None:
        more += texts("deadlines.backup", backup=escape(who(found.backup_id, context.store, texts)))
    more += rhythm(context, found, texts)
    more += texts("deadlines.receipt", receipt=escape(found.receipt)) if found.receipt else ""
    if found.evidence:
        more += texts("deadlines.evidence", count=len(found.evidence.split()))
    if found.state != "open":
        at = instant(found.closed_at, found.zone, texts)
        more += texts(f"deadlines.{found.state}_line", who=escape(who(found.closed_by, context.store, texts)), at=at)
    if found.state == "done" and not (found.receipt or found.evidence):
        more += texts("deadlines.proof_hint")
    if found.unrolled and found.unrolled < found.due and found.state == "open":
        more += texts("deadlines.safe", day=day(found.due, texts))
    if found.provisional:
        more += texts("deadlines.provisional")
    more += reckoning(found, texts)
    wall = planned(found, context.now)
    html = texts(
        "deadlines.entry",
        number=found.id,
        title=escape(found.title),
        day=moment(wall, found.zone, texts),
        left=left(wall, context.now, found.zone, context.services.calendar(), texts),
        owner=escape(who(found.owner_id, context.store, texts)),
        more=more,
    )
    return Reply(html, tuple(row for row in _rows(found, texts, chat) if row))


def reckoning(found: Any, texts: Texts) -> str:
    """Return the line that shows how a legal day was counted, empty for a day of the team's own."""
    if not found.basis or not found.basis.get("sum"):
        return ""
    return texts("deadlines.sum", steps=escape(found.basis["sum"][texts.lang]))


def rhythm(context: Context, found: Any, texts: Texts) -> str:
    """Return the line that says how a deadline comes again, empty for one that does not."""
    if not found.recurrence:
        return ""
    return texts("deadlines.repeats", rhythm=context.services.book.rhythm(found.recurrence, found.due)[texts.lang])


def _rows(found: Any, texts: Texts, chat: Any) -> tuple[tuple[Button, ...], ...]:
    def button(action: str) -> Button:
        return Button(texts(f"deadlines.{action}_button"), f"d:{found.id}:{action}")

    is_away = found.chat_id != chat.id
    files = (button("files"),) if found.evidence else ()
    back = () if is_away else (Button(texts("deadlines.back_button"), f"d:{found.id}:list"),)
    if found.state != "open":
        return (button("undo"), *files), back
    people = (button("owner"), button("backup")) if chat.kind != "private" else ()
    cancel = () if is_away else (button("cancel"),)
    return (*actions(found, texts), people, files, (*cancel, *back))
