"""Reminders as one thing: the schedule that plans them and the sender that sends them, started and stopped together."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot
from telegram.ext import JobQueue

from bot.alerts import Alerts
from bot.courier import Courier
from bot.leads import Workdays
from bot.mail import Render, through
from bot.plan_digests import News, no_news
from bot.schedule import Schedule
from bot.sender import GRACE_SECONDS, Sender
from bot.store import Store, StoreError

log = logging.getLogger(__name__)


class Reminding:
    """Everything between the store and Telegram that happens without being asked."""

    def __init__(
        self,
        bot: Bot,
        store: Store,
        render: Render,
        workdays: Callable[[], Workdays],
        clock: Callable[[], datetime],
        *,
        retention: timedelta,
        maintainers: int | None = None,
        before: Callable[[datetime], object] = lambda _now: None,
        news: News = no_news,
        observe: Callable[[str, float], None] = lambda _kind, _seconds: None,
    ) -> None:
        """`workdays` returns the calendar of the moment, `maintainers` is Telegram's id of their chat. `before` is
        called before every tick, for instance a CalendarWatch.

        What people wrote is deleted once a day when it is older than `retention`. `observe` is told the kind of each
        message sent and how many seconds after its moment.
        """
        self.alert = Alerts(store, maintainers, clock)
        self.courier = Courier(store, through(bot), render, self.alert, clock, observe)
        self.sender = Sender(store, self.courier, self.alert, clock, probe=bot.get_me)
        self.schedule = Schedule(
            store,
            workdays,
            self.sender.wake,
            self.alert,
            news=news,
            clock=clock,
            before=before,
            daily=lambda now: log.info("deleted: %s", store.purge(now, texts=retention)),
        )
        self._store = store
        self._clock = clock
        self._task: asyncio.Task[None] | None = None

    def start(self, queue: JobQueue[Any]) -> None:
        """Begin; the job queue may start later."""
        self._task = asyncio.create_task(self.sender.run(), name="sender")
        self._task.add_done_callback(self._ended)
        self.schedule.start(queue)

    async def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Send nothing more and wait for what is under way, `grace` seconds at most."""
        await self.sender.stop(grace)
        if self._task is not None:
            await self._task

    def replied(self, telegram_id: int) -> None:
        """A reply went to a chat: it counts against Telegram's limits there."""
        try:
            chat = self._store.known_chat(telegram_id)
        except StoreError:
            return
        if chat is not None:
            now = asyncio.get_running_loop().time()
            self.sender.pacer.replied(chat.id, now, is_group=chat.kind != "private")

    @property
    def is_running(self) -> bool:
        """Whether somebody sends what is planned."""
        return self._task is not None and not self._task.done()

    def status(self) -> dict[str, Any]:
        """Return how it goes, for whoever runs the bot: last tick, why it is held, the outbox, what was sent."""
        return {
            "last_tick": self._store.meta("last_tick"),
            "held": self.schedule.held,
            "outbox": self._store.outbox.depth(self._clock()),
            "counts": dict(self.courier.counts),
        }

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and task.exception() is not None:
            log.critical("the sender stopped", exc_info=task.exception())
