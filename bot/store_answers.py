"""What was answered and what could not be: verdicts for replay, questions for the maintainers, feedback."""

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from bot.database import Database, moment, stamp


@dataclass(frozen=True, slots=True)
class Verdict:
    """A stored answer: `payload` is exactly what was saved, so that a replay can be compared byte by byte."""

    id: int
    chat_id: int
    user_id: int | None
    interview_id: int | None
    at: datetime
    payload: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """A text somebody asked. `state` is `answered`, `open` (nobody could answer it yet) or `closed`."""

    id: int
    chat_id: int
    user_id: int | None
    at: datetime
    language: str
    text: str
    state: str


def _verdict(row: Row) -> Verdict:
    return Verdict(
        row["id"], row["chat_id"], row["user_id"], row["interview_id"], moment(row["at"]), bytes(row["payload"])
    )


def _question(row: Row) -> Question:
    return Question(
        row["id"], row["chat_id"], row["user_id"], moment(row["at"]), row["language"], row["text"], row["state"]
    )


class Answers:
    """The tables `verdicts`, `questions` and `feedback`."""

    database: Database

    def save_verdict(
        self, chat_id: int, user_id: int | None, interview: int | None, payload: bytes, at: datetime
    ) -> int:
        """Keep an answer for history and replay; returns its id."""
        cursor = self.database.note(
            "INSERT INTO verdicts (chat_id, user_id, interview_id, at, payload) VALUES (?, ?, ?, ?, ?)",
            (chat_id, user_id, interview, stamp(at), payload),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def save_check(self, chat_id: int, user_id: int | None, interview: int, payload: bytes, at: datetime) -> None:
        """Keep a full check as it stands, in place of what its interview held before: it answers all of that."""
        with self.database.transaction():
            self.database.run("DELETE FROM verdicts WHERE interview_id = ?", (interview,))
            self.save_verdict(chat_id, user_id, interview, payload, at)

    def verdict(self, verdict_id: int) -> Verdict | None:
        """Return one stored answer, or None."""
        row = self.database.row("SELECT * FROM verdicts WHERE id = ?", (verdict_id,))
        return _verdict(row) if row else None

    def verdicts(self, chat_id: int | None = None, limit: int = 20) -> list[Verdict]:
        """Return the newest stored answers of a chat, or of all chats, newest first."""
        if chat_id is None:
            found = self.database.rows("SELECT * FROM verdicts ORDER BY id DESC LIMIT ?", (limit,))
        else:
            query = "SELECT * FROM verdicts WHERE chat_id = ? ORDER BY id DESC LIMIT ?"
            found = self.database.rows(query, (chat_id, limit))
        return [_verdict(row) for row in found]

    def chats_with_verdicts(self) -> list[int]:
        """Return our ids of the chats that hold stored answers."""
        return [row["chat_id"] for row in self.database.rows("SELECT DISTINCT chat_id FROM verdicts ORDER BY chat_id")]

    def note_question(
        self, chat_id: int, user_id: int | None, text: str, language: str, *, answered: bool, at: datetime
    ) -> int:
        """Keep the words of a question until the retention time ends; unanswered ones queue for the maintainers."""
        cursor = self.database.note(
            "INSERT INTO questions (chat_id, user_id, at, language, text, state) VALUES (?, ?, ?, ?, ?, ?)",
            (chat_id, user_id, stamp(at), language, text, "answered" if answered else "open"),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def unanswered(self, limit: int = 50) -> list[Question]:
        """Return the questions that nobody could answer yet, oldest first."""
        found = self.database.rows("SELECT * FROM questions WHERE state = 'open' ORDER BY id LIMIT ?", (limit,))
        return [_question(row) for row in found]

    def question(self, question: int) -> Question | None:
        """Return one question by its number, or None."""
        row = self.database.row("SELECT * FROM questions WHERE id = ?", (question,))
        return _question(row) if row else None

    def close_question(self, question: int) -> None:
        """Take a question off the maintainers' queue."""
        self.database.run("UPDATE questions SET state = 'closed' WHERE id = ? AND state = 'open'", (question,))

    def note_feedback(
        self, chat_id: int, user_id: int | None, interview: int | None, vote: str, at: datetime, comment: str = ""
    ) -> None:
        """Keep what somebody thought of an answer; a second vote on the same interview replaces the first."""
        with self.database.transaction():
            self.database.run(
                "DELETE FROM feedback WHERE chat_id = ? AND user_id IS ? AND interview_id IS ?",
                (chat_id, user_id, interview),
            )
            self.database.run(
                "INSERT INTO feedback (chat_id, user_id, interview_id, at, vote, comment) VALUES (?, ?, ?, ?, ?, ?)",
                (chat_id, user_id, interview, stamp(at), vote, comment or None),
            )

    def totals(self) -> dict[str, int]:
        """Return how many rows there are of what the maintainers count, by table."""
        tables = ("chats", "interviews", "questions", "verdicts", "deadlines", "feedback")
        return {
            table: self.database.rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608
            for table in tables
        }

    def votes(self) -> dict[str, int]:
        """Return how often each vote was given."""
        return {
            row["vote"]: row["n"] for row in self.database.rows("SELECT vote, count(*) n FROM feedback GROUP BY vote")
        }
