"""Updates come in: written down before Telegram hears that they came, struck off when they were handled.

Without that, whoever asked in the second in which a process is killed would never be answered.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated, Any

import msgspec
from telegram import Bot, Update
from telegram.request import BaseRequest, RequestData

from bot.calls import Calls, Observe
from bot.inbox import Inbox
from bot.store import StoreError

log = logging.getLogger(__name__)

MOST_SEEN = 10_000
"""So many updates are remembered, in case Telegram sends one again."""
PAUSE_SECONDS = 1.0
"""Before polling again for what could not be read."""


class _Updates(msgspec.Struct):
    ok: bool
    result: list[msgspec.Raw]


class _Update(msgspec.Struct):
    """The number of an update, and whether it is of a kind that is worth an answer after a restart."""

    update_id: Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]
    message: msgspec.Raw = msgspec.Raw()
    edited_message: msgspec.Raw = msgspec.Raw()
    callback_query: msgspec.Raw = msgspec.Raw()
    my_chat_member: msgspec.Raw = msgspec.Raw()

    @property
    def lasts(self) -> bool:
        """Not an inline query, for instance: Telegram waits only seconds for the answer to it."""
        return any(map(bytes, (self.message, self.edited_message, self.callback_query, self.my_chat_member)))


class Receiving(asyncio.Queue[object]):
    """The Application's queue of updates. What is put into it twice is handled once."""

    def __init__(self, inbox: Inbox | None, clock: Callable[[], datetime]) -> None:
        """Without `inbox` nothing is written down."""
        super().__init__()
        self._inbox = inbox
        self._clock = clock
        self._written: set[int] = set()
        self._unwritten: dict[int, bytes] = {}
        self._handled: set[int] = set()
        self._resumed: set[int] = set()
        self._seen = dict.fromkeys(inbox.known() if inbox else ())

    async def resume(self, bot: Bot) -> None:
        """Take up what the process before this one left, before anything new comes."""
        left = [update.encode() for update in self._inbox.resume(self._clock())] if self._inbox else []
        self._resumed = {read.update_id for update in left if (read := _read(update))}
        self._written |= self._resumed
        for update in left:
            try:
                await super().put(Update.de_json(msgspec.json.decode(update), bot))
            except Exception:  # whatever the library makes of it, the bot must start
                await super().put(Update.de_json(msgspec.json.decode(_passed_over(update)), bot))
        if left:
            log.info("%d updates were left unanswered and are answered now", len(left))

    async def put(self, item: object) -> None:
        """Hand over an update, unless it was handed over before; it is written down if no poll did that."""
        if isinstance(item, Update):
            if item.update_id in self._seen:
                return
            if item.update_id not in self._written:
                self.arrived([item.to_json().encode()])
            self._see(item.update_id)
        await super().put(item)

    def arrived(self, updates: Iterable[bytes]) -> None:
        """Write down updates that came, each as Telegram's JSON. After trouble with the database it is tried again."""
        if self._inbox is None:
            return
        named = [(_read(update), update) for update in updates]
        fresh = {
            one.update_id: update for one, update in named if one and one.lasts and one.update_id not in self._seen
        }
        self._unwritten |= fresh
        if not self._unwritten:
            return
        try:
            self._inbox.add([update.decode() for update in self._unwritten.values()], self._clock())
            self._written |= self._unwritten.keys()
            self._unwritten.clear()
        except StoreError as error:
            log.warning("updates are answered without being written down: %s", error)

    def begins(self, update: object) -> None:
        """Count that an update of the process before is tried again: it may be what killed it."""
        if self._inbox is None or not isinstance(update, Update) or update.update_id not in self._resumed:
            return
        self._resumed.discard(update.update_id)
        try:
            self._inbox.begin(update.update_id)
        except StoreError as error:
            log.warning("an update is tried without being counted: %s", error)

    def done(self, update: object) -> None:
        """Strike off an update: it was handled."""
        if self._inbox is None or not isinstance(update, Update):
            return
        self._unwritten.pop(update.update_id, None)
        if update.update_id in self._written:
            self._written.discard(update.update_id)
            self._handled.add(update.update_id)
        try:
            for number in tuple(self._handled):
                self._inbox.finish(number)
                self._handled.discard(number)
        except StoreError as error:
            log.warning("an update may be answered again after a restart: %s", error)

    def _see(self, number: int) -> None:
        self._seen[number] = None
        if len(self._seen) > MOST_SEEN:
            del self._seen[next(iter(self._seen))]


class Polls(Calls):
    """The client that polls for updates. An update that the library cannot read is passed over, the others arrive."""

    def __init__(self, client: BaseRequest, observe: Observe, queue: Receiving) -> None:
        super().__init__(client, observe)
        self._queue = queue
        self._asked = ""
        self._gave = 0
        self._singly = 0

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *patience: Any, **named: Any
    ) -> tuple[int, bytes]:
        """Return the status and the body of an answer; raises what the client raises."""
        asked = request_data.json_parameters.get("offset", "") if request_data else ""
        is_refused = bool(self._gave) and asked == self._asked  # it asks again: what it was given, it could not read
        if is_refused:
            await asyncio.sleep(PAUSE_SECONDS)
        status, body = await super().do_request(url, method, request_data, *patience, **named)
        try:
            updates = [bytes(update) for update in msgspec.json.decode(body, type=_Updates).result]
        except msgspec.MsgspecError:
            return status, body
        if is_refused:
            self._singly = max(self._singly, len(updates))
        if self._singly:
            self._singly -= 1
            updates = [_passed_over(updates[0])] if is_refused and self._gave == 1 else updates[:1]
            body = b'{"ok":true,"result":[%b]}' % b"".join(updates)
        self._asked, self._gave = asked, len(updates)
        self._queue.arrived(updates)
        return status, body


def _read(update: bytes) -> _Update | None:
    try:
        return msgspec.json.decode(update, type=_Update)
    except msgspec.MsgspecError:
        return None


def _passed_over(update: bytes) -> bytes:
    """Return an update of the same number that says nothing."""
    read = _read(update)
    log.error("an update that cannot be read is passed over")
    return b'{"update_id":%d}' % read.update_id if read else update
