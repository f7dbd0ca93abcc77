"""The closed grammar: which parts may stand together, in which order, and what they mean then.

Parts are written as letters: D a day or stretch, W a place such as the first working day, H a holiday, S a length,
V an event, R a repetition; L by, I within, B before, A after, X from; N now, M a moment. A row's pattern must fit the
whole. What fits no row is refused.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from knowledge import date_words as words
from knowledge.basics import Text
from knowledge.date_choices import Choices, Limits, nth_beside
from knowledge.date_days import days
from knowledge.date_holidays import beside_holiday, holiday
from knowledge.date_parts import By, Event, Every, Holiday, Moment, Part, Said, Slots, Span
from knowledge.workdays import CountError, Period, due

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A day that hangs on an event nobody has dated."""

    event: str
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """A repetition with what is known of its days."""

    every: Every
    slots: Slots


@dataclass(frozen=True, slots=True)
class Exactly:
    """A moment that needs no time of day."""

    at: datetime


Meant = Choices | Waiting | Again | Exactly
Reader = Callable[[Sequence[Part], Said], Meant]


def meaning(parts: Sequence[Part], said: Said) -> Meant:
    """Return what the parts mean together. Raises Refused for a shape that is not in the grammar."""
    shape = "".join("W" if isinstance(part, Slots) and part.is_place() else part.letter for part in parts)
    for pattern, reader in SHAPES:
        if pattern.fullmatch(shape) or pattern.fullmatch(shape.replace("W", "D")):
            return reader(parts, said)
    raise words.unclear()


def _merged(parts: Sequence[Part]) -> Slots:
    slots = Slots()
    for part in parts:
        if isinstance(part, Slots):
            slots = slots.merge(part)
    return slots


def _first(parts: Sequence[Part], kind: type[Part]) -> Part:
    return next(part for part in parts if isinstance(part, kind))


def _day(parts: Sequence[Part], said: Said) -> Meant:
    letters = {part.letter for part in parts}
    slots = _merged(parts)
    limits = Limits(by="L" in letters, inside="I" in letters, before="B" in letters)
    found = days(slots, said, limits)
    if limits.before and not slots.is_open() and slots.edge is None and len(found.days) == 1:
        found = Choices((found.days[0] - DAY, *found.days), words.BEFORE_OR_ON)
    return replace(found, ahead=said.meaning == "deadline" and (limits.any() or slots.present) and not found.ask)


def _open_ended(parts: Sequence[Part], said: Said) -> Meant:
    """After Friday: no day is named by which something must be done."""
    raise words.vague()


def _span(parts: Sequence[Part], said: Said) -> Meant:
    span = _first(parts, Span)
    assert isinstance(span, Span)
    after_words = any(part.letter in "AI" for part in parts)
    if span.aim in ("after", "ago") and any(part.letter == "I" for part in parts):
        raise words.unclear()
    if span.unit in ("hours", "minutes"):
        at = _moment(span, said.now, back=span.aim == "ago")
        if span.aim or after_words:
            return Exactly(at)
        raise words.vague()
    found = _counted(span, said.today, said, back=span.aim == "ago")
    if not span.aim and not after_words:
        return replace(found, ask=words.WHICH_SENSE)
    if span.aim == "ago" and said.meaning == "deadline" and any(isinstance(part, By) for part in parts):
        raise words.past(found.days[0])
    return found


def _span_from(parts: Sequence[Part], said: Said) -> Meant:
    """30 days from a day; counted back where the words say so."""
    span = _first(parts, Span)
    assert isinstance(span, Span)
    letters = "".join(part.letter for part in parts)
    back = span.aim == "ago" or "B" in letters or bool(re.search("[DH]L+S", letters))
    if back and span.aim in ("after", "within"):
        raise words.unclear()
    if re.search("[DH]S", letters) and span.aim not in ("after", "ago"):
        raise words.unclear()
    if any(part.letter == "N" for part in parts):
        return _span([span if span.aim else replace(span, aim="after")], said)
    anchors = _anchors(parts, said)
    if span.unit in ("hours", "minutes"):
        raise words.unclear()
    is_coming = re.search("S.*D", letters) and _merged(parts).weekday is not None  # a week from Friday
    if not back and re.search("[XA]", letters) and not is_coming:
        return _from_anchors(span, anchors, _anchors(parts, replace(said, meaning="event")), said)
    if re.search("DS", letters) and _merged(parts).weekday is not None and len(anchors.days) == 1 and not anchors.ask:
        anchors = replace(anchors, ask=words.WHICH_SENSE)  # Friday in two weeks: from that day, or in that week?
    counted = _counted_from(span, anchors, said, back=back)
    return replace(counted, ahead=back and said.meaning == "deadline" and not counted.ask)


def _counted_from(span: Span, anchors: Choices, said: Said, *, back: bool) -> Choices:
    found = [_counted(span, day, said, back=back) for day in anchors.days]
    return Choices(
        tuple(day for each in found for day in each.days),
        anchors.ask,
        anchors.provisional or any(each.provisional for each in found),
    )


def _from_anchors(span: Span, ahead: Choices, gone: Choices, said: Said) -> Choices:
    """Count from a day that may lie behind, as what runs has often begun: each end that is not over is asked."""
    anchors = tuple(dict.fromkeys((*gone.days, *ahead.days))) if said.meaning == "deadline" else ahead.days
    found = _counted_from(span, Choices(anchors, ahead.ask or gone.ask, ahead.provisional), said, back=False)
    if said.meaning == "event":
        return found
    left = tuple(day for day in found.days if day >= said.today) or found.days
    ask = found.ask if len(left) > 1 or ahead.ask else None
    return replace(found, days=left, ask=ask, ahead=not ask)


def _anchors(parts: Sequence[Part], said: Said) -> Choices:
    for part in parts:
        if isinstance(part, Holiday):
            return holiday(part.name, _merged(parts), said)
    slots = _merged(parts)
    if slots.is_open():
        raise words.unclear()
    return days(slots, said, Limits())


def _counted(span: Span, start: date, said: Said, *, back: bool) -> Choices:
    if span.length < 1:
        raise words.unclear()
    assert span.unit != "minutes"
    try:
        found = due(start, Period(span.length, span.unit, before=back), said.calendar)
    except CountError as error:
        raise words.Refused(error.text) from None
    assert not isinstance(found.due, datetime)
    return Choices((found.due,), provisional=found.provisional and span.unit == "working-days")


def _moment(span: Span, start: datetime, *, back: bool) -> datetime:
    if span.length < 1:
        raise words.unclear()
    if span.length > (100_000 if span.unit == "minutes" else 87_600):
        raise words.Refused(Text(zh="时间太长", en="it is too long"))
    length = timedelta(minutes=span.length) if span.unit == "minutes" else timedelta(hours=span.length)
    try:
        return _shifted(start, -length if back else length)
    except OverflowError:
        raise words.vague() from None


def _shifted(start: datetime, length: timedelta) -> datetime:
    """Add real time: through UTC, so that a change of clocks does not lengthen it."""
    return (start.astimezone(UTC) + length).astimezone(start.tzinfo)


def _waiting(parts: Sequence[Part], said: Said) -> Meant:
    event = _first(parts, Event)
    assert isinstance(event, Event)
    spans = [part for part in parts if isinstance(part, Span)]
    for place in (part.nth for part in parts if isinstance(part, Slots) and part.nth):
        if place[0] < 0 or place[1] is not None:
            raise words.unclear()
        spans.append(Span(place[0], "working-days"))
    letters = "".join(part.letter for part in parts)
    if not spans:
        before = "L" in letters or "B" in letters
        return Waiting(event.name, Period(None, "before-event") if before else None)
    span = spans[0]
    if span.unit == "minutes":
        raise words.unclear()
    before = "B" in letters or "VL" in letters
    return Waiting(event.name, Period(span.length, span.unit, before=before))


def _again(parts: Sequence[Part], said: Said) -> Meant:
    every = _first(parts, Every)
    assert isinstance(every, Every)
    slots = _merged(parts)
    if any(part.letter == "B" for part in parts) and slots.edge != "end":
        raise words.unclear()
    for part in parts:
        if isinstance(part, Span):
            if part.unit != "working-days" or every.unit != "month":
                raise words.unclear()
            slots = slots.merge(Slots(nth=(part.length, None)))
    return Again(every, slots)


def _holiday(parts: Sequence[Part], said: Said) -> Meant:
    part = _first(parts, Holiday)
    assert isinstance(part, Holiday)
    letters = {each.letter for each in parts}
    slots = _merged(parts)
    if "A" in letters:
        return beside_holiday(part.name, slots, said, 1, ask=words.WHICH_DAY)
    if "L" in letters or "B" in letters:
        return beside_holiday(part.name, slots, said, -1)
    return holiday(part.name, slots, said)


def _beside(parts: Sequence[Part], said: Said) -> Meant:
    """The first working day after a day or holiday, the last Friday before it; on such a day itself, the question."""
    counted = next(part for part in parts if isinstance(part, Slots) and part.is_place())
    assert counted.nth is not None
    place, weekday = counted.nth
    rest = [part for part in parts if part is not counted]
    if (place > 0) != any(part.letter in "AX" for part in rest):
        raise words.unclear()
    slots = _merged(rest)
    for part in rest:
        if isinstance(part, Holiday):
            return beside_holiday(part.name, slots, said, place, weekday)
    anchors = _anchors(rest, said)
    found = [nth_beside(said, day, place, weekday) for day in anchors.days]
    if place < 0:  # up to the end of a month its last day counts; whether any other day does is not said
        through = [nth_beside(said, day + DAY, place, weekday) for day in anchors.days]
        found = through if slots.edge == "end" else list(dict.fromkeys((*found, *through)))
    ask = anchors.ask or (words.BEFORE_OR_ON if len(found) > len(anchors.days) else None)
    provisional = weekday is None and any(said.calendar.is_provisional(day) for day in found)
    return Choices(tuple(found), ask, provisional, ahead=said.meaning == "deadline" and place < 0 and not ask)


def _now(parts: Sequence[Part], said: Said) -> Meant:
    return Exactly(said.now)


def _at(parts: Sequence[Part], said: Said) -> Meant:
    moment = _first(parts, Moment)
    assert isinstance(moment, Moment)
    return Exactly(moment.at.astimezone(said.zone))


SHAPES: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        ("L*D*HD*[AL]+WL*|W[ALB]D*HD*|[LX]*[DW]*D[AXL]+WL*|W[AXLB]+D[DW]*", _beside),
        ("L*D+(?:L*|I*)|BD+L*|I?D+", _day),
        ("[LX]*D+[AX]+|[AX]D+", _open_ended),
        ("L*SL*|SA|IS|SI", _span),
        ("X?D+[XA]+S|L*S[XA]+D+|L*SBD+|D+L+S|D+S|X?H[XA]S|HL+S|S[ABX]H|D*HL+S|X?NX?S|SX?N", _span_from),
        ("X?V|X?V[XAI]*S|L*S[XA]+V|L*SBV|VL+S|V[LB]+|[LB]+V|[XA]V|V[XA]+W|W[XA]V", _waiting),
        ("[LD]*RL*D*[LI]*|RBD+|RL+SI*", _again),
        ("[LB]?D*HD*L*|D*HD*A+|AH", _holiday),
        ("L*NL*", _now),
        ("L*ML*", _at),
    )
)
"""The whole grammar."""
