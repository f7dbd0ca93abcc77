"""HTTP to the Bot API over connections that stay open: what a bot needs of HTTP/1.1, and nothing more.

The library's own client, httpx, takes ten times the processor time that a call costs here: see the figures in
tests/benchmarks/README.md. It stays in use where a proxy is, which this one does not know.
"""

import asyncio
import ssl
import time
from collections import defaultdict
from contextlib import suppress
from functools import lru_cache
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

import httpx
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.departure import depart

CONNECTIONS = 256
"""At most so many calls are under way; the others wait for their turn."""
REST_SECONDS = 30.0
"""An unused connection is given up after this long: by then something on the way may have forgotten it."""
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
UPLOAD_SECONDS = 30.0
EYEBALLS_SECONDS = 0.25
"""A host that does not answer on its first address is tried on the next after this long."""
LONGEST_HEAD = 64 << 10
MOST_BYTES = 64 << 20
_END_OF_HEAD = b"\r\n\r\n"
_END_OF_LINE = b"\r\n"

Place = tuple[str, str, int]
"""Scheme, host and port."""


class NotSent(Exception):
    """No connection came about: the request surely did not arrive."""


class BrokenAnswer(Exception):
    """The connection ended within the answer, or what came is not HTTP. The request may have arrived."""


class Wire(BaseRequest):
    """A pool of connections. A call that fails closes its connection; nothing is ever repeated."""

    def __init__(self, read_timeout: float = ANSWER_SECONDS, connections: int = CONNECTIONS) -> None:
        """`read_timeout` is in seconds, for a call that does not name its own."""
        self._read_timeout = read_timeout
        self._places = asyncio.Semaphore(connections)
        self._resting: dict[Place, list[_Line]] = defaultdict(list)

    @property
    def read_timeout(self) -> float:
        """How many seconds an answer may take."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Nothing to open: connections are made when they are needed."""

    async def shutdown(self) -> None:
        """Close the connections that rest; those in use are their callers'."""
        for lines in self._resting.values():
            for line in lines:
                line.close()
        self._resting.clear()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return the status and the body. Raises NetworkError or TimedOut; `NotSent` as its cause says: not sent."""
        uploads = request_data is not None and bool(request_data.multipart_data)
        patience = _seconds(read_timeout, self._read_timeout)
        if uploads and patience is not None:
            patience += _seconds(write_timeout, UPLOAD_SECONDS) or 0
        to = urlsplit(url)
        message = _message(method, to, request_data)
        async with self._places:
            try:
                line = self._rested(_place(to)) or await _connect(to, _seconds(connect_timeout, CONNECT_SECONDS))
            except (OSError, TimeoutError) as error:  # a certificate that is refused is an OSError too
                kind = TimedOut if isinstance(error, TimeoutError) else NetworkError
                raise kind(f"no connection: {type(error).__name__}") from NotSent(str(error))
            try:
                _depart()
                async with asyncio.timeout(patience):
                    status, body = await line.exchange(message)
            except TimeoutError as error:
                raise TimedOut from error
            except BrokenAnswer as error:
                raise NetworkError(str(error)) from error
            finally:
                if line.is_free:
                    self._resting[_place(to)].append(line)
                else:
                    line.close()
        return status, body

    def _rested(self, place: Place) -> "_Line | None":
        """Return the connection used last, if it can still be trusted."""
        lines = self._resting[place]
        while lines:
            line = lines.pop()
            if line.is_fresh:
                return line
            line.close()
        return None


def _depart() -> None:
    try:
        depart()
    except Exception as error:
        raise NetworkError(f"not noted: {error}") from NotSent(str(error))


class _Line(asyncio.Protocol):
    """One connection: sends a message, reads one answer, and knows whether it can be used again."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._ended = False
        self._news: asyncio.Future[None] | None = None
        self._used_at = 0.0
        self.is_free = False
        """Whether the last answer was read to its end and the connection stays open."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._tell()

    def eof_received(self) -> None:
        self._ended = True
        self._tell()

    def connection_lost(self, error: Exception | None) -> None:
        self._ended = True
        self._tell()

    def _tell(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    @property
    def is_fresh(self) -> bool:
        """Whether it is still open, silent, and not too long at rest."""
        return not self._ended and not self._buffer and time.monotonic() - self._used_at < REST_SECONDS

    def close(self) -> None:
        """Drop the connection at once; closing twice is allowed."""
        self._ended = True
        if self._transport is not None:
            with suppress(RuntimeError):  # the loop may be gone
                self._transport.abort()

    async def exchange(self, message: bytes) -> tuple[int, bytes]:
        """Send a request and return the status and body of its answer. Raises BrokenAnswer."""
        assert self._transport is not None
        self.is_free = False
        self._transport.write(message)
        status = 100
        while 100 <= status < 200:  # an interim answer says nothing
            version, status, headers = _head(await self._until(_END_OF_HEAD))
        body = await self._body(headers)
        stays = version == b"HTTP/1.1" and b"close" not in headers.get(b"connection", b"").lower()
        self._used_at = time.monotonic()
        self.is_free = stays and _is_measured(headers) and not self._ended and not self._buffer
        return status, body

    async def _body(self, headers: dict[bytes, bytes]) -> bytes:
        if b"chunked" in headers.get(b"transfer-encoding", b"").lower():
            return await self._chunks()
        if b"content-length" in headers:
            return await self._exactly(_number(headers[b"content-length"], 10))
        while not self._ended:
            await self._more()
            _limit(len(self._buffer))
        return bytes(self._buffer)

    async def _chunks(self) -> bytes:
        whole = bytearray()
        while size := _number((await self._until(_END_OF_LINE)).partition(b";")[0], 16):
            whole += await self._exactly(size)
            await self._until(_END_OF_LINE)
            _limit(len(whole))
        while await self._until(_END_OF_LINE):  # trailers, which nobody reads
            pass
        return bytes(whole)

    async def _until(self, mark: bytes) -> bytes:
        """Take what comes before `mark`, and the mark."""
        while (end := self._buffer.find(mark)) < 0:
            _limit(len(self._buffer), LONGEST_HEAD)
            await self._more()
        taken = bytes(self._buffer[:end])
        del self._buffer[: end + len(mark)]
        return taken

    async def _exactly(self, size: int) -> bytes:
        _limit(size)
        while len(self._buffer) < size:
            await self._more()
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    async def _more(self) -> None:
        """Wait until something came or the connection ended."""
        if self._ended:
            raise BrokenAnswer("the connection ended before the answer did")
        self._news = asyncio.get_running_loop().create_future()
        await self._news


async def _connect(to: SplitResult, seconds: float | None) -> _Line:
    secure = to.scheme == "https"
    async with asyncio.timeout(seconds):
        _, line = await asyncio.get_running_loop().create_connection(
            _Line,
            _place(to)[1],
            _place(to)[2],
            ssl=_trust() if secure else None,
            happy_eyeballs_delay=EYEBALLS_SECONDS,
        )
    return line


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Whom we believe to be Telegram: the certificates that httpx believes."""
    return httpx.create_ssl_context()


def _place(to: SplitResult) -> Place:
    return to.scheme, to.hostname or "", to.port or (443 if to.scheme == "https" else 80)


def _seconds(given: Any, otherwise: float) -> float | None:
    chosen = otherwise if isinstance(given, DefaultValue) else given
    return None if chosen is None else float(chosen)


def _message(method: str, to: SplitResult, data: RequestData | None) -> bytes:
    kind, body = "", b""
    if data is not None and data.multipart_data:
        form = httpx.Request(method, "http://form", data=data.json_parameters, files=data.multipart_data)
        kind, body = form.headers["content-type"], form.read()
    elif data is not None:
        kind, body = "application/x-www-form-urlencoded", urlencode(data.json_parameters).encode()
    target = f"{to.path}?{to.query}" if to.query else to.path
    lines = [f"{method} {target or '/'} HTTP/1.1", f"Host: {to.netloc.rpartition('@')[2]}"]
    lines += [f"User-Agent: {BaseRequest.USER_AGENT}", f"Content-Length: {len(body)}"]
    lines += [f"Content-Type: {kind}"] if kind else []
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _head(head: bytes) -> tuple[bytes, int, dict[bytes, bytes]]:
    first, *lines = head.split(_END_OF_LINE)
    version, _, rest = first.partition(b" ")
    if not version.startswith(b"HTTP/1."):
        raise BrokenAnswer("what answered does not speak HTTP")
    pairs = (line.partition(b":") for line in lines)
    return version, _number(rest[:3], 10), {name.strip().lower(): value.strip() for name, _, value in pairs}


def _number(digits: bytes, base: int) -> int:
    try:
        number = int(digits, base)
    except ValueError:
        number = -1
    if number < 0:
        raise BrokenAnswer("what answered does not speak HTTP")
    return number


def _limit(size: int, most: int = MOST_BYTES) -> None:
    if size > most:
        raise BrokenAnswer(f"an answer of more than {most} bytes")


def _is_measured(headers: dict[bytes, bytes]) -> bool:
    """Whether the answer said where it ends."""
    return b"content-length" in headers or b"transfer-encoding" in headers
