"""When a deadline is spoken of: the moments of its reminders, from a month ahead to long overdue.

Legal dates are counted on the working days of mainland China and end in the zone of the law; the hour of a reminder
is the chat's own.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.deadline import Deadline
from bot.localtime import Quiet, at_clock, instant_of, local_date
from bot.recurrence import spacing

MORNING = "09:00"
DAYS_BEFORE = (30, 14, 7, 3, 1)
HOURS_BEFORE = timedelta(hours=4)
SHARES = (50, 75, 90, 100)  # of an hour limit, in percent
PROVISIONAL_MARGIN = timedelta(days=7)  # a notice not yet published can move a date by as much
DAILY_OVERDUE = 14
WEEK = 7
SHARE_OF_SERIES = 5 / 21  # working days a day: what comes again is announced within the last third of its interval


class Workdays(Protocol):
    """Which days people work in mainland China, make-up weekends included."""

    def is_workday(self, day: date, /) -> bool:
        """Return whether `day` is one; an estimate where no notice has been published. Raises LookupError far off."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One reminder of one deadline. `name` identifies it in the outbox; `kind` says how urgent it is.

    Kinds: `limit` (a limit of hours, any time of day), `due` (the last day), `lead` (ahead), `overdue`.
    """

    at: datetime
    name: str
    kind: str

    def __lt__(self, other: "Lead") -> bool:
        return self.at < other.at


@dataclass(frozen=True, slots=True)
class Clock:
    """How a chat lives: its zone and the hours in which it is left alone."""

    zone: str
    quiet: Quiet


def is_worked(day: date, workdays: Workdays) -> bool:
    """Return whether `day` is a working day; outside the years of the calendar, whether it is Monday to Friday."""
    try:
        return workdays.is_workday(day)
    except LookupError:
        return day.weekday() < 5


def upcoming(deadline: Deadline, clock: Clock, workdays: Workdays) -> Iterator[Lead]:
    """Yield every reminder of an open deadline, earliest first; without end, since it may stay overdue.

    While snoozed, nothing but the reminder at the end of the snooze.
    """
    ahead = _limit(deadline) if deadline.is_hour_limit else _ahead(deadline, clock, workdays)
    snoozed = [Lead(deadline.snoozed_until, f"snooze-{deadline.snoozes}", "due")] if deadline.snoozed_until else []
    for lead in heapq.merge(sorted(ahead), snoozed, _overdue(deadline, clock, workdays)):
        if deadline.snoozed_until is None or lead.at >= deadline.snoozed_until:
            yield lead


def _limit(deadline: Deadline) -> list[Lead]:
    assert deadline.event is not None
    start = instant_of(deadline.event, deadline.zone)
    return [Lead(start + (deadline.due_at - start) * share / 100, f"{share}%", "limit") for share in SHARES]


def _ahead(deadline: Deadline, clock: Clock, workdays: Workdays) -> list[Lead]:
    """The reminders up to the safe date. Two that meet at one moment become the later one.

    What comes again every week or day is announced once or twice, not seven times.
    """
    wall, between = deadline.safe, _spacing(deadline)
    end = instant_of(wall, deadline.zone)
    day = date.fromisoformat(wall[:10])
    first = day - PROVISIONAL_MARGIN if deadline.provisional else day
    found = {}
    for count, morning in zip(DAYS_BEFORE, _days_before(first, workdays), strict=True):
        if count <= between * SHARE_OF_SERIES:
            found[_at(morning, clock, end)] = (f"T-{count}wd", "lead")
    if between > WEEK or "T" not in wall:
        found[_on_the_day(day, clock, workdays, end)] = ("T-0", "due")
    if between > WEEK:
        found[clock.quiet.away_from(end - HOURS_BEFORE, clock.zone, end)] = ("T-4h", "due")
    if "T" in wall:
        found[end] = ("T", "due")
    return [Lead(at, name, kind) for at, (name, kind) in found.items()]


def is_routine(deadline: Deadline) -> bool:
    """Return whether it comes again within a week and the law does not ask for it: no reason to call in others."""
    return _spacing(deadline) <= WEEK and deadline.obligation is None


def _spacing(deadline: Deadline) -> float:
    return float("inf") if deadline.recurrence is None else spacing(deadline.recurrence, deadline.due)


def _days_before(day: date, workdays: Workdays) -> list[date]:
    """The working days that lie each of DAYS_BEFORE working days before `day`, in that order."""
    back: list[date] = []
    while len(back) < DAYS_BEFORE[0]:
        day -= timedelta(days=1)
        if is_worked(day, workdays):
            back.append(day)
    return [back[count - 1] for count in DAYS_BEFORE]


def _on_the_day(day: date, clock: Clock, workdays: Workdays, end: datetime) -> datetime:
    """The morning of the last day; of the working day before, if nobody works or the morning comes too late there."""
    while not is_worked(day, workdays) or at_clock(day, MORNING, clock.zone) >= end:
        day -= timedelta(days=1)
    return _at(day, clock, end)


def _at(day: date, clock: Clock, end: datetime) -> datetime:
    return clock.quiet.away_from(at_clock(day, MORNING, clock.zone), clock.zone, end)


def _overdue(deadline: Deadline, clock: Clock, workdays: Workdays) -> Iterator[Lead]:
    """Every working morning after the end, fourteen times, then once a week."""
    day = local_date(deadline.due_at, clock.zone)
    if at_clock(day, MORNING, clock.zone) <= deadline.due_at:
        day += timedelta(days=1)
    count = 0
    while True:
        while not is_worked(day, workdays):
            day += timedelta(days=1)
        count += 1
        at = at_clock(day, MORNING, clock.zone)
        yield Lead(
            clock.quiet.away_from(at, clock.zone, datetime.max.replace(tzinfo=at.tzinfo)), f"O-{count}", "overdue"
        )
        day += timedelta(days=1 if count < DAILY_OVERDUE else 7)
