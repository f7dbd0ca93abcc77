"""What a digest says of the law: answers of the chat that change within thirty days, and those that changed lately."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot import held
from bot.database import stamp
from bot.store import Store
from knowledge import replay, replay_check
from knowledge.library import Library
from knowledge.tree import starts

SOON = timedelta(days=30)
LATELY = timedelta(days=7)


class LawNews:
    """The News of a digest. Each item is a flip as `held.told` keeps it; the soonest comes first."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library

    def __call__(self, chat_id: int, today: date) -> list[dict[str, Any]]:
        """Return what changes or changed for a chat (our id) on its date."""
        return [*self._changed(chat_id, today), *self._coming(chat_id, today)]

    def _coming(self, chat_id: int, today: date) -> list[dict[str, Any]]:
        until = today + SOON
        if not any(today < start <= until for verdict in self._library.verdicts.values() for start in starts(verdict)):
            return []  # mostly no law changes in the next month, and no answer need be read
        found = []
        for one in held.newest(self._store, self._library, chat_id).values():
            flip = replay.coming(one.record, today, until)
            if flip is not None and (one.told or replay_check.is_duty(self._library, one.record, flip)):
                found.append(held.told(flip))
        return sorted(found, key=lambda flip: str(flip["since"]))

    def _changed(self, chat_id: int, today: date) -> list[dict[str, Any]]:
        """What the chat was told of in the last week, and is so now."""
        since = datetime(today.year, today.month, today.day, tzinfo=UTC) - LATELY
        rows = self._store.database.rows(
            "SELECT payload FROM outbox WHERE chat_id = ? AND kind = 'law' AND moment >= ? ORDER BY moment",
            (chat_id, stamp(since)),
        )
        flips = [flip for row in rows for flip in json.loads(row["payload"])["flips"]]
        return [flip for flip in flips if not flip["since"] or flip["since"] <= today.isoformat()]
