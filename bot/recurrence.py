"""What comes after a recurring deadline: the same day of a later month, or a fixed number of days on."""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any


def following(due: str, recurrence: Mapping[str, Any]) -> str:
    """Return the wall time after `due` under `{"months": n, "day": d}` or `{"days": n}`, in the precision of `due`.

    `day` is the day of the month the series is meant for; a month without it ends the period on its last day.
    Source: Civil Code Art. 202.
    """
    start = date.fromisoformat(due[:10])
    if "days" in recurrence:
        day = start + timedelta(days=int(recurrence["days"]))
    else:
        day = later_month(start, int(recurrence["months"]), int(recurrence.get("day", start.day)))
    return day.isoformat() + due[10:]


def later_month(start: date, months: int, day: int) -> date:
    """Return `day` of the month that is `months` after that of `start`, or the month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))


def check(recurrence: Mapping[str, Any]) -> None:
    """Raise ValueError unless `recurrence` is `{"months": n}` or `{"days": n}` with a positive n (and maybe a day)."""
    step = recurrence.get("months", recurrence.get("days"))
    day = recurrence.get("day", 1)
    if not isinstance(step, int) or step < 1 or not isinstance(day, int) or not 1 <= day <= 31:
        raise ValueError(f'{dict(recurrence)!r} is no recurrence. Examples: {{"months": 12, "day": 31}}, {{"days": 7}}')
