"""The law changed: every verdict that chats hold is computed again, and each chat is told once what flipped.

That happens after a start with new knowledge, and on the day on which a dated change comes into force. What a chat was
told is kept as its newest verdict, so that looking again, also after a crash, finds nothing to tell. Who had a full
check made is also told of duties that it did not list.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from telegram.ext import JobQueue

from bot.announce import announce
from bot.localtime import local_date
from bot.schedule import SURVIVES
from bot.store import Store
from bot.store_answers import Verdict
from knowledge import replay, replay_check
from knowledge.library import Library
from knowledge.model import Text
from knowledge.replay import Flip
from knowledge.tree import starts

EVERY = timedelta(hours=1)
LAW_ZONE = "Asia/Shanghai"
LOOKED = "law_looked"
"""What the bot notes for itself: knowledge revision and legal day of the last look that came to its end."""
NEWEST = 1000
"""How far back in a chat's answers the newest one to each question is looked for."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How many verdicts were computed again, how many flipped, and how many chats are told."""

    verdicts: int = 0
    flips: int = 0
    chats: int = 0


@dataclass(frozen=True, slots=True)
class _Held:
    """An answer that a chat holds: where it is kept, its own record, and whether the chat was told it."""

    kept: Verdict
    record: bytes
    told: bool


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
        newest = self._newest(chat_id)
        held = {name: one for name, one in newest.items() if touched is None or name in touched}
        fresh = {name: replay.renewed(self._library, one.record, day) for name, one in held.items()}
        flips = {name: replay.flip(one.record, fresh[name]) for name, one in held.items()}
        told = {
            name: flip
            for name, flip in flips.items()
            if flip is not None and (held[name].told or replay_check.is_duty(self._library, fresh[name], flip))
        }
        if told:
            with self._store.database.transaction():
                for name in told:
                    kept = held[name].kept
                    self._store.save_verdict(chat_id, kept.user_id, kept.interview_id, fresh[name], now)
                payload = {"flips": [_payload(flip) for flip in told.values()]}
                last = max((held[name].kept for name in told), key=lambda kept: kept.id)
                name = f"law:{self._library.revision}:{day}"
                announce(self._store, chat_id, name, "law", now, payload, self._topic(last))
        return Looked(len(held), len(told), 1 if told else 0)

    def _newest(self, chat_id: int) -> dict[str, _Held]:
        """Return a chat's newest answer to each question. A full check answers all; of several the newest counts."""
        found: dict[str, _Held] = {}
        unlisted: dict[str, _Held] = {}
        is_checked = False
        for kept in self._store.verdicts(chat_id, NEWEST):
            data = json.loads(kept.payload)
            if not replay_check.is_check(data):
                found.setdefault(data["verdict"], _Held(kept, kept.payload, True))
            elif not is_checked:
                is_checked = True
                for name, part in replay_check.parts(self._library, kept.payload).items():
                    (found if part.listed else unlisted).setdefault(name, _Held(kept, part.record, part.listed))
        return {**unlisted, **found}

    def _topic(self, kept: Verdict) -> int:
        interview = self._store.interview(kept.interview_id) if kept.interview_id is not None else None
        return interview.topic if interview is not None else 0


def _payload(flip: Flip) -> dict[str, Any]:
    return {
        "question": _both(flip.question),
        "before": _both(flip.before),
        "now": _both(flip.now),
        "since": flip.since.isoformat() if flip.since is not None else None,
    }


def _both(text: Text | None) -> dict[str, str] | None:
    return {"zh": text.zh, "en": text.en} if text is not None else None
