"""Dates and times in figures: 2026-12-31, 31.12.2026, 12/31, 17:30. Day and month that could be swapped are asked."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

from knowledge import date_words as words
from knowledge.date_choices import exact, without_year
from knowledge.date_parts import Clock, Moment, Parts, Said, Slots, on, table

SEPARATOR = r"(?P<sep>[-/.])"
ZONE = r"(?P<zone>z|(?P<sign>[-+])(?P<zone_hour>[0-9]{2}):?(?P<zone_minute>[0-9]{2}))"


def _year_first(match: re.Match[str], said: Said) -> Parts:
    return on(exact(int(match["year"]), int(match["month"]), int(match["day"])))


def _iso(match: re.Match[str], said: Said) -> Parts:
    day = exact(int(match["year"]), int(match["month"]), int(match["day"]))
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise words.no_such_time(hour, minute)
    if match["zone"] is None:
        return (on(day), Clock(hour, minute, "24"))
    offset = timedelta()
    if match["sign"]:
        offset = timedelta(hours=int(match["zone_hour"]), minutes=int(match["zone_minute"]))
        if offset >= timedelta(hours=15) or int(match["zone_minute"]) > 59:
            raise words.unclear()
    start = datetime(day.year, day.month, day.day, tzinfo=timezone(-offset if match["sign"] == "-" else offset))
    return Moment(start + timedelta(hours=hour, minutes=minute))


def _year_last(match: re.Match[str], said: Said) -> Parts:
    """31/12/2026, 12/31/26: every order that makes a date, year first only with two digits."""
    first, second, third = int(match["first"]), int(match["second"]), int(match["third"])
    year = third if third > 99 else 2000 + third
    orders = [(year, first, second), (year, second, first)]
    if third <= 99:
        orders.append((2000 + first, second, third))
    found = tuple(dict.fromkeys(exact(*order) for order in orders if _exists(*order)))
    if not found:
        raise _why(year, first, second)
    return Slots(choices=found, ask=words.WHICH_ORDER) if len(found) > 1 else on(found[0])


def _without_year(match: re.Match[str], said: Said) -> Parts:
    first, second = int(match["first"]), int(match["second"])
    orders = [(month, day) for month, day in ((first, second), (second, first)) if _exists(2024, month, day)]
    if not orders:
        raise _why(None, first, second)
    if len(set(orders)) == 1:
        return Slots(month=orders[0][0], day=orders[0][1])
    found = [day for order in orders for day in _coming(said, *order)]
    return Slots(choices=tuple(dict.fromkeys(found)), ask=words.WHICH_ORDER)


def _coming(said: Said, month: int, day: int) -> tuple[date, ...]:
    return without_year(said, lambda year: exact(year, month, day)).days


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _why(year: int | None, first: int, second: int) -> words.Refused:
    """Say what is wrong with two numbers of which at least one should have been a month."""
    if 1 <= first <= 12 and 1 <= second <= 31:
        return words.no_such_day(year, first, second)
    if 1 <= second <= 12 and 1 <= first <= 31:
        return words.no_such_day(year, second, first)
    return words.no_such_month(min(first, second) if min(first, second) > 12 else 0)


def _clock(match: re.Match[str], said: Said) -> Parts:
    return Clock(int(match["hour"]), int(match["minute"]), "24" if match["hour"].startswith("0") else "")


NUMBERS = table(
    "(?![0-9])",
    (rf"(?P<year>[12][0-9]{{3}}){SEPARATOR}(?P<month>[0-9]{{1,2}})(?P=sep)(?P<day>[0-9]{{1,2}})", _year_first),
    (r"(?P<year>20[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", _year_first),
    (
        r"(?P<year>[12][0-9]{3})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:t| (?=[0-9:.]+(?:z|[-+])))"
        rf"(?P<hour>[0-9]{{2}}):(?P<minute>[0-9]{{2}})(?::[0-9]{{2}}(?:\.[0-9]+)?)?{ZONE}?",
        _iso,
    ),
    (
        r"(?P<year>20[0-9]{2})[-/.](?P<month>[0-9]{1,2})(?![-/.0-9])",
        lambda match, _: Slots(year=int(match["year"]), month=_month(int(match["month"]))),
    ),
    (
        rf"(?P<first>[0-9]{{1,2}}){SEPARATOR}(?P<second>[0-9]{{1,2}})(?P=sep)(?P<third>[0-9]{{4}}|[0-9]{{2}})",
        _year_last,
    ),
    (r"(?P<first>[0-9]{1,2})[-/.](?P<second>[0-9]{1,2})(?![-/.:]?[0-9]| ?%)", _without_year),
    (r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2})?(?![:0-9])", _clock),
)
"""Dates and times in figures."""


def _month(number: int) -> int:
    if not 1 <= number <= 12:
        raise words.no_such_month(number)
    return number
