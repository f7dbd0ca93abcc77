"""Days around a holiday. Before a year's notice is out nobody knows when the time off starts: then the day is asked."""

from datetime import date, timedelta

from knowledge import date_words as words
from knowledge.date_choices import Choices, without_year
from knowledge.date_parts import Said, Slots
from knowledge.model import Text
from knowledge.official_calendar import FestivalName, OutOfRange

SEVERAL_DAYS = ("spring", "labour", "national")
DAY = timedelta(days=1)


def holiday(name: FestivalName, slots: Slots, said: Said) -> Choices:
    """Return the day of a festival; for a holiday of several days, first and last day off, to be asked."""
    found = _festival(name, slots, said)
    if name not in SEVERAL_DAYS:
        return found
    offered = [end for day in found.days for end in (day, _time_off(day, said)[1])]
    provisional = any(not said.calendar.is_published(day.year) for day in found.days)
    return Choices(tuple(dict.fromkeys(offered)), words.WHICH_DAY, provisional)


def before_holiday(name: FestivalName, slots: Slots, said: Said) -> Choices:
    """Return the last working day before the time off."""
    found = _festival(name, slots, said)
    return _beside([_time_off(day, said)[0] - DAY for day in found.days], found, said, ahead=False)


def after_holiday(name: FestivalName, slots: Slots, said: Said, ask: Text | None) -> Choices:
    """Return the first working day after the time off."""
    found = _festival(name, slots, said)
    choices = _beside([_time_off(day, said)[1] + DAY for day in found.days], found, said, ahead=True)
    return Choices(choices.days, choices.ask or ask, choices.provisional)


def _beside(days: list[date], found: Choices, said: Said, *, ahead: bool) -> Choices:
    try:
        worked = [said.calendar.on_or_after(day) if ahead else said.calendar.on_or_before(day) for day in days]
    except OutOfRange:
        raise words.no_such_year(days[0].year) from None
    unpublished = any(not said.calendar.is_published(day.year) for day in found.days)
    ask = words.NO_NOTICE if unpublished else found.ask
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
