"""A deadline: the moment a period ends for one chat, who answers for it, and what became of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

from bot.database import moment, stamp
from bot.localtime import instant_of

LEGAL_ZONE = "Asia/Shanghai"
JSON_COLUMNS = ("period", "basis", "recurrence")
TIME_COLUMNS = ("due_at", "acknowledged_at", "snoozed_until", "created_at", "closed_at", "planned_to")


@dataclass(frozen=True, slots=True)
class NewDeadline:
    """What a deadline is made of.

    `event`, `due` and `unrolled` are wall time in `zone`: a whole day (`2026-11-23`) or a minute (`2026-11-23T17:00`).
    `unrolled` is the date before rolling to a working day, where that is safer to plan on. `period` and `basis` are
    kept as they are, but a period whose `unit` is `hours`, from an `event` with a minute, is reminded by its share.
    `obligation` names what the law asks for; None for a deadline of the team's own.
    """

    title: str
    due: str
    topic: int = 0
    obligation: str | None = None
    owner_id: int | None = None
    backup_id: int | None = None
    event: str | None = None
    period: Mapping[str, Any] | None = None
    unrolled: str | None = None
    zone: str = LEGAL_ZONE
    provisional: bool = False
    basis: Mapping[str, Any] | None = None
    recurrence: Mapping[str, Any] | None = None
    series: int | None = None

    def columns(self) -> dict[str, Any]:
        """Return the columns that these values fill, in the form the table holds."""
        return columns({**asdict(self), "due_at": instant_of(self.due, self.zone)})


@dataclass(frozen=True, slots=True)
class Deadline:
    """A stored deadline. `state` is `open`, `done` or `cancelled`; `rev` grows when the moment it is due changes."""

    id: int
    chat_id: int
    topic: int
    title: str
    obligation: str | None
    owner_id: int | None
    backup_id: int | None
    event: str | None
    period: Mapping[str, Any] | None
    due: str
    unrolled: str | None
    zone: str
    due_at: datetime
    provisional: bool
    basis: Mapping[str, Any] | None
    state: str
    rev: int
    recurrence: Mapping[str, Any] | None
    series: int | None
    receipt: str | None
    evidence: str | None
    acknowledged_at: datetime | None
    snoozed_until: datetime | None
    snoozes: int
    created_by: int | None
    created_at: datetime
    closed_by: int | None
    closed_at: datetime | None
    planned_to: datetime

    @property
    def safe(self) -> str:
        """The wall time to plan on: the earlier one of the due date and the date before rolling."""
        return min(self.due, self.unrolled) if self.unrolled else self.due

    @property
    def safe_at(self) -> datetime:
        """The instant at which `safe` ends."""
        return instant_of(self.safe, self.zone)

    @property
    def is_hour_limit(self) -> bool:
        """Whether the period runs in hours from a known minute on."""
        period = self.period or {}
        return period.get("unit") == "hours" and not period.get("before") and "T" in (self.event or "")


def deadline(row: Row) -> Deadline:
    """Return the deadline that a row of the table holds."""
    values = {name: row[name] for name in Deadline.__slots__}
    for name in JSON_COLUMNS:
        values[name] = json.loads(values[name]) if values[name] else None
    for name in TIME_COLUMNS:
        values[name] = moment(values[name]) if values[name] else None
    values["provisional"] = bool(values["provisional"])
    return Deadline(**values)


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` in the form the table holds: JSON for mappings, UTC text for times, numbers for booleans."""
    return {name: _column(value) for name, value in values.items()}


def _column(value: Any) -> Any:
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False, sort_keys=True)
    if isinstance(value, datetime):
        return stamp(value)
    return int(value) if isinstance(value, bool) else value
