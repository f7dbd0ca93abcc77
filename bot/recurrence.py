"""What comes after a recurring deadline: the next day of its rule, on the calendar where the rule counts working days.

A deadline keeps `{"rule": "FREQ=WEEKLY;BYDAY=MO", "start": "2026-11-30"}`. The older forms `{"months": 12, "day": 31}`
and `{"days": 7}` are still read.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bot.localtime import instant_of
from knowledge.official_calendar import Calendar
from knowledge.repeats import Recurrence, read_rule

DAY = timedelta(days=1)
SHORT = ("day", "working-day", "week")


def following(
    due: str,
    recurrence: Mapping[str, Any],
    calendar: Calendar | None = None,
    now: datetime | None = None,
    zone: str = "Asia/Shanghai",
) -> str:
    """Return the wall time after `due` under a recurrence, in the precision of `due`.

    What comes again within days and was missed until `now` is not made up for; what is due every month or year is.
    Raises ValueError if there is no next date, or it hangs on working days and no calendar is given.
    """
    rule = rule_of(recurrence, due)
    if calendar is None and counts_working_days(recurrence, due):
        raise ValueError("working days need a calendar")
    day = date.fromisoformat(due[:10])
    while True:
        found = rule.first(day + DAY, calendar)  # type: ignore[arg-type]
        if found is None:
            raise ValueError(f"no year has the day after {due} of {dict(recurrence)!r}")
        wall = found.isoformat() + due[10:]
        if now is None or rule.unit not in SHORT or instant_of(wall, zone) > now:
            return wall
        day = found


def rule_of(recurrence: Mapping[str, Any], due: str) -> Recurrence:
    """Return the rule of a recurrence as a deadline keeps it. Raises ValueError for what is none."""
    check(recurrence)
    start = date.fromisoformat(due[:10])
    if "rule" in recurrence:
        return read_rule(recurrence["rule"], date.fromisoformat(recurrence["start"]))
    if "days" in recurrence:
        return Recurrence("day", start, int(recurrence["days"]))
    return Recurrence("month", start, int(recurrence["months"]), days=(int(recurrence.get("day", start.day)),))


def spacing(recurrence: Mapping[str, Any], due: str) -> float:
    """Return about how many days lie between two of a series."""
    rule = rule_of(recurrence, due)
    if rule.unit in ("day", "working-day"):
        return rule.interval
    if rule.unit == "week":
        return 7 * rule.interval / max(len(rule.weekdays), 1)
    if rule.months:
        cycle = 365 * (rule.interval if rule.unit == "year" else 1) / len(rule.months)
    else:
        cycle = rule.interval * (365 if rule.unit == "year" else 30)
    return cycle / max(len(rule.days), 1)


def counts_working_days(recurrence: Mapping[str, Any], due: str) -> bool:
    """Return whether the days of a series hang on the calendar of working days."""
    rule = rule_of(recurrence, due)
    return rule.unit == "working-day" or (rule.nth is not None and rule.nth[1] is None)


def recounted(recurrence: Mapping[str, Any], due: str, calendar: Calendar) -> tuple[str, bool]:
    """Return where one of a series that counts working days falls by `calendar`, and whether that may still change.

    Counted from the start of its month, or, where every working day counts, from the day itself.
    """
    rule, day = rule_of(recurrence, due), date.fromisoformat(due[:10])
    begin = day if rule.nth is None else day.replace(day=1)
    found = rule.first(begin, calendar) or day
    end = found if rule.nth is None else begin.replace(day=monthrange(begin.year, begin.month)[1])
    first, last = (begin, found) if rule.nth is None or rule.nth[0] > 0 else (found, end)
    return found.isoformat() + due[10:], bool(calendar.unpublished(first, last))


def check(recurrence: Mapping[str, Any]) -> None:
    """Raise ValueError unless `recurrence` is a rule with its start, or one of the older forms."""
    if "rule" in recurrence:
        read_rule(recurrence["rule"], date.fromisoformat(recurrence["start"]))
        return
    step = recurrence.get("months", recurrence.get("days"))
    day = recurrence.get("day", 1)
    if not isinstance(step, int) or step < 1 or not isinstance(day, int) or not 1 <= day <= 31:
        raise ValueError(f'{dict(recurrence)!r} is no recurrence. Example: {{"rule": "FREQ=MONTHLY;BYMONTHDAY=15"}}')
