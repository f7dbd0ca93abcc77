"""Wordings written down without a look at the grammar: each is read as it was meant, asked back, or refused.

What is asked back or refused is no mistake; a definite day that nobody meant would be.
"""

import pytest
from reading_dates import said

READ = {
    "下周五下班前": "2026-12-04",
    "本周日24点": "2026-11-30T00:00",
    "12月31日零点": "2026-12-31T00:00",
    "半个月内": "2026-12-10",
    "下下周三": "2026-12-09",
    "下月第二个周二": "2026-12-08",
    "第四季度最后一个工作日": "2026-12-31",
    "每季度首月15日前": "every FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15 from 2027-01-15",
    "自2026年11月20日起10个工作日内": "2026-12-04",
    "本月20日起10个工作日内": "2026-12-04",
    "昨天起15个工作日内": "2026-12-15",
    "1月5日前30天": "2026-12-06",
    "1月31日后一个月": "2027-02-28",
    "季末前5个工作日": "2026-12-24",
    "下周一起5个工作日内": "2026-12-07",
    "二〇二六年十二月三十一日": "2026-12-31",
    "十二月三十一号下午五点半之前": "2026-12-31T17:30",
    "晚上12点半": "2026-11-26T00:30",
    "两个半小时后": "2026-11-25T12:30",
    "下礼拜天": "2026-12-06",
    "后年元旦": "2028-01-01",
    "下下个月底": "2027-01-31",
    "每月最后一个周五下午3点": "every FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=15;BYMINUTE=0 from 2026-11-27T15:00",
    "close of business on Dec 3rd": "2026-12-03",
    "a week from Friday": "2026-12-04",
    "10 days after last Friday": "2026-11-30",
    "5 working days after the end of the month": "2026-12-07",
    "5 business days before year end": "2026-12-24",
    "the first Friday after Christmas": "2027-01-01",
    "second Tuesday of next month": "2026-12-08",
    "last Friday of the quarter": "2026-12-25",
    "24:00 on Nov 30": "2026-12-01T00:00",
    "31st of December 2026, 5 pm": "2026-12-31T17:00",
    "2026-12-31T17:00Z": "2027-01-01T01:00",
    "December the first": "2026-12-01",
    "Monday next week": "2026-11-30",
    "the day after tomorrow at noon": "2026-11-27T12:00",
    "every 2nd Friday of the month": "every FREQ=MONTHLY;BYDAY=2FR from 2026-12-11",
    "end of every quarter": "every FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1 from 2026-12-31",
    "within 48h": "2026-11-27T10:00",
}
ASKED = {
    "20号起5个工作日内": "2026-11-27 or 2026-12-25",  # the 20th of this month is over, its five days are not
    "1号起30日内": "2026-12-01 or 2026-12-31",
    "周一起3个工作日内": "2026-11-26 or 2026-12-03",
    "11月1日起30日内": "2026-12-01 or 2027-12-01",
    "6 months after Aug 31": "2027-02-28 or 2028-02-29",
    "30 working days after 1 November": "2026-12-11 or 2027-12-13",
    "半夜12点": "2026-11-26T00:00 or 2026-11-27T00:00",
    "11月初起30天内": "2026-12-01 or 2026-12-10",
    "27.6.30": "2030-06-27 or 2027-06-30",
    "明年春节": "2027-02-06 or 2027-02-10",
    "本周内": "2026-11-27 or 2026-11-29",
    "Q3末": "2026-09-30 or 2027-09-30",
    "midnight Friday": "2026-11-27T00:00 or 2026-11-28T00:00",
    "before 15 December": "2026-12-14 or 2026-12-15",
    "half past five tomorrow": "2026-11-26T05:30 or 2026-11-26T17:30",
    "5/12/26": "2026-05-12 or 2026-12-05 or 2005-12-26",
    "January 1st at midnight": "2027-01-01T00:00 or 2027-01-02T00:00",
    "the last Friday before Christmas": "2026-12-18 or 2026-12-25",
    "by 2027": "2026-12-31 or 2027-12-31",
    "on Fridays at 4": "2026-11-27T04:00 or 2026-11-27T16:00",
}
REFUSED = {
    "自上月20日起10个工作日内": "3 Nov 2026 is past",
    "月底前5个工作日": "23 Nov 2026 is past",
    "12月1日前10个工作日": "17 Nov 2026 is past",
    "周五前3天": "24 Nov 2026 is past",
    "12月31日（周五）": "is a Thursday, not a Friday",
    "每月15号和30号": "not every month has a day 30: make two entries of it",
    "12月1日至12月5日": "names more than one date",
    "下周三或周四": "names more than one date",
    "七八天后": "names no definite day",
    "12月10日左右": "names no definite day",
    "明天上午10点到12点": "contradict",
    "上午14点": "contradict",
    "腊月二十八": "lunar dates are not read",
    "3.5天后": "do not know this way of saying it",
    "Dec 1-5": "do not know",
    "Friday, not Thursday": "do not know",
    "Friday the 13th": "13 Dec 2026 is a Sunday",
    "later this week": "names no definite day",
    "after 15 December": "names no definite day",
    "Dec 25 or 26": "names more than one date",
    "29.02.2027": "February 2027 has 28 days",
    "Dec 3rd 9am PST": "more than one time zone",
}


@pytest.mark.parametrize(("text", "meant"), READ.items())
def test_what_is_clear_is_read(text, meant):
    assert said(text) == meant


@pytest.mark.parametrize(("text", "offered"), ASKED.items())
def test_what_can_mean_several_days_is_asked_back(text, offered):
    assert said(text) == f"? {offered}"


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_what_names_no_day_ahead_is_refused_with_the_reason(text, reason):
    found = said(text)
    assert found.startswith("! ")
    assert reason in found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("11月1日起30日内", "2026-12-01"),
        ("within 60 days of 1 October", "2026-11-30"),
        ("20号起5个工作日内", "? 2026-11-27 or 2026-12-25"),
        ("月底前5个工作日", "2026-11-23"),
    ],
)
def test_an_event_may_lie_behind(text, meant):
    assert said(text, meant="event") == meant
