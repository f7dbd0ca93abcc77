"""The tick: everything whose moment has passed goes into the outbox. A function of now, the tables and the calendar.

Twice at the same moment is the same as once: every message has a key that exists once, and each deadline remembers
up to where it was planned. One transaction, no network.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zlib import crc32

from bot import digests
from bot.database import moment, stamp
from bot.deadline import Deadline, deadline
from bot.leads import Clock, Lead, Workdays, is_worked, upcoming
from bot.localtime import at_clock, local_date
from bot.outbox import COLLAPSIBLE
from bot.store import Store
from bot.store_chats import Chat
from bot.store_subscriptions import Subscription, subscription

BATCH = 250  # deadlines in one transaction: a tenth of a second at most
AWAY = timedelta(hours=1)  # longer than this without a tick is a downtime: one message a chat instead of each
DIGEST_KEEPS = timedelta(hours=6)
SPREAD_SECONDS = 600  # digests of one hour leave over ten minutes
ESCALATING = ("T-1wd", "T-0", "T-4h", "T", "90%", "100%")

News = Callable[[int, date], Sequence[Any]]


def no_news(_chat_id: int, _today: date) -> Sequence[Any]:
    """The law stands still."""
    return ()


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many messages were planned, and whether more are waiting for another tick right away."""

    planned: int
    more: bool


def tick(store: Store, now: datetime, workdays: Workdays, news: News = no_news) -> Ticked:
    """Plan what is due at `now`. See the module for what it guarantees."""
    now = now.replace(microsecond=0)
    with store.database.transaction():
        last = store.meta("last_tick")
        if last and now - moment(last) > AWAY:
            _note_downtime(store, moment(last), now)
        planned, more = _plan_deadlines(store, now, workdays)
        if not more:
            digests_planned, more = _plan_digests(store, now, workdays, news)
            planned += digests_planned
        store.set_meta("last_tick", max(last or "", stamp(now)))
    return Ticked(planned, more)


def _note_downtime(store: Store, since: datetime, now: datetime) -> None:
    """Give every chat the window it missed, and fold into its catch-up what was left unsent before."""
    database = store.database
    database.run("UPDATE chats SET missed_from = ?, missed_to = ? WHERE state = 'active'", (stamp(since), stamp(now)))
    marks = ", ".join("?" * len(COLLAPSIBLE))
    unsent = f"FROM outbox WHERE state = 'pending' AND kind IN ({marks})"
    for row in database.rows(f"SELECT chat_id, min(topic) AS topic {unsent} GROUP BY chat_id", COLLAPSIBLE):
        plan_catch_up(store, store.chat_by_id(row["chat_id"]), row["topic"], (since, now), now)
    database.run(f"UPDATE outbox SET state = 'merged' WHERE key IN (SELECT key {unsent})", COLLAPSIBLE)  # noqa: S608


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


def _plan_deadlines(store: Store, now: datetime, workdays: Workdays) -> tuple[int, bool]:
    rows = store.database.rows(
        "SELECT * FROM deadlines WHERE next_at <= ? ORDER BY next_at LIMIT ?", (stamp(now), BATCH)
    )
    chats: dict[int, Chat] = {}
    planned = 0
    for each in map(deadline, rows):
        chat = chats[each.chat_id] = chats.get(each.chat_id) or store.chat_by_id(each.chat_id)
        if each.state != "open" or chat.state != "active":
            store.database.run("UPDATE deadlines SET next_at = NULL WHERE id = ?", (each.id,))
            continue
        due: list[Lead] = []
        for lead in upcoming(each, Clock(chat.timezone, chat.quiet), workdays):  # never ends by itself
            if lead.at > now:
                store.database.run(
                    "UPDATE deadlines SET planned_to = ?, next_at = ? WHERE id = ?",
                    (stamp(now), stamp(lead.at), each.id),
                )
                break
            if lead.at > each.planned_to:
                due.append(lead)
        planned += _plan(store, chat, each, due, now)
    return planned, len(rows) == BATCH


def _plan(store: Store, chat: Chat, each: Deadline, due: Sequence[Lead], now: datetime) -> int:
    """Plan the reminders of one deadline whose moments have come: the latest is sent, earlier ones are part of it.

    What was missed while the bot was away goes into the catch-up, but a limit of hours still open is sent singly.
    """
    if not due:
        return 0
    last = due[-1]
    was_missed = chat.missed is not None and last.at <= chat.missed[1]
    singly = not was_missed or (last.kind == "limit" and each.due_at > now)
    if not singly:
        assert chat.missed is not None
        plan_catch_up(store, chat, each.topic, chat.missed, now)
    for lead in due:
        state = "pending" if singly and lead is last else "merged"
        escalates = state == "pending" and lead.name in ESCALATING and not each.acknowledged_at
        fresh = _add(store, each, lead, state, escalates=escalates)
        if fresh and state == "pending":
            _supersede(store, each, lead)
            if escalates:
                _call_in(store, chat, each, lead)
    return 1


def key_of(each: Deadline, name: str) -> str:
    """Return the key under which a reminder of this revision of the deadline can exist once."""
    return f"d{each.id}:r{each.rev}:{name}"


def _add(store: Store, each: Deadline, lead: Lead, state: str, *, escalates: bool) -> bool:
    return store.outbox.add(
        key_of(each, lead.name),
        each.chat_id,
        lead.kind,
        lead.at,
        topic=each.topic,
        deadline_id=each.id,
        payload={"lead": lead.name, "escalate": escalates},
        state=state,
    )


def _supersede(store: Store, each: Deadline, lead: Lead) -> None:
    """A reminder that could not be sent in time gives way to the next one of the same deadline."""
    store.database.run(
        "UPDATE outbox SET state = 'merged' WHERE deadline_id = ? AND state = 'pending' AND key <> ? "
        "AND kind IN ('limit', 'due', 'lead', 'overdue')",
        (each.id, key_of(each, lead.name)),
    )


def _call_in(store: Store, chat: Chat, each: Deadline, lead: Lead) -> None:
    """Nobody reacted until a working day before: write to the backup and the admins, once, where they know the bot."""
    for user in {each.backup_id or 0, *chat.admins} - {each.owner_id, 0}:
        private = store.known_chat(user)
        if private is not None and private.id != chat.id:
            store.outbox.add(
                key_of(each, f"escalation:u{user}"),
                private.id,
                "escalation",
                lead.at,
                deadline_id=each.id,
                payload={"lead": lead.name, "from_chat": chat.id},
            )


def _plan_digests(store: Store, now: datetime, workdays: Workdays, news: News) -> tuple[int, bool]:
    rows = store.database.rows(
        "SELECT * FROM subscriptions WHERE next_at <= ? ORDER BY next_at LIMIT ?", (stamp(now), BATCH)
    )
    planned = 0
    for each in map(subscription, rows):
        chat = store.chat_by_id(each.chat_id)
        later = (found for found in occurrences(each, chat.timezone, workdays) if found[0] > each.planned_to)
        due = None
        for at, day in later:
            if at > now:
                break
            due = (at, day)
        store.database.run(
            "UPDATE subscriptions SET planned_to = ?, next_at = ? WHERE id = ?", (stamp(now), stamp(at), each.id)
        )
        if due and chat.state == "active" and now - due[0] <= DIGEST_KEEPS:
            planned += _plan_digest(store, chat, each, *due, now, news)
    return planned, len(rows) == BATCH


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


def _plan_digest(
    store: Store, chat: Chat, each: Subscription, at: datetime, day: date, now: datetime, news: News
) -> int:
    """Plan one digest unless it would be empty or a catch-up says the same."""
    topic = each.topic or None
    if digests.compose(store.deadlines.of_chat(chat.id, topic=topic), now, day, news(chat.id, day)).is_empty:
        return 0
    caught_up = chat.missed is not None and at <= chat.missed[1] and _has_catch_up(store, chat)
    return store.outbox.add(
        f"c{chat.id}{f't{each.topic}' if each.topic else ''}:digest:{day.isoformat()}",
        chat.id,
        "digest",
        at,
        topic=each.topic,
        payload={"day": day.isoformat(), "rhythm": each.rhythm},
        expires=at + DIGEST_KEEPS,
        state="merged" if caught_up else "pending",
    )


def _has_catch_up(store: Store, chat: Chat) -> bool:
    assert chat.missed is not None
    return store.database.row("SELECT 1 FROM outbox WHERE key = ?", (catch_up_key(chat, chat.missed[0]),)) is not None
