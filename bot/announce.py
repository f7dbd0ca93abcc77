"""News for one chat that nobody asked for and that can wait for the morning: a changed law, a moved date."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.store import Store

FAR = timedelta(days=2)


def announce(
    store: Store, chat_id: int, name: str, kind: str, now: datetime, payload: Mapping[str, Any], topic: int = 0
) -> bool:
    """Plan one message to a chat (our id), after its quiet hours. Returns False if `name` was announced there before.

    `kind` chooses the words, for instance `law` for a change of the law; `name` says what is announced and holds no
    time of day, for instance `law:csl-2026-01-01`.
    """
    chat = store.chat_by_id(chat_id)
    at = chat.quiet.away_from(now, chat.timezone, now + FAR)
    return store.outbox.add(f"c{chat_id}:{name}", chat_id, kind, at, topic=topic, payload=payload)
