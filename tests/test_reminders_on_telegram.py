"""What happens to reminders when something happens in Telegram. Each test is one situation."""

from datetime import timedelta

import httpx
import pytest
from post import MEI, World, in_a_hurry, lost
from telegram.error import ChatMigrated, Forbidden, NetworkError, RetryAfter
from workweek import planned, utc

from bot import chat_changes
from bot.database import stamp
from bot.store import Store


@pytest.fixture
def world(store: Store, monkeypatch: pytest.MonkeyPatch) -> World:
    return in_a_hurry(World(store), monkeypatch)


@pytest.fixture
def chat(store: Store) -> int:
    return store.chat(-100).id


# Migration


async def test_a_group_becomes_a_supergroup_before_a_send(world: World, store: Store, chat: int) -> None:
    world.deadline(chat, "2026-11-24")
    store.move_chat(-100, -100100)
    await world.at("2026-11-23 09:00")
    assert [number for number, _, _ in world.telegram.got] == [-100100]


async def test_a_group_becomes_a_supergroup_during_a_send(world: World, store: Store, chat: int) -> None:
    world.deadline(chat, "2026-11-24")
    world.telegram.errors = [ChatMigrated(-100100)]
    await world.at("2026-11-23 09:00")
    assert world.telegram.got == [(-100100, 0, "<b>d1:r1:T-1wd</b>")]
    assert store.chat(-100100).id == chat


async def test_the_supergroup_was_seen_first_and_both_chats_become_one(world: World, store: Store, chat: int) -> None:
    world.deadline(chat)
    store.subscriptions.subscribe(chat, 0, "daily", "09:00", world.now)
    stray = store.chat(-100100, "supergroup").id
    store.subscriptions.subscribe(stray, 0, "weekly", "10:00", world.now)
    store.subscriptions.subscribe(stray, 3, "weekly", "10:00", world.now)
    world.deadline(stray)
    store.move_chat(-100, -100100)
    kept = store.chat(-100100)
    assert (kept.id, kept.kind) == (chat, "supergroup")
    assert len(store.deadlines.of_chat(chat)) == 2
    assert [(each.topic, each.rhythm) for each in store.subscriptions.of_chat(chat)] == [(0, "daily"), (3, "weekly")]
    assert store.known_chat(-100) is None


async def test_both_sides_report_the_same_migration(store: Store, chat: int) -> None:
    store.move_chat(-100, -100100)
    assert store.move_chat(-100, -100100).id == chat
    assert len(store.database.rows("SELECT * FROM chats")) == 1


# Blocked, kicked, back


@pytest.mark.parametrize("words", ["bot was blocked by the user", "bot was kicked from the supergroup chat"])
async def test_blocked_or_kicked_the_deadlines_stay_and_the_owner_is_told_once_in_private(
    world, store, chat, words
) -> None:
    store.chat(MEI)
    world.deadline(chat, "2026-11-24")
    world.deadline(chat, "2026-11-27")
    world.telegram.errors = [Forbidden(words)]
    await world.at("2026-11-26 12:00")
    assert [(number, text.split(":")[1]) for number, _, text in world.telegram.got] == [(MEI, "unreachable")]
    assert len(store.deadlines.of_chat(chat)) == 2


async def test_unblocked_one_message_about_the_time_between_and_then_as_ever(
    world: World, store: Store, chat: int
) -> None:
    world.deadline(chat, "2026-11-27")
    await world.at("2026-11-23 12:00")
    chat_changes.blocked(store, chat, world.now)
    await world.at("2026-11-25 12:00")
    assert world.texts == []
    chat_changes.returned(store, chat, world.now)
    await world.at("2026-11-26 12:00")
    assert world.texts == ["<b>c1:catchup:2026-11-23T04:00:00+00:00</b>", "<b>d1:r1:T-1wd</b>"]


async def test_blocked_and_down_at_the_same_time_still_one_message(world: World, store: Store, chat: int) -> None:
    world.deadline(chat, "2026-11-27")
    await world.at("2026-11-23 12:00")
    chat_changes.blocked(store, chat, world.now)
    world.restart("2026-11-25 12:00")
    await world.step(world.now)
    chat_changes.returned(store, chat, world.now)
    assert await world.at("2026-11-25 12:30") == ["c1:catchup:2026-11-23T04:00:00+00:00"]


# Topics, limits, the network


async def test_a_deleted_topic_sends_to_the_whole_group_and_says_so_once(world: World, chat: int) -> None:
    world.deadline(chat, "2026-11-25", topic=9)
    world.telegram.lost_topics = {9}
    await world.at("2026-11-24 12:00")
    await world.at("2026-11-25 12:00")
    assert [(topic, text) for _, topic, text in world.telegram.got] == [
        (0, "<b>d1:r1:T-1wd</b>"), (0, "<b>c1:topic-gone:9</b>"), (0, "<b>d1:r1:T-0</b>"),
    ]  # fmt: skip


async def test_429_with_retry_after_35_seconds_loses_and_repeats_nothing(world: World, store: Store) -> None:
    for number in range(6):
        world.deadline(store.chat(-100 - number).id, "2026-11-24")
    world.telegram.errors = [RetryAfter(35)]
    world.now = utc("2026-11-23 09:00")
    await world.schedule.run()
    await world.until(lambda: world.courier.counts["flood"] == 1)
    assert len(world.texts) <= 3  # those that were under way
    world.now += timedelta(seconds=35)
    await world.all_sent()
    assert sorted(world.texts) == [f"<b>d{number}:r1:T-1wd</b>" for number in range(1, 7)]


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(NetworkError("Bad Gateway"), id="5xx"),
        pytest.param(lost(httpx.ReadError), id="connection reset after the message arrived"),
    ],
)
async def test_in_doubt_once_marked_once(world: World, chat: int, error: Exception) -> None:
    world.deadline(chat, "2026-11-24")
    world.telegram.errors = [error]
    await world.at("2026-11-23 09:00")
    await world.at("2026-11-23 09:30")
    assert [text for text in world.texts if "repeated" in text] == ["(possibly repeated) <b>d1:r1:T-1wd</b>"]
    assert len(world.texts) <= 2


@pytest.mark.parametrize("error", [lost(httpx.ConnectError), NetworkError("Bad Gateway")], ids=["refused", "5xx"])
async def test_an_outage_of_ten_minutes_loses_nothing(world: World, store: Store, error: Exception) -> None:
    for number in range(12):
        world.deadline(store.chat(-100 - number).id, "2026-11-24")
    world.telegram.errors, world.telegram.back = [error] * 4, False
    world.now = utc("2026-11-23 09:00")
    await world.schedule.run()
    await world.until(lambda: world.telegram.probes > 10)
    world.telegram.errors, world.telegram.back = [], True
    world.now = utc("2026-11-23 09:10")
    await world.all_sent()
    arrived = [text.removeprefix("(possibly repeated) ") for text in world.texts]
    assert sorted(arrived) == sorted(f"<b>d{number}:r1:T-1wd</b>" for number in range(1, 13))
    assert planned(store, "dead") == []


async def test_an_outage_into_the_night_waits_for_the_morning_unless_something_ends(world, store, chat) -> None:
    world.deadline(chat, "2026-11-24")
    world.deadline(chat, "2026-11-23")  # ends tonight
    for at in ("2026-11-23 09:00", "2026-11-23 20:00"):
        world.now = utc(at)
        store.set_meta("last_tick", stamp(world.now))  # the process runs, the network does not
        await world.schedule.run()
    store.set_meta("last_tick", stamp(utc("2026-11-23 22:59")))
    world.restart("2026-11-23 23:00")
    assert await world.step(world.now) == ["d2:r1:T-4h"]
    await world.at("2026-11-24 08:00")
    assert await world.at("2026-11-24 08:30") == ["d1:r1:T-1wd"]
