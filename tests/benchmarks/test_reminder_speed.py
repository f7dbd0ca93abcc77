"""How long a tick and a message take, with twenty thousand deadlines in the store."""

from datetime import timedelta
from itertools import count

import pytest
from workweek import Workweek, utc

from bot.deadline import NewDeadline
from bot.store import Store
from bot.tick import tick

START = utc("2026-11-23 08:00")
DEADLINES = 20_000


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory):
    """Five thousand chats with four deadlines each, none of them due."""
    with Store.open(tmp_path_factory.mktemp("crowded") / "redline.db") as store:
        with store.database.transaction():
            chats = [store.chat(-1000 - number).id for number in range(5_000)]
            for number in range(DEADLINES):
                due = START.date() + timedelta(days=1 + number % 200)
                store.deadlines.add(chats[number % 5_000], NewDeadline("x", due.isoformat()), 7, START)
        store.database.run("UPDATE deadlines SET next_at = '2027-11-23T00:00:00+00:00'")
        yield store


def test_a_tick_with_nothing_to_do(benchmark, crowded: Store) -> None:
    seconds = count(1)
    benchmark(lambda: tick(crowded, START + timedelta(milliseconds=next(seconds)), Workweek()))


def test_a_tick_with_as_much_as_one_may_do(benchmark, crowded: Store) -> None:
    """A full batch of reminders, planned in one transaction; the bar is 200 ms."""

    def again() -> None:
        ids = "SELECT id FROM deadlines ORDER BY id LIMIT 150"
        crowded.database.run("DELETE FROM outbox")
        crowded.database.run(
            f"UPDATE deadlines SET planned_to = '2026-11-23T00:00:00+00:00', next_at = planned_to WHERE id IN ({ids})"
        )
        crowded.set_meta("last_tick", "2026-11-24T00:59:55+00:00")

    benchmark.pedantic(tick, (crowded, utc("2026-11-24 09:00"), Workweek()), setup=again, rounds=10)
    assert benchmark.stats.stats.max < 0.2


def test_claim_and_record_one_message(benchmark, crowded: Store) -> None:
    numbers = count(1)
    with crowded.database.transaction():
        for number in range(2_000):
            crowded.outbox.add(f"d{number}:r9:T-0", 1 + number % 5_000, "due", START)

    def one() -> None:
        parcel = crowded.outbox.claim(START, "boot")
        if parcel:
            crowded.outbox.sent(parcel.key, next(numbers), START)

    benchmark.pedantic(one, rounds=500)
