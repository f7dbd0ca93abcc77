"""Telegram over real HTTP, for tests of the process: the local Telegram behind the Bot API's own URLs.

    with TelegramServer() as server:
        asked = server.say("mei", "does our voice chat need an assessment?")
        reply = server.reply_to(asked)
        server.press("mei", reply.message, "Not yet")

It serves long polling and webhooks, can be slow (`delay`), can fail (`faults`), and can enforce Telegram's pace
(`paced`). It runs in a thread of its own; `python tests/telegram_server.py --port 8081` runs it alone, for a bot to
try by hand, with what people do as `POST /control/say {"user": "mei", "text": "hello"}`.
"""

import argparse
import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, Self
from urllib.parse import parse_qsl

import msgspec
from aiohttp import ClientError, ClientSession, web
from conversation import SHOWN, Reply, violations_in
from telegram_faults import Fault, Pace

from bot.local_limits import ApiError, Json
from bot.local_people import Chat, Files, Upload
from bot.local_telegram import TOKEN, Call, LocalTelegram, decode

SENDS = {"sendMessage", "sendDocument", "sendPhoto"}
PATIENCE = 90.0
"""So long a test waits for what comes at once on a machine that has nothing else to do."""


class TelegramServer:
    """A Bot API server in a thread. `telegram` is its world; change it only through `do`."""

    def __init__(self, *, delay: float = 0, paced: bool = False, port: int = 0) -> None:
        self.telegram = LocalTelegram()
        self.delay = delay
        self.pace = Pace() if paced else None
        self.port = port
        self.faults: list[Fault] = []
        self.polls = 0
        self.token = TOKEN
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._on_loop(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._on_loop(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        """Where it listens; a bot's `base_url`."""
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def environment(self) -> dict[str, str]:
        """What a `redline run` needs to find this server."""
        return {"REDLINE_TELEGRAM__TOKEN": self.token, "REDLINE_TELEGRAM__BASE_URL": self.url}

    # What tests do and see

    def do(self, action: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a method of `telegram` where it is safe and return its value."""
        done: Future[Any] = Future()

        def run() -> None:
            try:
                done.set_result(action(*args, **kwargs))
            except Exception as error:
                done.set_exception(error)

        self._loop.call_soon_threadsafe(run)
        return done.result(30)

    def say(self, user: str, text: str, chat: str | Chat | None = None, language: str = "", **more: Any) -> Json:
        """Write as `user`, in the group `chat` (a title, or the Chat) or privately; `more` as in World.say."""
        self.do(self.telegram.person, user, language)
        place = self.do(self.telegram.group, chat) if isinstance(chat, str) else chat
        return self.do(self.telegram.say, user, text, place, **more)

    def press(self, user: str, message: Json, button: str | int) -> Json:
        """Press a button of a message by its label, the beginning of its label, or its place."""
        return self.do(self.telegram.press, user, message, button)

    def messages(self, chat: str | Chat) -> list[Json]:
        """Return what a chat shows now: a group by its title or Chat, or the private chat of a person."""
        if isinstance(chat, str):
            named = [known for known in self.telegram.chats.values() if known.title == chat]
            chat = named[0]
        return self.do(lambda: [dict(message) for message in chat.messages.values()])

    @property
    def calls(self) -> list[Call]:
        """Everything the bot called so far, except getUpdates."""
        return self.telegram.calls

    @property
    def violations(self) -> list[str]:
        """The calls that broke a rule of Telegram, and the messages beyond its limits of pace."""
        return violations_in(self.calls) + (self.pace.refused if self.pace else [])

    def wait_for(self, condition: Callable[[], Any], timeout: float = PATIENCE) -> Any:
        """Return the value of `condition` as soon as it is true, whatever made it so. Raises TimeoutError."""
        end = time.monotonic() + timeout
        with self._changed:
            while not (found := condition()):
                if time.monotonic() > end:
                    calls = [call.method for call in self.calls[-20:]]
                    raise TimeoutError(f"the bot made {len(self.calls)} calls: {calls}")
                self._changed.wait(0.1)
            return found

    def reply_to(self, event: Json, after: int = 0, timeout: float = PATIENCE) -> Reply:
        """Return what the bot showed in the chat of a message or press, beginning with the call number `after`."""
        chat = event.get("chat") or event["message"]["chat"]
        return self.wait_for(lambda: Reply(self.shown(chat["id"], after)), timeout)

    def ask(self, user: str, text: str, chat: str | Chat | None = None, **more: Any) -> Reply:
        """Write and return the reply."""
        before = len(self.calls)
        return self.reply_to(self.say(user, text, chat, **more), before)

    def tap(self, user: str, reply: Reply, button: str | int) -> Reply:
        """Press a button of a reply and return what changed."""
        before = len(self.calls)
        return self.reply_to(self.press(user, reply.message, button), before)

    def shown(self, chat: int, since: int = 0) -> list[Call]:
        """Return what the bot showed in a chat (by its id), beginning with the call number `since`."""
        calls = (call for call in self.calls[since:] if call.method in SHOWN and not call.error)
        return [call for call in calls if call.params["chat_id"] == chat]

    # The server

    def _on_loop(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)

    async def _start(self) -> None:
        app = web.Application(client_max_size=60 << 20)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/documents/{name}", self._download)
        app.router.add_post("/control/{action}", self._control)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]
        self._pushing = asyncio.create_task(self._push())

    async def _stop(self) -> None:
        self._pushing.cancel()
        with suppress(asyncio.CancelledError):
            await self._pushing
        await self._runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}  # slow answers that nobody waits for any more
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _json(ApiError(401, "Unauthorized"))
        method = request.match_info["method"]
        params, files = await _form(request)
        fault = next((fault for fault in self.faults if fault.strikes(method, decode(params))), None)
        self._notify()
        if self.delay:
            await asyncio.sleep(self.delay)
        if fault and fault.kind == "slow":
            await fault.over()
        if fault and fault.kind == "reset before":
            return _reset(request)
        answer = await self._result(method, params, files, fault)
        self._notify()
        if fault and fault.kind == "reset after":
            return _reset(request)
        if fault and fault.kind == "garbage":
            return web.Response(text="<html>502 Bad Gateway</html>", content_type="text/html")
        if fault and fault.kind == "half":
            return await _half(request, answer)
        return answer

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    async def _result(self, method: str, params: Json, files: Files, fault: Fault | None) -> web.Response:
        try:
            if fault and isinstance(fault.kind, int):
                raise fault.error()
            if method == "getUpdates":
                self.polls += 1
                self._notify()
                return _json(await self.telegram.poll(params))
            if self.pace and method in SENDS:
                self.pace.check(int(params.get("chat_id", 0)))
            return _json(self.telegram.call(method, params, files))
        except ApiError as error:
            return _json(error)

    async def _download(self, request: web.Request) -> web.Response:
        return web.Response(body=self.telegram.contents[request.match_info["name"]])

    async def _control(self, request: web.Request) -> web.Response:
        given = await request.json()
        if "chat" in given:
            given["chat"] = self.telegram.group(given["chat"])
        action = {"say": self.telegram.say, "press": self.telegram.press}[request.match_info["action"]]
        return _json(action(**given))

    async def _push(self) -> None:
        """Deliver updates to the webhook while there is one, each until the bot accepts it."""
        async with ClientSession() as session:
            while True:
                webhook = self.telegram.webhook
                if not webhook["url"]:
                    await asyncio.sleep(0.02)
                elif waiting := self.telegram.waiting():
                    if await _deliver(session, webhook, waiting[0]):
                        self.telegram.updates.remove(waiting[0])
                    else:
                        await asyncio.sleep(0.1)
                else:
                    with suppress(ApiError):  # the bot came back and set its webhook again
                        await self.telegram.wait(0.2)


async def _deliver(session: ClientSession, webhook: Json, update: Json) -> bool:
    headers = {"X-Telegram-Bot-Api-Secret-Token": webhook["secret_token"]} if webhook.get("secret_token") else {}
    try:
        async with session.post(webhook["url"], json=update, headers=headers) as response:
            return response.ok
    except ClientError:
        return False


async def _form(request: web.Request) -> tuple[Json, Files]:
    """Return the parameters of a call and its files, however the client sent them."""
    if request.content_type == "multipart/form-data":
        form = await request.post()
        parts = {name: value for name, value in form.items() if isinstance(value, web.FileField)}
        files = {name: Upload(part.filename, part.file.read(), part.content_type) for name, part in parts.items()}
        return {name: value for name, value in form.items() if name not in parts}, files
    if request.content_type == "application/json":
        return dict(await request.json()), {}
    return {**request.query, **dict(parse_qsl(await request.text(), keep_blank_values=True))}, {}


def _json(result: Any) -> web.Response:
    body, status = ({"ok": True, "result": result}, 200)
    if isinstance(result, ApiError):
        body, status = result.body(), result.code
    return web.Response(body=msgspec.json.encode(body), status=status, content_type="application/json")


async def _half(request: web.Request, answer: web.Response) -> web.StreamResponse:
    whole = answer.body
    assert isinstance(whole, bytes)
    half = web.StreamResponse(headers={"Content-Length": str(len(whole)), "Content-Type": "application/json"})
    await half.prepare(request)
    await half.write(whole[: len(whole) // 2])
    return _reset(request)


def _reset(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.abort()
    return web.Response()


def main() -> None:
    """Serve until interrupted."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--delay", type=float, default=0, help="seconds each call takes")
    options.add_argument("--paced", action="store_true", help="enforce Telegram's pace")
    given = options.parse_args()
    with TelegramServer(port=given.port, delay=given.delay, paced=given.paced) as server, suppress(KeyboardInterrupt):
        print(*(f"{name}={value}" for name, value in server.environment.items()), sep="\n", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
