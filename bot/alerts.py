"""Word to the maintainers: always in the log, and once a day for each trouble in their chat."""

import logging
from collections.abc import Callable
from datetime import datetime

from bot.store import Store, StoreError

log = logging.getLogger(__name__)


class Alerts:
    """Called with a short stable name of the trouble and one line of detail."""

    def __init__(self, store: Store, maintainers: int | None, clock: Callable[[], datetime]) -> None:
        """`maintainers` is Telegram's id of their chat, or None if there is only the log."""
        self._store = store
        self._maintainers = maintainers
        self._clock = clock

    def __call__(self, name: str, detail: str) -> None:
        """Tell them; the same name is sent once a day at most. A database in trouble leaves it at the log."""
        log.warning("%s: %s", name, detail)
        if self._maintainers is None:
            return
        now = self._clock()
        key = f"alert:{name}:{now.date().isoformat()}"
        try:
            chat = self._store.chat(self._maintainers)
            self._store.outbox.add(key, chat.id, "alert", now, payload={"name": name, "detail": detail})
        except StoreError as error:
            log.error("the maintainers cannot be told: %s", error)
