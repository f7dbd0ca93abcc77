"""A repetition in words, in both languages: 每周一 09:00, every month on the 15th."""

from knowledge.basics import Text
from knowledge.counting_words import MONTHS
from knowledge.repeats import Recurrence

WEEKDAYS = Text(zh="一二三四五六日", en="Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
ENDS = {
    (3, 6, 9, 12): ("每季度", "every quarter"),
    (6, 12): ("每半年", "every half year"),
    (12,): ("每年", "every year"),
}
STARTS = {(1, 4, 7, 10): ENDS[(3, 6, 9, 12)], (1, 7): ENDS[(6, 12)]}


def said(rule: Recurrence) -> Text:
    """Return the rule in words."""
    zh, en = _stretch(rule)
    day_zh, day_en = _day(rule)
    clock = f" {rule.at:%H:%M}" if rule.at else ""
    return Text(zh=f"{zh}{day_zh}{clock}", en=f"{en}{day_en}{f' at{clock}' if clock else ''}")


def _stretch(rule: Recurrence) -> tuple[str, str]:
    count = rule.interval
    if rule.unit == "working-day":
        return "每个工作日", "every working day"
    if rule.unit == "day":
        return ("每天", "every day") if count == 1 else (f"每{count}天", f"every {count} days")
    if rule.unit == "week":
        return ("每周", "every week") if count == 1 else (f"每{count}周的周", f"every {count} weeks")
    if rule.months:
        last = rule.days == (-1,) or (rule.nth is not None and rule.nth[0] < 0)
        known = (ENDS if last else STARTS).get(rule.months)
        if known and count == 1 and (last or rule.days == (1,) or rule.nth is not None):
            return known
        zh, en = ("每年", "every year") if count == 1 else (f"每{count}年的", f"every {count} years")
        named = " and ".join(MONTHS[month - 1] for month in rule.months)
        return f"{zh}{'、'.join(map(str, rule.months))}月", f"{en} in {named}"
    return ("每月", "every month") if count == 1 else (f"每{count}个月的", f"every {count} months")


def _day(rule: Recurrence) -> tuple[str, str]:
    if rule.weekdays:
        names = WEEKDAYS.en.split()
        return (
            "、".join(WEEKDAYS.zh[day] for day in rule.weekdays),
            " on " + " and ".join(names[day] for day in rule.weekdays),
        )
    if rule.nth is not None:
        place, weekday = rule.nth
        what = (
            ("工作日", "working day")
            if weekday is None
            else (f"周{WEEKDAYS.zh[weekday]}", WEEKDAYS.en.split()[weekday])
        )
        if place < 0:
            return f"最后一个{what[0]}", f" on the last {what[1]}"
        return f"第{place}个{what[0]}", f" on the {_ordinal(place)} {what[1]}"
    if rule.days == (-1,):
        return "最后一天", " on the last day"
    if rule.days:
        return "、".join(f"{day}日" for day in rule.days), " on the " + " and ".join(_ordinal(day) for day in rule.days)
    return "", ""


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
