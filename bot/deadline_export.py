"""Deadlines for other programs: a calendar file, a table, a list. Times are exact, words are the team's own."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from bot.deadline import Deadline
from bot.localtime import zone

PRODUCT = "-//Redline//deadlines//EN"
HALF_HOUR = timedelta(minutes=30)
COLUMNS = (
    "id", "chat_id", "topic", "title", "obligation", "event", "period", "due", "unrolled", "zone", "due_at",
    "provisional", "state", "owner_id", "backup_id", "recurrence", "receipt", "evidence", "created_by", "created_at",
    "closed_by", "closed_at", "basis",
)  # fmt: skip


def ics(deadlines: Iterable[Deadline], now: datetime, *, domain: str = "redline.invalid") -> bytes:
    """Return a calendar file. A deadline keeps its UID for ever and its SEQUENCE grows with its revision.

    A day of the law is a day entry, a minute an entry of half an hour before it. Provisional dates are TENTATIVE, what
    is done or cancelled is CANCELLED. Where an earlier day is safer, the entry is on that day and names the other.
    """
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for each in deadlines:
        found.add_component(_event(each, now, domain))
    return bytes(found.to_ical())


def _event(each: Deadline, now: datetime, domain: str) -> Event:
    event = Event()
    event.add("uid", f"deadline-{each.id}@{domain}")
    event.add("sequence", each.rev)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", each.title)
    if "T" in each.safe:
        end = datetime.fromisoformat(each.safe).replace(tzinfo=zone(each.zone)).astimezone(UTC)
        event.add("dtstart", end - HALF_HOUR)
        event.add("dtend", end)
    else:
        day = date.fromisoformat(each.safe)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    event.add("status", "CANCELLED" if each.state != "open" else "TENTATIVE" if each.provisional else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    lines = [f"#D{each.id}", *([each.obligation] if each.obligation else []), f"{each.due} ({each.zone})"]
    event.add("description", "\n".join(lines))
    return event


def table(deadlines: Iterable[Deadline]) -> str:
    """Return comma-separated values with a header. A cell that a spreadsheet would run as a formula gets a quote."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in deadlines:
        writer.writerow([_cell(value) for value in _row(each).values()])
    return out.getvalue()


def listing(deadlines: Iterable[Deadline]) -> str:
    """Return a JSON array, one object a deadline."""
    return json.dumps([_row(each) for each in deadlines], ensure_ascii=False, indent=2) + "\n"


def _row(each: Deadline) -> dict[str, object]:
    values = {name: getattr(each, name) for name in COLUMNS}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
