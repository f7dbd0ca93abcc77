"""English phrases for lengths, times of day, limits, events and repetitions, in lower case."""

import re
from zoneinfo import ZoneInfo

from knowledge import date_words as words
from knowledge.basics import Unit
from knowledge.date_parts import (
    After,
    Before,
    By,
    Clock,
    DayTime,
    EndOfDay,
    Event,
    Every,
    From,
    Inside,
    InZone,
    Mark,
    Parts,
    Said,
    Span,
    aim,
    refuse,
    table,
)
from knowledge.dates_en import END, MONTH, NTH, NUMBER, WEEKDAY, WEEKDAYS, nth, number, ordinal, weekday

UNITS: dict[str, tuple[Unit, int]] = {
    "working day": ("working-days", 1),
    "business day": ("working-days", 1),
    "biz day": ("working-days", 1),
    "workday": ("working-days", 1),
    "calendar day": ("days", 1),
    "natural day": ("days", 1),
    "day": ("days", 1),
    "week": ("days", 7),
    "wk": ("days", 7),
    "fortnight": ("days", 14),
    "month": ("months", 1),
    "quarter": ("months", 3),
    "year": ("years", 1),
    "yr": ("years", 1),
    "hour": ("hours", 1),
    "hr": ("hours", 1),
    "h": ("hours", 1),
}
UNIT = rf"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))}|min(?:ute)?)(?:s'|'s|s)?(?: time)?"
COUNT = rf"{NUMBER}(?: ?\((?P<again>[0-9]{{1,8}})\))?"  # thirty (30)
BESIDE = "(?:after|following|before|prior to)"
EVENT_WORD = re.compile(
    r"\b(?:launch|releas|live\b|receipt|receiv|noti[cf]|filing|filed|approv|accept|sign|effective|discover|incident|breach"
    r"|chang|terminat|clos|service|regist|publi[cs]|promulgat|submi|expir|complet|decision|deliver|event\b|occur|report"
    r"|meeting|roll-?out|deploy|shutdown|complaint|request|open|connect|payment|contract|learn|aware|acqui|merge)"
)
"""What an event must have in its name: other words behind "after" are not taken for one."""
EVERY = "(?:every|each)(?: single)?"
ANY_MONTH = MONTH.replace("?P<month>", "?:")
ANY_WEEKDAY = WEEKDAY.replace("?P<weekday>", "?:")
MONDAY_TO_SUNDAY = WEEKDAYS.replace(" ", "|")
PLURAL = "(?:mon|tues|wednes|thurs|fri|satur|sun)days"
LIST = "(?:,? and |, ?| ?& ?|/)"


def _span(match: re.Match[str], said: Said) -> Parts:
    count, again = number(match["number"]), match.groupdict().get("again")
    if again and int(again) != count:
        raise words.contradiction()
    if match["unit"].startswith("min"):
        return Span(count, "minutes", aim(match))
    unit, times = UNITS[match["unit"]]
    return Span(count * times, unit, aim(match))


def _span_of(match: re.Match[str], said: Said) -> Parts:
    """Within 30 days of: after what follows, an event or a day."""
    span = _span(match, said)
    assert isinstance(span, Span)
    event = match["event"] and _event(match, said)
    if match["event"]:
        return (span, After(), event) if isinstance(event, Event) else None
    return (span, After())


def _after_t(match: re.Match[str], said: Said) -> Parts:
    """T+5 working days: after a day T that must be told."""
    return (Event("T"), After(), _span(match, said))  # type: ignore[return-value]


def _half_hour(match: re.Match[str], said: Said) -> Parts:
    return Span(30, "minutes", "after")


def _clock(match: re.Match[str], said: Said) -> Parts:
    mark = match["half"]
    return Clock(int(match["hour"]), int(match["minute"] or 0), "am" if mark == "a" else "pm")


def _half_past(match: re.Match[str], said: Said) -> Parts:
    mark: Mark = "am" if match["half"] == "a" else "pm" if match["half"] == "p" else ""
    return Clock(number(match["number"]), 30 if match[1] == "half" else 15, mark)


def _event(match: re.Match[str], said: Said) -> Parts:
    """An open event after "after", "of", "before": only if it has a word that can be one."""
    name = match["event"].strip(" .")
    if not EVENT_WORD.search(name):
        return None
    lead = (match.groupdict().get("lead") or "").strip()
    if lead in ("before", "prior to"):
        return (Before(), Event(name))
    return (After(), Event(name)) if lead else Event(name)


def _each_week(match: re.Match[str], said: Said) -> Parts:
    named = re.findall(MONDAY_TO_SUNDAY, match["days"] or "")
    return Every("week", 2 if match.groupdict().get("other") else 1, tuple(sorted({weekday(name) for name in named})))


def _each(match: re.Match[str], said: Said) -> Parts:
    count = 2 if match["other"] else number(match["number"]) if match["number"] else 1
    match match["every"].removesuffix("s").replace(" ", "").replace("-", ""):
        case "workingday" | "businessday" | "workday":
            return Every("working-day") if count == 1 else None
        case "weekday":
            return Every("week", 1, (0, 1, 2, 3, 4)) if count == 1 else None
        case "quarter":
            return Every("quarter") if count == 1 else Every("month", count * 3)
        case "halfyear":
            return Every("half") if count == 1 else Every("month", count * 6)
        case "fortnight":
            return Every("week", 2)
        case "day" | "week" | "month" | "year" as unit:
            return Every(unit, count)
    return None


LENGTHS = table(
    END,
    (rf"{COUNT} {UNIT}", _span),
    (rf"(?:the )?day(?= {BESIDE} )", Span(1, "days")),
    (rf"(?:the )?(?:working|business) ?day(?= {BESIDE} )", Span(1, "working-days")),
    (rf"[td] ?\+ ?(?P<number>[0-9]{{1,3}}) {UNIT}", _after_t),
    (rf"(?P<after>in|after) (?:the next |another )?{NUMBER} {UNIT}(?: from now)?", _span),
    (
        r"(?P<within>within|in the next|over the next|inside)(?: the)?(?: next)? "
        rf"{COUNT} {UNIT}(?: from now)?",
        _span,
    ),
    (rf"(?:within|inside) {COUNT} {UNIT} of(?: (?:the )?(?P<event>[a-z][a-z '\-]{{2,60}})$)?", _span_of),
    (rf"{NUMBER} {UNIT} (?P<after>later|from now|hence|from today(?! [0-9]))", _span),
    (rf"{NUMBER} {UNIT} (?P<ago>ago|earlier)", _span),
    (r"(?:in |within )?(?:half an|a half) hour(?: from now| later)?", _half_hour),
    (r"[0-9]+h", lambda match, _: Span(int(match[0][:-1]), "hours")),
    (r"(?P<after>in) (?P<number>[0-9]+)(?P<unit>h)", _span),
    (r"(?:the )?next (?:working|business) ?day", Span(1, "working-days", "after")),
    (r"[0-9]+\.[0-9]+ [a-z]+", refuse(words.unclear)),
)
"""Lengths of time, with or without a direction."""

TIMES = table(
    "(?![a-z])",
    (r"(?:at )?(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))? ?(?P<half>[ap])\.?m\.?", _clock),
    (r"(?:at )?(?P<hour>[0-9]{1,2}) o'?clock", lambda match, _: Clock(int(match["hour"]))),
    (
        rf"at (?P<hour>[0-9]{{1,2}})(?= ?(?:$|,|on\b|to[dmn]|tmr|in the|this|next|every|{MONDAY_TO_SUNDAY}))",
        lambda match, _: Clock(int(match["hour"])),
    ),
    (r"(?P<hour>[0-9]{1,2})(?= in the (?:morning|afternoon|evening))", lambda match, _: Clock(int(match["hour"]))),
    (rf"(?:at )?(half|quarter|a quarter) past {NUMBER}(?: ?(?P<half>[ap])\.?m\.?)?", _half_past),
    ("(?:at )?(?:noon|midday)", Clock(12, mark="24")),
    ("(?:at )?midnight", DayTime("midnight")),
    ("(?:in the )?mornings?", DayTime("morning")),
    ("(?:in the )?afternoons?", DayTime("afternoon")),
    ("(?:in the |at )?(?:evenings?|night)", DayTime("evening")),
    ("(?:the )?end of (?:the )?(?:business |working |work )?day|eod|cob|eob|close of (?:business|play)", EndOfDay()),
    ("(?:beijing|china|shanghai)(?: standard)? time", InZone(ZoneInfo("Asia/Shanghai"))),
    ("utc|gmt", InZone(ZoneInfo("UTC"))),
    ("[cemp][sd]t|[ce]est|ist|bst|jst|kst|hkt|sgt|aest|[cemp]t", lambda match, _: _zone(match[0])),
)
"""Times of day and zones."""

LIMITS = table(
    END,
    (
        "by|until|till?|due(?: by| on)?|not? later than|at the latest|latest|on or before|up to|deadline:?",
        By(),
    ),
    ("before|prior to|ahead of", Before()),
    ("after|following|past", After()),
    ("from|starting(?: from| on)?|as of|beginning(?= on)|since|from now", From()),
    ("within", Inside()),
    ("on|at|in|the|of|for|please|this|o'clock|sharp|during|and counting", ()),
)
"""What stands around a day."""

EVENT_PHRASES = table(
    "",
    (
        r"(?P<lead>after|following|from|of|upon|before|prior to|since|on)(?: the)? (?P<event>[a-z][a-z '-]{2,60})$",
        _event,
    ),
    (
        r"(?:the )?(?:date|day) (?:of |on which |that |when )?(?:the )?"
        r"(?P<event>(?!(?:after|before|following|prior) )[a-z][a-z '-]{2,60})$",
        _event,
    ),
    (r"(?:the )?(?P<event>[a-z][a-z '-]{2,40} (?:date|day))$", _event),
)
"""Events whose day nobody has told."""

REPEATS = table(
    END,
    (
        rf"{EVERY} (?:(?P<other>other|second) |(?P<number>[0-9]{{1,3}}|two|three|four|six) )?(?P<every>"
        r"(?:working |business |work)?days?|weekdays?|weeks?|months?|quarters?|half[- ]years?|years?|fortnights?)",
        _each,
    ),
    (rf"{EVERY} (?:(?P<other>other) )?(?P<days>{ANY_WEEKDAY}(?:{LIST}(?:{EVERY} )?{ANY_WEEKDAY})*)", _each_week),
    (rf"(?P<days>{PLURAL}(?:{LIST}(?:on )?{PLURAL})*)", _each_week),
    (rf"{EVERY}(?= {ANY_MONTH})|{EVERY}(?= [0-9]{{1,2}}(?:st|nd|rd|th)? (?:of )?{ANY_MONTH})", Every("year")),
    (
        rf"{EVERY} (?:(?P<last>last)|{NTH}) (?:(?:working|business) ?day|{WEEKDAY}) of the month",
        lambda match, _: (Every("month"), nth(match)),
    ),
    (f"{EVERY} morning", (Every("day"), DayTime("morning"))),
    (f"{EVERY} afternoon", (Every("day"), DayTime("afternoon"))),
    (f"{EVERY} (?:evening|night)", (Every("day"), DayTime("evening"))),
    (rf"{EVERY} (?:{NTH})(?: of the month)?", lambda match, _: Every("month", days=(ordinal(match),))),
    (
        rf"{EVERY} [0-9]{{1,2}}(?:st|nd|rd|th)(?:{LIST}(?:the )?[0-9]{{1,2}}(?:st|nd|rd|th))+(?: of the month)?",
        lambda match, _: Every("month", days=tuple(sorted({int(each) for each in re.findall("[0-9]+", match[0])}))),
    ),
    ("daily", Every("day")),
    ("weekly|once a week", Every("week")),
    ("fortnightly", Every("week", 2)),
    ("monthly|once a month|per month|a month", Every("month")),
    ("quarterly|once a quarter", Every("quarter")),
    ("half[- ]yearly|semi-?annually|twice a year", Every("half")),
    ("yearly|annually|annual|once a year|every twelve months", Every("year")),
    ("of (?:every|each) (month|quarter|year)", lambda match, _: Every(match[1])),  # type: ignore[arg-type]
    ("weekdays", Every("week", 1, (0, 1, 2, 3, 4))),
    (
        "hourly|every (?:[0-9]+ )?(?:hour|minute)s?|bi-?weekly|bi-?monthly|bi-?annually|twice [a-z ]+|times [a-z ]+",
        refuse(words.too_often),
    ),
)
"""What comes again."""


def _zone(name: str) -> Parts:
    raise words.foreign_zone(name)
