"""Which chats want a digest, how often, and at what local time."""

from dataclasses import dataclass
from datetime import datetime, time
from sqlite3 import Row

from bot.database import Database, moment, stamp

RHYTHMS = ("daily", "weekly")


@dataclass(frozen=True, slots=True)
class Subscription:
    """A digest for a topic, at `HH:MM`: `daily` (on working days) or `weekly` (on the first one of the week)."""

    id: int
    chat_id: int
    topic: int
    rhythm: str
    at: str
    planned_to: datetime


def subscription(row: Row) -> Subscription:
    """Return the subscription that a row of the table holds."""
    return Subscription(row["id"], row["chat_id"], row["topic"], row["rhythm"], row["at"], moment(row["planned_to"]))


class Subscriptions:
    """The table `subscriptions`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def subscribe(self, chat_id: int, topic: int, rhythm: str, at: str, now: datetime) -> None:
        """Send digests to a topic from now on, in place of an earlier wish.

        Raises ValueError for an unknown rhythm or an impossible time of day.
        """
        if rhythm not in RHYTHMS:
            raise ValueError(f"{rhythm!r} is no rhythm. Known: {', '.join(RHYTHMS)}")
        clock = time.fromisoformat(at).strftime("%H:%M")
        self._database.run(
            "INSERT INTO subscriptions (chat_id, topic, rhythm, at, planned_to, next_at) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?5) ON CONFLICT (chat_id, topic) "
            "DO UPDATE SET rhythm = ?3, at = ?4, planned_to = ?5, next_at = ?5",
            (chat_id, topic, rhythm, clock, stamp(now)),
        )

    def unsubscribe(self, chat_id: int, topic: int) -> None:
        """Send no more digests to a topic."""
        self._database.run("DELETE FROM subscriptions WHERE chat_id = ? AND topic = ?", (chat_id, topic))

    def of_chat(self, chat_id: int) -> list[Subscription]:
        """Return the digests a chat gets, by topic."""
        found = self._database.rows("SELECT * FROM subscriptions WHERE chat_id = ? ORDER BY topic", (chat_id,))
        return [subscription(row) for row in found]
