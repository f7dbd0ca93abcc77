"""The half of the tick that plans reminders: each deadline whose next moment has come."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Row

from bot.catch_up import plan_catch_up
from bot.database import StoreError, stamp
from bot.deadline import Deadline, deadline
from bot.leads import Clock, Lead, Workdays, is_routine, upcoming
from bot.store import Store
from bot.store_chats import Chat

log = logging.getLogger(__name__)

BATCH = 150  # deadlines in one transaction: a tenth of a second at most
PUT_OFF = timedelta(hours=1)
ESCALATING = ("T-1wd", "T-0", "T-4h", "T", "90%", "100%")


@dataclass(frozen=True, slots=True)
class Planned:
    """How many messages were planned, whether more wait for another tick, and what could not be planned."""

    count: int
    more: bool
    failed: tuple[str, ...] = ()


def plan_reminders(store: Store, now: datetime, workdays: Workdays) -> Planned:
    """Plan what is due at `now`. A deadline that cannot be planned is put off for an hour and named."""
    rows = store.database.rows(
        "SELECT * FROM deadlines WHERE next_at <= ? ORDER BY next_at LIMIT ?", (stamp(now), BATCH)
    )
    count, failed = 0, []
    for row in rows:
        try:
            with store.database.transaction():
                count += _plan_row(store, row, now, workdays)
        except StoreError:
            raise
        except Exception:  # one unreadable deadline must not silence the others
            log.exception("cannot plan deadline %s", row["id"])
            store.database.run("UPDATE deadlines SET next_at = ? WHERE id = ?", (stamp(now + PUT_OFF), row["id"]))
            failed.append(f"deadline {row['id']}")
    return Planned(count, len(rows) == BATCH, tuple(failed))


def _plan_row(store: Store, row: Row, now: datetime, workdays: Workdays) -> int:
    each, chat = deadline(row), store.chat_by_id(row["chat_id"])
    if each.state != "open" or chat.state != "active":
        store.database.run("UPDATE deadlines SET next_at = NULL WHERE id = ?", (each.id,))
        return 0
    due: list[Lead] = []
    for lead in upcoming(each, Clock(chat.timezone, chat.quiet), workdays):  # without end
        if lead.at > now:
            store.database.run(
                "UPDATE deadlines SET planned_to = ?, next_at = ? WHERE id = ?", (stamp(now), stamp(lead.at), each.id)
            )
            break
        if lead.at > each.planned_to:
            due.append(lead)
    return _plan(store, chat, each, due, now)


def _plan(store: Store, chat: Chat, each: Deadline, due: Sequence[Lead], now: datetime) -> int:
    """Plan the reminders of one deadline whose moments have come: the latest is sent, earlier ones are part of it.

    What was missed while the bot was away goes into the catch-up, but a limit of hours still open is sent singly.
    """
    if not due:
        return 0
    last = due[-1]
    was_missed = chat.missed is not None and last.at <= chat.missed[1]
    singly = not was_missed or (last.kind == "limit" and each.due_at > now)
    if not singly:
        assert chat.missed is not None
        plan_catch_up(store, chat, each.topic, chat.missed, now)
    for lead in due:
        state = "pending" if singly and lead is last else "merged"
        escalates = state == "pending" and lead.name in ESCALATING and not each.acknowledged_at
        escalates = escalates and not is_routine(each)
        fresh = _add(store, each, lead, state, escalates=escalates)
        if fresh and state == "pending":
            _supersede(store, each, lead)
            if escalates:
                _call_in(store, chat, each, lead)
    return 1


def key_of(each: Deadline, name: str) -> str:
    """Return the key under which a reminder of this revision of the deadline can exist once."""
    return f"d{each.id}:r{each.rev}:{name}"


def _add(store: Store, each: Deadline, lead: Lead, state: str, *, escalates: bool) -> bool:
    return store.outbox.add(
        key_of(each, lead.name),
        each.chat_id,
        lead.kind,
        lead.at,
        topic=each.topic,
        deadline_id=each.id,
        payload={"lead": lead.name, "escalate": escalates},
        state=state,
    )


def _supersede(store: Store, each: Deadline, lead: Lead) -> None:
    """A reminder that could not be sent in time gives way to the next one of the same deadline."""
    store.database.run(
        "UPDATE outbox SET state = 'merged' WHERE deadline_id = ? AND state = 'pending' AND key <> ? "
        "AND kind IN ('limit', 'due', 'lead', 'overdue')",
        (each.id, key_of(each, lead.name)),
    )


def _call_in(store: Store, chat: Chat, each: Deadline, lead: Lead) -> None:
    """Nobody reacted until a working day before: write to the backup and the admins, once, where they know the bot."""
    for user in {each.backup_id or 0, *chat.admins} - {each.owner_id, 0}:
        private = store.known_chat(user)
        if private is not None and private.id != chat.id:
            store.outbox.add(
                key_of(each, f"escalation:u{user}"),
                private.id,
                "escalation",
                lead.at,
                deadline_id=each.id,
                payload={"lead": lead.name, "from_chat": chat.id},
            )
