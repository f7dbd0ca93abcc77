"""Killed, stopped and swamped: no reminder is lost, few come twice, none three times, and people still get answers.

Long runs, by `make torture`. The process, its store and its HTTP client are real; only Telegram is ours.
"""

import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from torture_wire import Wire

from bot.deadline import NewDeadline
from bot.store import Store

pytestmark = pytest.mark.torture

MARK = "(possibly repeated) "
HERE = Path(__file__).parent
MONDAY_0859 = datetime(2026, 11, 23, 0, 59, 50, tzinfo=UTC)  # 08:59:50 in Shanghai


def start(database: Path, wire: Wire, offset: timedelta = timedelta(0)) -> "subprocess.Popen[str]":
    command = [sys.executable, str(HERE / "torture_process.py"), str(database), wire.url, str(offset.total_seconds())]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@contextmanager
def running(database: Path, wire: Wire, offset: timedelta) -> "Iterator[subprocess.Popen[str]]":
    process = start(database, wire, offset)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def states(database: Path) -> Counter[str]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)
    found = Counter(dict(connection.execute("SELECT state, count(*) FROM outbox WHERE key LIKE 'd%' GROUP BY state")))
    connection.close()
    return found


def seed(database: Path, count: int, seconds: float) -> set[str]:
    """Save `count` deadlines, one a chat, whose minute comes within `seconds`; return the keys that must arrive."""
    now = datetime.now(UTC)
    rng = random.Random(1)
    keys = set()
    with Store.open(database) as store, store.database.transaction():
        for number in range(count):
            due = now + timedelta(seconds=rng.uniform(60, 60 + seconds))
            chat = store.chat(-1000 - number).id
            new = NewDeadline("x", due.strftime("%Y-%m-%dT%H:%M"), zone="UTC")
            deadline = store.deadlines.add(chat, new, 7, now - timedelta(minutes=2))
            keys.add(f"d{deadline.id}:r1:T")
    return keys


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def copies_of(wire: Wire) -> dict[str, list[bool]]:
    """For each key, its copies in order, as marked or not."""
    found: dict[str, list[bool]] = {}
    for message in wire.delivered:
        found.setdefault(message.text.removeprefix(MARK), []).append(message.text.startswith(MARK))
    return found


def test_killed_at_random_moments_over_ten_thousand_reminders(tmp_path: Path) -> None:
    database, count = tmp_path / "redline.db", 10_000
    keys = seed(database, count, seconds=count / 22)
    rng = random.Random(2)
    kills, began = 0, time.monotonic()
    with Wire(delay=(0.05, 0.35)) as wire:
        while states(database)["sent"] + states(database)["dead"] < count:
            process = start(database, wire)
            time.sleep(rng.choice((rng.uniform(0, 0.5), rng.uniform(0.5, 3), rng.uniform(2, 8))))
            process.kill()
            process.wait()
            kills += 1
            assert time.monotonic() - began < 3000
        time.sleep(1)
    copies = copies_of(wire)
    doubles = [key for key, marks in copies.items() if len(marks) == 2]
    end = states(database)
    print(
        f"\n{count} reminders, {kills} kills in {time.monotonic() - began:.0f} s: lost {len(keys - copies.keys())}, "
        f"repeated {len(doubles)} ({len(doubles) / kills:.2f} a kill), most copies {max(map(len, copies.values()))}, "
        f"given up {end['dead']}, unmarked repeats {sum(copies[key] != [False, True] for key in doubles)}"
    )
    assert copies.keys() >= keys
    assert max(map(len, copies.values())) <= 2
    assert all(copies[key][1] for key in doubles)
    assert len(doubles) <= 4 * kills


def test_stopped_at_random_moments_nothing_is_repeated(tmp_path: Path) -> None:
    database, count = tmp_path / "redline.db", 1_000
    keys = seed(database, count, seconds=1)
    rng = random.Random(3)
    stops, slowest = 0, 0.0
    with Wire(delay=(0.05, 0.35)) as wire:
        while states(database)["sent"] < count:
            process = start(database, wire)
            time.sleep(rng.uniform(0.2, 4))
            before = time.monotonic()
            process.terminate()
            process.wait(20)
            slowest = max(slowest, time.monotonic() - before)
            stops += 1
    copies = copies_of(wire)
    repeated = sum(len(marks) > 1 for marks in copies.values())
    print(f"\n{count} reminders, {stops} stops (slowest {slowest:.1f} s): repeated {repeated}")
    assert copies.keys() == keys
    assert all(marks == [False] for marks in copies.values())
    assert slowest < 10


def test_five_thousand_digests_within_ten_minutes_while_people_ask(tmp_path: Path) -> None:
    """At true speed: the only clock that is moved is the calendar's, to a Monday morning."""
    database, count = tmp_path / "redline.db", 5_000
    friday = MONDAY_0859 - timedelta(days=3)
    with Store.open(database) as store, store.database.transaction():
        for number in range(count):
            chat = store.chat(-1000 - number).id
            store.deadlines.add(chat, NewDeadline("x", "2026-12-15", owner_id=7), 7, friday)
            store.subscriptions.subscribe(chat, 0, "weekly", "09:00", MONDAY_0859 - timedelta(hours=1))
        for number in range(500):  # and 500 reminders in chats of their own, all at nine and again at their minute
            due = MONDAY_0859 + timedelta(minutes=1 + number // 60)
            chat = store.chat(-100_000 - number).id
            new = NewDeadline("x", due.strftime("%Y-%m-%dT%H:%M"), zone="UTC", owner_id=7)
            store.deadlines.add(chat, new, 7, MONDAY_0859)
        store.set_meta("last_tick", MONDAY_0859.isoformat(timespec="seconds"))
    offset = MONDAY_0859 - datetime.now(UTC)
    with Wire(delay=(0.05, 0.35), paced=True) as wire, running(database, wire, offset):
        began = time.monotonic()
        asked = 0
        while time.monotonic() - began < 640 and _arrived(database) < count + 500:
            time.sleep(1)
            asked += 1
            wire.ask(50_000 + asked % 40, f"question-{asked}.")
        took = max(message.at for message in wire.delivered if "digest" in message.text) - began - 10
        time.sleep(3)
    waits = [wire.answered[text] - at for text, at in wire.asked.items() if text in wire.answered]
    digests = [message for message in wire.delivered if "digest" in message.text]
    late = _lateness(database, "key LIKE 'd%'")
    late_digests = _lateness(database, "kind = 'digest'")
    print(
        f"\n{len(digests)} digests in {took:.0f} s, {len(wire.refused)} times 429, {len(waits)} answers: "
        f"p50 {quantile(waits, 0.5):.2f} s, p95 {quantile(waits, 0.95):.2f} s, slowest {max(waits):.2f} s; lateness of "
        f"{len(late)} reminders: p50 {quantile(late, 0.5):.0f} s, p99 {quantile(late, 0.99):.0f} s; of digests: p50 "
        f"{quantile(late_digests, 0.5):.0f} s, p99 {quantile(late_digests, 0.99):.0f} s"
    )
    assert len({message.text for message in digests}) == len(digests) == count
    assert took <= 600
    assert wire.refused == []
    assert len(waits) >= asked - 3
    assert quantile(waits, 0.95) <= 2
    assert quantile(late, 0.99) <= 60


def test_lateness_of_an_ordinary_day(tmp_path: Path) -> None:
    """A reminder every half second for five minutes, at whole minutes as reminders are: thirty chats at a time."""
    database, count = tmp_path / "redline.db", 300
    seed(database, count, seconds=300)
    with Wire(delay=(0.05, 0.35), paced=True) as wire, running(database, wire, timedelta(0)):
        began = time.monotonic()
        while states(database)["sent"] < count and time.monotonic() - began < 480:
            time.sleep(1)
    late = _lateness(database, "key LIKE 'd%'")
    print(f"\n{len(late)} reminders: lateness p50 {quantile(late, 0.5):.0f} s, p99 {quantile(late, 0.99):.0f} s")
    assert len(late) == count
    assert quantile(late, 0.5) <= 8
    assert quantile(late, 0.99) <= 20
    assert wire.refused == []


def test_three_days_down_five_thousand_chats_one_message_each_within_five_minutes(tmp_path: Path) -> None:
    database, count = tmp_path / "redline.db", 5_000
    friday = MONDAY_0859 - timedelta(days=3)
    with Store.open(database) as store, store.database.transaction():
        for number in range(count):
            chat = store.chat(-1000 - number).id
            for due in ("2026-11-23", "2026-11-24", "2026-11-27"):
                store.deadlines.add(chat, NewDeadline("x", due, owner_id=7), 7, friday)
        store.set_meta("last_tick", friday.isoformat(timespec="seconds"))
    now = MONDAY_0859 + timedelta(hours=1)
    with Wire(delay=(0.05, 0.15), paced=True) as wire:
        began = time.monotonic()
        with running(database, wire, now - datetime.now(UTC)):
            while len(wire.delivered) < count and time.monotonic() - began < 400:
                time.sleep(1)
            time.sleep(5)
    first, last = wire.delivered[0].at - began, wire.delivered[-1].at - began
    print(f"\n{len(wire.delivered)} messages, the first after {first:.1f} s, the last after {last:.0f} s")
    assert sorted(message.chat for message in wire.delivered) == sorted(-1000 - number for number in range(count))
    assert all("catchup" in message.text for message in wire.delivered)
    assert first <= 60
    assert last <= 300
    assert wire.refused == []


def _arrived(database: Path) -> int:
    """How many digests and reminders of a minute were sent."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)
    (found,) = connection.execute(
        "SELECT count(*) FROM outbox WHERE (kind = 'digest' OR key LIKE '%:T') AND state = 'sent'"
    ).fetchone()
    connection.close()
    return int(found)


def _lateness(database: Path, where: str) -> list[float]:
    """Seconds between the moment of a message and Telegram's answer, by the bot's own record."""
    connection = sqlite3.connect(database)
    found = connection.execute(
        f"SELECT unixepoch(sent_at) - unixepoch(moment) FROM outbox WHERE state = 'sent' AND {where}"
    ).fetchall()
    connection.close()
    return [float(seconds) for (seconds,) in found]
