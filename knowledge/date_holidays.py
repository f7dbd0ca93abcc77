"""Days around a holiday. Before a year's notice is out nobody knows when the time off starts: then the day is asked."""

from datetime import date

from knowledge import date_words as words
from knowledge.basics import Text
from knowledge.date_choices import Choices, nth_beside, without_year
from knowledge.date_parts import Said, Slots
from knowledge.official_calendar import FestivalName, OutOfRange

SEVERAL_DAYS = ("spring", "labour", "national")


def holiday(name: FestivalName, slots: Slots, said: Said) -> Choices:
    """Return the day of a festival; for a holiday of several days, first and last day off, to be asked."""
    found = _festival(name, slots, said)
    if name not in SEVERAL_DAYS:
        return found
    offered = [end for day in found.days for end in (day, _time_off(day, said)[1])]
    provisional = any(not said.calendar.is_published(day.year) for day in found.days)
    return Choices(tuple(dict.fromkeys(offered)), words.WHICH_DAY, provisional)


def beside_holiday(
    name: FestivalName, slots: Slots, said: Said, place: int, weekday: int | None = None, ask: Text | None = None
) -> Choices:
    """Return the `place`th working day, or weekday, after the time off; for -1 the last one before it."""
    found = _festival(name, slots, said)
    borders = [_time_off(day, said)[1 if place > 0 else 0] for day in found.days]
    worked = [nth_beside(said, day, place, weekday) for day in borders]
    unpublished = any(not said.calendar.is_published(day.year) for day in found.days)
    ask = words.NO_NOTICE if unpublished else found.ask or ask
    if ask is None and said.meaning == "deadline" and worked[0] < said.today:
        raise words.past(worked[0])
    return Choices(tuple(worked), ask, unpublished)


def _festival(name: FestivalName, slots: Slots, said: Said) -> Choices:
    if slots != Slots(year=slots.year):
        raise words.unclear()

    def of(year: int) -> date:
        day = said.calendar.festival(name, year)
        if day is None:
            raise words.no_such_year(year)
        return day

    return Choices((of(slots.year),)) if slots.year else without_year(said, of)


def _time_off(day: date, said: Said) -> tuple[date, date]:
    try:
        return said.calendar.time_off(day) or (day, day)
    except OutOfRange:
        return day, day
