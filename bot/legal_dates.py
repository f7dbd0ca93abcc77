"""From a period of the law to the dates a deadline holds, and again when the calendar changes.

Where the rule itself rolls to a working day, that day is due. Where rolling would be an analogy, the rolled day is due
and the earlier one is what reminders plan on.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.deadline import Deadline, NewDeadline
from bot.recurrence import counts_working_days, recounted
from knowledge.official_calendar import Calendar
from knowledge.workdays import CountError, Due, Period, due


@dataclass(frozen=True, slots=True)
class Dates:
    """What a count on the calendar gives, as wall time: the due date, an earlier one to plan on, whether it is firm."""

    due: str
    unrolled: str | None
    provisional: bool
    basis: Mapping[str, Any] | None = field(default=None, compare=False)

    def into(self, each: Deadline) -> NewDeadline:
        """Return what `each` becomes with these dates."""
        return NewDeadline(
            each.title,
            self.due,
            event=each.event,
            period=each.period,
            unrolled=self.unrolled,
            zone=each.zone,
            provisional=self.provisional,
            basis={**(each.basis or {}), **(self.basis or {})} or None,
        )


def columns_of(period: Period) -> dict[str, Any]:
    """Return a period in the form a deadline keeps it."""
    return asdict(period)


def period_of(columns: Mapping[str, Any]) -> Period:
    """Return the period that `columns_of` wrote."""
    return Period(**columns)


def count(event: str, period: Period, calendar: Calendar, zone: str) -> Dates:
    """Count `period` from `event` (wall time in `zone`). Raises CountError where that is impossible."""
    if "T" in event:
        start: date = datetime.fromisoformat(event).replace(tzinfo=ZoneInfo(zone))
    else:
        start = date.fromisoformat(event)
    return dates(due(start, period, calendar), period)


def dates(counted: Due, period: Period) -> Dates:
    """Return the dates of a count, with its steps in both languages as the basis."""
    last = counted.rolled if period.roll is not False and counted.rolled else counted.due
    safe = None if period.roll else counted.unrolled
    basis = {"sum": {"zh": counted.sum().zh, "en": counted.sum().en}}
    return Dates(_wall(last), _wall(safe) if safe and safe != last else None, counted.provisional, basis)


def recounting(calendar: Calendar) -> Callable[[Deadline], Dates | None]:
    """Return the count that `recompute` needs: None for a day that no calendar moves, or one that cannot be counted."""

    def dates_of(each: Deadline) -> Dates | None:
        if each.recurrence is not None and counts_working_days(each.recurrence, each.due):
            due, provisional = recounted(each.recurrence, each.due, calendar)
            return Dates(due, None, provisional)
        if each.event is None or each.period is None:
            return None
        try:
            return count(each.event, period_of(each.period), calendar, each.zone)
        except CountError:
            return None

    return dates_of


def _wall(day: date | datetime) -> str:
    return day.strftime("%Y-%m-%dT%H:%M") if isinstance(day, datetime) else day.isoformat()
