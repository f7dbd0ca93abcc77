"""Clock times of a place as moments, through the hours that a change of clocks skips or repeats."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return when the clocks of `zone` show `clock` on `day`.

    A time that is skipped becomes the first minute after the gap; one that comes twice is the first of the two.
    """
    wall = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    while _shown_at(wall, zone) != wall:
        wall = wall.replace(second=0, microsecond=0) + MINUTE
    return wall.replace(tzinfo=zone)


def _shown_at(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
