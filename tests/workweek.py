"""A calendar and a chat for tests of reminders: weekdays are worked, but for the days a test names."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.database import stamp
from bot.leads import Workdays
from bot.plan_reminders import Planned
from bot.store import Store
from bot.tick import tick

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Workweek:
    """Monday to Friday, except `off` days and with `worked` ones (ISO dates)."""

    def __init__(self, off: Collection[str] = (), worked: Collection[str] = ()) -> None:
        self._off = {date.fromisoformat(day) for day in off}
        self._worked = {date.fromisoformat(day) for day in worked}

    def is_workday(self, day: date) -> bool:
        return day in self._worked or (day.weekday() < 5 and day not in self._off)


def utc(text: str) -> datetime:
    """The instant at which clocks in Shanghai show `text`, such as `2026-11-23 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def shown(at: datetime, zone: str = "Asia/Shanghai") -> str:
    """The other way round."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def ticks(store: Store, now: datetime, workdays: Workdays | None = None) -> int:
    """Tick until nothing is left to plan at `now`; returns how many messages were planned."""
    planned, ticked = 0, Planned(0, True)
    while ticked.more:
        ticked = tick(store, now, workdays or Workweek())
        planned += ticked.count
    return planned


def awake(store: Store, text: str) -> None:
    """Let the store believe that the last tick was then, so that the time before was no downtime."""
    store.set_meta("last_tick", stamp(utc(text)))


def planned(store: Store, state: str = "pending") -> list[str]:
    """The keys in a state, in the order of their moments."""
    return [
        row["key"]
        for row in store.database.rows("SELECT key FROM outbox WHERE state = ? ORDER BY moment, key", (state,))
    ]
