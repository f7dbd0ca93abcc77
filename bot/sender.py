"""The sender: takes messages from the outbox, in order of urgency and at Telegram's pace.

At most four are under way, so at most four are in doubt after a crash. A message is claimed in a commit of its own, and
another says, right before its first byte, that it leaves: a killed process surely did not send the one, and may have
sent the other.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

from bot.courier import Courier
from bot.delivery import Verdict
from bot.outbox import ANY, URGENT, Parcel
from bot.pacing import Pacer
from bot.store import Store, StoreError

log = logging.getLogger(__name__)

IN_FLIGHT = 4
GRACE_SECONDS = 10.0
IDLE_SECONDS = 1.0
BUSY_SECONDS = 0.05
STORE_PAUSE_SECONDS = 5.0
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
LONG_FLOOD = timedelta(minutes=5)  # from here on, limits of hours try their luck while the rest waits
TROUBLE = (Verdict.UNKNOWN, Verdict.RETRY, Verdict.NO_TOKEN)


class Sender:
    """One task that empties the outbox until it is stopped."""

    def __init__(
        self,
        store: Store,
        courier: Courier,
        alert: Callable[[str, str], None],
        clock: Callable[[], datetime],
        *,
        probe: Callable[[], Awaitable[object]] | None = None,
        pacer: Pacer | None = None,
    ) -> None:
        """`probe` is a harmless question to Telegram, asked before sending is resumed after trouble."""
        self._store = store
        self._courier = courier
        self._alert = alert
        self._clock = clock
        self._probe = probe
        self.pacer = pacer or Pacer()
        self._boot = secrets.token_hex(8)
        self._tasks: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()
        self._stopping = False
        self._halted_until = float("-inf")
        self._urgent_may_pass = False
        self._pause = 0.0

    def wake(self) -> None:
        """Look at the outbox now: something was planned."""
        self._woken.set()

    async def run(self) -> None:
        """Send until `stop`. What a killed process left under way is settled first."""
        await self._courier.settle(self._boot)
        while not self._stopping:
            try:
                delay = await self._step()
            except StoreError as error:
                self._alert("database", str(error))
                delay = STORE_PAUSE_SECONDS
            except Exception as error:  # a bug here must not end all reminders
                log.exception("the sender stumbled")
                self._alert("the sender stumbled", repr(error))
                delay = STORE_PAUSE_SECONDS
            if delay:
                await self._sleep(delay)

    async def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Claim nothing more and wait for what is under way; what is not answered in `grace` seconds stays in doubt."""
        self._stopping = True
        self.wake()
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _sleep(self, seconds: float) -> None:
        self._woken.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    async def _step(self) -> float:
        """Start at most one message; returns how many seconds there is nothing to do (0 for none)."""
        if len(self._tasks) >= IN_FLIGHT:
            return IDLE_SECONDS  # an answer wakes it
        now = asyncio.get_running_loop().time()
        halted = self._halted_until - now
        if halted <= 0 and self._pause and not await self._is_back():
            return 0
        urgent_only = halted > 0
        if urgent_only and not self._urgent_may_pass:
            return halted
        return self._start_next(now, urgent_only=urgent_only)

    def _start_next(self, now: float, *, urgent_only: bool) -> float:
        for urgency in (URGENT,) if urgent_only else (URGENT, ANY):
            urgent = urgency == URGENT
            wait = self.pacer.wait(now, urgent=urgent)
            if wait:
                return wait
            busy = self.pacer.busy(now, urgent=urgent)
            parcel = self._store.outbox.claim(self._clock(), self._boot, busy, urgency)
            if parcel:
                self._start(parcel, now)
                return 0
        return BUSY_SECONDS if busy else IDLE_SECONDS

    def _start(self, parcel: Parcel, now: float) -> None:
        self.pacer.left(parcel.chat_id, now)
        task = asyncio.create_task(self._deliver(parcel))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: self.wake())

    async def _deliver(self, parcel: Parcel) -> None:
        is_group = False
        try:
            chat = self._store.chat_by_id(parcel.chat_id)
            is_group = chat.kind != "private"
            failure = await self._courier.deliver(parcel, chat)
        except LookupError:  # the chat was forgotten a moment ago, and its messages with it
            return
        finally:
            self.pacer.arrived(parcel.chat_id, asyncio.get_running_loop().time(), is_group=is_group)
        if failure is None:
            self._pause = 0.0
        elif failure.verdict is Verdict.FLOOD:
            self._halt(failure.wait)
        elif failure.verdict in TROUBLE:
            self._trouble()

    def _halt(self, wait: timedelta) -> None:
        """Telegram says: too many. Nothing leaves until the time it names, but for limits of hours if that is long."""
        self._urgent_may_pass = wait >= LONG_FLOOD
        until = asyncio.get_running_loop().time() + wait.total_seconds()
        self._halted_until = max(self._halted_until, until)
        if self._urgent_may_pass:
            self._alert("Telegram makes us wait", f"{wait}; only limits of hours are tried meanwhile")

    def _trouble(self) -> None:
        """Nobody answers as they should: pause, longer each time, so that no message is spent on finding out."""
        now = asyncio.get_running_loop().time()
        if now >= self._halted_until:
            self._pause = min(max(2 * self._pause, FIRST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)
            self._halted_until = now + self._pause
            self._urgent_may_pass = False

    async def _is_back(self) -> bool:
        """Ask Telegram something harmless before the next message is risked."""
        if self._probe is None:
            return True
        try:
            await self._probe()
        except Exception as error:  # any error means: not yet
            log.info("Telegram is not back: %s", error)
            self._trouble()
            return False
        self._pause = 0.0
        return True
