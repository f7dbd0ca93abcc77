"""Days that come again: a rule, its next day, and the rule as text.

The text follows RFC 5545 where that can say it: `FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0`. Working days are ours:
`FREQ=DAILY;X-WORKING-DAYS=1` is every working day, `FREQ=MONTHLY;X-WORKING-DAY=-1` the last of each month.
A day of the month that a month does not have is its last one (Civil Code Art. 202).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from knowledge.official_calendar import Calendar, OutOfRange

DAY = timedelta(days=1)
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = {"day": "DAILY", "working-day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
LONGEST = {"day": 366, "working-day": 1, "week": 52, "month": 60, "year": 10}
HORIZON = 12 * 366
"""Days looked ahead for the next one: more than the longest interval."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule that names days. Intervals above one are counted from the day, week, month or year of `start`.

    `days` are days of the month, -1 for the last; `nth` is the first (1) or last (-1) working day (None) or weekday of
    the month. With `months` only those months count. `at` is the local time, None for whole days.
    """

    unit: Literal["day", "working-day", "week", "month", "year"]
    start: date
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    nth: tuple[int, int | None] | None = None
    at: time | None = None

    def first(self, day: date, calendar: Calendar) -> date | None:
        """Return the first such day on or after `day`; None if none comes within years. Raises OutOfRange."""
        return next(
            (each for each in (day + DAY * ahead for ahead in range(HORIZON)) if self.holds(each, calendar)), None
        )

    def holds(self, day: date, calendar: Calendar) -> bool:
        """Tell whether `day` is one of its days. Raises OutOfRange where working days are not known."""
        if self.months and day.month not in self.months:
            return False
        if self.unit == "working-day":
            return calendar.is_workday(day)
        if not self._in_step(day):
            return False
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        if self.nth:
            return day == _nth(day, *self.nth, calendar)
        length = monthrange(day.year, day.month)[1]
        return not self.days or day.day in {length if each < 0 else min(each, length) for each in self.days}

    def rule(self) -> str:
        """Return the rule as text, without its start."""
        parts = [f"FREQ={FREQUENCIES[self.unit]}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.unit == "working-day":
            parts.append("X-WORKING-DAYS=1")
        if self.months:
            parts.append("BYMONTH=" + ",".join(map(str, self.months)))
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(CODES[each] for each in self.weekdays))
        if self.nth:
            place, weekday = self.nth
            parts.append(f"X-WORKING-DAY={place}" if weekday is None else f"BYDAY={place}{CODES[weekday]}")
        if self.days:
            parts.append(_month_days(self.days))
        if self.at:
            parts.append(f"BYHOUR={self.at.hour};BYMINUTE={self.at.minute}")
        return ";".join(parts)

    def _in_step(self, day: date) -> bool:
        match self.unit:
            case "day":
                passed = (day - self.start).days
            case "week":
                passed = (day - DAY * day.weekday() - (self.start - DAY * self.start.weekday())).days // 7
            case "month":
                passed = (day.year - self.start.year) * 12 + day.month - self.start.month
            case _:
                passed = day.year - self.start.year
        return passed % self.interval == 0


def read_rule(text: str, start: date) -> Recurrence:
    """Return the recurrence that `Recurrence.rule` wrote. Raises ValueError for anything else."""
    found = dict(part.partition("=")[::2] for part in text.split(";"))
    unit = next((unit for unit, name in FREQUENCIES.items() if name == found.get("FREQ")), None)
    if unit is None:
        raise ValueError(f'"{text}" is no rule. Example: FREQ=WEEKLY;BYDAY=MO')
    byday = found.get("BYDAY", "")
    nth: tuple[int, int | None] | None = None
    if byday and byday[:-2].lstrip("-").isdigit():
        nth, byday = (int(byday[:-2]), CODES.index(byday[-2:])), ""
    if "X-WORKING-DAY" in found:
        nth = (int(found["X-WORKING-DAY"]), None)
    days = [int(each) for each in found.get("BYMONTHDAY", "").split(",") if each]
    return Recurrence(
        unit="working-day" if "X-WORKING-DAYS" in found else unit,  # type: ignore[arg-type]
        start=start,
        interval=int(found.get("INTERVAL", "1")),
        weekdays=tuple(CODES.index(each) for each in byday.split(",") if each),
        days=tuple([max(days)] if "BYSETPOS" in found else days),
        months=tuple(int(each) for each in found.get("BYMONTH", "").split(",") if each),
        nth=nth,
        at=time(int(found["BYHOUR"]), int(found.get("BYMINUTE", "0"))) if "BYHOUR" in found else None,
    )


def _month_days(days: tuple[int, ...]) -> str:
    """Write the days of BYMONTHDAY. RFC 5545 skips a month without a 31st: so 31 is the last of 28 to 31 there is."""
    if len(days) == 1 and days[0] > 28:
        return "BYMONTHDAY=" + ",".join(map(str, range(28, days[0] + 1))) + ";BYSETPOS=-1"
    return "BYMONTHDAY=" + ",".join(map(str, days))


def _nth(day: date, place: int, weekday: int | None, calendar: Calendar) -> date | None:
    first = day.replace(day=1)
    last = day.replace(day=monthrange(day.year, day.month)[1])
    if weekday is None:
        found = calendar.shift(first - DAY if place > 0 else last + DAY, place)
    elif place > 0:
        found = first + DAY * ((weekday - first.weekday()) % 7 + 7 * (place - 1))
    else:
        found = last - DAY * ((last.weekday() - weekday) % 7 - 7 * (place + 1))
    return found if first <= found <= last else None


__all__ = ["OutOfRange", "Recurrence", "read_rule"]
