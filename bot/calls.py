"""Which HTTP client carries the calls of the Bot API, and somebody who watches what becomes of each."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec
from telegram.error import TelegramError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.config import Config
from bot.wire import ANSWER_SECONDS, CONNECTIONS, Wire

Observe = Callable[[str, int | None, float], None]
"""Told the method of a call, the HTTP status of its answer (None if there was none), and how many seconds it took."""


class Calls(BaseRequest):
    """Another client, watched."""

    def __init__(self, client: BaseRequest, observe: Observe) -> None:
        self.client = client
        self._observe = observe

    @property
    def read_timeout(self) -> float | None:
        """How many seconds an answer may take."""
        return self.client.read_timeout

    async def initialize(self) -> None:
        """Open the client."""
        await self.client.initialize()

    async def shutdown(self) -> None:
        """Close the client."""
        await self.client.shutdown()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return what Telegram says. Raises TelegramError for anything but a JSON object."""
        try:
            return msgspec.json.decode(payload, type=dict[str, Any])
        except msgspec.MsgspecError:
            raise TelegramError(f"an answer that is no JSON: {payload[:60]!r}") from None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *patience: Any, **named: Any
    ) -> tuple[int, bytes]:
        """Return the status and the body of an answer; raises what the client raises."""
        called, began = url.rpartition("/")[2], time.monotonic()
        try:
            status, body = await self.client.do_request(url, method, request_data, *patience, **named)
        except BaseException:
            self._observe(called, None, time.monotonic() - began)
            raise
        self._observe(called, status, time.monotonic() - began)
        return status, body


def carrier(config: Config, patience: float = ANSWER_SECONDS) -> BaseRequest:
    """Return a new client for the Bot API that the settings name: our own, or the library's where a proxy is.

    An answer may take `patience` seconds, a long poll so much longer than it was told to wait.
    """
    proxy = config.telegram.proxy or _proxy_of_the_environment(config.api_url)
    if not proxy:
        return Wire(patience)
    return HTTPXRequest(CONNECTIONS, read_timeout=patience, proxy=config.telegram.proxy)


def _proxy_of_the_environment(url: str) -> str | None:
    """Return the proxy that HTTPS_PROXY and its like name for an address; httpx finds it by itself."""
    to = urlsplit(url)
    proxies = getproxies()
    if not to.hostname or proxy_bypass(to.hostname):
        return None
    return proxies.get(to.scheme) or proxies.get("all")
