"""The sender: what it sends, in which order and at what pace, and what it does when Telegram or the network fails."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from post import NOW, Post, lost
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from workweek import planned

from bot.deadline import NewDeadline
from bot.store import Store


@pytest.fixture
def post(store: Store, monkeypatch: pytest.MonkeyPatch) -> Post:
    for pause in ("FIRST_PAUSE_SECONDS", "LONGEST_PAUSE_SECONDS", "STORE_PAUSE_SECONDS"):
        monkeypatch.setattr(f"bot.sender.{pause}", 0.01)
    monkeypatch.setattr("bot.courier.STORE_PAUSE_SECONDS", 0.01)
    return Post(store)


@pytest.fixture
def chat(store: Store) -> int:
    return store.chat(-100).id


async def test_what_is_urgent_goes_first(post: Post, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sender.IN_FLIGHT", 1)
    for number, kind in enumerate(("digest", "lead", "limit", "due")):
        post.add(kind, store.chat(-100 - number).id, kind)
    await post.all_sent()
    assert post.texts == ["<b>limit</b>", "<b>due</b>", "<b>lead</b>", "<b>digest</b>"]


async def test_a_message_is_sent_once_and_its_number_kept(post: Post, store: Store, chat: int) -> None:
    post.add("d1:r1:T-0", chat, topic=5)
    await post.all_sent()
    await post.until(lambda: True)
    assert post.telegram.got == [(-100, 5, "<b>d1:r1:T-0</b>")]
    found = store.outbox.of_message(chat, 1)
    assert found is not None
    assert found.key == "d1:r1:T-0"


async def test_nothing_left_to_say_is_not_said(post: Post, chat: int) -> None:
    post.add("d1:r1:T-0", chat, payload={"say": False})
    await post.all_sent()
    assert post.states() == {"d1:r1:T-0": "skipped"}
    assert post.texts == []


async def test_a_digest_that_waited_too_long_is_not_sent(post: Post, chat: int) -> None:
    post.add("c1:digest:2026-11-23", chat, "digest", expires=NOW)
    post.now = NOW + timedelta(seconds=1)
    await post.all_sent()
    assert post.states() == {"c1:digest:2026-11-23": "expired"}


NOT_SENT = [
    pytest.param(lost(httpx.ConnectError), id="refused"),
    pytest.param(lost(httpx.ConnectTimeout, TimedOut), id="no connection in time"),
    pytest.param(lost(httpx.PoolTimeout, TimedOut), id="no free connection in time"),
]


@pytest.mark.parametrize("error", NOT_SENT)
async def test_what_surely_did_not_leave_is_sent_again_without_a_mark(post: Post, chat: int, error: Exception) -> None:
    post.add("d1:r1:T-0", chat)
    post.telegram.errors = [error] * 5
    await post.all_sent()
    assert post.texts == ["<b>d1:r1:T-0</b>"]


IN_DOUBT = [
    pytest.param(lost(httpx.ReadError), id="reset after it arrived"),
    pytest.param(lost(httpx.ReadTimeout, TimedOut), id="no answer in time"),
    pytest.param(lost(httpx.RemoteProtocolError), id="closed without an answer"),
    pytest.param(lost(httpx.WriteTimeout, TimedOut), id="not written in time"),
    pytest.param(NetworkError("Bad Gateway"), id="502"),
    pytest.param(NetworkError("Internal Server Error"), id="500"),
]


@pytest.mark.parametrize("error", IN_DOUBT)
async def test_a_reminder_in_doubt_is_sent_once_more_after_a_minute_and_says_so(post: Post, chat: int, error) -> None:
    post.add("d1:r1:T-0", chat)
    post.telegram.errors = [error]
    await post.until(lambda: post.courier.counts["unknown"] == 1)
    before = len(post.texts)
    await post.until(lambda: True)
    assert len(post.texts) == before
    post.now = NOW + timedelta(seconds=60)
    await post.all_sent()
    assert post.texts[before:] == ["(possibly repeated) <b>d1:r1:T-0</b>"]


@pytest.mark.parametrize("error", IN_DOUBT)
async def test_a_reminder_in_doubt_twice_is_given_up_and_the_maintainers_told(post: Post, chat: int, error) -> None:
    post.add("d1:r1:T-0", chat)
    post.telegram.errors = [error, error]
    await post.until(lambda: post.courier.counts["unknown"] == 1)
    post.now = NOW + timedelta(seconds=60)
    await post.all_sent()
    assert post.states() == {"d1:r1:T-0": "dead"}
    assert post.alerts == ["reminder given up"]
    assert len(post.texts) <= 2


async def test_a_digest_in_doubt_is_not_sent_again(post: Post, chat: int) -> None:
    post.add("c1:digest:2026-11-23", chat, "digest")
    post.telegram.errors = [lost(httpx.ReadError)]
    await post.all_sent()
    assert post.states() == {"c1:digest:2026-11-23": "unknown"}
    assert len(post.texts) == 1


async def test_a_press_proves_that_a_message_in_doubt_arrived(post: Post, store: Store, chat: int) -> None:
    post.add("d1:r1:T-0", chat)
    post.telegram.errors = [lost(httpx.ReadError)]
    await post.until(lambda: post.courier.counts["unknown"] == 1)
    store.outbox.seen("d1:r1:T-0")
    post.now = NOW + timedelta(seconds=60)
    await post.all_sent()
    assert len(post.texts) == 1


async def test_after_trouble_telegram_is_asked_something_harmless_before_a_message_is_risked(
    post: Post, store: Store
) -> None:
    for number in range(30):
        post.add(f"d{number}:r1:T-0", store.chat(-100 - number).id)
    post.telegram.errors = [NetworkError("Bad Gateway")] * 4
    post.telegram.back = False
    await post.until(lambda: post.telegram.probes >= 20)
    assert len(planned(store)) == 30  # at most four were risked, and those wait for their minute
    assert post.courier.counts["unknown"] <= 4
    post.telegram.back, post.telegram.errors = True, []
    post.now = NOW + timedelta(minutes=10)
    await post.all_sent()
    assert set(post.states().values()) == {"sent"}


async def test_too_many_requests_stop_everything_for_as_long_as_telegram_says(post: Post, store: Store) -> None:
    for number in range(10):
        post.add(f"d{number}:r1:T-0", store.chat(-100 - number).id)
    post.telegram.errors = [RetryAfter(35)] * 4
    await post.until(lambda: post.courier.counts["flood"] >= 1)
    sent = len(post.texts)
    halted = post.sender._halted_until - asyncio.get_running_loop().time()
    assert 30 < halted <= 35
    assert sent < 10
    post.now += timedelta(seconds=35)
    await post.all_sent()
    assert sorted(post.texts) == sorted(f"<b>d{number}:r1:T-0</b>" for number in range(10))


async def test_during_a_very_long_wait_limits_of_hours_are_tried_and_the_maintainers_told(
    post: Post, store: Store
) -> None:
    post.add("d1:r1:T-0", store.chat(-100).id, "due")
    post.telegram.errors = [RetryAfter(10072)]
    task = asyncio.create_task(post.sender.run())
    while not post.alerts:
        await asyncio.sleep(0.002)
    post.add("d2:r1:90%", store.chat(-200).id, "limit")
    post.sender.wake()
    while not post.texts:
        await asyncio.sleep(0.002)
    await post.sender.stop()
    await task
    assert (post.texts, post.alerts) == (["<b>d2:r1:90%</b>"], ["Telegram makes us wait"])
    assert planned(store) == ["d1:r1:T-0"]


async def test_a_group_that_moved_gets_the_message_under_its_new_number(post: Post, store: Store, chat: int) -> None:
    post.add("d1:r1:T-0", chat)
    post.telegram.errors = [ChatMigrated(-100200)]
    await post.all_sent()
    assert post.telegram.got == [(-100200, 0, "<b>d1:r1:T-0</b>")]
    assert store.chat_by_id(chat).telegram_id == -100200


async def test_a_chat_that_blocked_the_bot_is_left_alone_and_its_owners_told(
    post: Post, store: Store, chat: int
) -> None:
    store.deadlines.add(chat, NewDeadline("评估", "2026-12-31", owner_id=7), 7, NOW)
    store.chat(7)
    for number in range(3):
        post.add(f"d1:r1:{number}", chat)
    post.telegram.errors = [Forbidden("bot was kicked from the supergroup chat")]
    await post.all_sent()
    assert store.chat_by_id(chat).state == "blocked"
    assert [chat for chat, _, _ in post.telegram.got] == [7]
    assert planned(store, "merged") == ["d1:r1:0", "d1:r1:1", "d1:r1:2"]


async def test_a_lost_topic_sends_to_the_whole_group_and_says_so_once(post: Post, store: Store, chat: int) -> None:
    post.add("d1:r1:T-3wd", chat, topic=5)
    post.add("d1:r1:T-1wd", chat, topic=5)
    post.telegram.lost_topics = {5}
    await post.all_sent()
    assert sorted(text for _, _, text in post.telegram.got) == [
        "<b>c1:topic-gone:5</b>", "<b>d1:r1:T-1wd</b>", "<b>d1:r1:T-3wd</b>",
    ]  # fmt: skip
    assert {topic for _, topic, _ in post.telegram.got} == {0}


async def test_formatting_that_telegram_cannot_read_is_sent_as_plain_text_once(post: Post, chat: int) -> None:
    post.add("d1:r1:T-0", chat)
    post.telegram.errors = [BadRequest("Can't parse entities: unclosed start tag at byte offset 3")]
    await post.all_sent()
    assert post.texts == ["d1:r1:T-0"]


async def test_what_telegram_refuses_is_given_up_and_the_maintainers_told(post: Post, chat: int) -> None:
    post.add("d1:r1:T-0", chat)
    post.telegram.errors = [BadRequest("Not enough rights to send text messages to the chat")]
    await post.all_sent()
    assert post.states() == {"d1:r1:T-0": "dead"}
    assert post.alerts == ["cannot write to chat 1"]


async def test_a_revoked_token_loses_nothing(post: Post, chat: int) -> None:
    post.add("d1:r1:T-0", chat)
    post.telegram.errors = [InvalidToken("Unauthorized")]
    await post.all_sent()
    assert post.texts == ["<b>d1:r1:T-0</b>"]
    assert post.alerts == ["token refused"]


async def test_a_bug_in_one_message_does_not_stop_the_others(post: Post, store: Store, chat: int) -> None:
    post.add("bad", chat, payload={"say": "wrongly"})
    post.add("good", store.chat(-200).id)
    await post.all_sent()
    assert post.states() == {"bad": "dead", "good": "sent"}


async def test_a_killed_process_leaves_at_most_four_in_doubt_and_they_are_marked(post: Post, store: Store) -> None:
    for number in range(6):
        post.add(f"d{number}:r1:T-0", store.chat(-100 - number).id)
    claimed = [store.outbox.claim(NOW, "an earlier start") for _ in range(4)]
    for parcel in claimed:
        store.outbox.leaves(parcel.key)
    await post.all_sent()
    assert sorted(text for text in post.texts if "repeated" in text) == [
        f"(possibly repeated) <b>{parcel.key}</b>" for parcel in claimed if parcel
    ]
    assert len(post.texts) == 6


async def test_a_chat_forgotten_at_the_last_moment_does_not_stop_the_others(
    post: Post, store: Store, chat: int
) -> None:
    post.add("gone", chat)
    post.add("there", store.chat(-200).id)
    claim = store.outbox.claim

    def claim_and_forget(*given):
        parcel = claim(*given)
        if parcel and parcel.key == "gone":
            store.forget_chat(chat)
        return parcel

    store.outbox.claim = claim_and_forget  # type: ignore[method-assign]
    await post.all_sent()
    assert post.texts == ["<b>there</b>"]


async def test_a_bug_in_the_sender_itself_is_survived(post: Post, store: Store, chat: int) -> None:
    post.add("d1:r1:T-0", chat)
    claim, errors = store.outbox.claim, [RuntimeError("a bug")]

    def stumble(*given):
        if errors:
            raise errors.pop()
        return claim(*given)

    store.outbox.claim = stumble  # type: ignore[method-assign]
    await post.all_sent()
    assert (post.texts, post.alerts) == (["<b>d1:r1:T-0</b>"], ["the sender stumbled"])


async def test_a_graceful_stop_leaves_nothing_in_doubt(post: Post, store: Store) -> None:
    for number in range(8):
        post.add(f"d{number}:r1:T-0", store.chat(-100 - number).id)
    await post.until(lambda: len(post.texts) >= 2)
    assert planned(store, "sending") == []
    await post.all_sent()
    assert len(post.texts) == 8
    assert not [text for text in post.texts if "repeated" in text]


async def test_a_disk_that_is_full_for_a_moment_neither_loses_nor_doubles(post: Post, store: Store, chat: int) -> None:
    post.add("d1:r1:T-0", chat)
    post.add("d2:r1:T-0", chat)
    store.database.run("PRAGMA query_only = on")  # every write fails, as on a full disk
    sender = asyncio.create_task(post.sender.run())
    while not post.alerts:
        await asyncio.sleep(0.002)
    assert post.texts == []
    store.database.run("PRAGMA query_only = off")
    while len(post.texts) < 2:
        await asyncio.sleep(0.002)
    await post.sender.stop()
    await sender
    assert sorted(post.texts) == ["<b>d1:r1:T-0</b>", "<b>d2:r1:T-0</b>"]
