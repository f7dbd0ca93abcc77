"""The working days of mainland China, by the State Council's holiday notices.

A weekday is a working day unless a notice makes it a day off; a weekend day is off unless a notice makes it a working
day (调休). For a year without a notice the days off are estimated: the statutory holidays, and the next weekdays for
those that fall on a weekend. Make-up weekends of such a year are unknown, so everything there is provisional.

Source: the notices named in calendars/cn-holidays.yaml; 全国年节及纪念日放假办法 as amended on 2024-11-10.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from knowledge.basics import Struct

FestivalName = Literal["new-year", "eve", "spring", "qingming", "labour", "dragon-boat", "mid-autumn", "national"]

LATE_DECEMBER = 28
"""From this day on the next year's notice may still change December. In 2018 it made the 29th a working day."""
BRIDGED = frozenset({1, 2, 3})
"""Weekdays of 1 January (Tuesday to Thursday) for which such a change is to be expected: the holiday is then joined to
a weekend. On a Friday to Monday it already touches one, and no notice since 2008 has moved a day of December."""
DAY = timedelta(days=1)


class Stretch(Struct, frozen=True):
    """One holiday of a notice: first and last day off, both included, and the weekend days worked for it."""

    name: str
    holiday: tuple[date, date]
    makeup: tuple[date, ...] = ()

    def days(self) -> list[date]:
        """Return every day off, in order."""
        first, last = self.holiday
        return [first + DAY * number for number in range((last - first).days + 1)]


class Notice(Struct, frozen=True):
    """The holidays of one year. `notice` is the document number, `published` its date as written."""

    notice: str
    periods: tuple[Stretch, ...]
    published: str | None = None


class Festivals(Struct, frozen=True):
    """First days of the festivals of one year that follow the moon or the sun."""

    spring: date
    qingming: date
    dragon_boat: date
    mid_autumn: date


class OutOfRange(LookupError):
    """The calendar knows nothing of that day. `first` and `last` are the borders of what it knows."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(f"Working days are known from {first} to {last}.")
        self.first = first
        self.last = last


class Calendar:
    """Which days are worked, from `first` to `last`. Immutable; the working days are a sorted list of day numbers."""

    def __init__(self, notices: Mapping[int, Notice], festivals: Mapping[int, Festivals]) -> None:
        """Build it from the notices of successive years, and from the festivals of the years to estimate."""
        self.notices = dict(sorted(notices.items()))
        self.festivals = dict(sorted(festivals.items()))
        self.first = date(min(self.notices), 1, 1)
        self.last = date(max(*self.notices, *self.festivals), 12, 31)
        off: set[int] = set()
        worked: set[int] = set()
        for year in range(self.first.year, self.last.year + 1):
            for stretch in self.stretches(year):
                off.update(day.toordinal() for day in stretch.days())
                worked.update(day.toordinal() for day in stretch.makeup)
        self._holidays = sorted(off - worked)
        self._makeups = sorted(worked)
        self._workdays = [
            number
            for number in range(self.first.toordinal(), self.last.toordinal() + 1)
            if number in worked or (number % 7 not in (0, 6) and number not in off)
        ]

    def with_notices(self, notices: Mapping[int, Notice]) -> "Calendar":
        """Return a calendar in which these notices replace or follow the known ones."""
        return Calendar({**self.notices, **notices}, self.festivals)

    def is_published(self, year: int) -> bool:
        """Tell whether the notice for `year` is known."""
        return year in self.notices

    def is_provisional(self, day: date) -> bool:
        """Tell whether a notice still to come may decide if `day` is worked. Days before `first` are past: never."""
        if day < self.first:
            return False
        if not self.is_published(day.year):
            return True
        return (
            (day.month, day.day) >= (12, LATE_DECEMBER)
            and not self.is_published(day.year + 1)
            and date(day.year + 1, 1, 1).weekday() in BRIDGED
        )

    def unpublished(self, first: date, last: date) -> list[int]:
        """Return the years whose missing notices may change a day from `first` to `last`, both included."""
        years = [year for year in range(max(first, self.first).year, last.year + 1) if not self.is_published(year)]
        if self.is_provisional(last) and self.is_published(last.year):
            years.append(last.year + 1)
        return years

    def is_workday(self, day: date) -> bool:
        """Tell whether `day` is a working day. Raises OutOfRange."""
        self._check(day)
        number = day.toordinal()
        place = bisect_left(self._workdays, number)
        return place < len(self._workdays) and self._workdays[place] == number

    def shift(self, day: date, count: int) -> date:
        """Return the `count`th working day after `day`, or before it when negative; `day` itself is not counted.

        Raises ValueError for 0 and OutOfRange where the count leaves the known years.
        """
        if count == 0:
            raise ValueError("A shift of no working days says nothing.")
        self._check(day + DAY if count > 0 else day - DAY)
        number = day.toordinal()
        place = bisect_right(self._workdays, number) - 1 if count > 0 else bisect_left(self._workdays, number)
        if not 0 <= place + count < len(self._workdays):
            raise OutOfRange(self.first, self.last)
        return date.fromordinal(self._workdays[place + count])

    def on_or_after(self, day: date) -> date:
        """Return `day` if it is worked, else the next working day. Raises OutOfRange."""
        return day if self.is_workday(day) else self.shift(day, 1)

    def on_or_before(self, day: date) -> date:
        """Return `day` if it is worked, else the last working day before it. Raises OutOfRange."""
        return day if self.is_workday(day) else self.shift(day, -1)

    def count(self, first: date, last: date) -> int:
        """Return how many working days lie from `first` to `last`, both included. Raises OutOfRange."""
        self._check(first)
        self._check(last)
        return max(0, bisect_right(self._workdays, last.toordinal()) - bisect_left(self._workdays, first.toordinal()))

    def holidays(self, first: date, last: date) -> list[tuple[date, date]]:
        """Return the stretches of days off inside `first` to `last` that hold a holiday, with adjoining weekends."""
        found: list[tuple[date, date]] = []
        start = bisect_left(self._holidays, first.toordinal())
        for number in self._holidays[start : bisect_right(self._holidays, last.toordinal())]:
            day = date.fromordinal(number)
            if not found or day > found[-1][1]:
                found.append((self._edge(day, -DAY, first), self._edge(day, DAY, last)))
        return found

    def makeups(self, first: date, last: date) -> list[date]:
        """Return the weekend days from `first` to `last` that are worked."""
        start = bisect_left(self._makeups, first.toordinal())
        stop = bisect_right(self._makeups, last.toordinal())
        return [date.fromordinal(number) for number in self._makeups[start:stop]]

    def stretches(self, year: int) -> tuple[Stretch, ...]:
        """Return the holidays of `year`: the notice's, or the estimate. Statutory days a notice forgot stay off."""
        estimate = self._estimate(year) if year in self.festivals else ()
        if year not in self.notices:
            return estimate
        return (*self.notices[year].periods, *(Stretch(name, (day, day)) for name, day in self.missing(year)))

    def missing(self, year: int) -> list[tuple[str, date]]:
        """Return the statutory days off, with names, that the notice of `year` does not cover. None before 2025."""
        if year < 2025 or year not in self.festivals or year not in self.notices:
            return []
        covered = {day for stretch in self.notices[year].periods for day in stretch.days()}
        return [(name, day) for name, days in self._statutory(year) for day in days if day not in covered]

    def festival(self, name: FestivalName, year: int) -> date | None:
        """Return the day of a festival itself, notices apart; None for a year whose moon is not written down."""
        match name:
            case "new-year":
                return date(year, 1, 1)
            case "labour":
                return date(year, 5, 1)
            case "national":
                return date(year, 10, 1)
        moon = self.festivals.get(year)
        if moon is None:
            return None
        return {
            "eve": moon.spring - DAY,
            "spring": moon.spring,
            "qingming": moon.qingming,
            "dragon-boat": moon.dragon_boat,
            "mid-autumn": moon.mid_autumn,
        }[name]

    def time_off(self, day: date) -> tuple[date, date] | None:
        """Return first and last day off of the holiday that holds `day`; None if no holiday does. Raises OutOfRange."""
        self._check(day)
        if not self.holidays(day, day):
            return None
        return self._edge(day, -DAY, self.first), self._edge(day, DAY, self.last)

    def _edge(self, day: date, step: timedelta, border: date) -> date:
        while day != border and not self.is_workday(day + step):
            day += step
        return day

    def _check(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise OutOfRange(self.first, self.last)

    def _statutory(self, year: int) -> list[tuple[str, list[date]]]:
        moon = self.festivals[year]
        return [
            ("元旦", [date(year, 1, 1)]),
            ("春节", [moon.spring + DAY * number for number in range(-1, 3)]),
            ("清明", [moon.qingming]),
            ("劳动", [date(year, 5, 1), date(year, 5, 2)]),
            ("端午", [moon.dragon_boat]),
            ("中秋", [moon.mid_autumn]),
            ("国庆", [date(year, 10, number) for number in (1, 2, 3)]),
        ]

    def _estimate(self, year: int) -> tuple[Stretch, ...]:
        taken = {day for _, days in self._statutory(year) for day in days}
        stretches = []
        for name, days in self._statutory(year):
            last = days[-1]
            for _ in [day for day in days if day.weekday() >= 5]:
                last += DAY
                while last.weekday() >= 5 or last in taken:
                    last += DAY
                taken.add(last)
            stretches.append(Stretch(name, (days[0], last)))
        return tuple(stretches)
