"""What is said to somebody whose words for a date cannot be used: refusals and questions, in both languages."""

from calendar import monthrange
from datetime import date, datetime

from knowledge.basics import Text
from knowledge.counting_words import day, weekday

LONG_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
EXAMPLES = Text(
    zh="12月31日、12月31日下午5点、下周五、3天后、30个工作日内、每月15日",
    en="31 December, 31 December 5pm, in 3 days, within 30 working days, every Monday 9am",
)


class Refused(ValueError):
    """Words that name no day or moment we may use. `text` says why, and `example` what would do."""

    def __init__(self, text: Text, example: Text = EXAMPLES) -> None:
        super().__init__(text.en)
        self.text = text
        self.example = example


def no_such_day(year: int | None, month: int, number: int) -> Refused:
    """Refuse a day that its month does not have."""
    longest = monthrange(year or 2024, month)[1]
    shown = f"{LONG_MONTHS[month - 1]} {year}" if year else LONG_MONTHS[month - 1]
    zh = f"{year}年{month}月" if year else f"{month}月"
    last = date(year or 2026, month, monthrange(year or 2026, month)[1]).isoformat()
    return Refused(Text(zh=f"{zh}只有{longest}天", en=f"{shown} has {longest} days"), Text(zh=last, en=last))


def no_such_number(number: int) -> Refused:
    """Refuse a day number that no month has."""
    return Refused(Text(zh=f"没有{number}日", en=f"no month has a day {number}"), Text(zh="15日", en="the 15th"))


def not_every_month(number: int) -> Refused:
    """Refuse a day that some months lack, together with others."""
    return Refused(
        Text(
            zh=f"不是每个月都有{number}日，请分成两条写",
            en=f"not every month has a day {number}: make two entries of it",
        ),
        Text(zh="每月15日、每月底", en="every month on the 15th, end of every month"),
    )


def no_such_month(number: int) -> Refused:
    """Refuse a month beyond December."""
    return Refused(Text(zh=f"没有{number}月", en=f"there is no month {number}"))


def no_such_year(number: int) -> Refused:
    """Refuse a year that is surely a slip."""
    return Refused(Text(zh=f"年份{number}不合理", en=f"{number} is not a year to plan in"))


def no_such_time(hour: int, minute: int) -> Refused:
    """Refuse a time that no clock shows."""
    shown = f"{hour}:{minute:02}"
    return Refused(
        Text(zh=f"没有{shown}这个时刻", en=f"there is no time {shown}"), Text(zh="下午5点、17:30", en="5pm, 17:30")
    )


def odd_hour(part: Text, hour: int) -> Refused:
    """Refuse an hour that the part of the day does not have."""
    return Refused(
        Text(zh=f"{part.zh}没有{hour}点", en=f"{hour} o'clock is not in the {part.en}"),
        Text(zh="下午5点、17:30", en="5pm, 17:30"),
    )


def no_such_weekday(found: date, said: int) -> Refused:
    """Refuse a weekday that contradicts the date."""
    fits = date.fromordinal(said + 1)
    return Refused(
        Text(
            zh=f"{day(found).zh}是{weekday(found).zh}，不是{weekday(fits).zh}",
            en=f"{day(found).en} is a {found:%A}, not a {fits:%A}",
        ),
        Text(zh=found.isoformat(), en=found.isoformat()),
    )


def contradiction() -> Refused:
    """Refuse words that do not fit together."""
    return Refused(Text(zh="几处说法互相矛盾", en="its parts contradict each other"))


def past(when: date | datetime) -> Refused:
    """Refuse a moment that is over where the words mean one to come."""
    clock = f" {when:%H:%M}" if isinstance(when, datetime) else ""
    return Refused(Text(zh=f"{day(when).zh}{clock}已经过去", en=f"{day(when).en}{clock} is past"))


def unclear() -> Refused:
    """Refuse words that we know one by one but not in this order."""
    return Refused(Text(zh="这种说法我不认识", en="I do not know this way of saying it"))


def left_over(words: str) -> Refused:
    """Refuse a text in which some words are unknown: they could matter."""
    shown = words if len(words) <= 20 else words[:20] + "…"
    return Refused(Text(zh=f"“{shown}”我不认识", en=f'I do not know "{shown}" here'))


def empty() -> Refused:
    """Refuse nothing."""
    return Refused(Text(zh="没有内容", en="nothing is there"))


def too_much() -> Refused:
    """Refuse a text that is longer than any date."""
    return Refused(Text(zh="太长，只写日期就好", en="it is too long: write the date alone"))


def vague() -> Refused:
    """Refuse words that name no day."""
    return Refused(Text(zh="没有说定是哪一天", en="it names no definite day"))


def a_range() -> Refused:
    """Refuse two dates at once."""
    return Refused(Text(zh="这里有不止一个日期，请只写一个", en="it names more than one date: write one"))


def lunar() -> Refused:
    """Refuse the lunar calendar."""
    return Refused(
        Text(zh="不支持农历日期，请写公历", en="lunar dates are not read: write the Gregorian date"),
        Text(zh="2027年2月6日", en="2027-02-06"),
    )


def foreign_zone(name: str) -> Refused:
    """Refuse a time zone whose name is not unique."""
    return Refused(
        Text(zh=f"“{name}”不止一个时区", en=f'"{name.upper()}" names more than one time zone'),
        Text(zh="明天下午5点，或2026-12-01T17:00-05:00", en="tomorrow 5pm, or 2026-12-01T17:00-05:00"),
    )


def too_often() -> Refused:
    """Refuse repetitions that we do not keep."""
    return Refused(
        Text(
            zh="只支持按天、周、月、季度、半年、年重复",
            en="repeating works by day, week, month, quarter, half year or year",
        ),
        Text(zh="每周一上午9点、每月15日", en="every Monday 9am, every month on the 15th"),
    )


# -- questions ------------------------------------------------------------------------------------------------------

WHICH_DAY = Text(zh="是哪一天？", en="Which day do you mean?")
WHICH_YEAR = Text(zh="是哪一年？", en="Which year do you mean?")
WHICH_WEEK = Text(zh="是哪一周？", en="Which week do you mean?")
WHICH_MONTH = Text(zh="是哪个月？", en="Which month do you mean?")
WHICH_ORDER = Text(zh="哪个是月，哪个是日？", en="Which number is the month?")
WHICH_HOUR = Text(zh="上午还是下午？", en="Morning or afternoon?")
WHICH_TIME = Text(zh="具体几点？", en="At what time?")
WHICH_MIDNIGHT = Text(zh="是这一天开始的零点，还是结束的24点？", en="Midnight at the start or at the end of that day?")
WHICH_SENSE = Text(zh="是指这个吗？", en="Is this what you mean?")
START_OR_END = Text(zh="是开始之前，还是结束之前？", en="Before it starts, or by its end?")
BEFORE_OR_ON = Text(zh="这一天算不算在内？", en="Is that day itself included?")
NO_NOTICE = Text(
    zh="放假通知尚未公布，这是估计，对吗？", en="The holiday notice is not out yet. Is this estimate right?"
)


def which_event(event: str) -> Text:
    """Ask for the day an event falls on."""
    return Text(zh=f"“{event}”是哪一天？", en=f'On which day is or was "{event}"?')
