"""The days that words leave open: single dates, dates without a year, weekdays beside today.

The week starts on Monday. A day without a year that passed up to 60 days ago may be meant back or ahead, so it is
asked; one longer ago is next year's.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge import date_words as words
from knowledge.basics import Text
from knowledge.date_parts import Said, Slots
from knowledge.official_calendar import OutOfRange

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
RECENT = timedelta(days=60)
YEARS = range(1950, 2100)


@dataclass(frozen=True, slots=True)
class Choices:
    """The days that may be meant, likeliest first. With `ask` the speaker must choose, even if there is only one.

    `ahead`: the words mean a day or moment that is not over.
    """

    days: tuple[date, ...]
    ask: Text | None = None
    provisional: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What the words around a day say: 前 or by (`by`), 内 or within (`inside`), English before (`before`)."""

    by: bool = False
    inside: bool = False
    before: bool = False

    def any(self) -> bool:
        """Tell whether the day is a limit."""
        return self.by or self.inside or self.before


def exact(year: int, month: int, day: int) -> date:
    """Return a date. Raises Refused that says what is impossible about it."""
    if year not in YEARS:
        raise words.no_such_year(year)
    if not 1 <= month <= 12:
        raise words.no_such_month(month)
    if not 1 <= day <= 31:
        raise words.no_such_number(day)
    if day > monthrange(year, month)[1]:
        raise words.no_such_day(year if month == 2 else None, month, day)
    return date(year, month, day)


def without_year(said: Said, of: Callable[[int], date]) -> Choices:
    """Return the day that `of` gives for a year nobody named."""
    this = of(said.today.year)
    ahead = this if this >= said.today else of(said.today.year + 1)
    gone = _gone(said, of)
    recent = gone is not None and said.today - gone <= RECENT
    if said.meaning == "event":
        soon = ahead - said.today <= RECENT
        if gone is not None and recent != soon:
            return Choices((gone if recent else ahead,))
        return Choices((gone, ahead) if gone else (ahead,), words.WHICH_YEAR if gone else None)
    return Choices((gone, ahead), words.WHICH_YEAR) if gone and recent else Choices((ahead,))


def next_weekday(said: Said, weekday: int) -> Slots:
    """Return "next Friday": the coming one or the one of next week, which differ until Thursday."""
    coming = first_after(said.today, weekday)
    return _one_of(coming, said.monday + WEEK + DAY * weekday)


def last_weekday(said: Said, weekday: int) -> Slots:
    """Return "last Friday": the one before today or the one of last week, which differ on weekends."""
    before = first_after(said.today, weekday) - WEEK
    before = before - WEEK if before >= said.today else before
    return _one_of(before, said.monday - WEEK + DAY * weekday)


def first_after(day: date, weekday: int) -> date:
    """Return the first such weekday after `day`."""
    return day + DAY * ((weekday - day.weekday() - 1) % 7 + 1)


def nth_beside(said: Said, day: date, place: int, weekday: int | None) -> date:
    """Return the `place`th working day (None), or weekday, after `day`; for -1 the last before it. Raises Refused."""
    if weekday is not None:
        return first_after(day, weekday) + WEEK * (place - 1) if place > 0 else first_after(day - WEEK - DAY, weekday)
    try:
        return said.calendar.shift(day, place)
    except OutOfRange:
        raise words.no_such_year(day.year) from None


def _gone(said: Said, of: Callable[[int], date]) -> date | None:
    this = of(said.today.year)
    if this < said.today:
        return this
    try:
        return of(said.today.year - 1)
    except words.Refused:
        return None


def _one_of(*offered: date) -> Slots:
    found = tuple(sorted(set(offered)))
    return (
        Slots(choices=found, ask=words.WHICH_WEEK)
        if len(found) > 1
        else Slots(year=found[0].year, month=found[0].month, day=found[0].day)
    )
