"""What an error says, with the real HTTP client: the exceptions the library raises for real troubles on a wire."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.request import HTTPXRequest
from telegram_faults import Fault
from telegram_server import TelegramServer

from bot.delivery import Verdict, diagnose


@pytest.fixture(scope="module")
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    request = HTTPXRequest(read_timeout=30, connect_timeout=30, pool_timeout=30)
    async with Bot(server.token, base_url=server.url, request=request) as bot:
        yield bot


@pytest.fixture
def group(server: TelegramServer) -> int:
    return server.do(server.telegram.group, "Legal").id


async def verdict_of(bot: Bot, chat: int, **patience: float) -> Verdict:
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(chat, "reminder", **patience)
    return diagnose(caught.value).verdict


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param("reset before", Verdict.UNKNOWN, id="connection reset; nobody can tell that it was too early"),
        pytest.param("reset after", Verdict.UNKNOWN, id="connection reset after the message arrived"),
        pytest.param("garbage", Verdict.UNKNOWN, id="an answer that is none"),
        pytest.param(500, Verdict.UNKNOWN, id="500"),
        pytest.param(502, Verdict.UNKNOWN, id="502"),
        pytest.param(403, Verdict.BLOCKED, id="403"),
        pytest.param(429, Verdict.FLOOD, id="429"),
        pytest.param(401, Verdict.NO_TOKEN, id="401"),
    ],
)
async def test_troubles_on_the_wire(server, bot: Bot, group: int, kind, expected: Verdict) -> None:
    server.faults.append(Fault("sendMessage", kind))
    assert await verdict_of(bot, group) is expected


async def test_no_answer_in_time(server, bot: Bot, group: int) -> None:
    server.faults.append(Fault("sendMessage", "slow", seconds=60))
    assert await verdict_of(bot, group, read_timeout=0.2) is Verdict.UNKNOWN


async def test_the_wait_of_a_flood_is_read(server, bot: Bot, group: int) -> None:
    server.faults.append(Fault("sendMessage", 429, seconds=35))
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(group, "reminder")
    assert diagnose(caught.value).wait == timedelta(seconds=35)


async def test_nobody_listens_so_nothing_was_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but not listening: the connection is refused
        bot = Bot("1:x", base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/bot")
        assert await verdict_of(bot, 1) is Verdict.RETRY
        await bot.shutdown()


async def test_no_free_connection_so_nothing_was_sent(server, group: int) -> None:
    request = HTTPXRequest(connection_pool_size=1, read_timeout=30)
    async with Bot(server.token, base_url=server.url, request=request) as bot:
        slow = Fault("sendMessage", "slow", seconds=60)
        server.faults.append(slow)
        first = asyncio.create_task(bot.send_message(group, "first"))
        while slow.times:
            await asyncio.sleep(0.01)
        assert await verdict_of(bot, group, pool_timeout=0.05) is Verdict.RETRY
        slow.seconds = 0
        await first


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Message thread not found", Verdict.NO_TOPIC),
        ("Bad Request: TOPIC_CLOSED", Verdict.NO_TOPIC),
        ('Can\'t parse entities: unsupported start tag "x" at byte offset 3', Verdict.BAD_MARKUP),
        ("Chat not found", Verdict.BLOCKED),
        ("Not enough rights to send text messages to the chat", Verdict.REFUSED),
        ("Message is too long", Verdict.REFUSED),
    ],
)
def test_the_words_of_a_refusal(words: str, expected: Verdict) -> None:
    assert diagnose(BadRequest(words)).verdict is expected


@pytest.mark.parametrize("make", [lambda: ValueError("a bug"), lambda: TelegramError("Invalid server response")])
def test_what_nobody_knows_is_in_doubt(make: Callable[[], Exception]) -> None:
    assert diagnose(make()).verdict is Verdict.UNKNOWN


def test_forbidden_is_blocked() -> None:
    assert diagnose(Forbidden("bot was kicked from the group chat")).verdict is Verdict.BLOCKED
