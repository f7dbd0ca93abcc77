"""The outbox: each message once, in order, in exactly one state."""

from datetime import timedelta

import pytest
from workweek import planned, utc

from bot.store import Store

NOW = utc("2026-11-23 10:00")


@pytest.fixture
def chat(store: Store) -> int:
    return store.chat(-100).id


def test_a_key_exists_once(store: Store, chat: int) -> None:
    assert store.outbox.add("d1:r1:T-0", chat, "due", NOW)
    assert not store.outbox.add("d1:r1:T-0", chat, "due", NOW + timedelta(days=1), payload={"other": True})
    assert len(planned(store)) == 1


def test_nothing_leaves_before_its_time(store: Store, chat: int) -> None:
    store.outbox.add("d1:r1:T-0", chat, "due", NOW)
    assert store.outbox.claim(NOW - timedelta(seconds=1), "boot") is None
    assert store.outbox.next_at() == NOW
    assert store.outbox.claim(NOW, "boot") is not None


def test_a_claimed_message_is_not_claimed_again(store: Store, chat: int) -> None:
    store.outbox.add("d1:r1:T-0", chat, "due", NOW)
    claimed = store.outbox.claim(NOW, "boot")
    assert claimed is not None
    assert (claimed.key, claimed.attempts, claimed.repeats) == ("d1:r1:T-0", 0, 0)
    assert store.outbox.claim(NOW, "boot") is None


def test_busy_chats_are_passed_over(store: Store, chat: int) -> None:
    other = store.chat(-200).id
    store.outbox.add("first", chat, "due", NOW)
    store.outbox.add("second", other, "due", NOW + timedelta(seconds=1))
    claimed = store.outbox.claim(NOW + timedelta(minutes=1), "boot", {chat})
    assert claimed is not None
    assert claimed.key == "second"


def test_only_what_is_urgent_enough_counts(store: Store, chat: int) -> None:
    store.outbox.add("d1:r1:T-0", chat, "due", NOW)
    assert store.outbox.claim(NOW, "boot", urgency=0) is None
    store.outbox.add("d2:r1:50%", chat, "limit", NOW)
    claimed = store.outbox.claim(NOW, "boot", urgency=0)
    assert claimed is not None
    assert claimed.key == "d2:r1:50%"


def test_what_left_a_killed_process_is_in_doubt_but_not_what_leaves_this_start(store: Store, chat: int) -> None:
    for key, boot in (("d1:r1:T-0", "before"), ("d2:r1:T-0", "now")):
        store.outbox.add(key, chat, "due", NOW)
        store.outbox.claim(NOW, boot)
        store.outbox.leaves(key)
    assert store.outbox.recover("now", NOW) == []
    again = store.outbox.claim(NOW, "now")
    assert again is not None
    assert (again.key, again.repeats) == ("d1:r1:T-0", 1)
    assert store.outbox.claim(NOW, "now") is None


def test_what_a_killed_process_only_claimed_is_no_repeat(store: Store, chat: int) -> None:
    store.outbox.add("d1:r1:T-0", chat, "due", NOW)
    for boot in ("first", "second", "third"):
        assert store.outbox.recover(boot, NOW) == []
        claimed = store.outbox.claim(NOW, boot)
        assert claimed is not None
        assert claimed.repeats == 0


def test_killed_twice_over_the_same_message_never_makes_three_copies(store: Store, chat: int) -> None:
    store.outbox.add("d1:r1:T-0", chat, "due", NOW)
    for boot in ("first", "second"):
        store.outbox.recover(boot, NOW)
        store.outbox.claim(NOW, boot)
        store.outbox.leaves("d1:r1:T-0")
    assert store.outbox.recover("third", NOW) == ["d1:r1:T-0"]
    assert store.outbox.claim(NOW, "third") is None


def test_in_a_chat_that_blocked_the_bot_nothing_waits(store: Store, chat: int) -> None:
    from bot import chat_changes

    chat_changes.blocked(store, chat, NOW)
    store.outbox.add("c1:law:x", chat, "law", NOW)
    assert planned(store, "merged") == ["c1:law:x"]


def test_how_deep_and_how_late_it_is(store: Store, chat: int) -> None:
    store.outbox.add("first", chat, "due", NOW)
    store.outbox.add("second", chat, "due", NOW + timedelta(seconds=20))
    store.outbox.claim(NOW, "boot")
    depth = store.outbox.depth(NOW + timedelta(seconds=50))
    assert depth == {"states": {"pending": 1, "claimed": 1}, "oldest_pending_seconds": 30.0}


def test_thousands_of_waiting_messages_do_not_slow_a_claim_down(store: Store) -> None:
    chats = [store.chat(-100 - number).id for number in range(50)]
    with store.database.transaction():
        for number in range(5000):
            store.outbox.add(f"d{number}:r1:T-0", chats[number % 50], "lead", NOW)
    plan = store.database.rows(
        "EXPLAIN QUERY PLAN SELECT * FROM outbox WHERE state = 'pending' AND prio <= 9 AND not_before <= '9' "
        "ORDER BY prio, not_before, key LIMIT 1"
    )
    assert any("outbox_pending" in row["detail"] for row in plan)
    assert not any(row["detail"] == "TEMP B-TREE FOR ORDER BY" for row in plan)
