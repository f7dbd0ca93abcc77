"""Deadlines from periods: an event and a length in, the last day out, with the sum that leads to it.

Source: Civil Code Arts. 201 to 203; the State Council's holiday notices.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from knowledge import counting_words as words
from knowledge.basics import Text, Unit
from knowledge.official_calendar import Calendar, OutOfRange

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")
"""Periods of Chinese law run in Chinese time, wherever the chat is."""
LONGEST: dict[Unit, int] = {"working-days": 2_500, "days": 36_500, "months": 1_200, "years": 100, "hours": 87_600}
"""Ten years of working days or hours, a hundred years of the rest: what is longer is a slip of the keyboard."""


class CountError(ValueError):
    """This period cannot be counted from this event. `text` says why in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as a rule of law states it. `before` counts back from the event.

    `roll` says whether the rule moves a last day off to the next working day: None where no rule says so and rolling
    would be an analogy. "before-event" has no length: the duty is due before the event itself.
    """

    length: int | None
    unit: Unit
    before: bool = False
    roll: bool | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a period. `due` is the day to plan on; `unrolled` the last day before any rolling.

    `rolled` is the working day it rolls to, None where it does not move or is not known. Where rolling is only an
    analogy, `due` is the unrolled day. For hours all three are moments in the zone of the event.
    """

    due: date | datetime
    unrolled: date | datetime
    rolled: date | datetime | None
    provisional: bool
    unpublished: tuple[int, ...]
    """The years whose holiday notices are missing and touch the count."""
    steps: tuple[Text, ...]

    def sum(self) -> Text:
        """Return the steps in one line."""
        return Text(zh="；".join(step.zh for step in self.steps), en="; ".join(step.en for step in self.steps))


def due(event: date | datetime, period: Period, calendar: Calendar) -> Due:
    """Return the last day of `period` counted from `event`, with its steps.

    The day of the event is not counted. Working days are the calendar's: make-up weekends count, holidays do not.
    Months and years end on the day of the same number, or at the end of the month. Hours run in real time from a
    moment; one without a zone is Chinese time, and one with a zone counts days from its date in China.
    The result is provisional when a missing holiday notice may still change it, or it ends in a year without one.

    Raises CountError if the period is not positive, too long, leaves the known calendar, or counts hours from a day.
    Source: Civil Code Arts. 201-203; State Council holiday notices.
    """
    try:
        if period.unit == "before-event":
            return _before_event(_legal_day(event), period, calendar)
        length = _checked(period)
        if period.unit == "hours":
            return _hours(event, length, period.before)
        day = _legal_day(event)
        if period.unit == "working-days":
            return _working_days(day, length, period.before, calendar)
        return _calendar_days(day, length, period, calendar)
    except OutOfRange as error:
        raise CountError(words.out_of_range(error.first, error.last)) from None
    except OverflowError:
        raise CountError(words.out_of_years()) from None


def add_months(day: date, months: int) -> date:
    """Return the day of the same number `months` later (earlier when negative), or that month's end.

    Raises OverflowError outside the years 1 to 9999. Source: Civil Code Art. 202.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"No year {year}.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _checked(period: Period) -> int:
    length = period.length
    if length is None or isinstance(length, bool) or not isinstance(length, int) or length < 1:
        raise CountError(words.not_positive(length))
    if length > LONGEST[period.unit]:
        raise CountError(words.too_long(length, LONGEST[period.unit], period.unit))
    return length


def _legal_day(event: date | datetime) -> date:
    if not isinstance(event, datetime):
        return event
    return (event if event.tzinfo is None else event.astimezone(LEGAL_ZONE)).date()


def _working_days(event: date, length: int, before: bool, calendar: Calendar) -> Due:
    end = calendar.shift(event, -length if before else length)
    first, last = (end, event - timedelta(days=1)) if before else (event + timedelta(days=1), end)
    unpublished = tuple(calendar.unpublished(first, last))
    steps = [
        words.counted(length, "working-days", last if before else first, before),
        *words.skipped(calendar.holidays(first, last)),
        *words.made_up(calendar.makeups(first, last)),
        words.last_day(end),
        *words.without_notice(unpublished),
    ]
    return Due(end, end, None, bool(unpublished), unpublished, tuple(steps))


def _calendar_days(event: date, length: int, period: Period, calendar: Calendar) -> Due:
    signed = -length if period.before else length
    if period.unit == "days":
        end = event + timedelta(days=signed)
    else:
        end = add_months(event, signed * 12 if period.unit == "years" else signed)
    start = event - timedelta(days=1) if period.before else event + timedelta(days=1)
    steps = [words.counted(length, period.unit, start, period.before), words.last_day(end)]
    if period.unit != "days" and end.day != event.day:
        steps.insert(1, words.month_end(end))
    return _rolled(end, period, calendar, steps)


def _before_event(event: date, period: Period, calendar: Calendar) -> Due:
    end = event - timedelta(days=1)
    earlier = Period(None, "before-event", before=True, roll=period.roll)
    return _rolled(end, earlier, calendar, [words.before_event(event), words.last_day(end)])


def _rolled(end: date, period: Period, calendar: Calendar, steps: list[Text]) -> Due:
    """Roll `end` as the rule says. A period counted back rolls back: rolling never shortens the notice given."""
    try:
        rolled = calendar.on_or_before(end) if period.before else calendar.on_or_after(end)
    except OutOfRange:
        if period.roll:
            raise
        return Due(end, end, None, calendar.is_provisional(end), (), (*steps, words.unknown_roll(end)))
    unpublished = tuple(calendar.unpublished(min(end, rolled), max(end, rolled)))
    if period.roll is False and end.year in calendar.notices:
        unpublished = ()
    moved = rolled if rolled != end else None
    if moved:
        steps.append(words.rolls(end, moved, period.roll))
    steps.extend(words.unknown_days(unpublished))
    return Due(rolled if period.roll else end, end, moved, bool(unpublished), unpublished, tuple(steps))


def _hours(event: date | datetime, length: int, before: bool) -> Due:
    if not isinstance(event, datetime):
        raise CountError(words.needs_time(event))
    zone = event.tzinfo or LEGAL_ZONE
    start = event.replace(tzinfo=zone)
    end = (start.astimezone(UTC) + timedelta(hours=-length if before else length)).astimezone(zone)
    end = end if event.tzinfo else end.replace(tzinfo=None)
    return Due(end, end, None, False, (), words.hours(length, event, end, before))
