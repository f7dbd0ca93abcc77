"""Working days and weekdays beside another day, and dates said twice over, as said on Wednesday 2026-11-25 at 10:00."""

from datetime import datetime

import pytest
from reading_dates import SHANGHAI, said

BESIDE_A_DAY = {
    "12月5日后第一个工作日": "2026-12-07",
    "12月5日之后的第一个工作日": "2026-12-07",
    "12月5日后第三个工作日": "2026-12-09",
    "12月4日后第一个周五": "2026-12-11",
    "下周五后第一个工作日": "2026-12-07",
    "12月6日前最后一个工作日": "2026-12-04",
    "12月5日前最后一个周五": "2026-12-04",
    "月底前最后一个工作日": "2026-11-30",
    "年底前最后一个工作日": "2026-12-31",
    "first working day after 5 December": "2026-12-07",
    "the first working day after 4 December": "2026-12-07",
    "first Friday after 4 December": "2026-12-11",
    "last working day before 6 December": "2026-12-04",
    "the day before 1 December": "2026-11-30",
    "one day before 1 December": "2026-11-30",
    "the day after 1 December": "2026-12-02",
    "the day before Friday": "2026-11-26",
    "the working day before Christmas": "2026-12-24",
    "the working day after Christmas": "2026-12-28",
}
BESIDE_A_HOLIDAY = {
    "国庆后第一个工作日": "2026-10-08",
    "国庆节后第一个工作日": "2026-10-08",
    "国庆假期后第一个工作日": "2026-10-08",
    "国庆后第三个工作日": "2026-10-10",
    "国庆前最后一个工作日": "2026-09-30",
    "国庆后第一个周五": "2026-10-09",
    "first working day after National Day": "2026-10-08",
    "last working day before National Day": "2026-09-30",
    "春节前最后一个工作日": "? 2027-02-04",
    "first working day after Chinese New Year": "? 2027-02-11",
}
BESIDE_AN_EVENT = {
    "上线后第一个工作日": "? of 上线, 1 working-days after",
    "收到通知后第三个工作日": "? of 收到通知, 3 working-days after",
    "first working day after launch": "? of launch, 1 working-days after",
    "the day after launch": "? of launch, 1 days after",
    "T+5个工作日": "? of T, 5 working-days after",
    "T + 5 working days": "? of T, 5 working-days after",
    "within ten (10) working days of receipt": "? of receipt, 10 working-days after",
    "no later than 30 days after the incident": "? of incident, 30 days after",
    "上线前至少提前5个工作日": "? of 上线, 5 working-days before",
    "自本办法施行之日起6个月内": "? of 本办法施行之日, 6 months after",
}
ASKED_OR_REFUSED = {
    "12月4日前最后一个工作日": "? 2026-12-03 or 2026-12-04",
    "last working day before 4 December": "? 2026-12-03 or 2026-12-04",
    "Friday in two weeks": "? 2026-12-11",
    "今晚零点": "? 2026-11-26T00:00",
    "周五晚上0点": "? 2026-11-28T00:00 or 2026-11-27T00:00",
    "国庆后最后一个工作日": "! ",
    "国庆前第一个工作日": "! ",
    "第一个工作日": "! ",
    "上线后第一个周五": "! ",
    "T+5": "! ",
    "within thirty (20) days": "! ",
    "明天的明天": "! ",
    "下周的下周五": "! ",
    "下个月的下个月15号": "! ",
    "本月底（11月29日）": "! ",
    "至少5个工作日": "! ",
}


@pytest.mark.parametrize(("text", "meant"), (BESIDE_A_DAY | BESIDE_AN_EVENT).items())
def test_a_place_beside_a_day_or_an_event(text, meant):
    assert said(text) == meant


@pytest.mark.parametrize(("text", "meant"), BESIDE_A_HOLIDAY.items())
def test_a_place_beside_a_holiday_whose_days_off_are_known_or_asked(text, meant):
    assert said(text, datetime(2026, 9, 21, 10, tzinfo=SHANGHAI)) == meant


@pytest.mark.parametrize(("text", "meant"), ASKED_OR_REFUSED.items())
def test_what_is_not_certain_is_no_date(text, meant):
    assert said(text)[: max(2, len(meant))].startswith(meant)


@pytest.mark.parametrize("text", ["2月29日", "Feb 29", "29 February", "2/29"])
def test_a_leap_day_is_next_years_once_this_february_is_over(text):
    assert said(text, datetime(2027, 11, 25, tzinfo=SHANGHAI)) == "2028-02-29"
    assert said(text, datetime(2027, 1, 5, tzinfo=SHANGHAI)).startswith("! ")
