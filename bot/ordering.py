"""Updates of one chat strictly in order of arrival; updates of different chats at the same time."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from inspect import iscoroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

AT_ONCE = 256
_ANY_NUMBER = 1 << 40


@dataclass(slots=True)
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class ChatOrder(BaseUpdateProcessor):
    """Let each chat wait for itself only, with at most `at_once` updates in work.

    An update first waits for the earlier ones of its chat and only then takes one of the places. The other way round,
    which is what the library's own limit would do, one slow chat with a long line would hold every place. Hence that
    limit is set out of reach. The order is that of arrival because tasks start in the order in which the Application
    creates them, and join their line before they wait for anything.

    Updates begin one in each turn of the event loop. A poll brings a hundred at once, and answering takes a few
    milliseconds each: begun all in one turn, they would keep what others wait for, and the next poll, that much longer.
    """

    __slots__ = ("_begin", "_begins", "_lines", "_observe", "_places", "_tasks")

    def __init__(
        self,
        at_once: int = AT_ONCE,
        begins: Callable[[object], None] = lambda _update: None,
        observe: Callable[[object, float], None] = lambda _update, _seconds: None,
    ) -> None:
        """`begins` is told each update at its turn; `observe` when it is done, and how many seconds after it came."""
        super().__init__(_ANY_NUMBER)
        self._begins = begins
        self._observe = observe
        self._tasks: set[asyncio.Task[Any]] = set()
        self._places = asyncio.Semaphore(at_once)
        self._begin = asyncio.Lock()
        self._lines: dict[Hashable, _Line] = {}

    @property
    def waiting(self) -> int:
        """How many updates are in work or in line."""
        return sum(line.length for line in self._lines.values())

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await `coroutine` when every earlier update of the same chat is done."""
        place = place_of(update)
        line = self._lines.setdefault(place, _Line())
        line.length += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        began = time.monotonic()
        try:
            async with line.lock, self._places:
                async with self._begin:
                    await asyncio.sleep(0)
                self._begins(update)
                await coroutine
            self._observe(update, time.monotonic() - began)
        finally:
            self._tasks.discard(task)
            if iscoroutine(coroutine):
                coroutine.close()  # never started if we were cancelled in line
            line.length -= 1
            if not line.length:
                del self._lines[place]

    def give_up(self) -> int:
        """Cancel what is in work or in line; returns how many updates that were."""
        for task in self._tasks:
            task.cancel()
        return len(self._tasks)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close: the Application waits for its tasks."""


def place_of(update: object) -> Hashable:
    """Return what an update must keep its order in: its chat, else its inline message, else its user, else nothing."""
    if isinstance(update, Update):
        if update.effective_chat:
            return "chat", update.effective_chat.id
        if update.callback_query and update.callback_query.inline_message_id:
            return "inline message", update.callback_query.inline_message_id
        if update.effective_user:
            return "user", update.effective_user.id
    return object()
