"""What is to be sent: planned under a key that can exist once, claimed, sent; and what is known when that fails.

A row is `pending`, `claimed`, `sending` (committed right before the request leaves), `sent`. Other ends: `merged` into
another message, `cancelled` by a change of its deadline, `expired`, `skipped` (nothing left to say), `unknown` (it may
have arrived and is not worth a second copy), `dead` (given up; the maintainers are told).

A key names what is said, never Telegram's id of the chat nor a time of day: `d42:r3:T-3wd`, `c7:digest:2026-11-23`.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Row
from typing import Any

from bot.database import Database, moment, stamp

PRIORITY = {"limit": 0, "due": 1, "catchup": 1, "alert": 1, "digest": 3}  # everything else: 2
ORDINARY, URGENT, ANY = 2, 0, 9
AT_MOST_ONCE = ("digest",)  # the next one covers a lost one; everything else is rather sent twice than not
COLLAPSIBLE = ("due", "lead", "overdue", "escalation")  # reminders that one message after a downtime replaces
WAIT_WHEN_UNKNOWN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to be sent. `repeats` is 1 if it may have arrived once already."""

    key: str
    chat_id: int
    topic: int
    deadline_id: int | None
    kind: str
    prio: int
    moment: datetime
    attempts: int
    repeats: int
    payload: Mapping[str, Any]


def parcel(row: Row) -> Parcel:
    """Return the message that a row of the outbox describes."""
    return Parcel(
        row["key"],
        row["chat_id"],
        row["topic"],
        row["deadline_id"],
        row["kind"],
        row["prio"],
        moment(row["moment"]),
        row["attempts"],
        row["repeats"],
        json.loads(row["payload"]),
    )


class Outbox:
    """The table `outbox`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        key: str,
        chat_id: int,
        kind: str,
        at: datetime,
        *,
        topic: int = 0,
        deadline_id: int | None = None,
        payload: Mapping[str, Any] | None = None,
        expires: datetime | None = None,
        state: str = "pending",
    ) -> bool:
        """Plan one message for the moment `at`. Returns False, and plans nothing, if its key was planned before.

        In a chat where the bot may not write the message is noted as merged: its return will be one message.
        """
        cursor = self._database.run(
            "INSERT OR IGNORE INTO outbox (key, chat_id, topic, deadline_id, kind, prio, moment, not_before, expires, "
            "state, payload) SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?7, ?8, iif(state = 'active', ?9, 'merged'), ?10 "
            "FROM chats WHERE id = ?2",
            (
                key,
                chat_id,
                topic,
                deadline_id,
                kind,
                PRIORITY.get(kind, ORDINARY),
                stamp(at),
                stamp(expires) if expires else None,
                state,
                json.dumps(payload or {}, ensure_ascii=False),
            ),
        )
        return cursor.rowcount == 1

    def claim(self, now: datetime, boot: str, busy: Collection[int] = (), urgency: int = ANY) -> Parcel | None:
        """Take the next message whose time has come, as `claimed` by this start of the process; None if there is none.

        `busy` chats are passed over; only messages of priority `urgency` or more urgent count.
        """
        with self._database.transaction():
            row = self._database.row(
                "SELECT * FROM outbox WHERE state = 'pending' AND prio <= ?1 AND not_before <= ?2 "
                "AND chat_id NOT IN (SELECT value FROM json_each(?3)) ORDER BY prio, not_before, key LIMIT 1",
                (urgency, stamp(now), json.dumps(list(busy))),
            )
            if row is None:
                return None
            overdue = row["expires"] is not None and row["expires"] < stamp(now)
            self._database.run(
                "UPDATE outbox SET state = ?, boot = ?, attempts = attempts + 1 WHERE key = ?",
                ("expired" if overdue else "claimed", boot, row["key"]),
            )
        return self.claim(now, boot, busy, urgency) if overdue else parcel(row)

    def leaves(self, key: str) -> None:
        """Note that the next thing that happens to it is that it leaves: from here on nobody can know."""
        self._database.run("UPDATE outbox SET state = 'sending' WHERE key = ? AND state = 'claimed'", (key,))

    def sent(self, key: str, message_id: int, at: datetime) -> None:
        """Note that Telegram has it."""
        self._database.run(
            "UPDATE outbox SET state = 'sent', message_id = ?, sent_at = ?, error = NULL WHERE key = ?",
            (message_id, stamp(at), key),
        )

    def again(self, key: str, not_before: datetime, error: str) -> None:
        """Note that it surely did not arrive; try again from `not_before` on."""
        self._database.run(
            "UPDATE outbox SET state = 'pending', not_before = ?, error = ? WHERE key = ?",
            (stamp(not_before), error, key),
        )

    def unknown(self, key: str, not_before: datetime, error: str) -> str:
        """Note that nobody can know whether it arrived; returns the state that follows.

        A reminder is sent once more (`pending`), marked as possibly repeated; the second time it is given up (`dead`).
        A digest is not sent again (`unknown`).
        """
        row = self._database.row("SELECT kind, repeats FROM outbox WHERE key = ?", (key,))
        assert row is not None
        state = "unknown" if row["kind"] in AT_MOST_ONCE else "dead" if row["repeats"] else "pending"
        self._database.run(
            "UPDATE outbox SET state = ?, repeats = repeats + 1, not_before = ?, error = ? WHERE key = ?",
            (state, stamp(not_before), error, key),
        )
        return state

    def end(self, key: str, state: str, error: str | None = None) -> None:
        """Close a message without sending it: `skipped`, `merged`, `expired` or `dead`."""
        self._database.run("UPDATE outbox SET state = ?, error = ? WHERE key = ?", (state, error, key))

    def recover(self, boot: str, now: datetime) -> list[str]:
        """Treat what an earlier, killed process was sending as unknown. Returns the keys that had to be given up.

        What it had only claimed surely did not leave.
        """
        with self._database.transaction():
            self._database.run("UPDATE outbox SET state = 'pending' WHERE state = 'claimed' AND boot <> ?", (boot,))
            left = self._database.rows("SELECT key FROM outbox WHERE state = 'sending' AND boot <> ?", (boot,))
            return [row["key"] for row in left if self.unknown(row["key"], now, "the process was killed") == "dead"]

    def seen(self, key: str, message_id: int | None = None) -> None:
        """Somebody pressed a button of this message, so it did arrive: no second copy."""
        self._database.run(
            "UPDATE outbox SET state = 'sent', message_id = coalesce(?2, message_id) "
            "WHERE key = ?1 AND repeats > 0 AND state NOT IN ('claimed', 'sending')",
            (key, message_id),
        )

    def called_in(self, deadline_id: int, chat_id: int) -> bool:
        """Return whether a person was called in, in private, for a deadline of a group."""
        order = "SELECT 1 FROM outbox WHERE deadline_id = ? AND chat_id = ? AND kind = 'escalation'"
        return self._database.row(order, (deadline_id, chat_id)) is not None

    def of_message(self, chat_id: int, message_id: int) -> Parcel | None:
        """Return what one of the bot's messages was about, or None if it came from elsewhere."""
        row = self._database.row(
            "SELECT * FROM outbox WHERE chat_id = ? AND message_id = ? ORDER BY sent_at DESC LIMIT 1",
            (chat_id, message_id),
        )
        return parcel(row) if row else None

    def silence(self, chat_id: int) -> None:
        """The bot may not write to this chat: what was pending there will be one message when it may again."""
        self._database.run("UPDATE outbox SET state = 'merged' WHERE chat_id = ? AND state = 'pending'", (chat_id,))

    def next_at(self) -> datetime | None:
        """Return when the next pending message may be sent, or None if nothing is pending."""
        row = self._database.row("SELECT min(not_before) AS at FROM outbox WHERE state = 'pending'")
        return moment(row["at"]) if row and row["at"] else None

    def depth(self, now: datetime) -> dict[str, Any]:
        """Return how many messages are in each state, and how late the oldest pending one is (seconds)."""
        counts = {
            row["state"]: row["n"] for row in self._database.rows("SELECT state, count(*) n FROM outbox GROUP BY 1")
        }
        row = self._database.row("SELECT min(moment) AS oldest FROM outbox WHERE state = 'pending'")
        late = (now - moment(row["oldest"])).total_seconds() if row and row["oldest"] else 0.0
        return {"states": counts, "oldest_pending_seconds": max(late, 0.0)}
