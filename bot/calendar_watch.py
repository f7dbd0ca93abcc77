"""Notices that a new holiday notice has been loaded, or came with an update, and counts the dates again."""

import json
import logging
from collections.abc import Callable
from datetime import datetime
from zlib import crc32

import msgspec

from bot.legal_dates import recounting
from bot.recompute import Recomputed, recompute
from bot.store import Store
from knowledge.official_calendar import Calendar

log = logging.getLogger(__name__)

META = "calendar"


class CalendarWatch:
    """Called before every tick. The store remembers on which notices its dates were counted."""

    def __init__(self, store: Store, calendar: Callable[[], Calendar]) -> None:
        """`calendar` returns the calendar of the moment, the same object while nothing has changed."""
        self._store = store
        self._calendar = calendar
        self._seen: Calendar | None = None

    def __call__(self, now: datetime) -> Recomputed | None:
        """Count again if a notice is new or reads differently. Returns what that changed, or None.

        On the first start there is nothing to compare with.
        """
        calendar = self._calendar()
        if calendar is self._seen:
            return None
        prints = fingerprints(calendar)
        known = json.loads(self._store.meta(META) or "null")
        done = None
        with self._store.database.transaction():
            changed = [] if known is None else [year for year in prints if known.get(year) != prints[year]]
            if changed:
                names = [calendar.notices[int(year)].notice for year in changed]
                revision = ",".join(prints[year] for year in changed)
                done = recompute(self._store, recounting(calendar), now, revision, notices=names)
                log.info("notices %s: %s", ", ".join(names), done)
            self._store.set_meta(META, json.dumps(prints))
        self._seen = calendar
        return done


def fingerprints(calendar: Calendar) -> dict[str, str]:
    """Return for each year with a notice a short text that changes when the notice's days do."""
    return {str(year): f"{year}-{crc32(msgspec.json.encode(notice)):08x}" for year, notice in calendar.notices.items()}
