"""Days inside a week, month, quarter, half year or year: its end, its first working day, or the question which day."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from knowledge import date_words as words
from knowledge.date_choices import DAY, Choices, Limits, nth_beside, without_year
from knowledge.date_parts import Said, Slots
from knowledge.official_calendar import OutOfRange


def stretch(slots: Slots, year: int) -> tuple[date, date] | None:
    """Return first and last day of the narrowest stretch named; of `year` where none is named."""
    year = slots.year or year
    if slots.week:
        return slots.week, slots.week + DAY * 6
    for number, months in ((slots.month, 1), (slots.quarter, 3), (slots.half, 6)):
        if number:
            last = number * months
            return date(year, last - months + 1, 1), date(year, last, monthrange(year, last)[1])
    return (date(year, 1, 1), date(year, 12, 31)) if slots.year else None


def in_stretch(slots: Slots, said: Said, limits: Limits) -> Choices:
    """Return the day, or the days to choose from, in the stretch that the slots name. Raises Refused."""
    if slots.nth:
        return _nth(slots, said)
    if slots.edge in ("end", "over") and not slots.week:
        return _each_year(slots, said, lambda _first, last: last)
    if slots.edge == "first":
        return _each_year(slots, said, lambda first, _last: first)
    if slots.edge:
        return _edges(slots, said, limits)
    if limits.inside and not slots.week:
        return _each_year(slots, said, lambda _first, last: last)
    first, last = _range(slots, said)
    if limits.by or limits.before:
        return _upcoming(Choices((first - DAY, last), words.START_OR_END), said, slots, limits)
    ends = (_working_end(first, last, said), last) if slots.week else (first, last)
    return _upcoming(Choices(tuple(dict.fromkeys(ends)), words.WHICH_DAY), said, slots, limits)


def _edges(slots: Slots, said: Said, limits: Limits) -> Choices:
    """Return the days by which the start, the middle or a third of a stretch may be meant."""
    first, last = _range(slots, said)
    assert slots.edge is not None
    if slots.week:
        ends = {
            "start": (first, first + DAY),
            "early": (first, first + DAY),
            "middle": (first + DAY * 2, first + DAY * 3),
        }
        offered = ends.get(slots.edge, (_working_end(first, last, said), last))
    elif slots.month:
        offered = {
            "start": (first, first + DAY * 9),
            "early": (first, first + DAY * 9),
            "middle": (first + DAY * 14, first + DAY * 19),
            "mid": (first + DAY * 10, first + DAY * 19),
            "late": (first + DAY * 20, last),
        }[slots.edge]
    else:
        middle = first + (last - first) / 2
        offered = (first, first.replace(day=monthrange(first.year, first.month)[1]))
        if slots.edge not in ("start", "early"):
            offered = (middle, last) if slots.edge == "late" else (middle.replace(day=1) - DAY, middle)
    return _upcoming(Choices(tuple(dict.fromkeys(offered)), words.WHICH_DAY), said, slots, limits)


def _nth(slots: Slots, said: Said) -> Choices:
    """Return the first or last working day, or weekday, of a stretch."""
    assert slots.nth is not None
    number, weekday = slots.nth

    def found(first: date, last: date) -> date:
        day = nth_beside(said, first - DAY if number > 0 else last + DAY, number, weekday)
        if not first <= day <= last:
            raise words.unclear()
        return day

    choices = _each_year(slots, said, found)
    provisional = weekday is None and any(said.calendar.is_provisional(day) for day in choices.days)
    return replace(choices, provisional=provisional)


def _each_year(slots: Slots, said: Said, pick: Callable[[date, date], date]) -> Choices:
    def of(year: int) -> date:
        found = stretch(slots, year)
        assert found is not None
        return pick(*found)

    if slots.year or slots.week:
        return Choices((of(said.today.year),))
    return without_year(said, of)


def _range(slots: Slots, said: Said) -> tuple[date, date]:
    """Return the stretch itself: this year's, or next year's once it is over."""
    found = stretch(slots, said.today.year)
    assert found is not None
    if not (slots.year or slots.week) and found[1] < said.today:
        found = stretch(slots, said.today.year + 1)
        assert found is not None
    return found


def _upcoming(choices: Choices, said: Said, slots: Slots, limits: Limits) -> Choices:
    """Leave out days that are over, where the words do not speak of the past. Raises Refused if all are."""
    if said.meaning == "event" or not (slots.present or limits.any()):
        return choices
    left = tuple(day for day in choices.days if day >= said.today)
    if not left:
        raise words.past(choices.days[-1])
    return replace(choices, days=left)


def _working_end(first: date, last: date, said: Said) -> date:
    try:
        return max(first, said.calendar.on_or_before(last))
    except OutOfRange:
        return last - DAY * 2
