"""The words of messages that come without being asked: reminders, digests, catch-up, news."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from handlers.context import LAW_ZONE
from handlers.days import Workdays, day, distance, is_last_workday, is_over, left, mention, moment, planned, who
from handlers.reply import LONGEST, Button, Reply, fit
from handlers.texts import Texts

ROOM_FOR_REST = 120
"""Units kept free to say how many changes of the law are left out."""
CHANGES = 8
"""So many answers that change are told in a digest."""
SECTIONS = ("overdue", "today", "soon", "this_week", "next_30_days", "later")


def reminder(
    kind: str, entry: Any, store: Any, now: datetime, workdays: Workdays, texts: Texts, *, key: str, repeated: bool
) -> Reply:
    """Return the message about one deadline, with the buttons that answer it.

    `key` is that of the outbox. The buttons carry what follows the number in it: a press proves that it arrived.
    """
    wall = planned(entry, now)
    is_last = is_last_workday(wall, now, entry.zone, workdays)
    far = left(wall, now, entry.zone, workdays, texts)
    says_all = is_last or far == texts("deadlines.left_today")
    words = texts(
        "notices.reminder",
        head=_head(kind, entry, wall, now, texts, is_last=is_last),
        number=entry.id,
        title=escape(entry.title),
        day=moment(wall, entry.zone, texts),
        left="" if says_all else texts("notices.left", left=far),
        people=_people(entry, store, texts),
        notes=_notes(entry, wall, texts),
    )
    mark = texts("notices.repeated") if repeated else ""
    return Reply(f"{mark}{words}", actions(entry, texts, key.partition(":")[2]))


def in_group(reminder: Reply, group: str, texts: Texts) -> Reply:
    """Return a reminder that leaves its group, with the name of the group."""
    if not group:
        return reminder
    return Reply(reminder.html + texts("deadlines.of_group", group=escape(group)), reminder.rows)


def acted(payload: Mapping[str, Any], entry: Any, store: Any, texts: Texts) -> Reply:
    """Return what somebody did about a deadline of the group without the group seeing it."""
    words = {"number": entry.id, "title": escape(entry.title), "who": mention(payload["user"], store, texts)}
    return Reply(texts(f"notices.acted_{payload['action']}", **words))


def _head(kind: str, entry: Any, wall: str, now: datetime, texts: Texts, *, is_last: bool) -> str:
    """Return how near it is, as it is when the message leaves: a reminder may come earlier or later than its day."""
    days = distance(wall, now, entry.zone)
    if is_over(wall, now, entry.zone):
        name = "now" if days == 0 and kind != "overdue" else "overdue"
    else:
        near = "last_working_day" if is_last else {0: "today", 1: "tomorrow"}.get(days, "ahead")
        name = "limit" if kind == "limit" else near
    head = texts(f"notices.{name}")
    return texts("notices.unconfirmed", head=head) if kind == "escalation" else head


def _people(entry: Any, store: Any, texts: Texts) -> str:
    owner = texts("notices.nobody") if entry.owner_id is None else mention(entry.owner_id, store, texts)
    if entry.backup_id is None:
        return owner
    return texts("notices.backup", owner=owner, backup=mention(entry.backup_id, store, texts))


def _notes(entry: Any, wall: str, texts: Texts) -> str:
    notes = texts("notices.provisional") if entry.provisional else ""
    if entry.safe != entry.due:
        last = moment(entry.due, entry.zone, texts)
        notes += texts("notices.safe", day=last) if wall == entry.safe else texts("notices.safe_over")
    return notes


def actions(entry: Any, texts: Texts, key: str = "") -> tuple[tuple[Button, ...], ...]:
    """Return the buttons of an open deadline: done, mine, later. `key` names the reminder they are on."""
    first = (_button("done", entry, texts, key), _button("mine", entry, texts, key))
    return first, (_button("snooze_hour", entry, texts, key), _button("snooze_tomorrow", entry, texts, key))


def _button(action: str, entry: Any, texts: Texts, key: str = "") -> Button:
    carried = f"d:{entry.id}:{action}" + (f":{key}" if key else "")
    return Button(texts(f"deadlines.{action}_button"), carried)


def lists(
    head: str, sections: Any, store: Any, now: datetime, workdays: Workdays, texts: Texts, *, whole: bool = False
) -> Reply:
    """Return a digest or catch-up: a heading and each list that has something in it, one line an entry.

    Lists that do not fit into one message are left out, unless the `whole` is asked for, to be sent as a file.
    """
    parts = [head]
    for name in SECTIONS:
        entries = getattr(sections, name, ())
        if entries:
            lines = [line(entry, store, now, workdays, texts) for entry in entries]
            parts.append("\n".join([texts(f"notices.{name}_list"), *lines]))
    for name in ("provisional", "unowned"):
        entries = getattr(sections, name, ())
        if entries:
            numbers = texts.join([f"#{entry.id}" for entry in entries])
            parts.append(texts(f"notices.{name}_list", numbers=numbers))
    changes: Sequence[Mapping[str, Any]] = getattr(sections, "changes", ())
    if changes:
        lines = [_change(each, now, texts) for each in changes[:CHANGES]]
        rest = [texts("notices.law_rest", count=len(changes) - CHANGES)] if len(changes) > CHANGES else []
        parts.append("\n".join([texts("notices.changes_list"), *lines, *rest]))
    return Reply("\n\n".join(parts) if whole else fit(parts, []))


def _change(flip: Mapping[str, Any], now: datetime, texts: Texts) -> str:
    """Return one answer that changes soon, or has changed, in one line."""
    before, after = (flip[key][texts.lang] if flip[key] else texts("notices.law_gone") for key in ("before", "now"))
    is_over = not flip["since"] or flip["since"] <= now.astimezone(LAW_ZONE).date().isoformat()
    since = "" if not flip["since"] else day(flip["since"], texts)
    key = "notices.changed_line" if is_over else "notices.change_line"
    question = escape(flip["question"][texts.lang])
    return texts(key, question=question, before=escape(before), after=escape(after), day=since)


def line(entry: Any, store: Any, now: datetime, workdays: Workdays, texts: Texts) -> str:
    """Return one deadline in one line."""
    mark, wall = "●" if entry.due_at <= now else "○", planned(entry, now)
    return texts(
        "deadlines.line",
        mark=mark,
        number=entry.id,
        day=moment(wall, entry.zone, texts),
        title=escape(entry.title),
        left=left(wall, now, entry.zone, workdays, texts),
        owner=escape(who(entry.owner_id, store, texts)),
    )


def revised(payload: Mapping[str, Any], texts: Texts) -> Reply:
    """Return what a changed calendar did to the dates of a chat."""
    lines = [
        texts("notices.moved", number=moved["id"], old=day(moved["from"], texts), new=day(moved["to"], texts))
        for moved in payload.get("moved", [])
    ] + [texts("notices.confirmed", number=number) for number in payload.get("confirmed", [])]
    return Reply(texts("notices.revised", lines="".join(lines)))


def law(payload: Mapping[str, Any], texts: Texts) -> Reply:
    """Return how stored verdicts of a chat flipped, or will on a day to come."""
    lines = []
    for flip in payload["flips"]:
        before, now = (flip[key][texts.lang] if flip[key] else texts("notices.law_gone") for key in ("before", "now"))
        key = "notices.law_from" if flip["since"] else "notices.law_now"
        since = day(flip["since"], texts) if flip["since"] else ""
        question = flip["question"][texts.lang]
        lines.append(texts(key, question=escape(question), before=escape(before), now=escape(now), day=since))
    html = fit([f"<b>{texts('notices.law')}</b>", *lines], [], LONGEST - ROOM_FOR_REST)
    left_out = len(lines) - html.count("\n\n")
    return Reply(html + ("\n\n" + texts("notices.law_rest", count=left_out) if left_out else ""))
