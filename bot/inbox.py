"""Updates that came and are not handled yet. Telegram forgets them once it hears that they came; this table does not.

A row whose update was handled keeps its number alone for a while: Telegram may send it again if it did not hear.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.database import Database, stamp

REPEATED = timedelta(minutes=5)
"""So long after it was handled, an update may come again."""
FORGOTTEN = timedelta(days=1)
"""Telegram keeps updates so long for a bot that is away; nobody waits longer for an answer."""
TRIES = 2
"""An update that was taken up again and in work when the process died, so often, is left alone: it may kill it."""

_CHAT = ", ".join(
    f"value ->> '$.{place}.chat.id'"
    for place in ("message", "edited_message", "callback_query.message", "my_chat_member")
)
_PERSON = ", ".join(
    f"value ->> '$.{kind}.from.id'" for kind in ("message", "edited_message", "callback_query", "my_chat_member")
)


class Inbox:
    """The table `inbox`. Nothing here waits for another program's lock: an answer is worth more than its insurance."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, updates: Sequence[str], now: datetime) -> None:
        """Write down updates, each as Telegram's JSON. One that is known already stays as it is."""
        with self._database.impatient():
            self._database.note("DELETE FROM inbox WHERE payload IS NULL AND at < ?", (stamp(now - REPEATED),))
            self._database.note(
                "INSERT OR IGNORE INTO inbox (update_id, at, telegram_id, user_id, payload) "  # noqa: S608
                f"SELECT value ->> '$.update_id', ?, CAST(coalesce({_CHAT}) AS INTEGER), "
                f"CAST(coalesce({_PERSON}) AS INTEGER), value FROM json_each(?) "
                f"WHERE typeof(value ->> '$.update_id') = 'integer'",
                (stamp(now), f"[{','.join(updates)}]"),
            )

    def begin(self, update_id: int) -> None:
        """Count that an update which was left is in work again."""
        with self._database.impatient():
            self._database.note("UPDATE inbox SET tries = tries + 1 WHERE update_id = ?", (update_id,))

    def finish(self, update_id: int) -> None:
        """Keep of a handled update nothing but its number."""
        with self._database.impatient():
            self._database.note(
                "UPDATE inbox SET payload = NULL, telegram_id = NULL, user_id = NULL WHERE update_id = ?", (update_id,)
            )

    def known(self) -> list[int]:
        """Return the numbers of the updates that were written down lately, handled or not."""
        return [row["update_id"] for row in self._database.rows("SELECT update_id FROM inbox ORDER BY update_id")]

    def resume(self, now: datetime) -> list[str]:
        """Return the updates that a process before this one left, oldest first.

        What is too old, or was tried often enough, is forgotten.
        """
        self._database.run(
            "DELETE FROM inbox WHERE at < ? OR (payload IS NOT NULL AND tries >= ?)", (stamp(now - FORGOTTEN), TRIES)
        )
        found = self._database.rows("SELECT payload FROM inbox WHERE payload IS NOT NULL ORDER BY update_id")
        return [row["payload"] for row in found]
