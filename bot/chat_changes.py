"""What happens to a chat, and what it means for its deadlines: blocked and back, another zone, somebody leaves.

Each function is one transaction; `chat_id` is our own id.
"""

from datetime import datetime, time

from bot.announce import announce
from bot.catch_up import plan_catch_up
from bot.database import moment, stamp
from bot.localtime import zone
from bot.store import Store


def blocked(store: Store, chat_id: int, now: datetime) -> None:
    """The bot may not write there any more. The deadlines stay; owners who know the bot are told once, in private."""
    with store.database.transaction():
        chat = store.chat_by_id(chat_id)
        if chat.state == "blocked":
            return
        store.database.run("UPDATE chats SET state = 'blocked', state_at = ? WHERE id = ?", (stamp(now), chat_id))
        store.outbox.silence(chat_id)
        for owner in {each.owner_id or 0 for each in store.deadlines.of_chat(chat_id)} - {0}:
            private = store.known_chat(owner)
            if private is not None and private.id != chat_id:
                key = f"c{chat_id}:unreachable:u{owner}:{stamp(now)}"
                store.outbox.add(key, private.id, "unreachable", now, payload={"from_chat": chat_id})


def returned(store: Store, chat_id: int, now: datetime) -> None:
    """The bot may write there again: one message about the time between, if anything was open."""
    with store.database.transaction():
        row = store.database.row("SELECT state_at FROM chats WHERE id = ? AND state = 'blocked'", (chat_id,))
        if row is None:
            return
        store.database.run(
            "UPDATE chats SET state = 'active', state_at = ?1, missed_from = state_at, missed_to = ?1 WHERE id = ?2",
            (stamp(now), chat_id),
        )
        replan(store, chat_id, now)
        open_ones = store.deadlines.of_chat(chat_id)
        if open_ones:
            plan_catch_up(store, store.chat_by_id(chat_id), open_ones[0].topic, (moment(row["state_at"]), now), now)


def replan(store: Store, chat_id: int, now: datetime) -> None:
    """Let the next tick look at all of a chat again, as after a change of its quiet hours."""
    with store.database.transaction():
        store.database.run(
            "UPDATE deadlines SET next_at = ? WHERE chat_id = ? AND state = 'open'", (stamp(now), chat_id)
        )
        store.database.run("UPDATE subscriptions SET next_at = ? WHERE chat_id = ?", (stamp(now), chat_id))


def set_timezone(store: Store, chat_id: int, name: str, now: datetime) -> None:
    """Move a chat to another zone. Legal dates stay where the law is; only the hour of the messages changes.

    Raises ValueError for a name that is no zone.
    """
    try:
        zone(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone. Example: Asia/Shanghai") from None
    with store.database.transaction():
        store.database.run("UPDATE chats SET timezone = ? WHERE id = ?", (name, chat_id))
        store.database.run("UPDATE subscriptions SET planned_to = ? WHERE chat_id = ?", (stamp(now), chat_id))
        replan(store, chat_id, now)


def set_quiet(store: Store, chat_id: int, start: str, end: str, now: datetime) -> None:
    """Choose when a chat is left alone, as local times such as `21:00`; twice the same time means never.

    Raises ValueError for what is no time of day.
    """
    hours = [time.fromisoformat(clock).strftime("%H:%M") for clock in (start, end)]
    with store.database.transaction():
        store.set_settings(chat_id, quiet=hours)
        replan(store, chat_id, now)


def member_left(store: Store, chat_id: int, user_id: int, now: datetime) -> int:
    """Somebody left: the backup takes over what they answered for, or nobody does; the chat is told once.

    Returns how many deadlines that concerned.
    """
    with store.database.transaction():
        store.forget_admin(chat_id, user_id)
        changed = []
        for each in store.deadlines.of_chat(chat_id):
            if user_id not in (each.owner_id, each.backup_id):
                continue
            owner = each.backup_id if each.owner_id == user_id else each.owner_id
            store.deadlines.assign(each.id, None, now, owner=owner, backup=None)
            changed.append(each)
        orphaned = [each.id for each in changed if each.owner_id == user_id]
        if orphaned:
            payload = {"user": user_id, "deadlines": orphaned}
            announce(store, chat_id, f"left:u{user_id}:{stamp(now)}", "left", now, payload, changed[0].topic)
    return len(changed)
