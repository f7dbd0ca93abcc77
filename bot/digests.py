"""What a digest says: which deadlines it lists and under which heading. No words, no clock, no store."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.deadline import Deadline

SOON = timedelta(days=3)
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Digest:
    """Open deadlines by urgency, each in the first list that fits; then the marks that cut across them.

    `later` holds what is due after thirty days. `changes` is whatever the caller knows about the law.
    """

    overdue: tuple[Deadline, ...] = ()
    this_week: tuple[Deadline, ...] = ()
    next_30_days: tuple[Deadline, ...] = ()
    later: tuple[Deadline, ...] = ()
    provisional: tuple[Deadline, ...] = ()
    unowned: tuple[Deadline, ...] = ()
    changes: tuple[Any, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing worth a message: nothing near, nothing without an owner, no news."""
        return not (self.overdue or self.this_week or self.next_30_days or self.unowned or self.changes)


def compose(deadlines: Iterable[Deadline], now: datetime, today: date, changes: Sequence[Any] = ()) -> Digest:
    """Return the digest of a chat whose date is `today`. The week ends on Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    open_ones = sorted((each for each in deadlines if each.state == "open"), key=lambda each: (each.safe_at, each.id))
    overdue, week, month, later = [], [], [], []
    for each in open_ones:
        day = date.fromisoformat(each.safe[:10])
        if each.due_at <= now:
            overdue.append(each)
        elif day <= sunday:
            week.append(each)
        elif day <= today + MONTH:
            month.append(each)
        else:
            later.append(each)
    return Digest(
        tuple(overdue),
        tuple(week),
        tuple(month),
        tuple(later),
        tuple(each for each in open_ones if each.provisional),
        tuple(each for each in open_ones if each.owner_id is None),
        tuple(changes),
    )


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What a chat must know after the bot was away: overdue first, then today, then the next three days."""

    overdue: tuple[Deadline, ...]
    today: tuple[Deadline, ...]
    soon: tuple[Deadline, ...]
    later: tuple[Deadline, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is open any more."""
        return not (self.overdue or self.today or self.soon or self.later)


def catch_up(deadlines: Iterable[Deadline], now: datetime, today: date) -> CatchUp:
    """Return the one message that replaces the reminders missed by a chat whose date is `today`."""
    lists: dict[str, list[Deadline]] = {"overdue": [], "today": [], "soon": [], "later": []}
    for each in sorted((each for each in deadlines if each.state == "open"), key=lambda each: (each.safe_at, each.id)):
        day = date.fromisoformat(each.safe[:10])
        near = "today" if day <= today else "soon" if day <= today + SOON else "later"
        lists["overdue" if each.due_at <= now else near].append(each)
    return CatchUp(**{name: tuple(found) for name, found in lists.items()})
