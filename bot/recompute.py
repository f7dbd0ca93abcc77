"""A holiday notice changed the calendar: dates that moved are written anew and each chat is told once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.announce import announce
from bot.database import stamp
from bot.deadline import Deadline
from bot.legal_dates import Dates
from bot.store import Store


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many deadlines moved, how many are provisional no longer, and how many chats are told."""

    moved: int
    confirmed: int
    chats: int


def recompute(
    store: Store,
    dates_of: Callable[[Deadline], Dates | None],
    now: datetime,
    revision: str,
    notices: Sequence[str] = (),
) -> Recomputed:
    """Count every open deadline again with `dates_of` (None: it does not depend on the calendar), all or nothing.

    `revision` names the calendar, so that doing it again tells nobody twice; `notices` are the document numbers that
    the message names. Reminders are planned anew for all.
    """
    told: dict[int, dict[str, list[object]]] = {}
    topics: dict[int, int] = {}
    moved = confirmed = 0
    with store.database.transaction():
        for each in store.deadlines.every():
            dates = dates_of(each)
            if dates is None or dates == Dates(each.due, each.unrolled, each.provisional):
                continue
            store.deadlines.move(each.id, None, now, dates.into(each))
            news = told.setdefault(each.chat_id, {"moved": [], "confirmed": []})
            topics.setdefault(each.chat_id, each.topic)
            if dates.due != each.due or dates.unrolled != each.unrolled:
                news["moved"].append({"id": each.id, "from": each.due, "to": dates.due})
                moved += 1
            elif not dates.provisional:
                news["confirmed"].append(each.id)
                confirmed += 1
        store.database.run("UPDATE deadlines SET next_at = ? WHERE state = 'open'", (stamp(now),))
        store.database.run("UPDATE subscriptions SET next_at = ?", (stamp(now),))
        for chat_id, news in told.items():
            payload = {"notices": list(notices), **news}
            announce(store, chat_id, f"revised:{revision}", "revised", now, payload, topics[chat_id])
    return Recomputed(moved, confirmed, len(told))
