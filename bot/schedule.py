"""The one repeating job: a tick every few seconds, as long as the clock can be believed.

The job lives in memory only. The library's own defaults drop a run that is a second late; stored jobs are deleted
before they have run. So nothing but the tick is entrusted to it, with every default spelled out.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from telegram.ext import JobQueue

from bot.courier import utc_now
from bot.database import StoreError, moment, stamp
from bot.leads import Workdays
from bot.plan_digests import News, no_news
from bot.store import Store
from bot.tick import tick

log = logging.getLogger(__name__)

EVERY_SECONDS = 5  # half of it is how late a reminder is planned on average; an idle tick takes a millisecond
JUMP = timedelta(days=1)  # a clock that moves by more than this under a running process is not believed
SURVIVES: dict[str, Any] = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


class Schedule:
    """Ticks, wakes the sender, and stops when the clock jumps until somebody says that it is right."""

    def __init__(
        self,
        store: Store,
        workdays: Callable[[], Workdays],
        wake: Callable[[], None],
        alert: Callable[[str, str], None],
        *,
        news: News = no_news,
        clock: Callable[[], datetime] = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        before: Callable[[datetime], object] = lambda _now: None,
        daily: Callable[[datetime], object] = lambda _now: None,
    ) -> None:
        """`workdays` returns the calendar of the moment; `wake` tells the sender that something was planned.

        `before` is called before every tick, `daily` once a day (UTC) after one.
        """
        self._store = store
        self._workdays = workdays
        self._wake = wake
        self._alert = alert
        self._news = news
        self._clock = clock
        self._monotonic = monotonic
        self._before = before
        self._daily = daily
        self._offset: timedelta | None = None
        self.held: str | None = None
        """Why nothing is planned at present, or None."""

    def start(self, queue: JobQueue[Any]) -> None:
        """Put the tick into the bot's job queue, the first one at once (`first=0` would be one interval late)."""
        at_once = {"next_run_time": utc_now()}
        queue.run_repeating(self.run, EVERY_SECONDS, name="tick", job_kwargs=SURVIVES | at_once)

    def resume(self) -> None:
        """The clock is right, a maintainer says: go on from now."""
        last = self._store.meta("last_tick")
        if last and moment(last) > self._clock():
            self._store.set_meta("last_tick", stamp(self._clock()))
        self._offset, self.held = None, None

    async def run(self, _context: object = None) -> None:
        """Tick until nothing is left for this moment, giving way to the conversation in between."""
        if not self._try("comparing clocks", self._believes_the_clock):
            return
        self._try("counting dates again", self._count_again)
        while self._try("planning", self._tick):
            await asyncio.sleep(0)
        self._try("housekeeping", self._once_a_day)

    def _try(self, name: str, part: Callable[[], object]) -> bool:
        """Do one part of the run, whatever became of the others; returns what it says, no if it fails."""
        try:
            return bool(part())
        except StoreError as error:
            self._alert("database", str(error))
        except Exception as error:  # a bug in one part must not stop the reminders
            log.exception("%s failed", name)
            self._alert(f"{name} failed", repr(error))
        return False

    def _count_again(self) -> None:
        self._before(self._clock())

    def _tick(self) -> bool:
        planned = tick(self._store, self._clock(), self._workdays(), self._news)
        for name in planned.failed:
            self._alert(f"cannot plan {name}", "see the log; tried again in an hour")
        if planned.count:
            self._wake()
        return planned.more

    def _once_a_day(self) -> None:
        now = self._clock()
        if self._store.meta("last_daily") != now.date().isoformat():
            self._daily(now)
            self._store.set_meta("last_daily", now.date().isoformat())

    def _believes_the_clock(self) -> bool:
        now = self._clock()
        offset = timedelta(seconds=now.timestamp() - self._monotonic())
        last = self._store.meta("last_tick")
        if self.held is None:
            if self._offset is not None and abs(offset - self._offset) > JUMP:
                self._hold(f"the clock moved by {offset - self._offset} while the bot was running, to {stamp(now)}")
            elif self._offset is None and last and moment(last) - now > JUMP:
                self._hold(f"the clock says {stamp(now)}, but the bot already ran on {last}")
            else:
                self._offset = offset
        return self.held is None

    def _hold(self, reason: str) -> None:
        self.held = reason
        self._alert("no reminders until the clock is confirmed", reason)
