"""One message for everything a chat missed while the bot was away, or while it was not allowed to write there."""

from datetime import datetime, timedelta

from bot.database import moment, stamp
from bot.outbox import COLLAPSIBLE
from bot.store import Store
from bot.store_chats import Chat


def catch_up_key(chat: Chat, since: datetime) -> str:
    """Return the key of the one message about the time after `since`."""
    return f"c{chat.id}:catchup:{stamp(since)}"


def plan_catch_up(store: Store, chat: Chat, topic: int, missed: tuple[datetime, datetime], now: datetime) -> bool:
    """Plan the one message about the time `missed`; after the quiet hours, unless something ends in them."""
    row = store.database.row(
        "SELECT min(due_at) AS due FROM deadlines WHERE chat_id = ? AND state = 'open' AND due_at > ?",
        (chat.id, stamp(now)),
    )
    limit = moment(row["due"]) if row and row["due"] else now + timedelta(days=2)
    at = max(chat.quiet.away_from(now, chat.timezone, limit), now)
    payload = {"from": stamp(missed[0]), "to": stamp(missed[1])}
    return store.outbox.add(catch_up_key(chat, missed[0]), chat.id, "catchup", at, topic=topic, payload=payload)


def has_catch_up(store: Store, chat: Chat) -> bool:
    """Return whether the last time the chat missed is told in one message."""
    if chat.missed is None:
        return False
    return store.database.row("SELECT 1 FROM outbox WHERE key = ?", (catch_up_key(chat, chat.missed[0]),)) is not None


def note_downtime(store: Store, since: datetime, now: datetime) -> None:
    """Give every chat the window it missed, and fold into its catch-up what was left unsent before."""
    database = store.database
    database.run("UPDATE chats SET missed_from = ?, missed_to = ? WHERE state = 'active'", (stamp(since), stamp(now)))
    marks = ", ".join("?" * len(COLLAPSIBLE))
    unsent = f"FROM outbox WHERE state = 'pending' AND kind IN ({marks})"
    for row in database.rows(f"SELECT chat_id, min(topic) AS topic {unsent} GROUP BY chat_id", COLLAPSIBLE):
        plan_catch_up(store, store.chat_by_id(row["chat_id"]), row["topic"], (since, now), now)
    database.run(f"UPDATE outbox SET state = 'merged' WHERE key IN (SELECT key {unsent})", COLLAPSIBLE)  # noqa: S608
