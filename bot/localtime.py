"""Wall time as the store keeps it, and instants: what a clock on the wall of a chat means in UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from knowledge.wall_time import moment

BEFORE_QUIET = timedelta(minutes=10)  # a message moved ahead of the quiet hours still has to get out before them

zone = lru_cache(maxsize=512)(ZoneInfo)


def resolve(wall: datetime, name: str) -> datetime:
    """Return the UTC instant at which clocks in the zone `name` show `wall` (naive)."""
    return moment(wall.date(), wall.time(), zone(name)).astimezone(UTC)


def at_clock(day: date, clock: str, name: str) -> datetime:
    """Return the UTC instant of a local time of day, such as `09:00`, on a local date."""
    return resolve(datetime.combine(day, time.fromisoformat(clock)), name)


def instant_of(wall: str, name: str) -> datetime:
    """Return the UTC instant at which a wall time ends: a day (`2026-11-23`) at its midnight, a minute at itself."""
    if len(wall) == len("2026-11-23"):
        return resolve(datetime.combine(date.fromisoformat(wall) + timedelta(days=1), time()), name)
    return resolve(datetime.fromisoformat(wall), name)


def local_date(instant: datetime, name: str) -> date:
    """Return the date in the zone `name` at `instant`."""
    return instant.astimezone(zone(name)).date()


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which a chat is left alone, as local times of day; equal times mean none."""

    start: str = "21:00"
    end: str = "08:30"

    def _covers(self, clock: str) -> bool:
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def away_from(self, instant: datetime, name: str, limit: datetime) -> datetime:
        """Return `instant`, moved out of the quiet hours: to their end, or ahead of them if `limit` would pass."""
        local = instant.astimezone(zone(name))
        clock = local.strftime("%H:%M")
        if not self._covers(clock):
            return instant
        morning = local.date() if clock < self.end else local.date() + timedelta(days=1)
        later = at_clock(morning, self.end, name)
        if later < limit:
            return later
        evening = local.date() if clock >= self.start else local.date() - timedelta(days=1)
        return at_clock(evening, self.start, name) - BEFORE_QUIET
