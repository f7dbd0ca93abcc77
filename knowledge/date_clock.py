"""From words for a time of day to times: 下午5点, 12 at night, noon, and the hours that must be asked about."""

from dataclasses import dataclass
from datetime import time

from knowledge import date_words as words
from knowledge.basics import Text
from knowledge.date_parts import Clock, DayTime

NAMES: dict[str, Text] = {
    "dawn": Text(zh="凌晨", en="small hours"),
    "morning": Text(zh="上午", en="morning"),
    "noon": Text(zh="中午", en="middle of the day"),
    "afternoon": Text(zh="下午", en="afternoon"),
    "evening": Text(zh="晚上", en="evening"),
    "midnight": Text(zh="午夜", en="night"),
}
HOURS: dict[str, range] = {
    "dawn": range(7),
    "morning": range(4, 13),
    "noon": range(11, 15),
    "afternoon": range(12, 20),
    "evening": range(17, 25),
    "midnight": range(25),
}
OFFERED: dict[str, tuple[int, ...]] = {
    "dawn": (0, 6),
    "morning": (9, 12),
    "noon": (12,),
    "afternoon": (15, 18),
    "evening": (20, 24),
    "midnight": (0, 24),
}


@dataclass(frozen=True, slots=True)
class Times:
    """The times that may be meant, each with the number of days to add: 24:00 is 00:00 of the next day."""

    times: tuple[tuple[int, time], ...]
    ask: Text | None = None


def times(clock: Clock | None, part: DayTime | None) -> Times:
    """Return the times that an hour and a part of the day leave. Raises Refused where they contradict each other."""
    if clock is None:
        assert part is not None
        ask = None if part.name == "noon" else words.WHICH_MIDNIGHT if part.name == "midnight" else words.WHICH_TIME
        return Times(tuple(_at(hour, 0) for hour in OFFERED[part.name]), ask)
    hour, minute = clock.hour, clock.minute
    if not (0 <= hour <= 24 and 0 <= minute <= 59) or (hour == 24 and minute):
        raise words.no_such_time(hour, minute)
    if clock.mark in ("am", "pm"):
        if not 1 <= hour <= 12:
            raise words.no_such_time(hour, minute)
        hour = hour % 12 + (12 if clock.mark == "pm" else 0)
        return Times((_within(part, hour, minute),))
    if part is not None:
        return _in_part(part, hour, minute, certain=clock.mark == "24" or hour > 12)
    if clock.mark == "24" or hour in (0, 12) or hour > 12:
        return Times((_at(hour, minute),))
    return Times((_at(hour, minute), _at(hour + 12, minute)), words.WHICH_HOUR)


def _in_part(part: DayTime, hour: int, minute: int, *, certain: bool) -> Times:
    if part.name == "midnight":
        if hour in (0, 12, 24):
            return Times((_at(0, minute), _at(24, minute)) if not minute else (_at(0, minute),), words.WHICH_MIDNIGHT)
        raise words.odd_hour(NAMES[part.name], hour)
    if part.name == "evening" and hour == 0:  # 周五晚上零点 ends the day, read by the clock it begins it
        return Times((_at(24, minute), _at(0, minute)), words.WHICH_MIDNIGHT)
    if certain or hour == 0:
        return Times((_within(part, hour, minute),))
    if hour == 12:
        return Times((_within(part, {"dawn": 0, "evening": 24}.get(part.name, 12), minute),))
    for candidate in (hour, hour + 12):
        if candidate in HOURS[part.name]:
            return Times((_at(candidate, minute),))
    raise words.odd_hour(NAMES[part.name], hour)


def _within(part: DayTime | None, hour: int, minute: int) -> tuple[int, time]:
    """Check a certain hour against the part of the day that was said beside it."""
    if part is not None and hour not in HOURS[part.name]:
        raise words.contradiction()
    return _at(hour, minute)


def _at(hour: int, minute: int) -> tuple[int, time]:
    return divmod(hour, 24)[0], time(hour % 24, minute)
