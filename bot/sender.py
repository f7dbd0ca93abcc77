"""The sender: takes messages from the outbox, in order of urgency and at Telegram's pace, and keeps what is known.

At most four are under way, so at most four are in doubt after a crash. A message is claimed in a commit of its own
before its request leaves; whatever happens after that, the next start knows that it may have arrived.
"""

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar

from bot import chat_changes
from bot.delivery import Failure, Verdict, diagnose
from bot.mail import Mail, Render, Send
from bot.outbox import URGENT, WAIT_WHEN_UNKNOWN, Parcel
from bot.pacing import Pacer
from bot.store import Store, StoreError
from bot.store_chats import Chat

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

IN_FLIGHT = 4
GRACE_SECONDS = 10.0
IDLE_SECONDS = 1.0
BUSY_SECONDS = 0.05
STORE_PAUSE_SECONDS = 5.0
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
LONG_FLOOD = timedelta(minutes=5)  # from here on, limits of hours try their luck while the rest waits


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a message goes, and its words."""

    chat: Chat
    topic: int
    mail: Mail


class Sender:
    """One task that empties the outbox until it is stopped. `counts` says what became of the messages."""

    def __init__(
        self,
        store: Store,
        send: Send,
        render: Render,
        alert: Callable[[str, str], None],
        *,
        probe: Callable[[], Awaitable[object]] | None = None,
        clock: Callable[[], datetime] = utc_now,
        pacer: Pacer | None = None,
    ) -> None:
        """`probe` is a harmless question to Telegram, asked before sending is resumed after trouble."""
        self._store = store
        self._send = send
        self._render = render
        self._alert = alert
        self._probe = probe
        self._clock = clock
        self.pacer = pacer or Pacer()
        self.boot = secrets.token_hex(8)
        self.counts: Counter[str] = Counter()
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
        for key in await self._record(self._store.outbox.recover, self.boot, self._clock()):
            self._alert("reminder given up", f"{key}: in doubt twice")
        while not self._stopping:
            try:
                delay = await self._step()
            except StoreError as error:
                self._alert("database", str(error))
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
        for urgency in (URGENT,) if urgent_only else (URGENT, 9):
            urgent = urgency == URGENT
            wait = self.pacer.wait(now, urgent=urgent)
            if wait:
                return wait
            busy = self.pacer.busy(now, urgent=urgent)
            parcel = self._store.outbox.claim(self._clock(), self.boot, busy, urgency)
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
        chat = self._store.chat_by_id(parcel.chat_id)
        try:
            mail = self._render(self._store, parcel)
            if mail is None:
                await self._record(self._store.outbox.end, parcel.key, "skipped")
            else:
                await self._attempt(parcel, Envelope(chat, parcel.topic, mail))
        except StoreError as error:
            self._alert("database", str(error))
            await self._record(self._store.outbox.again, parcel.key, self._clock(), str(error))
        except Exception as error:  # a bug in the words of one message must not stop the others
            log.exception("cannot make or send %s", parcel.key)
            await self._give_up(parcel, repr(error))
        finally:
            now = asyncio.get_running_loop().time()
            self.pacer.arrived(parcel.chat_id, now, is_group=chat.kind != "private")

    async def _attempt(self, parcel: Parcel, envelope: Envelope) -> None:
        """Send, mend what can be mended and send again at once (once for each trouble), record how it ended."""
        mended: set[Verdict] = set()
        while True:
            try:
                message_id = await self._send(envelope.chat.telegram_id, envelope.topic, envelope.mail)
            except Exception as error:  # whatever the library raises, `diagnose` reads it
                failure = diagnose(error)
                better = None if failure.verdict in mended else self._mend(envelope, failure)
                if better is None:
                    await self._failed(parcel, failure, f"{type(error).__name__}: {error}")
                    return
                mended.add(failure.verdict)
                envelope = better
            else:
                self._pause = 0.0
                self.counts["repeated" if parcel.repeats else "sent"] += 1
                await self._record(self._store.outbox.sent, parcel.key, message_id, self._clock())
                return

    def _mend(self, envelope: Envelope, failure: Failure) -> Envelope | None:
        """Return what to send instead, or None if nothing can be done at once."""
        match failure.verdict:
            case Verdict.MOVED:
                return replace(envelope, chat=self._store.move_chat(envelope.chat.telegram_id, failure.new_id))
            case Verdict.NO_TOPIC if envelope.topic:
                self._note_lost_topic(envelope)
                return replace(envelope, topic=0)
            case Verdict.BAD_MARKUP if envelope.mail.is_html:
                return replace(envelope, mail=envelope.mail.plain())
        return None

    def _note_lost_topic(self, envelope: Envelope) -> None:
        """Say once in the chat that its topic is gone. It may be back another day, so the deadlines stay in it."""
        key = f"c{envelope.chat.id}:topic-gone:{envelope.topic}"
        payload = {"topic": envelope.topic}
        self._store.outbox.add(key, envelope.chat.id, "topic_gone", self._clock(), payload=payload)

    async def _failed(self, parcel: Parcel, failure: Failure, error: str) -> None:
        outbox, key, now = self._store.outbox, parcel.key, self._clock()
        self.counts[failure.verdict.value] += 1
        match failure.verdict:
            case Verdict.UNKNOWN:
                self._trouble()
                if await self._record(outbox.unknown, key, now + WAIT_WHEN_UNKNOWN, error) == "dead":
                    self._alert("reminder given up", f"{key}: in doubt twice ({error})")
            case Verdict.RETRY | Verdict.NO_TOKEN:
                self._trouble()
                if failure.verdict is Verdict.NO_TOKEN:
                    self._alert("token refused", error)
                await self._record(outbox.again, key, now, error)
            case Verdict.FLOOD:
                later = now + WAIT_WHEN_UNKNOWN if self._urgent_may_pass else now
                self._halt(failure.wait)
                await self._record(outbox.again, key, later, error)
            case Verdict.BLOCKED:
                await self._record(outbox.end, key, "merged", error)
                await self._record(chat_changes.blocked, self._store, parcel.chat_id, now)
            case _:
                await self._give_up(parcel, error)

    async def _give_up(self, parcel: Parcel, error: str) -> None:
        self.counts["dead"] += 1
        await self._record(self._store.outbox.end, parcel.key, "dead", error)
        if parcel.kind == "alert":
            log.error("cannot tell the maintainers: %s", error)
        else:
            self._alert(f"cannot write to chat {parcel.chat_id}", f"{parcel.key}: {error}")

    async def _record(self, write: Callable[P, T], *values: P.args, **named: P.kwargs) -> T:
        """Write down what happened, as often as it takes: forgetting it would send the message again."""
        while True:
            try:
                return write(*values, **named)
            except StoreError as error:
                self._alert("database", str(error))
                await asyncio.sleep(STORE_PAUSE_SECONDS)

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
