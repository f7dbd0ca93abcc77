"""Chinese phrases for days, after folding: simplified characters, half-width digits, no spaces beside characters."""

import re
from datetime import timedelta

from knowledge import date_words as words
from knowledge.date_choices import exact, last_weekday, next_weekday, without_year
from knowledge.date_parts import DayTime, Holiday, Inside, Now, Parts, Said, Slots, refuse, relative, table
from knowledge.numerals_zh import number
from knowledge.numerals_zh import year as digits
from knowledge.workdays import add_months

N = r"([0-9]{1,8}|[零〇一二两三四五六七八九十百千廿卅]{1,8})"
REF = r"(?P<ref>下{1,4}一?个?|上{1,4}一?个?|本|这一?个?|今)"
WEEK = r"(?:周|星期|礼拜)"
WEEKDAY = r"(?P<weekday>[一二三四五六日天1-7])"
DAY_OF_MONTH = rf"(?P<day>{N})(?:日|号)"


def weekday(sign: str) -> int:
    """Return the number of a weekday, 0 for Monday: 一, 日, 天, 5."""
    return (int(sign) if sign.isdigit() else "一二三四五六日".find(sign.replace("天", "日")) + 1) - 1


def day_number(text: str | None) -> int | None:
    """Return a day of the month. Raises Refused for one that no month has."""
    day = number(text) if text else None
    if day is not None and not 1 <= day <= 31:
        raise words.no_such_number(day)
    return day


def _ahead(match: re.Match[str]) -> int:
    """Return how many stretches ahead 下, 下下 or 上 lie; 本, 这 and 今 are 0."""
    return match["ref"].count("下") - match["ref"].count("上")


def _weekday(match: re.Match[str], said: Said) -> Parts:
    return Slots(weekday=weekday(match["weekday"]))


def _weekday_of(match: re.Match[str], said: Said) -> Parts:
    day = weekday(match["weekday"])
    if match["week"] == "周" and match["ref"] in ("下个", "下一个"):  # 下个星期 is next week, 下个周五 the next Friday
        return next_weekday(said, day)
    if match["week"] == "周" and match["ref"] in ("上个", "上一个"):
        return last_weekday(said, day)
    ahead = _ahead(match)
    return Slots(week=said.monday + timedelta(days=7 * ahead), weekday=day, present=not ahead)


def _week(match: re.Match[str], said: Said) -> Parts:
    return Slots(week=said.monday + timedelta(days=7 * _ahead(match)), present=not _ahead(match))


def _weekend(match: re.Match[str], said: Said) -> Parts:
    ahead = _ahead(match) if match["ref"] else 0
    saturday = said.monday + timedelta(days=7 * ahead + 5)
    offered = tuple(saturday + timedelta(days=number) for number in (-1, 0, 1))
    left = tuple(day for day in offered if ahead or day >= said.today)
    return Slots(choices=left, ask=words.WHICH_DAY)


def _month(match: re.Match[str], said: Said) -> Parts:
    first = add_months(said.today.replace(day=1), _ahead(match))
    return Slots(year=first.year, month=first.month, day=day_number(match["day"]), present=not _ahead(match))


def _named_month(match: re.Match[str], said: Said) -> Parts:
    month = number(match["month"])
    if not 1 <= month <= 12:
        raise words.no_such_month(month)
    return Slots(month=month, day=day_number(match["day"]))


def _month_or_months(match: re.Match[str], said: Said) -> Parts:
    """3月内, 3月后: March, or three months? Offer both."""
    count = number(match["month"])
    later = add_months(said.today, min(count, 120))
    if not 1 <= count <= 12 or not match["within"]:
        return Slots(choices=(later,), ask=words.WHICH_SENSE)
    end = without_year(said, lambda year: add_months(exact(year, count, 1), 1) - timedelta(days=1))
    return Slots(choices=tuple(dict.fromkeys((*end.days, later))), ask=words.WHICH_SENSE)


def _number(match: re.Match[str], said: Said) -> Parts:
    return Slots(day=day_number(match["day"]))


def _number_or_ago(match: re.Match[str], said: Said) -> Parts:
    """三日前: by the third, or three days ago?"""
    count = number(match[1])
    ahead = [day for day in (said.today + timedelta(days=more) for more in range(62)) if day.day == count]
    return Slots(choices=(*ahead[:1], said.today - timedelta(days=min(count, 3650))), ask=words.WHICH_SENSE)


def _year(match: re.Match[str], said: Said) -> Parts:
    year = digits(match[1])
    return Slots(year=year + 2000 if year < 100 else year)


def _near_year(match: re.Match[str], said: Said) -> Parts:
    ahead = {"今": 0, "本": 0, "明": 1, "来": 1, "后": 2, "大后": 3, "去": -1, "前": -2, "大前": -3}
    return Slots(year=said.today.year + ahead[match[1]])


def _near_quarter(match: re.Match[str], said: Said) -> Parts:
    year, index = divmod(said.today.year * 4 + (said.today.month - 1) // 3 + _ahead(match), 4)
    return Slots(year=year, quarter=index + 1, present=not _ahead(match))


def _nth(match: re.Match[str], said: Said) -> Parts:
    place = -1 if match["last"] else number(match["place"]) if match["place"] else 1
    return Slots(nth=(place, weekday(match["weekday"]) if match["weekday"] else None))


DAYS = table(
    "",
    ("今天|今日|本日|今儿个?", relative(0)),
    ("明天|明日|明儿个?", relative(1)),
    ("后天|后日|后儿", relative(2)),
    ("大后天|大后日", relative(3)),
    ("大大后天", relative(4)),
    ("昨天|昨日|昨儿", relative(-1)),
    ("前天|前日", relative(-2)),
    ("大前天|大前日", relative(-3)),
    ("今早|今晨", relative(0, DayTime("morning"))),
    ("明早|明晨", relative(1, DayTime("morning"))),
    ("今晚|今夜", relative(0, DayTime("evening"))),
    ("明晚|明夜", relative(1, DayTime("evening"))),
    ("昨晚|昨夜", relative(-1, DayTime("evening"))),
    ("现在|此刻|目前|此时|刚才|刚刚|方才", Now()),
    ("即日", relative(0)),
    (rf"{WEEK}{WEEKDAY}", _weekday),
    (rf"{REF}(?P<week>{WEEK})的?{WEEK}?{WEEKDAY}", _weekday_of),
    (rf"{REF}{WEEK}", _week),
    ("(?P<ref>本|这一?个?|下{1,3}一?个?)?周末", _weekend),
    (rf"{REF}月份?(?:的?{DAY_OF_MONTH})?", _month),
    (rf"(?P<month>{N})月份?(?:{DAY_OF_MONTH})?", _named_month),
    (rf"(?P<month>{N})月(?:(?P<within>之内|以内|内)|之后|以后|后)", _month_or_months),
    (rf"(?P<month>{N})月(?P<day>[0-9]{{1,2}})(?![0-9日号点时个天:.])", _named_month),
    (DAY_OF_MONTH, _number),
    ("([一二两三四五六七八九十廿卅]{1,4})日(?:之前|以前|前)", _number_or_ago),
    ("([0-9]{4}|[零〇一二三四五六七八九]{4})年度?", _year),
    ("(20[0-9]{2})年(?:之内|以内|内)", lambda match, _: (Slots(year=int(match[1])), Inside())),
    (rf"([0-9]{{2}})年(?={N}月)", _year),
    ("(今|本|明|来|大?后|去|大?前)年度?", _near_year),
    ("第?(?P<place>[一二三四1-4])季度?", lambda match, _: Slots(quarter=number(match["place"]))),
    (rf"{REF}季度?", _near_quarter),
    ("上半年", Slots(half=1)),
    ("下半年", Slots(half=2)),
    ("年(?:底|末|终|尾)", Slots(edge="end", edge_of="year")),
    ("年初", Slots(edge="start", edge_of="year")),
    ("年中", Slots(edge="middle", edge_of="year")),
    ("年内", Slots(edge="end", edge_of="year")),
    ("季度?(?:底|末|尾)", Slots(edge="end", edge_of="quarter")),
    ("季度?初", Slots(edge="start", edge_of="quarter")),
    ("月(?:底|末|尾)", Slots(edge="end", edge_of="month")),
    ("月初", Slots(edge="start", edge_of="month")),
    ("月中", Slots(edge="middle", edge_of="month")),
    ("月内", Slots(edge="end", edge_of="month")),
    ("底|末|尾|的?最后(?:一|1)[天日]", Slots(edge="end")),
    ("的?(?:第(?:一|1)|头(?:一|1)|首)[天日]", Slots(edge="first")),
    ("初", Slots(edge="start")),
    ("中(?![午秋])", Slots(edge="middle")),
    ("上旬", Slots(edge="early")),
    ("中旬", Slots(edge="mid")),
    ("下旬", Slots(edge="late")),
    (rf"的?(?:(?P<last>最后一?个?|末个?)|首个?|第(?P<place>{N})个?)(?:工作日|{WEEK}{WEEKDAY})", _nth),
    ("元旦节?", Holiday("new-year")),
    ("春节(?:假期|长假)?", Holiday("spring")),
    ("清明节?", Holiday("qingming")),
    ("端午节?", Holiday("dragon-boat")),
    ("中秋节?", Holiday("mid-autumn")),
    ("除夕夜?", Holiday("eve")),
    ("五一(?:劳动)?节?(?:假期|长假)?|劳动节(?:假期)?", Holiday("labour")),
    ("国庆节?(?:假期|长假)?|十一(?:(?:假期|长假)|(?=$|之?前|以前|之?后|以后))", Holiday("national")),
    ("圣诞节?", Slots(month=12, day=25)),
    ("平安夜|圣诞夜", Slots(month=12, day=24)),
)
"""Days, weeks, months, quarters, years and holidays."""

NOT_DATES = table(
    "",
    (
        "尽快|尽早|马上|立即|立刻|即刻|及时|早日|近期|近日|最近|改天|回头|不久|有空|随时|到时候?|很快|稍后|晚点|待定|未定|届时",
        refuse(words.vague),
    ),
    ("这几天|这两天|过段时间|一段时间|过些日子|左右|前后|大概|大约|约|差不多|期间", refuse(words.vague)),
    (
        "再?过?(?:[一二两三四五六七八九][两二三四五六七八九]|几|数|若干|好几)个?(?:多?个?)(?:工作日|天|日|周|星期|礼拜|月|季度|年|小时)",
        refuse(words.vague),
    ),
    ("(?:再)?过两天", refuse(words.vague)),
    ("次日|翌日|第二天|次年|次月|当月|当年|当周", refuse(words.vague)),
    (
        "农历|阴历|旧历|夏历|闰.?月|正月|腊月|冬月|大年|初[一二三四五六七八九十]|元宵|七夕|重阳|腊八|中元",
        refuse(words.lunar),
    ),
    ("至|或者?|还是|以及|、", refuse(words.a_range)),
    (f"{N}(?:-|~|至|到){N}个?(?:工作日|天|日|周|星期|月|年|小时)", refuse(words.a_range)),
    ("民国|令和|佛历", refuse(words.unclear)),
    ("的(?:[下上]{1,4}一?个?(?:周|星期|礼拜|月|季|年)|[明后昨今][天日年]|前[天年]|大[前后])", refuse(words.unclear)),
)
"""What people write instead of a date."""
