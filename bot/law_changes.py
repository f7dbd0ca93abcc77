"""The law changed: every verdict that chats hold is computed again, and each chat is told once what flipped.

That happens after a start with new knowledge, and on the day on which a dated change comes into force. What a chat was
told is kept as its newest verdict, so that looking again, also after a crash, finds nothing to tell. Who had a full
check made is also told of duties that it did not list.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from telegram.ext import JobQueue

from bot import held
from bot.announce import announce
from bot.localtime import local_date
from bot.schedule import SURVIVES
from bot.store import Store
from bot.store_answers import Verdict
from knowledge import replay, replay_check
from knowledge.library import Library
from knowledge.tree import starts

EVERY = timedelta(hours=1)
LAW_ZONE = "Asia/Shanghai"
LOOKED = "law_looked"
"""What the bot notes for itself: knowledge revision and legal day of the last look that came to its end."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How many verdicts were computed again, how many flipped, and how many chats are told."""

    verdicts: int = 0
    flips: int = 0
    chats: int = 0


class LawChanges:
    """Looks after the verdicts that chats hold."""

    def __init__(self, store: Store, library: Library, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._library = library
        self._clock = clock

    def start(self, queue: JobQueue[Any]) -> None:
        """Look at once and then every hour: within an hour of the day on which a law comes into force."""
        queue.run_repeating(self.look, EVERY, first=1, name="law changes", job_kwargs=SURVIVES)

    async def look(self, _context: object = None) -> Looked:
        """Compute again what may have changed since the last look, a chat at a time, giving way in between."""
        now = self._clock()
        day = local_date(now, LAW_ZONE)
        looked = Looked()
        touched = self._touched(day)
        if touched is None or touched:
            for chat_id in self._store.chats_with_verdicts():
                found = self._chat(chat_id, touched, day, now)
                looked = Looked(
                    looked.verdicts + found.verdicts, looked.flips + found.flips, looked.chats + found.chats
                )
                await asyncio.sleep(0)
        self._store.set_meta(LOOKED, f"{self._library.revision} {day}")
        return looked

    def _touched(self, day: date) -> frozenset[str] | None:
        """Return the verdicts whose law has a date between the last look and `day`; None, for all, after an update."""
        revision, _, looked = (self._store.meta(LOOKED) or "").partition(" ")
        if revision != self._library.revision:
            return None
        since = date.fromisoformat(looked)
        verdicts = self._library.verdicts.values()
        return frozenset(v.id for v in verdicts if any(since < start <= day for start in starts(v)))

    def _chat(self, chat_id: int, touched: frozenset[str] | None, day: date, now: datetime) -> Looked:
        newest = held.newest(self._store, self._library, chat_id)
        asked = {name: one for name, one in newest.items() if touched is None or name in touched}
        fresh = {name: replay.renewed(self._library, one.record, day) for name, one in asked.items()}
        flips = {name: replay.flip(one.record, fresh[name]) for name, one in asked.items()}
        told = {
            name: flip
            for name, flip in flips.items()
            if flip is not None and (asked[name].told or replay_check.is_duty(self._library, fresh[name], flip))
        }
        if told:
            with self._store.database.transaction():
                for name in told:
                    kept = asked[name].kept
                    self._store.save_verdict(chat_id, kept.user_id, kept.interview_id, fresh[name], now)
                payload = {"flips": [held.told(flip) for flip in told.values()]}
                last = max((asked[name].kept for name in told), key=lambda kept: kept.id)
                name = f"law:{self._library.revision}:{day}"
                announce(self._store, chat_id, name, "law", now, payload, self._topic(last))
        return Looked(len(asked), len(told), 1 if told else 0)

    def _topic(self, kept: Verdict) -> int:
        interview = self._store.interview(kept.interview_id) if kept.interview_id is not None else None
        return interview.topic if interview is not None else 0
