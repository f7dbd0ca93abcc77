"""Dates in words, Chinese and English, by a closed grammar: a text in, a day, a moment, a rule or a question out.

The costly failure is a wrong date that looks right. So every word must be understood, what can be read in two ways is
asked back with its candidates, and what is impossible, contradictory or over is refused with an example.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from knowledge import date_numbers, dates_en, dates_zh, lengths_en, lengths_zh
from knowledge import date_words as words
from knowledge.basics import Text
from knowledge.date_choices import YEARS, Choices
from knowledge.date_clock import times
from knowledge.date_every import repetition
from knowledge.date_parts import Before, By, Clock, DayTime, EndOfDay, InZone, Maker, Meaning, Part, Row, Said, on
from knowledge.date_reading import Reading, choice, on_days, today_at
from knowledge.date_shapes import Again, Exactly, Waiting, meaning
from knowledge.date_words import Refused
from knowledge.official_calendar import Calendar

__all__ = ["Meaning", "Reading", "read"]

LONGEST = 120
"""Characters. No date needs more; the work grows with the length."""
PHRASES: tuple[Row, ...] = (
    *dates_zh.NOT_DATES,
    *dates_en.NOT_DATES,
    *lengths_zh.REPEATS,
    *dates_zh.DAYS,
    *lengths_zh.LENGTHS,
    *lengths_zh.TIMES,
    *lengths_zh.LIMITS,
    *lengths_en.REPEATS,
    *dates_en.DAYS,
    *lengths_en.LENGTHS,
    *lengths_en.TIMES,
    *lengths_en.LIMITS,
    *date_numbers.NUMBERS,
    *lengths_zh.EVENT_PHRASES,
    *lengths_en.EVENT_PHRASES,
)
SIMPLIFIED = str.maketrans(
    "週號點後個禮內兩間時農曆開鐘節國慶過發佈總這從當與舊陽陰勞動業線簽訂變終達遲於聖誕隨單雙約關閉結滿獲"
    "證審請還來無實報備體網絡處遲應須頒註冊導東營幾盡儘馬臘會現長連準條執題離職購閏閱齊級",
    "周号点后个礼内两间时农历开钟节国庆过发布总这从当与旧阳阴劳动业线签订变终达迟于圣诞随单双约关闭结满获"
    "证审请还来无实报备体网络处迟应须颁注册导东营几尽尽马腊会现长连准条执题离职购闰阅齐级",
)
CJK = "\u3007\u4e00-\u9fff"


def read(text: str, now: datetime, zone: ZoneInfo, calendar: Calendar, meant: Meaning = "deadline") -> Reading:
    """Read `text` as somebody in `zone` says it at `now` (aware).

    `meant` is what the date is for: a deadline lies ahead, while the event of a period has often just happened. Never
    raises for any text.
    """
    try:
        if now.year not in YEARS:
            raise words.no_such_year(now.year)
        return _offered(_read(fold(text), Said(now.astimezone(zone), zone, calendar, meant)))
    except Refused as refused:
        return Reading("error", error=_shown(text, refused))
    except OverflowError:
        return Reading("error", error=_shown(text, words.no_such_year(9999)))


def _offered(reading: Reading) -> Reading:
    """Offer only candidates that are dates; where none is, what the first one asks or says against it."""
    dates = tuple(each for each in reading.candidates if each.kind not in ("error", "ambiguous"))
    if not reading.candidates or dates == reading.candidates:
        return reading
    return replace(reading, candidates=dates) if dates else reading.candidates[0]


def fold(text: str) -> str:
    """Return text in the one form the phrases know: half-width, lower case, simplified, no needless spaces.

    Raises Refused for nothing, and for more than a date can be.
    """
    if len(text) > 50 * LONGEST:
        raise words.too_much()
    folded = unicodedata.normalize("NFKC", text).lower().translate(SIMPLIFIED)
    folded = re.sub(r"[’‘`]", "'", folded).replace("○", "〇")
    folded = re.sub(r"\s+", " ", folded)
    folded = re.sub(rf"(?<=[{CJK}]) | (?=[{CJK}])", "", folded).replace("mid-", "mid ").strip(" .!?。,;")
    if not folded:
        raise words.empty()
    if len(folded) > LONGEST:
        raise words.too_much()
    return folded


def _parts(text: str, said: Said) -> list[Part]:
    """Cut the text into phrases, the longest first. Raises Refused at the first word that begins none."""
    parts: list[Part] = []
    place = 0
    while place < len(text):
        if text[place] in " ,;()。":
            place += 1
            continue
        end, found = _longest(text, place, said)
        if end == place:
            rest = re.match(r"[a-z0-9'.:/-]+|[^\sa-z0-9]+|.", text[place:])
            raise words.left_over(rest[0] if rest else text[place:])
        parts.extend(found)
        place = end
    return parts


def _longest(text: str, place: int, said: Said) -> tuple[int, Iterable[Part]]:
    found = ((pattern.match(text, place), maker) for pattern, maker in _phrases())
    matches = [
        (match, maker) for match, maker in found if match and place < match.end() and _is_whole(text, match.end())
    ]
    for match, maker in sorted(matches, key=lambda each: -each[0].end()):
        made = maker(match, said)
        if made is not None:
            return match.end(), (made,) if isinstance(made, Part) else made
    return place, ()


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], Maker], ...]:
    """Return the tables, compiled when the first date is read: it takes as long as everything else at start-up."""
    return tuple((re.compile(pattern), maker) for pattern, maker in PHRASES)


def _is_whole(text: str, end: int) -> bool:
    """Tell whether a phrase does not end inside a number."""
    return not (text[end - 1 : end + 1].isdecimal() and len(text) > end)


def _read(text: str, said: Said) -> Reading:
    """Read a folded text in the zone that it names, and return the result in the speaker's own. Raises Refused."""
    parts = _parts(text, said)
    zones = {part.zone for part in parts if isinstance(part, InZone)}
    if not zones or zones == {said.zone}:
        return _reading(parts, said)
    if len(zones) > 1:
        raise words.contradiction()
    there = replace(said, zone=next(iter(zones)), now=said.now.astimezone(next(iter(zones))))
    found = [_reading(_parts(text, there), there)]
    if there.today != said.today:  # whose "tomorrow"?
        here = replace(there, now=datetime.combine(said.today, there.now.timetz()))
        found.append(_reading(_parts(text, here), here))
    moved = [_moved(each, said.zone) for each in found]
    return moved[0] if moved.count(moved[0]) == len(moved) else choice(moved, words.WHICH_DAY)


def _moved(reading: Reading, zone: ZoneInfo) -> Reading:
    if reading.kind == "recurring":
        raise words.unclear()
    value = reading.value.astimezone(zone) if isinstance(reading.value, datetime) else reading.value
    return replace(reading, value=value, candidates=tuple(_moved(each, zone) for each in reading.candidates))


def _reading(parts: list[Part], said: Said) -> Reading:
    clocks = {part for part in parts if isinstance(part, Clock)}
    day_times = {part for part in parts if isinstance(part, DayTime)}
    if day_times == {DayTime("midnight"), DayTime("evening")} and not clocks:  # midnight tonight ends the day
        clocks, day_times = {Clock(24)}, set()
    if len(clocks) > 1 or len(day_times) > 1:
        raise words.contradiction()
    clock = times(next(iter(clocks), None), next(iter(day_times), None)) if clocks or day_times else None
    rest = _without_end_of_day([part for part in parts if not isinstance(part, (Clock, DayTime, InZone))], said)
    if clock:  # before a moment is by that moment
        rest = [By() if isinstance(part, Before) else part for part in rest]
        if all(isinstance(part, By) for part in rest):
            return today_at(clock, said)
    match meaning(rest, said):
        case Choices() as choices:
            return on_days(choices, clock, said)
        case Again(every, slots):
            return repetition(every, slots, clock, said)
        case Waiting(event, period) if clock is None:
            return Reading("ambiguous", event=event, period=period, question=words.which_event(event))
        case Exactly(at) if clock is None:
            return Reading("datetime", at)
    raise words.unclear()


def _without_end_of_day(parts: list[Part], said: Said) -> list[Part]:
    """Leave out EOD, which names no time: the day beside it, or today."""
    rest = [part for part in parts if not isinstance(part, EndOfDay)]
    if len(rest) < len(parts) and all(part.letter == "L" for part in rest):
        rest.append(on(said.today, present=True))
    return rest


def _shown(text: str, refused: Refused) -> Text:
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 40 else shown[:40] + "…"
    return Text(
        zh=f"“{shown}”读不成日期：{refused.text.zh.rstrip('。')}。例如：{refused.example.zh}",
        en=f'I cannot read "{shown}" as a date: {refused.text.en.rstrip(".")}. Example: {refused.example.en}',
    )
