"""A Telegram that only takes messages, as fast as aiohttp can: it delivers first and answers later, or keeps the pace.

What the local Telegram of the other tests does for a conversation would be the bottleneck here.
"""

import asyncio
import json
import random
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web

TOKEN = "1234567:torture-torture-torture-torture"
ME = {"id": 1234567, "is_bot": True, "first_name": "Redline", "username": "redline_bot"}


@dataclass(frozen=True)
class Delivered:
    """One message that a chat has got, with the moment by a monotonic clock and by the wall."""

    chat: int
    text: str
    at: float
    wall: float


class Wire:
    """The server, in a thread of its own.

    `delay` is the range of seconds between delivery and answer; `paced` enforces 30 a second, one a second in a chat
    and 20 a minute in a group.
    """

    def __init__(self, *, delay: tuple[float, float] = (0.0, 0.0), paced: bool = False, seed: int = 7) -> None:
        self.delay = delay
        self.paced = paced
        self.delivered: list[Delivered] = []
        self.refused: list[tuple[float, str]] = []
        self.asked: dict[str, float] = {}
        self.answered: dict[str, float] = {}
        self.port = 0
        self._random = random.Random(seed)
        self._everybody: deque[float] = deque()
        self._chats: dict[int, deque[float]] = defaultdict(deque)
        self._updates: list[dict[str, Any]] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    def ask(self, person: int, text: str) -> None:
        """Put a question to the bot from a person's private chat."""
        number = len(self.asked) + 1
        chat = {"id": person, "type": "private", "first_name": "Mei"}
        message = {"message_id": number, "date": int(time.time()), "chat": chat, "text": text}
        message["from"] = {"id": person, "is_bot": False, "first_name": "Mei"}
        self.asked[text] = time.monotonic()
        self._loop.call_soon_threadsafe(self._updates.append, {"update_id": number, "message": message})

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=512)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        """Close, and let the answers go whose askers are gone."""
        await self._runner.cleanup()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _call(self, request: web.Request) -> web.Response:
        method, form = request.match_info["method"], await request.post()
        if method == "getUpdates":
            return await self._poll(int(form.get("offset", 0)), float(form.get("timeout", 0)))
        if method == "sendMessage":
            return await self._send(int(form["chat_id"]), str(form["text"]))
        return _answer(ME if method == "getMe" else True)

    async def _poll(self, offset: int, timeout: float) -> web.Response:
        end = time.monotonic() + timeout
        while True:
            found = [update for update in self._updates if update["update_id"] >= offset]
            if found or time.monotonic() >= end:
                return _answer(found[:100])
            await asyncio.sleep(0.01)

    async def _send(self, chat: int, text: str) -> web.Response:
        now = time.monotonic()
        limit = self._limit(chat, now) if self.paced else ""
        if limit:
            self.refused.append((now, limit))
            error = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 3"}
            return web.json_response({**error, "parameters": {"retry_after": 3}}, status=429)
        self.delivered.append(Delivered(chat, text, now, time.time()))
        for question in self.asked:
            if question in text:
                self.answered.setdefault(question, now)
        await asyncio.sleep(self._random.uniform(*self.delay))
        body = {"message_id": len(self.delivered), "date": int(time.time()), "chat": {"id": chat, "type": "group"}}
        return _answer(body)

    def _limit(self, chat: int, now: float) -> str:
        mine = self._chats[chat]
        for times, span in ((self._everybody, 1.0), (mine, 60.0)):
            while times and times[0] <= now - span:
                times.popleft()
        if len(self._everybody) >= 30:
            return "30 a second"
        if mine and now - mine[-1] < 1.0:
            return "one a second in a chat"
        if chat < 0 and len(mine) >= 20:
            return "20 a minute in a group"
        self._everybody.append(now)
        mine.append(now)
        return ""


def _answer(result: Any) -> web.Response:
    return web.Response(body=json.dumps({"ok": True, "result": result}).encode(), content_type="application/json")
