"""The courier: takes one claimed message to Telegram, mends what can be mended, and writes down how it ended.

Writing it down comes before everything else: what is forgotten would be sent again.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import ParamSpec, TypeVar

from bot import chat_changes
from bot.delivery import Failure, Verdict, diagnose
from bot.departure import departing
from bot.mail import Mail, Render, Send
from bot.outbox import ORDINARY, WAIT_WHEN_UNKNOWN, Parcel
from bot.store import Store, StoreError
from bot.store_chats import Chat

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

STORE_PAUSE_SECONDS = 5.0
HELD_UP = timedelta(minutes=10)
LONGEST_REST = timedelta(minutes=1)  # of one message after a flood; the sender knows how long all of them rest


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a message goes, and its words."""

    chat: Chat
    topic: int
    mail: Mail


class Courier:
    """Delivers messages one at a time, several at once. `counts` says what became of them."""

    def __init__(
        self,
        store: Store,
        send: Send,
        render: Render,
        alert: Callable[[str, str], None],
        clock: Callable[[], datetime] = utc_now,
        observe: Callable[[str, float], None] = lambda _kind, _seconds: None,
    ) -> None:
        """`observe` is told the kind of each message sent and how many seconds after its moment."""
        self._observe = observe
        self._store = store
        self._send = send
        self._render = render
        self._alert = alert
        self._clock = clock
        self.counts: Counter[str] = Counter()

    async def settle(self, boot: str) -> None:
        """Decide about what a killed process had under way; `boot` is this start."""
        for key in await self._record(self._store.outbox.recover, boot, self._clock()):
            self._alert("reminder given up", f"{key}: in doubt twice")

    async def deliver(self, parcel: Parcel, chat: Chat) -> Failure | None:
        """Take one message to its chat. Returns what went wrong on the way, or None; it is written down either way."""
        try:
            if await self._waits_for_morning(parcel, chat):
                return None
            mail = self._render(self._store, parcel)
            if mail is not None:
                return await self._attempt(parcel, Envelope(chat, parcel.topic, mail))
            await self._record(self._store.outbox.end, parcel.key, "skipped")
        except StoreError as error:
            self._alert("database", str(error))
            await self._record(self._store.outbox.again, parcel.key, self._clock(), str(error))
        except Exception as error:  # a bug in the words of one message must not stop the others
            log.exception("cannot make or send %s", parcel.key)
            await self._give_up(parcel, repr(error))
        return None

    async def _waits_for_morning(self, parcel: Parcel, chat: Chat) -> bool:
        """A message that was held up into the quiet hours is put off to their end, unless it is urgent."""
        now = self._clock()
        if parcel.prio < ORDINARY or now - parcel.moment < HELD_UP:
            return False
        morning = chat.quiet.away_from(now, chat.timezone, now + timedelta(days=2))
        if morning > now:
            await self._record(self._store.outbox.again, parcel.key, morning, "quiet hours")
        return morning > now

    async def _attempt(self, parcel: Parcel, envelope: Envelope) -> Failure | None:
        """Send, mend what can be mended and send again at once (once for each trouble), record how it ended."""
        mended: set[Verdict] = set()
        departing.set(partial(self._store.outbox.leaves, parcel.key))
        while True:
            try:
                message_id = await self._send(envelope.chat.telegram_id, envelope.topic, envelope.mail)
            except Exception as error:  # whatever the library raises, `diagnose` reads it
                failure = diagnose(error)
                better = None if failure.verdict in mended else self._mend(envelope, failure)
                if better is None:
                    await self._failed(parcel, failure, f"{type(error).__name__}: {error}")
                    return failure
                mended.add(failure.verdict)
                envelope = better
            else:
                self.counts["repeated" if parcel.repeats else "sent"] += 1
                await self._record(self._store.outbox.sent, parcel.key, message_id, self._clock())
                self._observe(parcel.kind, (self._clock() - parcel.moment).total_seconds())
                return None

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
                if await self._record(outbox.unknown, key, now + WAIT_WHEN_UNKNOWN, error) == "dead":
                    self._alert("reminder given up", f"{key}: in doubt twice ({error})")
            case Verdict.RETRY:
                await self._record(outbox.again, key, now, error)
            case Verdict.NO_TOKEN:
                self._alert("token refused", error)
                await self._record(outbox.again, key, now, error)
            case Verdict.FLOOD:
                await self._record(outbox.again, key, now + min(failure.wait, LONGEST_REST), error)
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
