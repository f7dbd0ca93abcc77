"""Days as people read them: with the weekday, and how many working days are left."""

from datetime import date, datetime, time, timedelta
from html import escape
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from handlers.texts import Texts

WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}

EVENING = 6 * 60
"""So many minutes before the end of the last day, what is left of it is said in hours."""
DAY_SECONDS = 24 * 3600
IN_READERS_ZONE = "wDt"
"""How an entity shows a time: weekday, date with its year, hours and minutes."""


class Workdays(Protocol):
    """Which days are worked."""

    def is_workday(self, day: date, /) -> bool:
        """Tell whether `day` is a working day in the mainland."""


def day(value: date | datetime | str, texts: Texts) -> str:
    """Return a day, or a moment, with its weekday. Text is wall time as the store keeps it."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    weekday = WEEKDAYS[texts.lang][value.weekday()]
    clock = f" {value:%H:%M}" if isinstance(value, datetime) else ""
    return (
        f"{value:%Y-%m-%d}（{weekday}）{clock.strip()}" if texts.lang == "zh" else f"{weekday} {value:%Y-%m-%d}{clock}"
    )


def moment(value: str, zone: str, texts: Texts) -> str:
    """Return wall time in a zone, as the store keeps it, as HTML.

    A time of day becomes an entity, which Telegram shows in the reader's own zone and language. A whole day stays as it
    is: a legal day is that of Beijing, and must not become the one before because somebody reads it in Berlin.
    """
    if "T" not in value:
        return day(value, texts)
    return instant(datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(zone)), zone, texts)


def instant(at: datetime, zone: str, texts: Texts) -> str:
    """Return an instant as such an entity; where Telegram is too old for those, it reads as wall time in `zone`."""
    words = day(at.astimezone(ZoneInfo(zone)), texts)
    return f'<tg-time unix="{int(at.timestamp())}" format="{IN_READERS_ZONE}">{words}</tg-time>'


def is_over(wall: str, now: datetime, zone: str) -> bool:
    """Tell whether wall time in a zone lies behind `now`: a whole day at its midnight."""
    there = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return datetime.fromisoformat(wall) <= there if "T" in wall else date.fromisoformat(wall) < there.date()


def distance(wall: str, now: datetime, zone: str) -> int:
    """Return how many calendar days away a wall time is, 0 for today, below 0 for the past."""
    return (date.fromisoformat(wall[:10]) - now.astimezone(ZoneInfo(zone)).date()).days


def planned(entry: Any, now: datetime) -> str:
    """Return the wall time of a deadline to speak of: the safe one, and when that is over the last one."""
    return str(entry.due if is_over(entry.safe, now, entry.zone) else entry.safe)


def left(due: str, now: datetime, zone: str, workdays: Workdays, texts: Texts) -> str:
    """Return how far away a due moment is: working days, hours on the day itself, or days overdue."""
    today = now.astimezone(ZoneInfo(zone)).date()
    end = date.fromisoformat(due[:10])
    if "T" in due and end >= today:
        seconds = (datetime.fromisoformat(due).replace(tzinfo=ZoneInfo(zone)) - now).total_seconds()
        if seconds < DAY_SECONDS:
            return _hours_left(max(int(seconds), 0) // 60, texts)
    if end < today:
        days = (today - end).days
        return texts("deadlines.left_over_one" if days == 1 else "deadlines.left_over", count=days)
    if end == today:
        midnight = datetime.combine(end + timedelta(days=1), time(), ZoneInfo(zone))
        minutes = int((midnight - now).total_seconds()) // 60
        return _hours_left(minutes, texts) if minutes <= EVENING else texts("deadlines.left_today")
    count = working_days(today, end, workdays)
    if count == 0:
        return texts("deadlines.left_none")
    return texts("deadlines.left_one" if count == 1 else "deadlines.left_working", count=count)


def is_last_workday(due: str, now: datetime, zone: str, workdays: Workdays) -> bool:
    """Tell whether people work today and not again until a due day that is still to come."""
    today, end = now.astimezone(ZoneInfo(zone)).date(), date.fromisoformat(due[:10])
    worked = working_days(today - timedelta(days=1), today, workdays)
    return today < end and worked == 1 and working_days(today, end, workdays) == 0


def _hours_left(minutes: int, texts: Texts) -> str:
    hours, rest = divmod(minutes, 60)
    if not minutes:
        return texts("deadlines.left_no_time")
    if not hours:
        return texts("deadlines.left_minutes", minutes=rest)
    return texts("deadlines.left_hours" if rest else "deadlines.left_full_hours", hours=hours, minutes=rest)


def working_days(today: date, end: date, workdays: Workdays) -> int:
    """Return the working days after `today` up to and with `end`; Monday to Friday beyond the calendar's years."""
    count = 0
    for number in range(today.toordinal() + 1, end.toordinal() + 1):
        one = date.fromordinal(number)
        try:
            count += workdays.is_workday(one)
        except LookupError:
            count += one.weekday() < 5
    return count


def mention(user_id: int | None, store: Any, texts: Texts) -> str:
    """Return a person's name as HTML that tells them: Telegram notifies whom a message links."""
    name = escape(who(user_id, store, texts))
    return name if user_id is None else f'<a href="tg://user?id={user_id}">{name}</a>'


def who(user_id: int | None, store: Any, texts: Texts) -> str:
    """Return a person's name as the store knows it, or a stand-in."""
    if user_id is None:
        return texts("deadlines.no_owner")
    return store.user(user_id).name or texts("deadlines.someone", id=user_id)
