"""English phrases for days, in lower case."""

import re
from datetime import timedelta

from knowledge import date_words as words
from knowledge.date_choices import last_weekday, next_weekday
from knowledge.date_parts import DayTime, Holiday, Now, Parts, Said, Slots, refuse, relative, table
from knowledge.workdays import add_months

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
WEEKDAYS = "mon tue wed thu fri sat sun"
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)\.?"
)
FIRSTS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
ORDINALS = FIRSTS + (
    "|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"
)
ONES = "one|two|three|four|five|six|seven|eight|nine"
CARDINALS = f"{ONES}|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
LONGEST_FIRST = "|".join(sorted(CARDINALS.split("|"), key=len, reverse=True))
NUMBER = rf"(?P<number>[0-9]{{1,8}}|an?|(?:{TENS})(?:[- ](?:{ONES}))?|{LONGEST_FIRST})"
DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9:]|\.[0-9]| ?[ap]\.?m)"
NTH = (
    rf"(?P<nth>[0-9]{{1,2}})(?:st|nd|rd|th)"
    rf"|(?P<word>thirtieth|thirty[- ]first|twenty[- ](?:{FIRSTS})|{'|'.join(reversed(ORDINALS.split('|')))})"
)
END = r"(?![a-z0-9])"
REF = r"(?P<ref>next|this|the current|current|the coming|coming|last|previous)"


def number(text: str) -> int:
    """Return the number of digits or words: 3, a, three, twenty-one."""
    if text.isdigit():
        return int(text)
    if text in ("a", "an"):
        return 1
    tens, _, ones = text.replace("-", " ").partition(" ")
    if tens in TENS.split("|"):
        return 20 + 10 * TENS.split("|").index(tens) + (ONES.split("|").index(ones) + 1 if ones else 0)
    return CARDINALS.split("|").index(text) + 1


def month(match: re.Match[str]) -> int:
    """Return the number of the month a phrase names."""
    return MONTHS.split().index(match["month"][:3]) + 1


def weekday(name: str) -> int:
    """Return the number of a weekday, 0 for Monday."""
    return WEEKDAYS.split().index(name[:3])


def ordinal(match: re.Match[str]) -> int:
    """Return the number that 15th or fifteenth stands for."""
    if match["nth"]:
        return int(match["nth"])
    word = match["word"].replace("-", " ")
    if word in ("thirtieth", "thirty first"):
        return 30 if word == "thirtieth" else 31
    known = ORDINALS.split("|")
    return known.index(word) + 1 if word in known else 20 + known.index(word.partition(" ")[2]) + 1


def _month_day(match: re.Match[str], said: Said) -> Parts:
    return Slots(month=month(match), day=_checked(int(match["day"])))


def _ordinal_month(match: re.Match[str], said: Said) -> Parts:
    return Slots(month=month(match), day=_checked(ordinal(match)))


def _checked(day: int) -> int:
    if not 1 <= day <= 31:
        raise words.no_such_number(day)
    return day


def _ahead(match: re.Match[str]) -> int:
    return {"next": 1, "last": -1, "previous": -1}.get(match.groupdict().get("ref", ""), 0)


def _weekday_of(match: re.Match[str], said: Said) -> Parts:
    day = weekday(match["weekday"])
    match match["ref"]:
        case "next":
            return next_weekday(said, day)
        case "last" | "past" | "previous":
            return last_weekday(said, day)
        case "this":
            return Slots(week=said.monday, weekday=day, present=True)
        case _:
            ahead = (day - said.today.weekday() - 1) % 7 + 1
            coming = said.today + timedelta(days=ahead)
            return Slots(year=coming.year, month=coming.month, day=coming.day)


def _stretch(match: re.Match[str], said: Said) -> Slots:
    ahead = _ahead(match)
    match match["stretch"]:
        case "week":
            return Slots(week=said.monday + timedelta(days=7 * ahead), present=not ahead)
        case "month":
            first = add_months(said.today.replace(day=1), ahead)
            return Slots(year=first.year, month=first.month, present=not ahead)
        case "quarter":
            year, index = divmod(said.today.year * 4 + (said.today.month - 1) // 3 + ahead, 4)
            return Slots(year=year, quarter=index + 1, present=not ahead)
    return Slots(year=said.today.year + ahead, present=not ahead)


def _after_next(match: re.Match[str], said: Said) -> Parts:
    if match[1] == "week":
        return Slots(week=said.monday + timedelta(days=14))
    first = add_months(said.today.replace(day=1), 2)
    return Slots(year=first.year, month=first.month)


def _weekend(match: re.Match[str], said: Said) -> Parts:
    saturday = said.monday + timedelta(days=12 if match["next"] else 5)
    offered = tuple(saturday + timedelta(days=number) for number in (-1, 0, 1))
    return Slots(choices=tuple(day for day in offered if day >= said.today), ask=words.WHICH_DAY)


def _quarter(match: re.Match[str], said: Said) -> Parts:
    place = ordinal(match)
    return Slots(quarter=place) if place <= 4 else None


def _full(match: re.Match[str], said: Said) -> Parts:
    return Slots(year=int(match["year"]), month=month(match), day=_checked(int(match["day"])))


def nth(match: re.Match[str]) -> Slots:
    """Return what "first Monday" or "last working day" says of a stretch, or of the days beside another."""
    place = -1 if match["last"] else ordinal(match)
    return Slots(nth=(place, weekday(match["weekday"]) if match["weekday"] else None))


def _nth(match: re.Match[str], said: Said) -> Parts:
    return nth(match).merge(_stretch(match, said)) if match["stretch"] else nth(match)


DAYS = table(
    END,
    ("today", relative(0)),
    ("tomm?orr?ow|tmrw?|tmw|tomo|2mo?ro?w?", relative(1)),
    ("yesterday", relative(-1)),
    ("(?:the )?day after tomorrow", relative(2)),
    ("(?:the )?day before yesterday", relative(-2)),
    ("this morning", relative(0, DayTime("morning"))),
    ("this afternoon", relative(0, DayTime("afternoon"))),
    ("this evening|tonight", relative(0, DayTime("evening"))),
    ("last night", relative(-1, DayTime("evening"))),
    ("(?:right |just )?now", Now()),
    (WEEKDAY, lambda match, _: Slots(weekday=weekday(match["weekday"]))),
    (
        rf"(?:the )?last {WEEKDAY}(?= (?:before|prior to) )",
        lambda match, _: Slots(nth=(-1, weekday(match["weekday"]))),
    ),
    (rf"(?:the )?(?P<ref>next|this coming|this|coming|upcoming|last|past|previous) {WEEKDAY}", _weekday_of),
    (rf"(?:the )?{REF} (?P<stretch>week|month|quarter|year)", _stretch),
    ("(?:the )?(week|month) after next", _after_next),
    ("(?:the |this |the coming )?(?:(?P<next>next) )?weekend", _weekend),
    (rf"{MONTH} ?(?:the )?{DAY}", _month_day),
    (rf"(?:the )?{DAY} ?(?:day )?(?:of )?{MONTH}", _month_day),
    (rf"{DAY}[-/]{MONTH}[-/](?P<year>20[0-9]{{2}})", _full),
    (rf"(?:the )?(?:{NTH}) (?:of )?{MONTH}", _ordinal_month),
    (rf"{MONTH} (?:the )?(?:{NTH})", _ordinal_month),
    (MONTH, lambda match, _: Slots(month=month(match))),
    (rf"(?:the )?(?:{NTH})(?: of the month)?", lambda match, _: Slots(day=_checked(ordinal(match)))),
    ("20[0-9]{2}", lambda match, _: Slots(year=int(match[0]))),
    (rf"(?:the )?(?:{NTH}) quarter", _quarter),
    ("q([1-4])", lambda match, _: Slots(quarter=int(match[1]))),
    ("h([12])", lambda match, _: Slots(half=int(match[1]))),
    ("(?:the )?first half(?: of(?: the year)?)?", Slots(half=1)),
    ("(?:the )?second half(?: of(?: the year)?)?", Slots(half=2)),
    ("eow|(?:the )?(?:end|last day) of (?:the |this )?week", Slots(edge="end", edge_of="week")),
    ("eom|month[- ]end|(?:the )?(?:end|last day) of (?:the |this )?month", Slots(edge="end", edge_of="month")),
    ("eoq|quarter[- ]end|(?:the )?(?:end|last day) of (?:the |this )?quarter", Slots(edge="end", edge_of="quarter")),
    ("eoy|year[- ]end|(?:the )?(?:end|last day) of (?:the |this )?year", Slots(edge="end", edge_of="year")),
    ("(?:the )?(?:end|last day)(?: of)?", Slots(edge="end")),
    ("(?:the )?first day(?: of)?(?: the)?", Slots(edge="first")),
    ("(?:the )?(?:start|beginning)(?: of)?(?: the)?", Slots(edge="start")),
    ("(?:the )?middle(?: of)?(?: the)?|mid", Slots(edge="middle")),
    ("early(?: in)?", Slots(edge="early")),
    ("late(?: in)?", Slots(edge="late")),
    (
        rf"(?:the )?(?:(?P<last>last)|{NTH}) (?:(?:working|business) ?day|{WEEKDAY})"
        "(?: (?:of|in)(?: (?:the|this) (?P<stretch>month|quarter|year))?)?",
        _nth,
    ),
    ("new year'?s day|the new year", Holiday("new-year")),
    ("chinese new year|spring festival|lunar new year|cny", Holiday("spring")),
    ("chinese new year'?s eve", Holiday("eve")),
    ("mid[- ]?autumn(?: festival)?", Holiday("mid-autumn")),
    ("dragon boat festival", Holiday("dragon-boat")),
    ("qingming(?: festival)?|tomb[- ]sweeping day", Holiday("qingming")),
    ("national day|golden week", Holiday("national")),
    ("christmas(?: day)?", Slots(month=12, day=25)),
    ("christmas eve", Slots(month=12, day=24)),
    ("new year'?s eve", Slots(month=12, day=31)),
)
"""Days, weeks, months, quarters, years and holidays."""

NOT_DATES = table(
    END,
    (
        "asap|soon(?:est)?|shortly|later|eventually|some ?time|some ?day"
        "|one day(?! (?:after|before|from|later|of|prior))"
        "|immediately|at once|whenever|tbd|tba|as soon as possible|promptly|without delay|recently|the other day",
        refuse(words.vague),
    ),
    ("(?:in )?(?:a )?(?:few|couple(?: of)?|several|some|many) [a-z]+", refuse(words.vague)),
    ("around|about|approximately|approx|roughly|ish|or so|circa", refuse(words.vague)),
    ("lunar(?: calendar)?|(?:chinese|lunar) (?:calendar|month)", refuse(words.lunar)),
    ("to|through|thru|and|or|between|either|&", refuse(words.a_range)),
    ("[0-9]{1,3} ?(?:-|to|or|~) ?[0-9]{1,3} (?:[a-z]+ )?(?:days?|weeks?|months?|years?|hours?)", refuse(words.a_range)),
)
"""What people write instead of a date."""
