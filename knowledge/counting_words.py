"""The words of a counted period: its steps and its errors, in both languages."""

from collections.abc import Iterable
from datetime import date, datetime

from knowledge.basics import Text, Unit

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = Text(zh="一二三四五六日", en="Mon Tue Wed Thu Fri Sat Sun")
UNITS: dict[Unit, Text] = {
    "working-days": Text(zh="个工作日", en="working day"),
    "days": Text(zh="日", en="day"),
    "months": Text(zh="个月", en="month"),
    "years": Text(zh="年", en="year"),
    "hours": Text(zh="小时", en="hour"),
}


def length(number: int, unit: Unit) -> Text:
    """Return a length in words: 30个工作日, 30 working days."""
    return Text(zh=f"{number}{UNITS[unit].zh}", en=f"{number} {UNITS[unit].en}{'' if number == 1 else 's'}")


def day(when: date) -> Text:
    """Return a day with its year: 2026年11月23日, 23 Nov 2026."""
    return Text(zh=f"{when.year}年{when.month}月{when.day}日", en=f"{when.day} {MONTHS[when.month - 1]} {when.year}")


def weekday(when: date) -> Text:
    """Return the weekday: 周一, Mon."""
    return Text(zh=f"周{WEEKDAYS.zh[when.weekday()]}", en=WEEKDAYS.en.split()[when.weekday()])


def stretch(first: date, last: date) -> Text:
    """Return days in a row as one phrase: 2027年1月1日至3日, 1 to 3 Jan 2027."""
    if first == last:
        return day(first)
    start, end = day(first), day(last)
    if first.year != last.year:
        return Text(zh=f"{start.zh}至{end.zh}", en=f"{start.en} to {end.en}")
    if first.month != last.month:
        return Text(
            zh=f"{start.zh}至{last.month}月{last.day}日", en=f"{first.day} {MONTHS[first.month - 1]} to {end.en}"
        )
    return Text(zh=f"{start.zh}至{last.day}日", en=f"{first.day} to {end.en}")


# -- steps ----------------------------------------------------------------------------------------------------------


def counted(number: int, unit: Unit, start: date, before: bool) -> Text:
    """Say what is counted and from which day on."""
    span, begin = length(number, unit), day(start)
    if before:
        return Text(zh=f"从{begin.zh}往前数{span.zh}", en=f"{span.en} back from {begin.en}")
    return Text(zh=f"从{begin.zh}起算{span.zh}", en=f"{span.en} from {begin.en}")


def before_event(event: date) -> Text:
    """Say that the day before the event is the last one."""
    return Text(zh=f"须在{day(event).zh}之前完成", en=f"to be done before {day(event).en}")


def skipped(stretches: Iterable[tuple[date, date]]) -> list[Text]:
    """Say which holidays are not counted."""
    return [Text(zh=f"跳过{said.zh}", en=f"{said.en} skipped") for said in (stretch(*days) for days in stretches)]


def made_up(days: Iterable[date]) -> list[Text]:
    """Say which weekend days are counted."""
    return [
        Text(
            zh=f"{day(when).zh}（{weekday(when).zh}）调休上班，计入",
            en=f"{weekday(when).en} {day(when).en} is a make-up working day and counts",
        )
        for when in days
    ]


def month_end(end: date) -> Text:
    """Say why the period ends at the end of the month."""
    return Text(
        zh=f"{end.year}年{end.month}月没有对应日，取月末",
        en=f"{MONTHS[end.month - 1]} {end.year} is shorter: its last day",
    )


def last_day(end: date) -> Text:
    """Name the last day."""
    return Text(zh=f"最后一日{day(end).zh}（{weekday(end).zh}）", en=f"last day {weekday(end).en} {day(end).en}")


def rolls(end: date, moved: date, roll: bool | None) -> Text:
    """Say what becomes of a last day that is not worked: rolled by rule, kept by rule, or open."""
    off, new = day(end), Text(zh=f"{day(moved).zh}（{weekday(moved).zh}）", en=f"{weekday(moved).en} {day(moved).en}")
    forward = moved > end
    if roll:
        return Text(
            zh=f"{off.zh}休息，{'顺延' if forward else '提前'}至{new.zh}",
            en=f"{off.en} is a day off: {'rolls' if forward else 'moves back'} to {new.en}",
        )
    if roll is False:
        return Text(zh=f"{off.zh}休息，该规则不顺延", en=f"{off.en} is a day off, and this rule does not roll")
    other_day = f"顺延则为{new.zh}，顺延" if forward else f"稳妥起见不晚于{new.zh}，提前"
    return Text(
        zh=f"{off.zh}休息；{other_day}并无明文",
        en=f"{off.en} is a day off: {'if it moved' if forward else 'to be safe'}, {new.en}, though no rule says so",
    )


def hours(number: int, event: datetime, end: datetime, before: bool) -> tuple[Text, ...]:
    """Say from which moment hours run and when they end."""
    span = length(number, "hours")
    begin = f"{event:%Y-%m-%d %H:%M}"
    return (
        Text(
            zh=f"从{begin}{'往前数' if before else '起'}{span.zh}，连续计算",
            en=f"{span.en} {'back ' if before else ''}from {begin}, without a break",
        ),
        Text(zh=f"到{end:%Y-%m-%d %H:%M}为止", en=f"ends {end:%Y-%m-%d %H:%M}"),
    )


def without_notice(years: Iterable[int]) -> list[Text]:
    """Say on what a count through a year without a notice rests."""
    return [
        Text(
            zh=f"暂定：{year}年放假通知尚未公布，只扣除法定节假日，调休未知",
            en=f"provisional: no holiday notice for {year} yet; only statutory holidays are off, make-up days unknown",
        )
        for year in years
    ]


def unknown_days(years: Iterable[int]) -> list[Text]:
    """Say what stays open for a date in a year without a notice that was not counted in working days."""
    return [
        Text(
            zh=f"暂定：{year}年放假通知尚未公布，当日是否上班未定",
            en=f"provisional: no holiday notice for {year} yet, so it is open whether that day is worked",
        )
        for year in years
    ]


def unknown_roll(end: date) -> Text:
    """Say that the calendar does not reach the last day."""
    return Text(
        zh=f"没有{end.year}年的放假安排，不知当日是否上班",
        en=f"no holiday calendar for {end.year}: not known whether it is worked",
    )


# -- errors ---------------------------------------------------------------------------------------------------------


def not_positive(number: object) -> Text:
    """Refuse a length that is no positive whole number."""
    return Text(
        zh=f"期限长度须为正整数，收到的是{number}。例如：30",
        en=f"The length must be a positive whole number, not {number}. Example: 30",
    )


def too_long(number: int, longest: int, unit: Unit) -> Text:
    """Refuse a length beyond what is counted."""
    shown = f"{number}" if number < 10**12 else f"{str(number)[:12]}…"
    return Text(
        zh=f"期限{shown}{UNITS[unit].zh}太长，最多{length(longest, unit).zh}。",
        en=f"A period of {shown} {UNITS[unit].en}s is too long. The longest is {length(longest, unit).en}.",
    )


def out_of_range(first: date, last: date) -> Text:
    """Refuse to count working days where no calendar is known."""
    return Text(
        zh=f"工作日只在{first.year}年至{last.year}年之间可算，这个期限超出了范围。",
        en=f"Working days are known from {first.year} to {last.year}, and this period leaves those years.",
    )


def out_of_years() -> Text:
    """Refuse dates beyond the calendar itself."""
    return Text(zh="结果超出了公元1年至9999年。", en="The result lies outside the years 1 to 9999.")


def needs_time(event: date) -> Text:
    """Refuse to count hours from a day without a time."""
    return Text(
        zh=f"按小时计算的期限需要具体时刻。例如：{event.isoformat()}T09:30",
        en=f"Hours are counted from a moment: the event needs a time. Example: {event.isoformat()}T09:30",
    )
