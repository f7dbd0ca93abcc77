"""Reading dates as said on a Wednesday morning in Shanghai, and a reading as one line for tables."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from knowledge import calendar_file
from knowledge.dates import Meaning, Reading, read

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)


def said(text: str, now: datetime = WEDNESDAY, zone: ZoneInfo = SHANGHAI, meant: Meaning = "deadline") -> str:
    """Return what `text` means, as one line."""
    return line(read(text, now, zone, calendar_file.built_in(), meant))


def line(reading: Reading) -> str:
    """Return a reading in short: `2026-12-04`, `2026-12-04T17:00`, maybe with ` provisional`, `? a or b`, `? of EVENT`,
    `every RULE from day`, or `! why`.
    """
    later = " provisional" if reading.provisional else ""
    match reading.kind:
        case "error":
            assert reading.error is not None
            return "! " + reading.error.en
        case "ambiguous":
            assert reading.question is not None
            if reading.event:
                return f"? of {reading.event}{_period(reading)}"
            return "? " + " or ".join(wall(each.value or each.first) for each in reading.candidates)
        case "recurring":
            assert reading.recurrence is not None
            return f"every {reading.recurrence.rule()} from {wall(reading.first)}{later}"
    return wall(reading.value) + later


def wall(value: date | datetime | None) -> str:
    """Return a day, or a moment to the minute."""
    assert value is not None
    return value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value.isoformat()


def _period(reading: Reading) -> str:
    if reading.period is None:
        return ""
    side = "before" if reading.period.before or reading.period.unit == "before-event" else "after"
    return f", {reading.period.length or ''} {reading.period.unit} {side}".replace("  ", " ")
