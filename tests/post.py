"""A sender over a Telegram of its own: it takes messages, fails as told, and has a clock to move."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, TimedOut
from workweek import Workweek, planned, utc

from bot.courier import Courier
from bot.deadline import NewDeadline
from bot.departure import depart
from bot.leads import Workdays
from bot.mail import Mail
from bot.outbox import Parcel
from bot.pacing import Pacer
from bot.schedule import Schedule
from bot.sender import Sender
from bot.store import Store

NOW = utc("2026-11-23 10:00")
MONDAY = "2026-11-23 08:00"
MEI, LI = 7, 8


def lost(cause: type[httpx.HTTPError], kind: type[NetworkError] = NetworkError) -> NetworkError:
    """The error that the library raises for a cause in the network."""
    error = kind() if kind is TimedOut else kind("lost")
    error.__cause__ = cause("lost")
    return error


class Telegram:
    """Takes messages; answers with an error while there are any left for the chat."""

    def __init__(self) -> None:
        self.got: list[tuple[int, int, str]] = []
        self.errors: list[Exception] = []
        self.lost_topics: set[int] = set()
        self.back = True
        self.probes = 0

    async def send(self, chat: int, topic: int, mail: Mail) -> int:
        await asyncio.sleep(0)
        depart()
        if topic in self.lost_topics:
            raise BadRequest("Message thread not found")
        if self.errors:
            error = self.errors.pop(0)
            if error.__cause__.__class__ in (httpx.ReadError, httpx.ReadTimeout):
                self.got.append((chat, topic, mail.text))
            raise error
        self.got.append((chat, topic, mail.text))
        return len(self.got)

    async def probe(self) -> None:
        self.probes += 1
        if not self.back:
            raise lost(httpx.ConnectError)


class Post:
    """A sender over a store and a Telegram of its own, with a clock to move."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.telegram = Telegram()
        self.alerts: list[str] = []
        self.now = NOW
        self.sender = self._sender()

    def _sender(self) -> Sender:
        self.courier = Courier(self.store, self.telegram.send, self.render, self._alert, lambda: self.now)
        probe = self.telegram.probe
        return Sender(self.store, self.courier, self._alert, lambda: self.now, probe=probe, pacer=Hurried())

    def render(self, store: Store, parcel: Parcel) -> Mail | None:
        assert parcel.payload.get("say") != "wrongly"
        mark = "(possibly repeated) " if parcel.repeats else ""
        return Mail(f"{mark}<b>{parcel.key}</b>") if parcel.payload.get("say", True) else None

    def add(self, key: str, chat: int, kind: str = "lead", at=NOW, **values) -> None:
        assert self.store.outbox.add(key, chat, kind, at, **values)

    async def until(self, done: Callable[[], bool]) -> None:
        """Let a new sender work until `done`, or until the outbox has nothing for this moment."""
        self.sender = self._sender()
        task = asyncio.create_task(self.sender.run())
        for _ in range(2000):
            await asyncio.sleep(0.002)
            if done():
                break
        else:
            raise AssertionError(f"waited in vain: {self.states()}")
        await self.sender.stop()
        await task

    async def all_sent(self) -> None:
        await self.until(lambda: not planned(self.store) and not self.is_busy)

    @property
    def is_busy(self) -> bool:
        """Whether a message is under way."""
        return bool(planned(self.store, "claimed") or planned(self.store, "sending"))

    def states(self) -> dict[str, str]:
        return {
            row["key"]: row["state"] for row in self.store.database.rows("SELECT key, state FROM outbox ORDER BY key")
        }

    @property
    def texts(self) -> list[str]:
        return [text for _, _, text in self.telegram.got]

    def _alert(self, name: str, detail: str) -> None:
        self.alerts.append(name)


class Hurried(Pacer):
    """No pace at all, but one message at a time in a chat."""

    def wait(self, now: float, *, urgent: bool) -> float:
        return 0.0

    def busy(self, now: float, *, urgent: bool) -> set[int]:
        return set(self._in_flight)


class World(Post):
    """A post with a bot that ticks: what it would say, to whom and when, over days."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.workdays: Workdays = Workweek()
        self.monotonic = 0.0
        self.schedule = self._schedule()

    def _schedule(self) -> Schedule:
        return Schedule(
            self.store, lambda: self.workdays, lambda: None, self._alert,
            clock=lambda: self.now, monotonic=lambda: self.monotonic,
        )  # fmt: skip

    def restart(self, at: str) -> None:
        """Start the process anew at a time in Shanghai."""
        self.now = utc(at)
        self.schedule = self._schedule()

    async def at(self, text: str) -> list[str]:
        """Run on to a time in Shanghai, ticking every half hour and at the end; returns the keys sent at the end."""
        return await self.on(utc(text))

    async def on(self, end: datetime) -> list[str]:
        while self.now < end:
            await self.step(min(self.now + timedelta(minutes=30), end))
        return self.last

    async def step(self, now: datetime, *, jump: timedelta = timedelta(0)) -> list[str]:
        """Tick at `now` and send; with `jump` the clock on the wall moves, not the time that passes."""
        self.monotonic += (now - self.now - jump).total_seconds()
        self.now = now
        before = len(self.telegram.got)
        await self.schedule.run()
        if planned(self.store) and self.store.outbox.next_at() <= now:
            await self.until(self._is_quiet)
        self.last = [text.removeprefix("<b>").removesuffix("</b>") for text in self.texts[before:]]
        return self.last

    def _is_quiet(self) -> bool:
        if self.is_busy:
            return False
        found = self.store.outbox.next_at()
        return found is None or found > self.now

    def deadline(self, chat: int, due: str = "2026-11-27", **values) -> int:
        """Add a deadline of Mei's and return its id."""
        values.setdefault("owner_id", MEI)
        return self.store.deadlines.add(chat, NewDeadline("评估", due, **values), MEI, self.now).id


def in_a_hurry(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return a world on Monday morning in which no pause after an error takes long."""
    for pause in ("FIRST_PAUSE_SECONDS", "LONGEST_PAUSE_SECONDS", "STORE_PAUSE_SECONDS"):
        monkeypatch.setattr(f"bot.sender.{pause}", 0.01)
    monkeypatch.setattr("bot.courier.STORE_PAUSE_SECONDS", 0.01)
    world.now = utc(MONDAY)
    return world
