"""What is known about a person or a chat: exported, forgotten with proof, deleted when its time is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.database import Database, stamp

OF_CHAT = {
    "chats": "id = ?",
    "interviews": "chat_id = ?",
    "events": "interview_id IN (SELECT id FROM interviews WHERE chat_id = ?)",
    "verdicts": "chat_id = ?",
    "questions": "chat_id = ?",
    "feedback": "chat_id = ?",
    "deadlines": "chat_id = ?",
    "audit": "deadline_id IN (SELECT id FROM deadlines WHERE chat_id = ?)",
    "subscriptions": "chat_id = ?",
    "outbox": "chat_id = ?",
    "inbox": "telegram_id = (SELECT telegram_id FROM chats WHERE id = ?)",
}
"""Which rows belong to a chat, by table, for its own id."""

OF_PERSON = {
    "users": "id = ?",
    "interviews": "user_id = ?",
    "events": "interview_id IN (SELECT id FROM interviews WHERE user_id = ?)",
    "verdicts": "user_id = ?",
    "questions": "user_id = ?",
    "feedback": "user_id = ?",
    "inbox": "user_id = ?",
}
"""Which rows are a person's own, by table, for their id: they go when the person does."""

MENTIONS = {
    "deadlines": ("owner_id", "backup_id", "created_by", "closed_by"),
    "audit": ("actor_id",),
}
"""Columns that name a person in rows which belong to a chat: they are emptied, the chat keeps its deadline."""

MENTIONS_IN_JSON: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "audit": {"before": ("owner_id", "backup_id", "closed_by"), "after": ("owner_id", "backup_id", "closed_by")},
    "outbox": {"payload": ("user",)},
}

CHILDREN_FIRST = (
    "inbox",
    "outbox",
    "audit",
    "events",
    "feedback",
    "verdicts",
    "questions",
    "subscriptions",
    "deadlines",
)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows went, or lost a name, by table; and how many the search afterwards still found (none)."""

    removed: Mapping[str, int]
    left: Mapping[str, int]


class Privacy:
    """Questions and orders about whole persons and chats."""

    database: Database

    def export_of_user(self, user_id: int) -> dict[str, list[dict[str, Any]]]:
        """Return every row about a person, by table, and the deadlines of groups that name them."""
        found = {table: self._rows(table, where, user_id) for table, where in OF_PERSON.items()}
        for table, names in MENTIONS.items():
            where = " OR ".join(f"{name} = ?1" for name in names)
            found[table] = self._rows(table, where, user_id)
        return found

    def export_of_chat(self, chat_id: int) -> dict[str, list[dict[str, Any]]]:
        """Return every row that belongs to a chat, by table."""
        return {table: self._rows(table, where, chat_id) for table, where in OF_CHAT.items()}

    def forget_user(self, user_id: int) -> Forgotten:
        """Delete what a person told us, take their name out of the deadlines of groups, and look again.

        Their private chat with the bot goes with everything in it.
        """
        removed: dict[str, int] = {}
        with self.database.transaction():
            private = self.database.row("SELECT id FROM chats WHERE telegram_id = ?", (user_id,))
            if private:
                removed.update(self._delete(OF_CHAT, private["id"]))
            for table, count in (*self._delete(OF_PERSON, user_id).items(), *self._unname(user_id).items()):
                removed[table] = removed.get(table, 0) + count
            left = {table: len(rows) for table, rows in self.export_of_user(user_id).items()}
        self._erase()
        return Forgotten(removed, left)

    def forget_chat(self, chat_id: int) -> Forgotten:
        """Delete everything that belongs to a chat, and look again."""
        with self.database.transaction():
            removed = self._delete(OF_CHAT, chat_id)
            left = {table: len(rows) for table, rows in self.export_of_chat(chat_id).items()}
        self._erase()
        return Forgotten(removed, left)

    def purge(self, now: datetime, *, texts: timedelta, sent: timedelta = timedelta(days=90)) -> dict[str, int]:
        """Delete the words of questions, interviews and feedback older than `texts`, and closed mail older than `sent`.

        Returns the number of rows that went, by table. An interview goes whole; the verdict it led to stays.
        """
        limit = stamp(now - texts)
        orders = {
            "questions": ("DELETE FROM questions WHERE at < ?", limit),
            "events": (
                "DELETE FROM events WHERE interview_id IN "
                "(SELECT interview_id FROM events GROUP BY 1 HAVING max(at) < ?)",
                limit,
            ),
            "interviews": (
                "DELETE FROM interviews WHERE opened_at < ? AND id NOT IN (SELECT interview_id FROM events)",
                limit,
            ),
            "feedback": ("DELETE FROM feedback WHERE at < ?", limit),
            "outbox": (
                "DELETE FROM outbox WHERE moment < ? AND state NOT IN ('pending', 'claimed', 'sending')",
                stamp(now - sent),
            ),
        }
        with self.database.transaction():
            removed = {table: self.database.run(sql, (when,)).rowcount for table, (sql, when) in orders.items()}
        self._erase()
        return removed

    def _rows(self, table: str, where: str, key: int) -> list[dict[str, Any]]:
        found = self.database.rows(f"SELECT * FROM {table} WHERE {where}", (key,))  # noqa: S608
        return [{name: _readable(row[name]) for name in row.keys()} for row in found]  # noqa: SIM118

    def _delete(self, tables: Mapping[str, str], key: int) -> dict[str, int]:
        order = [table for table in CHILDREN_FIRST if table in tables]
        order += [table for table in tables if table not in order and table not in ("chats", "users")]
        order += [table for table in ("chats", "users") if table in tables]
        return {
            table: self.database.run(f"DELETE FROM {table} WHERE {tables[table]}", (key,)).rowcount  # noqa: S608
            for table in order
        }

    def _unname(self, user_id: int) -> dict[str, int]:
        changed: dict[str, int] = {}
        for table, names in MENTIONS.items():
            for name in names:
                order = f"UPDATE {table} SET {name} = NULL WHERE {name} = ?"  # noqa: S608
                changed[table] = changed.get(table, 0) + self.database.run(order, (user_id,)).rowcount
        for table, documents in MENTIONS_IN_JSON.items():
            for column, names in documents.items():
                for name in names:
                    order = (
                        f"UPDATE {table} SET {column} = json_replace({column}, '$.{name}', NULL) "  # noqa: S608
                        f"WHERE {column} ->> '{name}' = ?"
                    )
                    changed[table] = changed.get(table, 0) + self.database.run(order, (user_id,)).rowcount
        changed["chats"] = self.database.run(
            "UPDATE chats SET settings = json_set(settings, '$.admins', (SELECT json_group_array(value) FROM "
            "json_each(settings, '$.admins') WHERE value <> ?1)) "
            "WHERE EXISTS (SELECT 1 FROM json_each(settings, '$.admins') WHERE value = ?1)",
            (user_id,),
        ).rowcount
        changed["outbox"] += self.database.run(
            "DELETE FROM outbox WHERE key LIKE '%:u' || ?1 OR key LIKE '%:u' || ?1 || ':%'", (user_id,)
        ).rowcount
        return changed

    def _erase(self) -> None:
        """Write the deletion through to the file: deleted text must not stay in the write-ahead log."""
        self.database.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _readable(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
