"""From "every" and what stands beside it to a rule with its first day.

A month, quarter, half year or year without a day means by its last day, as periodic duties do. "Every two weeks" is
counted from today, so its first day is two weeks ahead.
"""

from calendar import monthrange
from dataclasses import replace
from datetime import timedelta

from knowledge import date_words as words
from knowledge.date_clock import Times
from knowledge.date_parts import Every, Said, Slots
from knowledge.date_reading import Reading, choice
from knowledge.official_calendar import OutOfRange
from knowledge.repeats import LONGEST, Recurrence
from knowledge.wall_time import moment
from knowledge.workdays import add_months

DAY = timedelta(days=1)
LAST_MONTHS = {"quarter": (3, 6, 9, 12), "half": (6, 12), "year": (12,)}
FIRST_MONTHS = {"quarter": (1, 4, 7, 10), "half": (1, 7), "year": (1,)}


def repetition(every: Every, slots: Slots, clock: Times | None, said: Said) -> Reading:
    """Return the recurring reading, or the question it leaves open. Raises Refused."""
    if slots.year or slots.week or slots.choices or slots.present:
        raise words.contradiction()
    rules = timed = _rules(every, slots, said)
    if clock:
        times = [at for shift, at in clock.times if not shift]
        if not times:  # 24:00 is the next day's 00:00, which a rule for this day cannot say
            raise words.no_such_time(24, 0)
        timed = [replace(rule, at=at) for rule in rules for at in times]
    found = [_reading(rule, said) for rule in timed]
    if len(found) == 1 and not (clock and clock.ask):
        return found[0]
    return choice(found, words.WHICH_DAY if len(rules) > 1 else clock.ask if clock else None)


def _reading(rule: Recurrence, said: Said) -> Reading:
    start = max(rule.start, said.today)
    try:
        first = rule.first(start, said.calendar)
        if first is not None and rule.at and moment(first, rule.at, said.zone) <= said.now:
            first = rule.first(first + DAY, said.calendar)
    except (OutOfRange, OverflowError):
        first = None
    if first is None:
        raise words.unclear()
    by_workdays = rule.unit == "working-day" or (rule.nth is not None and rule.nth[1] is None)
    return Reading(
        "recurring",
        recurrence=rule,
        first=moment(first, rule.at, said.zone) if rule.at else first,
        provisional=by_workdays and said.calendar.is_provisional(first),
    )


def _rules(every: Every, slots: Slots, said: Said) -> list[Recurrence]:
    """Return the rules that may be meant: one, unless a week is named without its day."""
    if not 1 <= every.interval <= LONGEST.get(every.unit, 1):
        raise words.too_often()
    match every.unit:
        case "day":
            _only(slots)
            start = said.today + DAY * every.interval if every.interval > 1 else said.today
            return [Recurrence("day", start, every.interval)]
        case "working-day":
            _only(slots)
            return [Recurrence("working-day", said.today)]
        case "week":
            return _weekly(every, slots, said)
        case "month":
            return [_monthly(every, slots, said)]
        case _:
            return [_yearly(every, slots, said)]


def _weekly(every: Every, slots: Slots, said: Said) -> list[Recurrence]:
    _only(slots, "weekday")
    weekdays = every.weekdays or (() if slots.weekday is None else (slots.weekday,))
    if slots.weekday is not None and slots.weekday not in weekdays:
        raise words.contradiction()
    if weekdays:
        return [_from_first(Recurrence("week", said.today, every.interval, weekdays), said)]
    if every.interval > 1:
        return [Recurrence("week", said.today + DAY * 7 * every.interval, every.interval, (said.today.weekday(),))]
    return [Recurrence("week", said.today, weekdays=(each,)) for each in (0, 4)]


def _monthly(every: Every, slots: Slots, said: Said) -> Recurrence:
    _only(slots, "day", "edge", "nth")
    if slots.nth:
        return _from_first(Recurrence("month", said.today, every.interval, nth=_checked(slots.nth)), said)
    days = every.days or ((slots.day,) if slots.day else ())
    if slots.edge and (days or slots.edge not in ("first", "end")):
        raise words.vague()
    if slots.edge == "first":
        days = (1,)
    if len(days) > 1 and max(days) > 28:
        raise words.not_every_month(max(days))
    if not days and not slots.edge and every.interval > 1:
        later = add_months(said.today, every.interval)
        return Recurrence("month", later, every.interval, days=(said.today.day,))
    return _from_first(Recurrence("month", said.today, every.interval, days=days or (-1,)), said)


def _yearly(every: Every, slots: Slots, said: Said) -> Recurrence:
    unit = every.unit
    _only(slots, "edge", "nth", *(("month", "day", "quarter", "half") if unit == "year" else ()))
    if every.days:
        return Recurrence("year", said.today, months=FIRST_MONTHS[unit], days=every.days)
    first = slots.edge == "first" or (slots.nth is not None and slots.nth[0] > 0)
    months = FIRST_MONTHS[unit] if first else LAST_MONTHS[unit]
    for number, length in ((slots.month, 1), (slots.quarter, 3), (slots.half, 6)):
        if number:
            months = ((number - 1) * length + 1 if first else number * length,)
    if slots.nth:
        return Recurrence("month", said.today, months=months, nth=_checked(slots.nth))
    if slots.month and slots.day:
        if slots.day > monthrange(2024, slots.month)[1]:
            raise words.no_such_day(None, slots.month, slots.day)
        return _from_first(Recurrence("year", said.today, every.interval, months=months, days=(slots.day,)), said)
    if (
        slots.day
        or (slots.edge or "end") not in ("first", "end")
        or ((slots.month or slots.quarter or slots.half) and not slots.edge)
    ):
        raise words.vague()
    if every.interval > 1 and not slots.edge:
        later = add_months(said.today, 12 * every.interval)
        return Recurrence("year", later, every.interval, months=(later.month,), days=(said.today.day,))
    days = (1,) if first else (-1,)
    return _from_first(Recurrence("year", said.today, every.interval, months=months, days=days), said)


def _from_first(rule: Recurrence, said: Said) -> Recurrence:
    """Start a rule of every second or third week, month or year in the one that has the next of its days."""
    try:
        first = replace(rule, interval=1).first(said.today, said.calendar)
    except OutOfRange:
        return rule
    return replace(rule, start=first) if first else rule


def _only(slots: Slots, *allowed: str) -> None:
    """Refuse what does not belong to this unit. Raises Refused."""
    wanted = {name: getattr(slots, name) for name in allowed}
    if "edge" in allowed:
        wanted["edge_of"] = slots.edge_of
    if slots != replace(Slots(), **wanted):
        raise words.contradiction()


def _checked(nth: tuple[int, int | None]) -> tuple[int, int | None]:
    if not (1 <= nth[0] <= (23 if nth[1] is None else 5) or nth[0] == -1):
        raise words.unclear()
    return nth
