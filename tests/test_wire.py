"""Our HTTP client against a server that answers, byte by byte, what the test says; and the same calls through httpx."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import HTTPXRequest
from telegram_server import TelegramServer

from bot.calls import Calls, carrier
from bot.config import Config, Telegram
from bot.delivery import Verdict, diagnose
from bot.wire import BrokenAnswer, NotSent, Wire

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Server:
    """Answers each request with the next of `answers`; None ends the connection, b"" says nothing more."""

    def __init__(self, *answers: bytes | None, pieces: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.answers = list(answers)
        self.tls = tls
        self.pieces = pieces
        self.connections = 0
        self.requests: list[bytes] = []
        self._open: list[asyncio.StreamWriter] = []

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot1:AA/getMe"
        finally:
            for writer in self._open:
                writer.close()
            server.close()
            await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.append(writer)
        try:
            while self.answers:
                head = await reader.readuntil(b"\r\n\r\n")
                size = int(head.lower().partition(b"content-length:")[2].partition(b"\r")[0] or 0)
                self.requests.append(head + await reader.readexactly(size))
                answer = self.answers.pop(0)
                if answer is None:
                    break
                for start in range(0, len(answer), self.pieces or len(answer) or 1):
                    writer.write(answer[start : start + (self.pieces or len(answer))])
                    await asyncio.sleep(0)
                if b"close" in answer.lower() or b"HTTP/1.0" in answer:
                    break
            else:
                return
        except asyncio.IncompleteReadError:
            pass
        writer.close()


Talk = Callable[[str], Awaitable[tuple[int, bytes]]]


async def call(url: str, wire: Wire, **patience: float) -> tuple[int, bytes]:
    return await wire.do_request(url, "POST", **patience)


async def test_one_connection_serves_many_calls():
    server, wire = Server(*[OK] * 5), Wire()
    async with server.listening() as url:
        assert [await call(url, wire) for _ in range(5)] == [(200, b"ok")] * 5
        await wire.shutdown()
    assert server.connections == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(OK, (200, b"ok"), id="a length"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
            (200, b"ok0123456789"),
            id="chunks, an extension and a trailer",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok", (200, b"ok"), id="to the end of the connection"
        ),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\nok", (200, b"ok"), id="an old server"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" + OK, (200, b"ok"), id="an interim answer first"),
        pytest.param(b"HTTP/1.1 502\r\ncontent-length:0\r\n\r\n", (502, b""), id="no reason, no body, no space"),
    ],
)
@pytest.mark.parametrize("pieces", [0, 1], ids=["at once", "byte by byte"])
async def test_answers_are_read_however_they_end(answer, expected, pieces):
    server, wire = Server(answer, pieces=pieces), Wire()
    async with server.listening() as url:
        assert await call(url, wire) == expected
        await wire.shutdown()


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(None, id="the end instead of an answer"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2 close\r\n\r\n", id="another protocol"),
        pytest.param(b"HTTP/1.1 abc close\r\n\r\n", id="no status"),
        pytest.param(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nok", id="half an answer"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: close\r\nContent-Length: -1\r\n\r\nok", id="an impossible length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: close\r\nContent-Length: 99999999999\r\n\r\nok", id="no end of it"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", id="a broken chunk"),
        pytest.param(b"HTTP/1.1 200 close\r\n" + b"X: y\r\n" * 20_000, id="a head without end"),
    ],
)
async def test_a_broken_answer_leaves_it_open_whether_the_message_arrived(answer):
    server, wire = Server(answer), Wire()
    async with server.listening() as url:
        with pytest.raises(NetworkError) as caught:
            await call(url, wire)
    assert isinstance(caught.value.__cause__, BrokenAnswer)
    assert diagnose(caught.value).verdict is Verdict.UNKNOWN


async def test_no_connection_means_surely_not_sent():
    async with Server().listening() as url:
        pass
    with pytest.raises(NetworkError) as caught:
        await call(url, Wire())
    assert isinstance(caught.value.__cause__, NotSent)
    assert diagnose(caught.value).verdict is Verdict.RETRY


async def test_an_answer_that_does_not_come_may_have_arrived():
    server, wire = Server(b""), Wire()
    async with server.listening() as url:
        with pytest.raises(TimedOut) as caught:
            await call(url, wire, read_timeout=0.05)
    assert diagnose(caught.value).verdict is Verdict.UNKNOWN


async def test_a_call_that_was_given_up_leaves_no_answer_for_the_next():
    server, wire = Server(b"", OK), Wire()
    async with server.listening() as url:
        given_up = asyncio.create_task(call(url, wire))
        while not server.requests:
            await asyncio.sleep(0)
        given_up.cancel()
        assert await call(url, wire) == (200, b"ok")
        await wire.shutdown()
    assert server.connections == 2


@pytest.mark.parametrize("more", [b"", b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"])
async def test_a_connection_that_spoke_or_ended_while_resting_is_not_used_again(more):
    server, wire = Server(OK), Wire()
    async with server.listening() as url:
        await call(url, wire)
        server._open[0].write(more)
        server._open[0].close()
        await asyncio.sleep(0.02)
        server.answers.append(OK)
        assert await call(url, wire) == (200, b"ok")
        await wire.shutdown()
    assert server.connections == 2


async def test_more_calls_than_connections_wait_for_their_turn():
    server, wire = Server(*[OK] * 20), Wire(connections=2)
    async with server.listening() as url:
        answers = await asyncio.gather(*(call(url, wire) for _ in range(20)))
        await wire.shutdown()
    assert answers == [(200, b"ok")] * 20
    assert server.connections <= 2


@given(body=st.binary(max_size=300), cuts=st.lists(st.integers(1, 50), max_size=10))
def test_any_body_in_any_chunks_arrives_whole(body, cuts):
    async def talk() -> tuple[int, bytes]:
        answer, rest = b"HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n", body
        for cut in [*cuts, len(body)]:
            if piece := rest[:cut]:
                answer += b"%x\r\n%b\r\n" % (len(piece), piece)
                rest = rest[cut:]
        server, wire = Server(answer + b"0\r\n\r\n", pieces=7), Wire()
        async with server.listening() as url:
            found = await call(url, wire)
            await wire.shutdown()
        return found

    assert asyncio.run(talk()) == (200, body)


@pytest.mark.parametrize("carrier", [Wire, HTTPXRequest], ids=["ours", "the library's"])
async def test_both_clients_send_the_same(carrier):
    seen = []
    with TelegramServer() as server:
        server.say("mei", "hello")
        request = Calls(carrier(), lambda *call: seen.append(call))
        async with Bot(server.token, base_url=server.url, request=request, get_updates_request=carrier()) as bot:
            (update,) = await bot.get_updates()
            chat = update.effective_chat.id
            await bot.send_message(chat, "期限 & more + =")
            await bot.send_document(chat, InputFile(b"\x00\r\n--x", filename="期限.ics"), caption="the file")
        texts = [message.get("text") or message.get("caption") for message in server.messages("mei")]
        sent = [file for call in server.calls for file in call.files.values()]
    assert texts == ["hello", "期限 & more + =", "the file"]
    assert (sent[0].name, sent[0].content) == ("期限.ics", b"\x00\r\n--x")
    assert [(method, status) for method, status, _ in seen] == [
        ("getMe", 200), ("sendMessage", 200), ("sendDocument", 200),
    ]  # fmt: skip


def test_a_proxy_is_left_to_the_library(monkeypatch):
    def chosen(**settings: str) -> type:
        return type(carrier(Config(telegram=Telegram(**settings))))

    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert chosen() is Wire
    assert chosen(proxy="http://127.0.0.1:3128") is HTTPXRequest
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:3128")
    assert chosen() is HTTPXRequest
    assert chosen(base_url="http://127.0.0.1:8081") is Wire
