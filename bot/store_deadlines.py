"""The life of a deadline: created, assigned, snoozed, done, undone; every change with who and when."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Row
from typing import Any

from bot import recurrence
from bot.database import Database, moment, stamp
from bot.deadline import Deadline, NewDeadline, columns, deadline
from bot.localtime import instant_of
from knowledge.official_calendar import Calendar

UNDO_WITHIN = timedelta(minutes=10)
MOST_FILES = 10  # kept as evidence of one deadline
MOVING = {"due", "unrolled", "zone", "due_at"}  # a change of these moves the reminders


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the audit trail: the columns that changed, as they were and as they became."""

    id: int
    deadline_id: int
    at: datetime
    actor_id: int | None
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def _change(row: Row) -> Change:
    return Change(
        row["id"],
        row["deadline_id"],
        moment(row["at"]),
        row["actor_id"],
        row["action"],
        json.loads(row["before"]),
        json.loads(row["after"]),
    )


class Deadlines:
    """The tables `deadlines` and `audit`. An actor is a user id, or None for the bot itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, chat_id: int, new: NewDeadline, actor: int | None, at: datetime) -> Deadline:
        """Save a deadline; its reminders follow from the next tick on.

        Raises ValueError for a recurrence that has no next date.
        """
        if new.recurrence is not None:
            recurrence.check(new.recurrence)
        now = stamp(at)
        values = new.columns() | {"chat_id": chat_id, "state": "open", "rev": 1, "snoozes": 0}
        values |= {"created_by": actor, "created_at": now, "planned_to": now, "next_at": now}
        with self._database.transaction():
            names = ", ".join(values)
            marks = ", ".join("?" * len(values))
            cursor = self._database.run(f"INSERT INTO deadlines ({names}) VALUES ({marks})", list(values.values()))  # noqa: S608
            assert cursor.lastrowid is not None
            self._audit(cursor.lastrowid, actor, now, "created", {}, {"title": new.title, "due": new.due})
        return self[cursor.lastrowid]

    def __getitem__(self, deadline_id: int) -> Deadline:
        found = self.get(deadline_id)
        if found is None:
            raise LookupError(f"no deadline {deadline_id}")
        return found

    def get(self, deadline_id: int) -> Deadline | None:
        """Return a deadline by its number, or None."""
        row = self._database.row("SELECT * FROM deadlines WHERE id = ?", (deadline_id,))
        return deadline(row) if row else None

    def of_chat(self, chat_id: int, *, topic: int | None = None, state: str | None = "open") -> list[Deadline]:
        """Return the deadlines of a chat (of one topic of it), next due first; `state` None for all of them."""
        found = self._database.rows(
            "SELECT * FROM deadlines WHERE chat_id = ?1 AND (?2 IS NULL OR topic = ?2) AND (?3 IS NULL OR state = ?3) "
            "ORDER BY due_at, id",
            (chat_id, topic, state),
        )
        return [deadline(row) for row in found]

    def just_done(self, chat_id: int, actor: int, since: datetime) -> Deadline | None:
        """Return what a person marked done last in a chat, not before `since`; None if there is nothing."""
        row = self._database.row(
            "SELECT * FROM deadlines WHERE chat_id = ? AND state = 'done' AND closed_by = ? AND closed_at >= ? "
            "ORDER BY closed_at DESC, id DESC LIMIT 1",
            (chat_id, actor, stamp(since)),
        )
        return deadline(row) if row else None

    def every(self, *, state: str | None = "open") -> Iterator[Deadline]:
        """Yield the deadlines of all chats, oldest first."""
        for row in self._database.rows("SELECT * FROM deadlines WHERE ?1 IS NULL OR state = ?1 ORDER BY id", (state,)):
            yield deadline(row)

    def finish(
        self,
        deadline_id: int,
        actor: int | None,
        at: datetime,
        *,
        receipt: str | None = None,
        evidence: str | None = None,
        calendar: Calendar | None = None,
    ) -> Deadline:
        """Mark it done, with a receipt number or a Telegram file id; create the next one of a recurring deadline.

        `calendar` is needed where the next one is counted in working days.

        Doing it again changes nothing but a receipt or file that was missing. Both happen in one transaction.
        """
        with self._database.transaction():
            found = self[deadline_id]
            proof = {name: value for name, value in (("receipt", receipt), ("evidence", evidence)) if value}
            if found.state == "open":
                closing = {"state": "done", "closed_by": actor, "closed_at": at, "snoozed_until": None}
                self._set(found, actor, at, "done", {**closing, **proof})
                self._continue(found, actor, at, calendar)
            elif found.state == "done" and proof:
                self._set(found, actor, at, "proof", proof)
        return self[deadline_id]

    def attach(
        self, deadline_id: int, actor: int | None, at: datetime, evidence: str, receipt: str | None = None
    ) -> Deadline:
        """Keep a file at Telegram (`photo:ID`) beside those kept before, whether it is done or not.

        What was written under the file is its `receipt`. Of more than MOST_FILES files the last ones are not kept.
        """
        kept = (self[deadline_id].evidence or "").split()
        proof = {"receipt": receipt} if receipt else {}
        if evidence not in kept and len(kept) < MOST_FILES:
            proof["evidence"] = " ".join([*kept, evidence])
        return self._edit(deadline_id, actor, at, "proof", proof) if proof else self[deadline_id]

    def cancel(self, deadline_id: int, actor: int | None, at: datetime) -> Deadline:
        """Take it off the list without doing it; a recurring series ends with it."""
        with self._database.transaction():
            found = self[deadline_id]
            if found.state == "open":
                self._set(found, actor, at, "cancelled", {"state": "cancelled", "closed_by": actor, "closed_at": at})
        return self[deadline_id]

    def assign(
        self, deadline_id: int, actor: int | None, at: datetime, *, owner: int | None, backup: int | None
    ) -> Deadline:
        """Say who answers for it and who stands in."""
        return self._edit(deadline_id, actor, at, "assigned", {"owner_id": owner, "backup_id": backup})

    def own(self, deadline_id: int, actor: int, at: datetime) -> Deadline:
        """The actor answers for it, and so has seen the reminders: nobody else is called in for this date."""
        found = self[deadline_id]
        changes: dict[str, Any] = {"owner_id": actor, "acknowledged_at": found.acknowledged_at or at}
        if found.backup_id == actor:
            changes["backup_id"] = None
        return self._edit(deadline_id, actor, at, "assigned", changes)

    def rename(self, deadline_id: int, actor: int | None, at: datetime, title: str) -> Deadline:
        """Change its words."""
        return self._edit(deadline_id, actor, at, "renamed", {"title": title})

    def acknowledge(self, deadline_id: int, actor: int | None, at: datetime) -> Deadline:
        """Note that somebody has seen the reminders; nobody else is called in then."""
        if self[deadline_id].acknowledged_at:
            return self[deadline_id]
        return self._edit(deadline_id, actor, at, "acknowledged", {"acknowledged_at": at})

    def snooze(
        self, deadline_id: int, actor: int | None, at: datetime, until: datetime, *, past_due: bool = False
    ) -> Deadline:
        """Stay silent until `until`, then remind. The legal date does not move.

        Raises ValueError if that is past the date to plan on and `past_due` does not say that it is meant.
        """
        found = self[deadline_id]
        if until > found.safe_at and not past_due:
            raise ValueError(f"{stamp(until)} is after the deadline")
        changes = {"snoozed_until": until, "snoozes": found.snoozes + 1, "acknowledged_at": at}
        return self._edit(deadline_id, actor, at, "snoozed", changes)

    def move(self, deadline_id: int, actor: int | None, at: datetime, new: NewDeadline) -> Deadline:
        """Give it the dates of `new` (event, period, due, unrolled, zone, provisional, basis).

        The revision grows when the moment changes, so that the reminders of the new date go out.
        """
        moved = {
            name: getattr(new, name) for name in ("event", "period", "due", "unrolled", "zone", "provisional", "basis")
        }
        return self._edit(deadline_id, actor, at, "moved", moved)

    def undo(self, deadline_id: int, actor: int | None, at: datetime) -> Deadline | None:
        """Take back the last change, if it is at most ten minutes old; None if there is nothing to take back.

        Undoing "done" also withdraws the next deadline of the series.
        """
        with self._database.transaction():
            trail = self.audit(deadline_id)
            if not trail or trail[-1].action in ("created", "undone") or at - trail[-1].at > UNDO_WITHIN:
                return None
            last = trail[-1]
            self._set(self[deadline_id], actor, at, "undone", last.before)
            if last.action == "done":
                self._withdraw_successor(deadline_id, actor, at)
            self._database.run(
                "UPDATE outbox SET state = 'pending' WHERE deadline_id = ? AND state = 'cancelled' AND sent_at IS NULL "
                "AND key LIKE 'd' || deadline_id || ':r' || ? || ':%'",
                (deadline_id, self[deadline_id].rev),
            )
        return self[deadline_id]

    def audit(self, deadline_id: int) -> list[Change]:
        """Return every change of a deadline, oldest first."""
        found = self._database.rows("SELECT * FROM audit WHERE deadline_id = ? ORDER BY id", (deadline_id,))
        return [_change(row) for row in found]

    def _edit(
        self, deadline_id: int, actor: int | None, at: datetime, action: str, changes: Mapping[str, Any]
    ) -> Deadline:
        with self._database.transaction():
            self._set(self[deadline_id], actor, at, action, changes)
        return self[deadline_id]

    def _set(self, found: Deadline, actor: int | None, at: datetime, action: str, changes: Mapping[str, Any]) -> None:
        """Write what differs, note it in the audit trail, and take back unsent reminders that it made wrong."""
        values = columns(changes)
        row = self._database.row("SELECT * FROM deadlines WHERE id = ?", (found.id,))
        assert row is not None
        if "due" in values:
            values["due_at"] = stamp(instant_of(values["due"], values.get("zone", found.zone)))
        changed = {name: value for name, value in values.items() if row[name] != value}
        if not changed:
            return
        now = stamp(at)
        written = changed | {"next_at": now}
        if changed.keys() & MOVING:
            written |= {"rev": found.rev + 1, "planned_to": now, "acknowledged_at": None}
        assignments = ", ".join(f"{name} = ?" for name in written)
        self._database.run(f"UPDATE deadlines SET {assignments} WHERE id = ?", [*written.values(), found.id])  # noqa: S608
        self._audit(found.id, actor, now, action, {name: row[name] for name in changed}, changed)
        if changed.keys() & (MOVING | {"state", "snoozed_until"}):
            self._database.run(
                "UPDATE outbox SET state = 'cancelled' WHERE deadline_id = ? AND state = 'pending'", (found.id,)
            )

    def _audit(
        self,
        deadline_id: int,
        actor: int | None,
        now: str,
        action: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        self._database.run(
            "INSERT INTO audit (deadline_id, at, actor_id, action, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            (
                deadline_id,
                now,
                actor,
                action,
                json.dumps(before, ensure_ascii=False),
                json.dumps(after, ensure_ascii=False),
            ),
        )

    def _continue(self, found: Deadline, actor: int | None, at: datetime, calendar: Calendar | None) -> None:
        if found.recurrence is None:
            return
        series = found.series or found.id
        rhythm = dict(found.recurrence)
        if "months" in rhythm:
            rhythm.setdefault("day", int(found.due[8:10]))
        due, provisional = recurrence.following(found.due, rhythm, calendar, at, found.zone), False
        if calendar is not None and recurrence.counts_working_days(rhythm, due):
            due, provisional = recurrence.recounted(rhythm, due, calendar)
        new = NewDeadline(
            title=found.title,
            due=due,
            provisional=provisional,
            topic=found.topic,
            obligation=found.obligation,
            owner_id=found.owner_id,
            backup_id=found.backup_id,
            zone=found.zone,
            basis=found.basis,
            recurrence=rhythm,
            series=series,
        )
        self.add(found.chat_id, new, actor, at)

    def _withdraw_successor(self, deadline_id: int, actor: int | None, at: datetime) -> None:
        row = self._database.row(
            "SELECT next.id FROM deadlines AS next JOIN deadlines AS this ON this.id = ? "
            "WHERE next.series = coalesce(this.series, this.id) AND next.id > this.id AND next.state = 'open' "
            "ORDER BY next.id LIMIT 1",
            (deadline_id,),
        )
        if row:
            self.cancel(row["id"], actor, at)
