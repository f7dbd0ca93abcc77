"""What holds for every text and every day."""

import re
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from reading_dates import SHANGHAI, WEDNESDAY

from knowledge import calendar_file
from knowledge.dates import PHRASES, read

CALENDAR = calendar_file.built_in()
WORDS = [
    "今天",
    "明天",
    "后天",
    "下",
    "上",
    "本",
    "这",
    "周",
    "周五",
    "星期",
    "一",
    "二",
    "三",
    "十",
    "两",
    "百",
    "半",
    "月",
    "年",
    "日",
    "号",
    "底",
    "初",
    "末",
    "前",
    "后",
    "内",
    "起",
    "之日",
    "收到",
    "上线",
    "每",
    "每周",
    "每月",
    "个",
    "工作日",
    "天",
    "小时",
    "点",
    "下午",
    "上午",
    "晚上",
    "凌晨",
    "中午",
    "零点",
    "国庆",
    "春节",
    "节",
    "季度",
    "农历",
    "12",
    "31",
    "5",
    "0",
    "99",
    "2026",
    "/",
    "-",
    ".",
    ":",
    ",",
    "、",
    "(",
    ")",
    "24:00",
    "12/31",
    "3/4",
    "today",
    "tomorrow",
    "next",
    "last",
    "this",
    "friday",
    "monday",
    "dec",
    "31st",
    "in",
    "within",
    "by",
    "before",
    "after",
    "from",
    "days",
    "working",
    "weeks",
    "of",
    "every",
    "other",
    "first",
    "end",
    "month",
    "am",
    "pm",
    "noon",
    "midnight",
    "utc",
    "eod",
    "q1",
    "the",
]
texts = st.lists(st.sampled_from(WORDS), max_size=9).flatmap(
    lambda words: st.sampled_from(["", " "]).map(lambda space: space.join(words))
)
moments = st.datetimes(datetime(2018, 1, 1), datetime(2035, 12, 31)).map(lambda each: each.replace(tzinfo=SHANGHAI))
days_ahead = st.integers(0, 300).map(lambda ahead: date(2026, 11, 25) + timedelta(days=ahead))


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60) | texts, moments)
def test_no_text_raises_and_every_reading_is_whole(text, now):
    found = read(text, now, SHANGHAI, CALENDAR)
    match found.kind:
        case "date" | "datetime":
            assert isinstance(found.value, datetime) is (found.kind == "datetime")
        case "ambiguous":
            assert found.question
            assert found.candidates or found.event
            assert all(each.kind in ("date", "datetime", "recurring") for each in found.candidates)
        case "recurring":
            assert found.recurrence
            assert found.first
        case "error":
            assert found.error
            assert found.value is None


def written(pattern: str) -> st.SearchStrategy[str]:
    """Texts that a phrase's pattern takes, what may stand beside it apart."""
    return st.from_regex(re.sub(r"\(\?<?[!=][^()]*(\([^()]*\))*[^()]*\)", "", pattern), fullmatch=True)


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.one_of([written(pattern) for pattern, _ in PHRASES]), min_size=1, max_size=3),
    st.sampled_from(["", " "]),
)
def test_no_phrase_of_the_tables_raises_alone_or_beside_others(phrases, space):
    assert read(space.join(phrases), WEDNESDAY, SHANGHAI, CALENDAR).kind


@settings(max_examples=300, deadline=None)
@given(texts.filter(lambda text: "前" not in text), moments)
def test_what_must_be_done_by_a_day_never_lies_in_the_past(text, now):
    found = read(f"by {text}", now, SHANGHAI, CALENDAR)
    if found.kind == "date":
        assert found.value is not None
        assert found.value >= now.date()


@given(days_ahead)
def test_a_day_written_out_is_read_as_that_day(day):
    for text in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%d %B %Y}",
        f"{day:%B %d, %Y}",
        f"{day:%A}, {day.day} {day:%b} {day.year}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.month}月{day.day}日",
        f"{day.day} {day:%B}",
    ):
        found = read(text, WEDNESDAY, SHANGHAI, CALENDAR)
        if found.kind == "ambiguous":  # the same day a year earlier passed a few weeks ago
            assert day in [each.value for each in found.candidates]
        else:
            assert found.value == day


@given(st.integers(1, 2000))
def test_chinese_and_english_agree_on_lengths(number):
    chinese = read(f"{number}天后", WEDNESDAY, SHANGHAI, CALENDAR)
    english = read(f"in {number} days", WEDNESDAY, SHANGHAI, CALENDAR)
    assert chinese == english
    assert chinese.value == WEDNESDAY.date() + timedelta(days=number)


@given(st.sampled_from("一二三四五六日"), moments)
def test_next_week_in_chinese_is_the_week_after_this_one(weekday, now):
    found = read(f"下周{weekday}", now, SHANGHAI, CALENDAR).value
    assert isinstance(found, date)
    monday = now.date() - timedelta(days=now.weekday())
    assert found == monday + timedelta(days=7 + "一二三四五六日".index(weekday))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_a_message_of_full_length_is_refused_at_once(words):
    text = ("x".join(words) * 4096)[:4096]
    assert read(text, WEDNESDAY, SHANGHAI, CALENDAR).kind == "error"
