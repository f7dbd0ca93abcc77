"""What came is answered, whatever happens to the process meanwhile: once, or when it died in between, once more."""

import json
import signal
import sqlite3
from pathlib import Path

import pytest
from conversation import Clock
from running import free_port
from telegram import Message, Update
from telegram_faults import Fault

from bot.receiving import Polls, Receiving
from bot.store import Store

VOICE_CHAT = "does our voice-chat feature need an assessment?"
MEI = {"id": 7, "is_bot": False, "first_name": "Mei"}


def update(number: int, text: str = "hello") -> bytes:
    message = {"message_id": number, "date": 1, "chat": {"id": 7, "type": "private"}, "from": MEI, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


def parsed(raw: bytes) -> Update:
    read = Update.de_json(json.loads(raw), None)
    assert read is not None
    return read


@pytest.fixture
def receiving(store: Store, clock: Clock) -> Receiving:
    return Receiving(store.inbox, clock)


async def left(store: Store, clock: Clock) -> list[str]:
    """The texts that the next process would answer."""
    queue = Receiving(store.inbox, clock)
    await queue.resume(None)  # type: ignore[arg-type]
    return [str(queue.get_nowait().message.text) for _ in range(queue.qsize())]  # type: ignore[attr-defined]


async def test_what_is_handled_is_not_left_and_what_is_not_is(receiving, store, clock):
    receiving.arrived([update(1, "one"), update(2, "two"), update(3, "three")])
    for number in (1, 2, 3):
        await receiving.put(parsed(update(number)))
    receiving.done(parsed(update(2)))
    assert await left(store, clock) == ["one", "three"]


async def test_an_update_that_comes_twice_is_handed_over_once_also_after_a_restart(receiving, store, clock):
    for _ in range(2):
        receiving.arrived([update(1)])
        await receiving.put(parsed(update(1)))
    assert receiving.qsize() == 1
    receiving.done(parsed(update(1)))
    next_one = Receiving(store.inbox, clock)
    next_one.arrived([update(1), update(2)])
    for number in (1, 2):
        await next_one.put(parsed(update(number)))
    assert next_one.qsize() == 1


async def test_what_no_poll_wrote_down_is_written_when_it_is_handed_over(receiving, store, clock):
    await receiving.put(parsed(update(1, "by webhook")))
    assert await left(store, clock) == ["by webhook"]


async def test_an_update_that_may_kill_the_process_is_left_alone_in_the_end(receiving, store, clock):
    receiving.arrived([update(1)])
    for _ in range(2):
        next_one = Receiving(store.inbox, clock)
        await next_one.resume(None)  # type: ignore[arg-type]
        next_one.begins(next_one.get_nowait())
    assert await left(store, clock) == []


async def test_an_update_whose_turn_did_not_come_is_never_left_alone(receiving, store, clock):
    receiving.arrived([update(1, "one")])
    assert [await left(store, clock) for _ in range(5)] == [["one"]] * 5


async def test_what_was_left_is_struck_off_when_it_is_handled(receiving, store, clock):
    receiving.arrived([update(1)])
    next_one = Receiving(store.inbox, clock)
    await next_one.resume(None)  # type: ignore[arg-type]
    next_one.done(next_one.get_nowait())
    assert await left(store, clock) == []


async def test_an_update_that_cannot_be_read_does_not_keep_the_next_process_from_starting(receiving, store, clock):
    receiving.arrived([b'{"update_id": 1, "message": {"message_id": 1}}', update(2, "two")])
    next_one = Receiving(store.inbox, clock)
    await next_one.resume(None)  # type: ignore[arg-type]
    passed_over, two = next_one.get_nowait(), next_one.get_nowait()
    assert isinstance(passed_over, Update)
    assert isinstance(two, Update)
    assert (passed_over.message, two.message and two.message.text) == (None, "two")
    next_one.done(passed_over)
    assert await left(store, clock) == ["two"]


async def test_nobody_waits_a_day_for_an_answer(receiving, store, clock):
    receiving.arrived([update(1)])
    clock.shift(days=1, seconds=1)
    assert await left(store, clock) == []


async def test_of_a_handled_update_the_number_is_kept_for_minutes_and_nothing_else(receiving, store, clock):
    receiving.arrived([update(1)])
    receiving.done(parsed(update(1)))
    (row,) = store.database.rows("SELECT * FROM inbox")
    assert (row["update_id"], row["telegram_id"], row["user_id"], row["payload"]) == (1, None, None, None)
    clock.shift(minutes=6)
    receiving.arrived([update(2)])
    assert [row["update_id"] for row in store.database.rows("SELECT update_id FROM inbox")] == [2]


async def test_an_inline_query_is_not_worth_it(receiving, store):
    receiving.arrived([json.dumps({"update_id": 1, "inline_query": {"id": "1", "from": MEI, "query": "x"}}).encode()])
    assert store.inbox.known() == []


async def test_forgetting_a_person_forgets_what_they_just_sent(receiving, store):
    receiving.arrived([update(1, "zanzibar")])
    assert store.export_of_user(7)["inbox"][0]["telegram_id"] == 7
    assert store.forget_user(7).removed["inbox"] == 1
    assert store.inbox.known() == []


@pytest.mark.parametrize("raw", [b"7", b"{}", b'{"update_id": "x"}', b'{"update_id": -1}', b'{"update_id": 1e400}'])
async def test_what_is_no_update_is_not_written_down(receiving, store, raw):
    receiving.arrived([raw, b'{"update_id": %d, "message": {}}' % 10**40])
    assert store.inbox.known() == []


class Telegram:
    """A client that answers every poll with all updates from the offset on."""

    read_timeout = 1

    def __init__(self, *updates: bytes) -> None:
        self.updates = updates

    async def do_request(self, url: str, method: str, request_data: object) -> tuple[int, bytes]:
        offset = int(request_data.json_parameters["offset"])  # type: ignore[attr-defined]
        waiting = [each for each in self.updates if json.loads(each)["update_id"] >= offset]
        return 200, b'{"ok":true,"result":[%b]}' % b",".join(waiting)


class Offset:
    def __init__(self, number: int) -> None:
        self.json_parameters = {"offset": str(number)}


async def test_an_update_that_cannot_be_read_does_not_hold_up_the_others(receiving, monkeypatch):
    """As the library polls: it goes on from the last update of an answer, or asks again if it cannot read one."""
    monkeypatch.setattr("bot.receiving.PAUSE_SECONDS", 0)
    broken = b'{"update_id": 3, "message": {"message_id": 1}}'
    polls = Polls(Telegram(update(1), update(2), broken, update(4), update(5)), lambda *_: None, receiving)  # type: ignore[arg-type]
    got, offset = list[int](), 0
    for _ in range(12):
        _, body = await polls.do_request("getUpdates", "POST", Offset(offset))  # type: ignore[arg-type]
        found = json.loads(body)["result"]
        if any(each.get("message", {}).keys() == {"message_id"} for each in found):
            continue
        got += [each["update_id"] for each in found if "message" in each]
        offset = found[-1]["update_id"] + 1 if found else offset
    assert got == [1, 2, 4, 5]


def test_who_asked_when_it_was_killed_is_answered_when_it_is_back(server, start):
    first = start()
    server.faults.append(Fault("sendMessage", "slow", seconds=600, times=3))
    asked = [server.say(user, VOICE_CHAT) for user in ("mei", "chen", "anna")]
    server.wait_for(lambda: not server.faults[0].times)
    polls = server.polls
    server.wait_for(lambda: server.polls > polls or not server.telegram.waiting())  # Telegram heard that they came
    first.send_signal(signal.SIGKILL)
    first.wait()
    server.faults.clear()
    start()
    for one in asked:
        assert "Art. 7" in server.reply_to(one).text


def test_by_webhook_as_well(server, start):
    port = free_port()
    webhook = {
        "REDLINE_WEBHOOK__URL": f"http://127.0.0.1:{port}/redline",
        "REDLINE_WEBHOOK__PORT": str(port),
        "REDLINE_WEBHOOK__SECRET": "a-secret-of-the-tests",
    }
    first = start(**webhook)
    server.faults.append(Fault("sendMessage", "slow", seconds=600))
    asked = server.say("mei", VOICE_CHAT)
    server.wait_for(lambda: not server.faults[0].times and not server.telegram.waiting())
    first.send_signal(signal.SIGKILL)
    first.wait()
    server.faults.clear()
    start(**webhook)
    assert "Art. 7" in server.reply_to(asked).text


def test_an_update_of_telegrams_that_nobody_can_read_is_passed_over(server, start, tmp_path: Path):
    start()

    def send_nonsense() -> None:
        server.telegram._last_update += 1
        server.telegram.updates.append({"update_id": server.telegram._last_update, "message": {"message_id": 1}})

    server.do(send_nonsense)
    asked = server.say("mei", VOICE_CHAT)
    assert "Art. 7" in server.reply_to(asked).text
    assert "passed over" in (tmp_path / "log").read_text()


def test_with_a_retention_of_nothing_no_word_is_written_down(server, start, tmp_path: Path):
    start(REDLINE_PRIVACY__RETENTION_DAYS="0")
    server.faults.append(Fault("sendMessage", "slow", seconds=600))
    server.say("mei", f"zanzibar, {VOICE_CHAT}")
    server.wait_for(lambda: not server.faults[0].times)
    assert all(b"zanzibar" not in path.read_bytes() for path in (tmp_path / "data").glob("redline.db*"))


async def test_a_database_that_is_locked_keeps_nobody_from_being_answered_and_is_told_later(store, clock, caplog):
    receiving = Receiving(store.inbox, clock)
    await receiving.put(parsed(update(1)))
    other = sqlite3.connect(store.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for number, text in ((2, "two"), (3, "three")):
        await receiving.put(parsed(update(number, text)))
    receiving.done(parsed(update(1)))
    receiving.done(parsed(update(2)))
    other.execute("ROLLBACK")
    other.close()
    assert receiving.qsize() == 3
    assert "without being written down" in caplog.text
    await receiving.put(parsed(update(4, "four")))
    receiving.done(parsed(update(4)))
    assert await left(store, clock) == ["three"]


def test_updates_of_a_message_are_what_telegram_sent(store, clock):
    receiving = Receiving(store.inbox, clock)
    receiving.arrived([update(1, "期限 & <b>")])
    read = parsed(store.inbox.resume(clock())[0].encode())
    assert isinstance(read.message, Message)
    assert read.message.text == "期限 & <b>"
