"""Chinese phrases for lengths, times of day, limits, events and repetitions, after folding."""

import re
from zoneinfo import ZoneInfo

from knowledge import date_words as words
from knowledge.basics import Unit
from knowledge.date_parts import (
    After,
    By,
    Clock,
    DayTime,
    EndOfDay,
    Event,
    Every,
    From,
    Inside,
    InZone,
    Parts,
    Said,
    Slots,
    Span,
    aim,
    refuse,
    table,
)
from knowledge.dates_zh import WEEK, N, day_number, weekday
from knowledge.numerals_zh import number

UNITS: dict[str, tuple[Unit, int]] = {
    "工作日": ("working-days", 1),
    "工作天": ("working-days", 1),
    "营业日": ("working-days", 1),
    "天": ("days", 1),
    "日": ("days", 1),
    "自然日": ("days", 1),
    "日历天": ("days", 1),
    "日历日": ("days", 1),
    "周": ("days", 7),
    "星期": ("days", 7),
    "礼拜": ("days", 7),
    "月": ("months", 1),
    "季度": ("months", 3),
    "年": ("years", 1),
    "小时": ("hours", 1),
    "钟头": ("hours", 1),
}
UNIT = r"(?P<unit>个?(?:工作[日天]|营业日|自然日|日历天|日历日|星期|礼拜|小时|钟头)|天|周|个月|个季度|年|分钟)"
AIM = r"(?:(?P<after>之后|以后|过后|后)|(?P<within>之内|以内|内)|(?P<ago>之前|以前|前))"
SIGN = "[一二三四五六日天1-7]"
OFTEN = rf"(?:(?P<other>双|隔(?:一|1)个?)|(?P<count>{N})个?(?=周|星|礼|月)|一个?|个)?"
EVENTS = (
    "上线|发布|发版|收到|通知|送达|受理|备案|获批|批准|批复|签署|签订|签约|生效|变更|终止|下线|停止服务|发现|获知|知道|知悉|"
    "公布|颁布|施行|实施|注册|开通|联网|联通|提供服务|提交|申请|登记|取得|领取|届满|期满|到期|发生|结案|处置完毕|整改完成|"
    "验收|立案|上市|开业|开始|结束|终了|完成|通过|会议|会|离职|入职|决定书?|报告|事件|更新|收购|合并|投诉|举报|付款|交付"
)
IN_EVENTS = "(?:[^\\s第季0-9,;:年月日天周号点时分今明昨下本这每前后内起]|本(?=[通办规决条合公协产服法项次平]|备案))"


def _span(match: re.Match[str], said: Said) -> Parts:
    count, again = number(match[1]), match.groupdict().get("again")
    if again and number(again) != count:
        raise words.contradiction()
    if match["unit"] == "分钟":
        return Span(count, "minutes", aim(match))
    unit, times = UNITS[match["unit"].removeprefix("个")]
    return Span(count * times, unit, aim(match))


def _years_and_months(match: re.Match[str], said: Said) -> Parts:
    return Span(12 * number(match[1]) + number(match[2]), "months", aim(match))


def _after_t(match: re.Match[str], said: Said) -> Parts:
    """T+5个工作日: after a day T that must be told."""
    unit, _ = UNITS[match["unit"].removeprefix("个")]
    return (Event("T"), After(), Span(number(match[1]), unit, "" if match["ago"] else aim(match)))


def _days(match: re.Match[str], said: Said) -> Parts:
    return Span(number(match[1]), "days", aim(match))


def _half(match: re.Match[str], said: Said) -> Parts:
    whole = number(match[1]) if match[1] else 0
    match match["unit"]:
        case "年":
            return Span(whole * 12 + 6, "months", aim(match))
        case "月" if not whole:
            return Span(15, "days", aim(match))
        case "小时" | "钟头":
            return Span(whole * 60 + 30, "minutes", aim(match))
    raise words.vague()


def _passing(match: re.Match[str], said: Said) -> Parts:
    """再过3天, 未来3天内: ahead, whatever follows."""
    found = _span(match, said)
    assert isinstance(found, Span)
    if found.aim == "ago":
        raise words.contradiction()
    return Span(found.length, found.unit, found.aim or "after")


def _counted(match: re.Match[str], said: Said) -> Parts:
    """起30日, 后30日, 前30日: here a number with 日 is a length."""
    if match["before"]:
        return (By(), Span(number(match["days"]), "days"))
    return (From() if match["from"] else After(), Span(number(match["days"]), "days", "within"))


def _clock(match: re.Match[str], said: Said) -> Parts:
    rest = match["rest"] or ""
    known = {"半": 30, "一刻": 15, "1刻": 15, "三刻": 45, "3刻": 45}
    minute = known[rest] if rest in known else number(rest.partition("分")[0]) if rest else 0
    return Clock(number(match[1]), minute, "24" if re.match("0[0-9]", match[1]) else "")


def _each_week(match: re.Match[str], said: Said) -> Parts:
    named = [weekday(sign) for sign in re.findall(SIGN, match["days"] or "")]
    if match["to"]:
        named = list(range(named[-1], weekday(match["to"]) + 1))
        if not named:
            raise words.contradiction()
    return Every("week", _interval(match), tuple(sorted(set(named))))


def _each_month(match: re.Match[str], said: Said) -> Parts:
    named = [day_number(found) or 0 for found in re.findall(N, match["days"] or "")]
    return Every("month", _interval(match), days=tuple(sorted(set(named))))


def _interval(match: re.Match[str]) -> int:
    return 2 if match["other"] else number(match["count"]) if match["count"] else 1


LENGTHS = table(
    "",
    (rf"{N}(?:\((?P<again>{N})\))?{UNIT}{AIM}?", _span),
    (rf"{N}年零?{N}个月{AIM}?", _years_and_months),
    (rf"[td] ?\+ ?{N}(?P<unit>个?工作[日天]|个?自然日|天|日){AIM}?", _after_t),
    (rf"{N}日(?:(?P<after>之后|以后|后)|(?P<within>之内|以内|内))", _days),
    (rf"(?:再过|过|未来|今后|接下来|往后){N}{UNIT}{AIM}?", _passing),
    (rf"(?:{N}个?)?半个?(?P<unit>年|月|小时|钟头|天){AIM}?", _half),
    (rf"{N}个?(?P<unit>年|月|小时|钟头)半{AIM}?", _half),
    (rf"(?:(?P<from>起算?)|(?P<before>之?前|以前)|之?后|以后)的?(?P<days>{N})日(?:之内|以内|内)?", _counted),
    (r"(?:的)?前(?:一|1)(?:天|日)", (By(), Span(1, "days"))),
    (r"(?:的)?前(?:一|1)个工作日", (By(), Span(1, "working-days"))),
    (r"下一?个工作日", Span(1, "working-days", "after")),
    (rf"(?:一|1)刻钟{AIM}?", lambda match, _: Span(15, "minutes", aim(match))),
    (r"[0-9]+\.[0-9]+个?(?:小时|天|周|月|年|工作日)", refuse(words.unclear)),
)
"""Lengths of time, with or without a direction."""

TIMES = table(
    "",
    (
        rf"{N}(?:点|时(?![间候]))(?:钟|整)?(?P<rest>半|[一三13]刻|{N}分(?:{N}秒)?|[0-9]{{2}}|[零〇][一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)?",
        _clock,
    ),
    ("凌晨", DayTime("dawn")),
    ("清晨|清早|大清早|一大?早|早上|早晨|早间|上午|早", DayTime("morning")),
    ("中午", DayTime("noon")),
    ("正午", Clock(12, mark="24")),
    ("午后|下午", DayTime("afternoon")),
    ("傍晚|晚上|晚间|夜里|夜间|深夜|晚|夜", DayTime("evening")),
    ("午夜|半夜|子夜", DayTime("midnight")),
    ("下班(?:之前|以前|前)|(?:工作日|当[天日]|一天)结束(?:之前|以前|前)", (EndOfDay(), By())),
    ("结束(?:之前|以前|前)", (Slots(edge="over"), By())),
    ("北京时间|中国时间", InZone(ZoneInfo("Asia/Shanghai"))),
)
"""Times of day."""

LIMITS = table(
    "",
    ("之前|以前|前", By()),
    ("(?:截止|到期)(?:日期?|时间):?(?:是|为)?|截止[到于]?|截至到?|最晚|最迟|至迟|不迟于|不晚于|为止|到", By()),
    ("之内|以内|内|不超过|不多于", Inside()),
    ("之后|以后|过后|后", After()),
    ("起(?:计?算)?|开始", From()),
    (
        "(?:完成|提交|交付|交|办完|做完|搞定|报送|上报|报备|递交|办理|缴纳|缴费|付款|支付|回复|答复|反馈|归档|续期|续费)$",
        (),
    ),
    ("(?<=前)(?:至少|最少|不少于|不晚于)?(?:提前)?", ()),
    ("公历|阳历|新历|(?:包?含|包括)(?:当[日天])?", ()),
    ("自|从|在|于|的|是|请|之日|当天|当日|那天|这天|就|我们|应当?|须|需", ()),
)
"""What stands around a day."""

EVENT_PHRASES = table(
    "",
    (
        rf"(?:自|从|由|在)?(?P<event>{IN_EVENTS}{{1,20}})之日",
        lambda match, _: Event(match["event"] + "之日"),
    ),
    (
        rf"(?:自|从|由|在)?(?P<event>{IN_EVENTS}{{0,12}}(?:{EVENTS})(?:通知书?|之日|当天|当日|[时日])?)"
        r"(?=$|起|之?后|以后|之?前|以前|,|[0-9])",
        lambda match, _: Event(match["event"]),
    ),
)
"""Events whose day nobody has told."""

REPEATS = table(
    "",
    ("每一?个?(?:工作日|营业日)", Every("working-day")),
    ("每一?[天日]|天天", Every("day")),
    (rf"每{N}天", lambda match, _: Every("day", number(match[1]))),
    ("每隔(?:一|1)天", Every("day", 2)),
    (
        rf"(?:每逢?|逢){OFTEN}{WEEK}(?:的?{WEEK}?(?P<days>{SIGN}(?:[、,和及与]?{WEEK}?{SIGN})*)(?!次)"
        rf"(?:(?:到|至|-|~){WEEK}?(?P<to>{SIGN}))?)?",
        _each_week,
    ),
    (rf"(?P<other>隔|双)周(?:的?{WEEK}?(?P<days>{SIGN})(?!次))?(?P<to>(?!))?", _each_week),
    (rf"每{OFTEN}月份?的?(?P<days>{N}(?:[日号]?[、,和及与]{N})*[日号])?", _each_month),
    (
        rf"每个?季度?的?(?:第一个?月|首月)的?{N}[日号]",
        lambda match, _: Every("quarter", days=(day_number(match[1]) or 0,)),
    ),
    ("每一?个?季度?", Every("quarter")),
    ("每半年度?", Every("half")),
    ("每一?年度?", Every("year")),
    (rf"每{N}年", lambda match, _: Every("year", number(match[1]))),
    ("(?:一|1)次", ()),
    ("每(?:一个?|个)?(?:小时|分钟|秒|钟头)", refuse(words.too_often)),
)
"""What comes again."""
