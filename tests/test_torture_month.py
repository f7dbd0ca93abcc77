"""Thirty days in the life of five thousand chats: what is planned is what a naive reading of the rules expects.

The clock is simulated, fifteen seconds a tick; tables, calendar and tick are the real ones. The expectation is worked
out for one deadline at a time, without tables.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

import pytest

from bot.deadline import Deadline, NewDeadline
from bot.leads import Clock, upcoming
from bot.localtime import Quiet, instant_of
from bot.plan_digests import occurrences
from bot.store import Store
from bot.store_subscriptions import Subscription
from bot.tick import tick
from knowledge import calendar_file

pytestmark = pytest.mark.torture

START = datetime(2026, 9, 14, 0, 0, tzinfo=UTC)  # the National Day holiday and its make-up days lie within
DAYS, CHATS, DEADLINES = 30, 5_000, 100_000
LEGAL = "Asia/Shanghai"
SLOT = timedelta(seconds=15)
ZONES = ("Asia/Shanghai", "Asia/Shanghai", "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Pacific/Auckland")
CALENDAR = calendar_file.built_in()


@dataclass(frozen=True)
class Event:
    """Something a person does to a deadline, seven seconds past a minute, so never together with a tick."""

    at: datetime
    number: int
    kind: str
    value: object = None


def slot(at: datetime) -> datetime:
    """The first tick that sees `at`."""
    return at + (-(at - START)) % SLOT


def a_deadline(rng: random.Random, chat: int) -> NewDeadline:
    day = START.date() + timedelta(days=rng.randint(1, 75))
    owner = rng.choice((None, 7, 8))
    match rng.random():
        case share if share < 0.02:
            event = START + timedelta(minutes=rng.randint(60, DAYS * 1440))
            hours = rng.choice((1, 4, 24, 72))
            wall, end = (f"{at:%Y-%m-%dT%H:%M}" for at in (event, event + timedelta(hours=hours)))
            period = {"unit": "hours", "length": hours}
            return NewDeadline("x", end, event=wall, period=period, zone="UTC", owner_id=owner)
        case share if share < 0.07:
            return NewDeadline("x", f"{day}T{rng.randint(0, 23):02}:{rng.randint(0, 59):02}", owner_id=owner)
        case share if share < 0.12:
            return NewDeadline("x", day.isoformat(), provisional=True, owner_id=owner)
        case share if share < 0.17:
            return NewDeadline("x", day.isoformat(), unrolled=(day - timedelta(days=2)).isoformat(), owner_id=owner)
    return NewDeadline("x", day.isoformat(), owner_id=owner)


def a_life(rng: random.Random, number: int, new: NewDeadline) -> Iterator[Event]:
    at = START + timedelta(minutes=rng.randint(1, DAYS * 1440), seconds=7)
    match rng.random():
        case share if share < 0.3:
            yield Event(at, number, "finish")
        case share if share < 0.36:
            due = (at + timedelta(days=rng.randint(1, 40))).date().isoformat()
            yield Event(at, number, "move", NewDeadline("x", due))
        case share if share < 0.4 and at < instant_of(new.due, new.zone):
            yield Event(at, number, "snooze", at.replace(second=0) + timedelta(hours=rng.choice((1, 20))))


def expected_of(first: Deadline, clock: Clock, life: list[Event], end: datetime) -> set[str]:
    """The keys that one deadline sends, read off its reminders between one event and the next."""
    keys: set[str] = set()
    state, since, floor = first, START, START
    for event in [*life, Event(end, first.id, "end")]:
        said: dict[datetime, str] = {}
        for lead in takewhile(lambda lead: lead.at <= end, upcoming(state, clock, CALENDAR)):
            if lead.at > floor and since < slot(lead.at) <= event.at:
                said[slot(lead.at)] = f"d{state.id}:r{state.rev}:{lead.name}"
        keys |= set(said.values())
        match event.kind:
            case "finish":
                return keys
            case "move":
                assert isinstance(event.value, NewDeadline)
                due, moves = event.value.due, (state.due, state.unrolled, state.zone) != (event.value.due, None, LEGAL)
                state = replace(
                    state, due=due, unrolled=None, due_at=instant_of(due, LEGAL), rev=state.rev + moves,
                    provisional=False, event=None, period=None, zone=LEGAL,
                )  # fmt: skip
                floor = event.at if moves else floor
            case "snooze":
                assert isinstance(event.value, datetime)
                state = replace(state, snoozed_until=event.value, snoozes=state.snoozes + 1)
        since = event.at
    return keys


def test_a_month_of_five_thousand_chats(tmp_path: Path) -> None:
    rng = random.Random(4)
    end = START + timedelta(days=DAYS)
    with Store.open(tmp_path / "redline.db") as store:
        store.database.run("PRAGMA synchronous = off")  # the machine does not fail here, and a month has many ticks
        clocks, expected, events = {}, set[str](), list[Event]()
        with store.database.transaction():
            chats = [store.chat(-1000 - number).id for number in range(CHATS)]
            for chat in chats:
                clocks[chat] = Clock(rng.choice(ZONES), Quiet())
                store.database.run("UPDATE chats SET timezone = ? WHERE id = ?", (clocks[chat].zone, chat))
                store.deadlines.add(chat, NewDeadline("nobody's", "2028-01-01"), 7, START)  # so no digest is empty
                rhythm, at = rng.choice(("daily", "weekly", "weekly")), rng.choice(("09:00", "17:30"))
                store.subscriptions.subscribe(chat, 0, rhythm, at, START)
                wish = Subscription(0, chat, 0, rhythm, at, START)
                for when, day in takewhile(lambda each: each[0] <= end, occurrences(wish, clocks[chat].zone, CALENDAR)):
                    if when > START:
                        expected.add(f"c{chat}:digest:{day}")
            for _ in range(DEADLINES):
                chat = rng.choice(chats)
                saved = store.deadlines.add(chat, a_deadline(rng, chat), 7, START)
                life = list(a_life(rng, saved.id, a_deadline_of(saved)))
                events += life
                expected |= expected_of(saved, clocks[chat], life, end)
        took = run(store, events, end)
        found = {row["key"] for row in store.database.rows("SELECT key FROM outbox WHERE state = 'sent'")}
    took.sort()
    print(
        f"\n{len(expected)} messages expected, {len(found)} sent, missing {len(expected - found)}, "
        f"too many {len(found - expected)}; {len(took)} ticks: median {took[len(took) // 2] * 1e3:.1f} ms, "
        f"p99 {took[int(len(took) * 0.99)] * 1e3:.0f} ms, slowest {took[-1] * 1e3:.0f} ms"
    )
    assert sorted(found - expected)[:5] == []
    assert sorted(expected - found)[:5] == []
    assert took[-1] < 0.2


def a_deadline_of(saved: Deadline) -> NewDeadline:
    return NewDeadline(saved.title, saved.due, zone=saved.zone)


def run(store: Store, events: list[Event], end: datetime) -> list[float]:
    """Live through the month; returns how long the processor worked for each tick, in seconds."""
    events.sort(key=lambda event: event.at)
    waiting, took, now = iter(events), list[float](), START
    event = next(waiting, None)
    while now <= end:
        with store.database.transaction():
            while event is not None and event.at < now:
                happen(store, event)
                event = next(waiting, None)
        more = True
        while more:
            began = time.thread_time()
            more = tick(store, now, CALENDAR).more
            took.append(time.thread_time() - began)
        store.database.run("UPDATE outbox SET state = 'sent' WHERE state = 'pending'")
        now += SLOT
    return took


def happen(store: Store, event: Event) -> None:
    match event.kind:
        case "finish":
            store.deadlines.finish(event.number, 7, event.at)
        case "move":
            assert isinstance(event.value, NewDeadline)
            store.deadlines.move(event.number, 7, event.at, event.value)
        case "snooze":
            assert isinstance(event.value, datetime)
            store.deadlines.snooze(event.number, 7, event.at, event.value, past_due=True)
