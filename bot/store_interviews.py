"""Interviews as append-only events: the state of one is whatever its caller folds the events into."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

from bot.database import Database, moment, stamp


@dataclass(frozen=True, slots=True)
class Interview:
    """One conversation: one person, in one topic of one chat (topic 0 where there is none)."""

    id: int
    chat_id: int
    topic: int
    user_id: int
    message_id: int | None
    opened_at: datetime


def _interview(row: Row) -> Interview:
    return Interview(
        row["id"], row["chat_id"], row["topic"], row["user_id"], row["message_id"], moment(row["opened_at"])
    )


class Interviews:
    """The tables `interviews` and `events`."""

    database: Database

    def open_interview(
        self, chat_id: int, topic: int, user_id: int, message_id: int | None, at: datetime, question: int | None = None
    ) -> int:
        """Begin an interview and return its id.

        `message_id` is the bot's message that shows it, once there is one; `question` the message that asked.
        """
        cursor = self.database.note(
            "INSERT INTO interviews (chat_id, topic, user_id, message_id, opened_at, question_id) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (chat_id, topic, user_id, message_id, stamp(at), question),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def set_interview_message(self, interview: int, message_id: int) -> None:
        """Note which message shows the interview now."""
        self.database.note("UPDATE interviews SET message_id = ? WHERE id = ?", (message_id, interview))

    def interview(self, interview: int) -> Interview | None:
        """Return whose interview it is and where, or None if it is gone."""
        row = self.database.row("SELECT * FROM interviews WHERE id = ?", (interview,))
        return _interview(row) if row else None

    def interview_of_message(self, chat_id: int, message_id: int) -> int | None:
        """Return the interview that a message of the bot shows, or None."""
        row = self.database.row(
            "SELECT id FROM interviews WHERE chat_id = ? AND message_id = ? ORDER BY id DESC LIMIT 1",
            (chat_id, message_id),
        )
        return row["id"] if row else None

    def interview_of_question(self, chat_id: int, question: int) -> int | None:
        """Return the interview that a message of a person began, or None."""
        row = self.database.row(
            "SELECT max(id) AS id FROM interviews WHERE chat_id = ? AND question_id = ?", (chat_id, question)
        )
        return row["id"] if row else None

    def latest_interview(self, chat_id: int, topic: int, user_id: int) -> int | None:
        """Return the newest interview of a person in a topic, or None."""
        row = self.database.row(
            "SELECT max(id) AS id FROM interviews WHERE chat_id = ? AND topic = ? AND user_id = ?",
            (chat_id, topic, user_id),
        )
        return row["id"] if row else None

    def interviews_of(self, chat_id: int, topic: int, user_id: int, limit: int = 20) -> list[int]:
        """Return the newest interviews of a person in a topic, newest first."""
        found = self.database.rows(
            "SELECT id FROM interviews WHERE chat_id = ? AND topic = ? AND user_id = ? ORDER BY id DESC LIMIT ?",
            (chat_id, topic, user_id, limit),
        )
        return [row["id"] for row in found]

    def append(self, interview: int, event: Mapping[str, Any], at: datetime) -> None:
        """Add one event; a killed process loses none."""
        self.database.note(
            "INSERT INTO events (interview_id, at, event) VALUES (?, ?, ?)",
            (interview, stamp(at), json.dumps(event, ensure_ascii=False, separators=(",", ":"))),
        )

    def events(self, interview: int) -> list[dict[str, Any]]:
        """Return the events of an interview, oldest first; empty if there is no such interview."""
        found = self.database.rows("SELECT event FROM events WHERE interview_id = ? ORDER BY id", (interview,))
        return [json.loads(row["event"]) for row in found]
