"""The half of the tick that plans digests: each subscription whose local time has come."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from sqlite3 import Row
from typing import Any
from zlib import crc32

from bot import digests
from bot.catch_up import has_catch_up
from bot.database import StoreError, stamp
from bot.leads import Workdays, is_worked
from bot.localtime import at_clock, local_date
from bot.plan_reminders import BATCH, PUT_OFF, Planned
from bot.store import Store
from bot.store_chats import Chat
from bot.store_subscriptions import Subscription, subscription

log = logging.getLogger(__name__)

DIGEST_KEEPS = timedelta(hours=6)
SPREAD_SECONDS = 570  # digests of one time of day leave over ten minutes, the last ones need some to arrive

News = Callable[[int, date], Sequence[Any]]
"""What changes in the law, for a chat (our id) on its date."""


def no_news(_chat_id: int, _today: date) -> Sequence[Any]:
    """The law stands still."""
    return ()


def plan_digests(store: Store, now: datetime, workdays: Workdays, news: News) -> Planned:
    """Plan what is due at `now`. A digest that cannot be planned is put off for an hour and named."""
    rows = store.database.rows(
        "SELECT * FROM subscriptions WHERE next_at <= ? ORDER BY next_at LIMIT ?", (stamp(now), BATCH)
    )
    count, failed = 0, []
    for row in rows:
        try:
            with store.database.transaction():
                count += _plan_row(store, row, now, workdays, news)
        except StoreError:
            raise
        except Exception:  # one unreadable subscription must not silence the others
            log.exception("cannot plan the digest of chat %s", row["chat_id"])
            store.database.run("UPDATE subscriptions SET next_at = ? WHERE id = ?", (stamp(now + PUT_OFF), row["id"]))
            failed.append(f"digest of chat {row['chat_id']}")
    return Planned(count, len(rows) == BATCH, tuple(failed))


def _plan_row(store: Store, row: Row, now: datetime, workdays: Workdays, news: News) -> int:
    each, chat = subscription(row), store.chat_by_id(row["chat_id"])
    due = None
    for at, day in occurrences(each, chat.timezone, workdays):  # without end
        if at > now:
            store.database.run(
                "UPDATE subscriptions SET planned_to = ?, next_at = ? WHERE id = ?", (stamp(now), stamp(at), each.id)
            )
            break
        if at > each.planned_to:
            due = (at, day)
    if due is None or chat.state != "active" or now - due[0] > DIGEST_KEEPS:
        return 0
    return _plan(store, chat, each, *due, now, workdays, news)


def occurrences(each: Subscription, zone: str, workdays: Workdays) -> Iterator[tuple[datetime, date]]:
    """Yield when a digest is due, from the day it was last planned on, with the local date that names it.

    A day on which it was planned is yielded again; the caller knows which moments are behind it.
    """
    offset = timedelta(seconds=crc32(f"c{each.chat_id}".encode()) % SPREAD_SECONDS)
    day = local_date(each.planned_to, zone) - timedelta(days=1)
    while True:
        if is_worked(day, workdays) and (each.rhythm == "daily" or _is_first_of_week(day, workdays)):
            yield at_clock(day, each.at, zone) + offset, day
        day += timedelta(days=1)


def _is_first_of_week(day: date, workdays: Workdays) -> bool:
    monday = day - timedelta(days=day.weekday())
    return not any(is_worked(monday + timedelta(days=n), workdays) for n in range(day.weekday()))


def _plan(
    store: Store,
    chat: Chat,
    each: Subscription,
    at: datetime,
    day: date,
    now: datetime,
    workdays: Workdays,
    news: News,
) -> int:
    """Plan one digest unless it would be empty or a catch-up says the same."""
    topic = each.topic or None
    tells_news = _is_first_of_week(day, workdays)  # what changes in a month is not said every morning
    empty = digests.compose(store.deadlines.of_chat(chat.id, topic=topic), now, day).is_empty
    if empty and not (tells_news and news(chat.id, day)):
        return 0
    caught_up = chat.missed is not None and at <= chat.missed[1] and has_catch_up(store, chat)
    return store.outbox.add(
        f"c{chat.id}{f't{each.topic}' if each.topic else ''}:digest:{day.isoformat()}",
        chat.id,
        "digest",
        at,
        topic=each.topic,
        payload={"day": day.isoformat(), "rhythm": each.rhythm, "news": tells_news},
        expires=at + DIGEST_KEEPS,
        state="merged" if caught_up else "pending",
    )
