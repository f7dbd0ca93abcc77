"""Chats and people: who talks to the bot, in which language and zone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

from bot.database import Database, moment
from bot.localtime import Quiet

CHAT_TABLES = ("interviews", "verdicts", "questions", "feedback", "deadlines", "subscriptions", "outbox")


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat. `id` is ours, `telegram_id` Telegram's; `language` is None until somebody chooses one.

    `state` is `active` or `blocked` (the bot may not write there); `missed` is when it last got no reminders, from
    and to.
    """

    id: int
    telegram_id: int
    kind: str
    language: str | None
    timezone: str
    settings: Mapping[str, Any]
    state: str
    missed: tuple[datetime, datetime] | None = None

    @property
    def quiet(self) -> Quiet:
        """The hours in which the chat is left alone: the setting `quiet`, a pair of local times of day."""
        return Quiet(*self.settings["quiet"]) if "quiet" in self.settings else Quiet()

    @property
    def title(self) -> str:
        """The name of a group as it was last seen; empty where none was."""
        return str(self.settings.get("title", ""))

    @property
    def admins(self) -> tuple[int, ...]:
        """The user ids that the setting `admins` names."""
        return tuple(self.settings.get("admins", ()))


@dataclass(frozen=True, slots=True)
class User:
    """One person, by Telegram's id. `name` is known only for people who answer for a deadline."""

    id: int
    name: str | None = None
    language: str | None = None


def chat_of(row: Row) -> Chat:
    """Return the chat that a row of the table holds."""
    return Chat(
        row["id"],
        row["telegram_id"],
        row["kind"],
        row["language"],
        row["timezone"],
        json.loads(row["settings"]),
        row["state"],
        (moment(row["missed_from"]), moment(row["missed_to"])) if row["missed_to"] else None,
    )


class Chats:
    """The tables `chats` and `users`."""

    database: Database

    def chat(self, telegram_id: int, kind: str | None = None) -> Chat:
        """Return the chat that Telegram calls `telegram_id`, new if it was never seen.

        Without `kind` (Telegram's word: private, group, supergroup, channel) it follows from the sign of the id.
        """
        row = self.database.row("SELECT * FROM chats WHERE telegram_id = ?", (telegram_id,))
        if row is None:
            self.database.note(
                "INSERT INTO chats (telegram_id, kind) VALUES (?, ?)",
                (telegram_id, kind or ("private" if telegram_id > 0 else "group")),
            )
            return self.chat(telegram_id)
        return chat_of(row)

    def known_chat(self, telegram_id: int) -> Chat | None:
        """Return the chat that Telegram calls `telegram_id`, or None; never makes one."""
        row = self.database.row("SELECT * FROM chats WHERE telegram_id = ?", (telegram_id,))
        return chat_of(row) if row else None

    def chat_by_id(self, chat_id: int) -> Chat:
        """Return the chat with our own id. Raises LookupError if there is none."""
        row = self.database.row("SELECT * FROM chats WHERE id = ?", (chat_id,))
        if row is None:
            raise LookupError(f"no chat {chat_id}")
        return chat_of(row)

    def set_language(self, chat_id: int, language: str | None) -> None:
        """Choose the language of a chat; None lets each message decide."""
        self.database.run("UPDATE chats SET language = ? WHERE id = ?", (language, chat_id))

    def set_settings(self, chat_id: int, **changes: Any) -> Chat:
        """Change settings of a chat by name; None removes one. Returns the chat as it is now."""
        for name, value in changes.items():
            if value is None:
                self.database.run(
                    "UPDATE chats SET settings = json_remove(settings, '$.' || ?) WHERE id = ?", (name, chat_id)
                )
            else:
                self.database.run(
                    "UPDATE chats SET settings = json_set(settings, '$.' || ?, json(?)) WHERE id = ?",
                    (name, json.dumps(value, ensure_ascii=False), chat_id),
                )
        return self.chat_by_id(chat_id)

    def forget_admin(self, chat_id: int, user_id: int) -> None:
        """Take a person off the setting `admins` of a chat."""
        self.database.run(
            "UPDATE chats SET settings = json_set(settings, '$.admins', (SELECT json_group_array(value) FROM "
            "json_each(settings, '$.admins') WHERE value <> ?1)) "
            "WHERE id = ?2 AND EXISTS (SELECT 1 FROM json_each(settings, '$.admins') WHERE value = ?1)",
            (user_id, chat_id),
        )

    def note_setting(self, chat_id: int, name: str, value: str) -> None:
        """Set what a power cut may take back: it need not wait for the disk."""
        self.database.note(
            "UPDATE chats SET settings = json_set(settings, '$.' || ?, ?) WHERE id = ?", (name, value, chat_id)
        )

    def user(self, user_id: int) -> User:
        """Return what is known about a person; nothing is stored by asking."""
        row = self.database.row("SELECT * FROM users WHERE id = ?", (user_id,))
        return User(row["id"], row["name"], row["language"]) if row else User(user_id)

    def set_user_language(self, user_id: int, language: str | None) -> None:
        """Choose the language the bot speaks to a person; None lets each message decide."""
        self.database.run(
            "INSERT INTO users (id, language) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET language = ?2",
            (user_id, language),
        )

    def set_user_name(self, user_id: int, name: str) -> None:
        """Keep the name by which a person is mentioned in reminders."""
        self.database.run(
            "INSERT INTO users (id, name) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET name = ?2",
            (user_id, name),
        )

    def move_chat(self, old: int, new: int) -> Chat:
        """Follow a group that Telegram renamed from `old` to `new` (both Telegram's ids). Our own id stays.

        If the new name was seen before its old one was known to be the same chat, its rows join the older chat.
        """
        with self.database.transaction():
            kept, stray = self.known_chat(old), self.known_chat(new)
            if kept is None:  # both sides report it; this is the second report
                return self.chat(new, "supergroup")
            if stray is not None and stray.id != kept.id:
                for table in CHAT_TABLES:
                    joining = f"UPDATE OR IGNORE {table} SET chat_id = ? WHERE chat_id = ?"  # noqa: S608
                    self.database.run(joining, (kept.id, stray.id))
                self.database.run("DELETE FROM chats WHERE id = ?", (stray.id,))
            self.database.run("UPDATE chats SET telegram_id = ?, kind = 'supergroup' WHERE id = ?", (new, kept.id))
        return self.chat_by_id(kept.id)
