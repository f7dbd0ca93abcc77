"""Telegram in memory: a Bot API without a network, for the terminal chat, the tests and the tests' HTTP server.

`LocalTelegram.call` answers a method as Telegram would and records it; `poll` is getUpdates. `LocalRequest` connects
python-telegram-bot to it, so everything but the network is the real thing.
"""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from telegram.request import BaseRequest, RequestData

from bot.local_limits import ApiError, Json
from bot.local_methods import METHODS
from bot.local_people import Files, Upload
from bot.local_world import World

TOKEN = "7000000001:local-telegram"  # noqa: S105  not a secret: it opens nothing
LONGEST_POLL = 50

_JSON = {
    "allowed_updates",
    "button",
    "caption_entities",
    "commands",
    "entities",
    "link_preview_options",
    "menu_button",
    "reaction",
    "reply_markup",
    "reply_parameters",
    "results",
    "rights",
    "scope",
}
_NUMBERS = {
    "cache_time",
    "limit",
    "max_connections",
    "message_id",
    "message_thread_id",
    "offset",
    "reply_to_message_id",
    "timeout",
    "user_id",
}
_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True, slots=True)
class Call:
    """One method a bot called: its decoded parameters, its files by part name, and what Telegram said."""

    method: str
    params: Json
    files: Files
    result: Any = None
    error: ApiError | None = None


def decode(params: dict[str, Any]) -> Json:
    """Return form parameters, which are strings on the wire, as what they mean."""
    return {name: _value(name, value) if isinstance(value, str) else value for name, value in params.items()}


def _value(name: str, value: str) -> Any:
    if name in _JSON:
        try:
            return json.loads(value) if value else None
        except ValueError as error:
            raise ApiError(400, f"Bad Request: can't parse {name} JSON object") from error
    if name in _NUMBERS or name == "chat_id":
        return int(value) if value.removeprefix("-").isdigit() else value
    return {"true": True, "false": False}.get(value.lower(), value) if name not in {"text", "caption"} else value


class LocalTelegram(World):
    """A world with a Bot API in front of it.

    `calls` holds every call in order, except getUpdates; `on_call` is told of each as it is done.
    """

    def __init__(
        self, username: str = "redline_bot", clock: Callable[[], datetime] | None = None, first_id: int = 0
    ) -> None:
        super().__init__(username, clock, first_id)
        self.calls: list[Call] = []
        self.on_call: Callable[[Call], None] = lambda _: None
        self.refusals: list[tuple[str, ApiError]] = []
        self.webhook: Json = {"url": ""}
        self._idle: asyncio.Future[None] | None = None
        self._allowed: list[str] = []

    def call(self, method: str, params: dict[str, Any], files: Files | None = None) -> Any:
        """Do what the bot asks and return the result. Raises ApiError where Telegram would refuse."""
        files = files or {}
        try:
            params = decode(params)
            result = self._do(method, params, files)
        except ApiError as error:
            self._record(Call(method, params, files, error=error))
            raise
        self._record(Call(method, params, files, dict(result) if isinstance(result, dict) else result))
        return result

    def _record(self, call: Call) -> None:
        self.calls.append(call)
        self.on_call(call)

    def _do(self, method: str, params: Json, files: Files) -> Any:
        for refusal in self.refusals:
            if refusal[0] == method:
                self.refusals.remove(refusal)
                raise refusal[1]
        if method in {"setWebhook", "deleteWebhook", "getWebhookInfo"}:
            return self._webhook(method, params)
        if method.lower() not in METHODS:
            raise ApiError(404, "Not Found: method not found")
        return METHODS[method.lower()](self, params, files)

    def refuse(self, method: str, error: ApiError, times: int = 1) -> None:
        """Let the next calls of `method` fail."""
        self.refusals += [(method, error)] * times

    def _webhook(self, method: str, params: Json) -> Any:
        if method == "getWebhookInfo":
            shown = {key: value for key, value in self.webhook.items() if key != "secret_token"}
            return {**shown, "has_custom_certificate": False, "pending_update_count": len(self.updates)}
        if params.get("drop_pending_updates"):
            self.updates.clear()
        if not re.fullmatch("[A-Za-z0-9_-]{0,256}", params.get("secret_token") or ""):
            raise ApiError(400, "Bad Request: secret token contains unallowed characters")
        self._end_poll("setWebhook request")
        self.webhook = {"url": "", **params} if method == "setWebhook" else {"url": ""}
        self._allowed = params.get("allowed_updates") or []
        return True

    async def poll(self, params: dict[str, Any]) -> list[Json]:
        """Return updates from `offset` on, as getUpdates does: waits up to `timeout` seconds for the first.

        A second poll ends the first one with 409, as for two bots on one token.
        """
        params = decode(params)
        if self.webhook["url"]:
            reason = "can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
            raise ApiError(409, f"Conflict: {reason}")
        self._end_poll("other getUpdates request; make sure that only one bot instance is running")
        if params.get("allowed_updates") is not None:
            self._allowed = params["allowed_updates"]
        self._confirm(params.get("offset") or 0)
        timeout = min(params.get("timeout") or 0, LONGEST_POLL)
        if not self.waiting() and timeout:
            await self.wait(timeout)
        return self.waiting()[: min(params.get("limit") or 100, 100)]

    async def wait(self, seconds: float) -> None:
        """Return when the next update arrives, or after so many seconds."""
        self._idle = asyncio.get_running_loop().create_future()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle, seconds)

    def push(self, kind: str, content: Json) -> None:
        """Queue an update and wake whoever waits for it."""
        super().push(kind, content)
        if self._idle and not self._idle.done():
            self._idle.set_result(None)

    def _end_poll(self, reason: str) -> None:
        if self._idle and not self._idle.done():
            self._idle.set_exception(ApiError(409, f"Conflict: terminated by {reason}"))

    def _confirm(self, offset: int) -> None:
        while self.updates and (self.updates[0]["update_id"] < offset or (offset < 0 and len(self.updates) > -offset)):
            self.updates.popleft()

    def waiting(self) -> list[Json]:
        """Return the updates the bot wants and has not confirmed."""
        return [update for update in self.updates if self._is_wanted(update)]

    def _is_wanted(self, update: Json) -> bool:
        kind = next(key for key in update if key != "update_id")
        return kind in self._allowed if self._allowed else kind not in _NOT_BY_DEFAULT

    def take(self) -> list[Json]:
        """Return the updates the bot wants and forget all."""
        updates = self.waiting()
        self.updates.clear()
        return updates

    def called(self, *methods: str) -> list[Call]:
        """Return the successful calls of these methods, in order."""
        return [call for call in self.calls if call.method in methods and call.error is None]

    def count(self) -> Counter[str]:
        """Return how often each method was called."""
        return Counter(call.method for call in self.calls)


class LocalRequest(BaseRequest):
    """A transport of python-telegram-bot that asks a LocalTelegram instead of the network.

    `delay` is how many seconds every call takes, as a network would.
    """

    def __init__(self, telegram: LocalTelegram, delay: float = 0) -> None:
        self.telegram = telegram
        self.delay = delay

    @property
    def read_timeout(self) -> float | None:
        """Nothing is read from a network, so nothing times out."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: object,
        **__: object,
    ) -> tuple[int, bytes]:
        """Answer one Bot API call, or the download of a file."""
        name = url.rsplit("/", 1)[-1]
        if self.delay:
            await asyncio.sleep(self.delay)
        if method == "GET":
            return 200, self.telegram.contents[name]
        params = request_data.json_parameters if request_data else {}
        try:
            if name == "getUpdates":
                result: Any = await self.telegram.poll(params)
            else:
                result = self.telegram.call(name, params, _uploads(request_data))
        except ApiError as error:
            return error.code, msgspec.json.encode(error.body())
        return 200, msgspec.json.encode({"ok": True, "result": result})


def _uploads(data: RequestData | None) -> Files:
    if data is None or not data.contains_files:
        return {}
    return {part: Upload(name, _bytes(content), kind) for part, (name, content, kind) in data.multipart_data.items()}


def _bytes(content: Any) -> bytes:
    return content if isinstance(content, bytes) else bytes(content.read())
