"""The parts that words for dates are made of: each phrase of either language becomes one or more of these."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from knowledge import date_words as words
from knowledge.basics import Text, Unit
from knowledge.official_calendar import Calendar, FestivalName

Meaning = Literal["deadline", "event"]
"""A deadline lies ahead; the event of a period has often happened a few days ago."""
Stretch = Literal["week", "month", "quarter", "half", "year"]
Mark = Literal["", "am", "pm", "24"]
Edge = Literal["first", "start", "middle", "end", "over", "early", "mid", "late"]


@dataclass(frozen=True, slots=True)
class Said:
    """When and where something is said: `now` is aware and in `zone`."""

    now: datetime
    zone: ZoneInfo
    calendar: Calendar
    meaning: Meaning

    @property
    def today(self) -> date:
        """The date on the speaker's calendar."""
        return self.now.date()

    @property
    def monday(self) -> date:
        """The first day of the speaker's week."""
        return self.today - timedelta(days=self.today.weekday())


class Part:
    """One part. `letter` stands for it in the shape of the whole."""

    __slots__ = ()
    letter: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Slots(Part):
    """What is said of a day. Slots of several phrases are merged; two values for one slot contradict each other.

    `week` is its Monday, `weekday` 0 for Monday, `edge_of` what a word like 月底 has its edge of. `nth` is the first
    (1) or last (-1) working day (None), or weekday, of a stretch. `choices` are days among which the words leave it
    open, and `ask` the question. "over" is an end that
    may also be a day's: 结束前; "first" is the first day, while the start of a stretch may be later. `present` marks
    words such as "this", which do not speak of a day that is over.
    """

    letter: ClassVar[str] = "D"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None
    week: date | None = None
    weekday: int | None = None
    edge: Edge | None = None
    edge_of: Stretch | None = None
    nth: tuple[int, int | None] | None = None
    choices: tuple[date, ...] = ()
    ask: Text | None = None
    present: bool = False

    def merge(self, other: "Slots") -> "Slots":
        """Return both together. Raises Refused where they contradict each other."""
        changes: dict[str, object] = {"present": self.present or other.present, "ask": self.ask or other.ask}
        for slot in fields(self):
            mine, theirs = getattr(self, slot.name), getattr(other, slot.name)
            if slot.name in changes or theirs in (None, ()):
                continue
            if mine not in (None, (), theirs):
                raise words.contradiction()
            changes[slot.name] = theirs
        return replace(self, **changes)  # type: ignore[arg-type]

    def is_open(self) -> bool:
        """Tell whether only a stretch is named, such as a month, and no day in it."""
        return not (self.choices or self.day or self.weekday is not None or self.edge or self.nth)

    def is_place(self) -> bool:
        """Tell whether nothing but a place is said, such as the first working day, of whatever stands beside it."""
        return self.nth is not None and self == Slots(nth=self.nth)


def on(day: date, *, present: bool = False) -> Slots:
    """Return the slots of one complete day."""
    return Slots(year=day.year, month=day.month, day=day.day, present=present)


@dataclass(frozen=True, slots=True)
class Now(Part):
    """This very moment."""

    letter: ClassVar[str] = "N"


@dataclass(frozen=True, slots=True)
class Moment(Part):
    """A moment with its own offset from UTC."""

    letter: ClassVar[str] = "M"
    at: datetime


@dataclass(frozen=True, slots=True)
class Clock(Part):
    """A time as said. `mark` is "24" where the notation itself says that the day has 24 hours."""

    letter: ClassVar[str] = "C"
    hour: int
    minute: int = 0
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class DayTime(Part):
    """A part of the day."""

    letter: ClassVar[str] = "T"
    name: Literal["dawn", "morning", "noon", "afternoon", "evening", "midnight"]


@dataclass(frozen=True, slots=True)
class EndOfDay(Part):
    """The end of a day's work: names no time, only the day."""

    letter: ClassVar[str] = "E"


@dataclass(frozen=True, slots=True)
class Span(Part):
    """A length of time. `aim` says in which direction from now, if the words say so."""

    letter: ClassVar[str] = "S"
    length: int
    unit: Unit | Literal["minutes"]
    aim: "Aim" = ""


@dataclass(frozen=True, slots=True)
class By(Part):
    """前, by: the day itself is included."""

    letter: ClassVar[str] = "L"


@dataclass(frozen=True, slots=True)
class Inside(Part):
    """内, within: up to the last day of a stretch."""

    letter: ClassVar[str] = "I"


@dataclass(frozen=True, slots=True)
class Before(Part):
    """English "before": the day itself may or may not be included."""

    letter: ClassVar[str] = "B"


@dataclass(frozen=True, slots=True)
class After(Part):
    """后, after."""

    letter: ClassVar[str] = "A"


@dataclass(frozen=True, slots=True)
class From(Part):
    """起, from."""

    letter: ClassVar[str] = "X"


@dataclass(frozen=True, slots=True)
class Event(Part):
    """An event that has a day, which the words do not tell."""

    letter: ClassVar[str] = "V"
    name: str


@dataclass(frozen=True, slots=True)
class Holiday(Part):
    """A holiday of several days, or one whose day moves from year to year."""

    letter: ClassVar[str] = "H"
    name: FestivalName


@dataclass(frozen=True, slots=True)
class Every(Part):
    """Something that comes again. What else is known of its days stands in the slots beside it."""

    letter: ClassVar[str] = "R"
    unit: Literal["day", "working-day", "week", "month", "quarter", "half", "year"]
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class InZone(Part):
    """The zone in which a time is meant."""

    letter: ClassVar[str] = "Z"
    zone: ZoneInfo


Aim = Literal["after", "within", "ago", ""]
Parts = Part | tuple[Part, ...] | None
Maker = Callable[[re.Match[str], Said], Parts]
Row = tuple[str, Maker]


def table(boundary: str, *rows: tuple[str, Parts | Maker]) -> tuple[Row, ...]:
    """Return phrases as rows of pattern and maker. A maker that returns None declines: it is no such phrase."""
    return tuple((f"(?:{pattern}){boundary}", _maker(made)) for pattern, made in rows)


def relative(days: int, *more: Part) -> Maker:
    """Return the maker of a day so many days from today."""
    return lambda _, said: (on(said.today + timedelta(days=days), present=days == 0), *more)


def refuse(refused: Callable[[], Exception]) -> Maker:
    """Return the maker that raises what `refused` returns."""

    def made(match: re.Match[str], said: Said) -> Parts:
        raise refused()

    return made


def aim(match: re.Match[str]) -> Aim:
    """Return the direction that the groups `after`, `within` or `ago` of a phrase found."""
    found = match.groupdict()
    if found.get("after"):
        return "after"
    if found.get("within"):
        return "within"
    return "ago" if found.get("ago") else ""


def _maker(made: Parts | Maker) -> Maker:
    if made is None or isinstance(made, (Part, tuple)):
        return lambda _match, _said: made
    return made
