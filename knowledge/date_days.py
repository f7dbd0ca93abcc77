"""From slots to days: which day, or which days, somebody means by a month, a weekday, a number or a stretch."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from knowledge import date_words as words
from knowledge.date_choices import DAY, WEEK, YEARS, Choices, Limits, exact, first_after, without_year
from knowledge.date_parts import Said, Slots
from knowledge.date_stretches import in_stretch, stretch


def days(slots: Slots, said: Said, limits: Limits) -> Choices:
    """Return the days that the slots leave. Raises Refused if there is none, or they do not name one."""
    slots = _at_home(slots, said)
    if slots.edge in ("end", "first") and slots.month and slots.day:
        return _edge_and_date(slots, said)
    if (slots.nth or slots.edge not in (None, "over")) and (slots.choices or slots.day or slots.weekday is not None):
        raise words.unclear()
    if slots.choices:
        found = _fitting(Choices(slots.choices, slots.ask or words.WHICH_DAY), slots)
        settled = len(found.days) == 1 < len(slots.choices)
        return replace(found, ask=None) if settled else found
    if slots.month and slots.day:
        return _fitting(_month_day(slots, said), slots)
    if slots.week and (slots.weekday is not None or slots.day):
        return _in_week(slots, said)
    if slots.day and not (slots.year or slots.quarter or slots.half):
        return _fitting(_number(slots.day, said), slots)
    if slots.weekday is not None and slots.nth is None and stretch(slots, said.today.year) is None:
        return _weekday(slots.weekday, said)
    if slots.day or slots.weekday is not None or stretch(slots, said.today.year) is None:
        raise words.unclear()
    return in_stretch(slots, said, limits)


def _at_home(slots: Slots, said: Said) -> Slots:
    """Fill in this month for a bare 月底, this year for 年底, and so on."""
    if slots.year is not None and slots.year not in YEARS:
        raise words.no_such_year(slots.year)
    match slots.edge_of:
        case "week" if slots.week is None:
            return replace(slots, week=said.monday, present=True)
        case "month" if slots.month is None:
            return slots.merge(Slots(year=said.today.year, month=said.today.month, present=True))
        case "quarter" if slots.quarter is None:
            return slots.merge(Slots(year=said.today.year, quarter=(said.today.month + 2) // 3, present=True))
        case "half" if slots.half is None:
            return slots.merge(Slots(year=said.today.year, half=1 if said.today.month < 7 else 2, present=True))
        case "year" if slots.year is None:
            return replace(slots, year=said.today.year, present=True)
    return slots


def _month_day(slots: Slots, said: Said) -> Choices:
    assert slots.month is not None
    assert slots.day is not None
    month, day = slots.month, slots.day
    year = slots.year
    if year is None and (month, day) == (2, 29) and said.meaning == "deadline" and said.today.month > 2:
        year = said.today.year + 1  # this year's is over, or never was
    if year:
        return Choices((exact(year, month, day),))
    return without_year(said, lambda year: exact(year, month, day))


def _edge_and_date(slots: Slots, said: Said) -> Choices:
    """11月底(11月30日): the date, if it is that end. Raises Refused if it is not."""
    dated = _month_day(slots, said)
    longer = slots.quarter or slots.half or slots.edge_of == "year"
    alone = replace(slots, month=None if longer else slots.month, day=None, weekday=None)
    edges = in_stretch(alone, said, Limits())
    both = tuple(day for day in dated.days if day in edges.days)
    if not both:
        raise words.contradiction()
    return _fitting(replace(dated, days=both), slots)


def _number(day: int, said: Said) -> Choices:
    if not 1 <= day <= 31:
        raise words.no_such_number(day)
    months = (divmod(said.today.year * 12 + said.today.month - 1 + ahead, 12) for ahead in range(-2, 4))
    found = [date(year, month + 1, day) for year, month in months if day <= monthrange(year, month + 1)[1]]
    ahead = [each for each in found if each >= said.today]
    if said.meaning == "event":
        gone = [each for each in found if each < said.today]
        return Choices((gone[-1], ahead[0]), words.WHICH_MONTH)
    if ahead[0] == said.today:
        return Choices((ahead[0], ahead[1]), words.WHICH_MONTH)
    return Choices((ahead[0],))


def _weekday(weekday: int, said: Said) -> Choices:
    coming = first_after(said.today, weekday)
    if said.meaning == "event":
        return Choices((coming - WEEK, coming), words.WHICH_WEEK)
    if said.today.weekday() == weekday:
        return Choices((said.today, coming), words.WHICH_WEEK)
    return Choices((coming,))


def _in_week(slots: Slots, said: Said) -> Choices:
    assert slots.week is not None
    in_week = [slots.week + DAY * number for number in range(7)]
    found = _fitting(Choices(tuple(in_week)), slots).days[0]
    if slots.present and found < said.today and said.meaning == "deadline":
        return Choices((found, found + WEEK), words.WHICH_WEEK)
    return Choices((found,))


def _fitting(choices: Choices, slots: Slots) -> Choices:
    """Keep the days that agree with everything else that was said. Raises Refused if none does."""
    fitting = tuple(day for day in choices.days if _agrees(day, slots))
    if fitting:
        return replace(choices, days=fitting)
    if len(choices.days) == 1 and slots.weekday is not None and _agrees(choices.days[0], replace(slots, weekday=None)):
        raise words.no_such_weekday(choices.days[0], slots.weekday)
    raise words.contradiction()


def _agrees(day: date, slots: Slots) -> bool:
    checks: Iterable[tuple[object, object]] = (
        (slots.year, day.year),
        (slots.month, day.month),
        (slots.day, day.day),
        (slots.quarter, (day.month + 2) // 3),
        (slots.half, (day.month + 5) // 6),
        (slots.week, day - DAY * day.weekday()),
        (slots.weekday, day.weekday()),
    )
    return all(wanted in (None, found) for wanted, found in checks)
