"""The result of reading words for a date, and how days and times of day become one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from knowledge import date_words as words
from knowledge.basics import Text
from knowledge.date_choices import Choices
from knowledge.date_clock import Times
from knowledge.date_parts import Said
from knowledge.repeats import Recurrence
from knowledge.wall_time import moment
from knowledge.workdays import Period

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What words for a date mean. Only `date`, `datetime` and `recurring` may be used, and only after an echo.

    `value` is a day, or an aware moment in the zone asked for. `ambiguous` has the `candidates` to choose from, or the
    `event` whose day must be asked and the `period` counted from it, and the `question`. `recurring` has its
    `recurrence` and the `first` day or moment. `error` says why, with an example.
    """

    kind: Literal["date", "datetime", "ambiguous", "recurring", "error"]
    value: date | datetime | None = None
    candidates: tuple["Reading", ...] = ()
    recurrence: Recurrence | None = None
    first: date | datetime | None = None
    provisional: bool = False
    event: str | None = None
    period: Period | None = None
    question: Text | None = None
    error: Text | None = None


def on_days(choices: Choices, clock: Times | None, said: Said) -> Reading:
    """Return the reading of days, each at the times said. Raises Refused if what must lie ahead is over."""
    ask = choices.ask or (clock.ask if clock else None)
    values: list[date | datetime] = []
    for day in choices.days:
        values.extend([day] if clock is None else _moments(day, clock, said))
    if choices.ahead:
        limit: date | datetime = said.today if clock is None else said.now
        left = [value for value in values if value >= limit]
        if not left:
            raise words.past(values[0])
        values = left
    found = [_definite(value, choices.provisional) for value in dict.fromkeys(values)]
    return choice(found, ask) if ask or len(found) > 1 else found[0]


def today_at(clock: Times, said: Said) -> Reading:
    """Return a time without a day: today if it lies ahead; else tomorrow is offered."""
    today = _moments(said.today, clock, said)
    if said.meaning == "event":
        return choice([_definite(each) for each in today], clock.ask) if clock.ask else _definite(today[0])
    ahead = [each for each in today if each >= said.now]
    if not clock.ask and ahead:
        return _definite(ahead[0])
    later = [each for each in _moments(said.today + DAY, clock, said) if each not in ahead]
    return choice([_definite(each) for each in (ahead + later)[: len(today)]], clock.ask or words.WHICH_SENSE)


def choice(found: list[Reading], ask: Text | None) -> Reading:
    """Return the question which of these is meant."""
    return Reading(
        "ambiguous",
        candidates=tuple(found),
        provisional=any(each.provisional for each in found),
        question=ask or words.WHICH_DAY,
    )


def _moments(day: date, clock: Times, said: Said) -> list[datetime]:
    return [moment(day + DAY * shift, time, said.zone) for shift, time in clock.times]


def _definite(value: date | datetime, provisional: bool = False) -> Reading:
    return Reading("datetime" if isinstance(value, datetime) else "date", value, provisional=provisional)
