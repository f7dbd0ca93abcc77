"""Clock times of a place as moments, through the hours that a change of clocks skips or repeats."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return when the clocks of `zone` show `clock` on `day`.

    A time that is skipped becomes the first minute after the gap; one that comes twice is the first of the two.
    """
    wall = datetime.combine(day, clock.replace(tzinfo=None, fold=0), zone)
    back = wall.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None) == wall.replace(tzinfo=None):
        return wall
    return _after_gap(wall)


def _after_gap(wall: datetime) -> datetime:
    """Search for the change of offset: at the later one the wall is before it, at the earlier one after it."""
    before = wall.replace(fold=1).astimezone(UTC)
    after = wall.astimezone(UTC)
    old = before.astimezone(wall.tzinfo).utcoffset()
    while after - before > MINUTE:
        middle = (before + (after - before) / 2).replace(second=0, microsecond=0)
        if middle <= before:
            break
        if middle.astimezone(wall.tzinfo).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.astimezone(wall.tzinfo)
