"""Words for a date that are asked back or refused, as said on Wednesday 2026-11-25 at 10:00 in Shanghai.

The costly failure is a wrong date that looks right: none of these may come back as a day or a moment.
"""

from datetime import datetime

import pytest
from reading_dates import SHANGHAI, WEDNESDAY, said

from knowledge import calendar_file
from knowledge.dates import read

ASKED = {
    # a day that passed up to 60 days ago: this year's or next year's?
    "11月20日": "? 2026-11-20 or 2027-11-20",
    "20 November": "? 2026-11-20 or 2027-11-20",
    "10月底": "? 2026-10-31 or 2027-10-31",
    "9月26日": "? 2026-09-26 or 2027-09-26",
    "11.11": "? 2026-11-11 or 2027-11-11",
    "11月20日前": "? 2026-11-20 or 2027-11-20",
    # a weekday or number that is today's
    "周三": "? 2026-11-25 or 2026-12-02",
    "Wednesday": "? 2026-11-25 or 2026-12-02",
    "25号": "? 2026-11-25 or 2026-12-25",
    # "next" in the first days of a week, "this" for a day that is over
    "next Friday": "? 2026-11-27 or 2026-12-04",
    "by next Thursday": "? 2026-11-26 or 2026-12-03",
    "next Friday at 5pm": "? 2026-11-27T17:00 or 2026-12-04T17:00",
    "下个周五": "? 2026-11-27 or 2026-12-04",
    "last Monday": "? 2026-11-16 or 2026-11-23",
    "这周一": "? 2026-11-23 or 2026-11-30",
    "this Monday": "? 2026-11-23 or 2026-11-30",
    # an hour from 1 to 11 without morning or afternoon
    "明天5点": "? 2026-11-26T05:00 or 2026-11-26T17:00",
    "明天9点半": "? 2026-11-26T09:30 or 2026-11-26T21:30",
    "明天 5:30": "? 2026-11-26T05:30 or 2026-11-26T17:30",
    "tomorrow at 5": "? 2026-11-26T05:00 or 2026-11-26T17:00",
    "5 o'clock tomorrow": "? 2026-11-26T05:00 or 2026-11-26T17:00",
    "今天5点": "? 2026-11-25T17:00",
    "每天9点": "? 2026-11-26T09:00 or 2026-11-25T21:00",
    # midnight of which day, a time that is over today, a part of the day without an hour
    "tomorrow midnight": "? 2026-11-26T00:00 or 2026-11-27T00:00",
    "明天半夜12点": "? 2026-11-26T00:00 or 2026-11-27T00:00",
    "9am": "? 2026-11-26T09:00",
    "明天下午": "? 2026-11-26T15:00 or 2026-11-26T18:00",
    "tomorrow morning": "? 2026-11-26T09:00 or 2026-11-26T12:00",
    "今晚": "? 2026-11-25T20:00 or 2026-11-26T00:00",
    # day and month could be swapped
    "3/4/2026": "? 2026-03-04 or 2026-04-03",
    "3/4": "? 2027-03-04 or 2027-04-03",
    "5.6": "? 2027-05-06 or 2027-06-05",
    "26/12/31": "? 2031-12-26 or 2026-12-31",
    # a stretch without a day
    "下周": "? 2026-12-04 or 2026-12-06",
    "next week": "? 2026-12-04 or 2026-12-06",
    "本周内": "? 2026-11-27 or 2026-11-29",
    "EOW": "? 2026-11-27 or 2026-11-29",
    "周末": "? 2026-11-27 or 2026-11-28 or 2026-11-29",
    "下个月": "? 2026-12-01 or 2026-12-31",
    "12月": "? 2026-12-01 or 2026-12-31",
    "12月前": "? 2026-11-30 or 2026-12-31",
    "by December": "? 2026-11-30 or 2026-12-31",
    "11月前": "? 2026-11-30",
    "12月初": "? 2026-12-01 or 2026-12-10",
    "12月中": "? 2026-12-15 or 2026-12-20",
    "mid-December": "? 2026-12-15 or 2026-12-20",
    "12月上旬": "? 2026-12-01 or 2026-12-10",
    "late December": "? 2026-12-21 or 2026-12-31",
    "明年": "? 2027-01-01 or 2027-12-31",
    "Q1": "? 2027-01-01 or 2027-03-31",
    "每周": "? 2026-11-30 or 2026-11-27",
    "weekly": "? 2026-11-30 or 2026-11-27",
    # is the day itself included?
    "before Friday": "? 2026-11-26 or 2026-11-27",
    "before 31 December 2026": "? 2026-12-30 or 2026-12-31",
    # a length or a number, ago or ahead
    "三日前": "? 2026-12-03 or 2026-11-22",
    "3月后": "? 2027-02-25",
    "30个工作日": "? 2027-01-07",
    "3 days": "? 2026-11-28",
    # a holiday whose notice is not out
    "春节前": "? 2027-02-04",
    "春节": "? 2027-02-06 or 2027-02-10",
    "元旦前": "? 2026-12-31",
}
REFUSED = {
    # impossible
    "2026年2月30日": "February 2026 has 28 days",
    "31.02.2026": "February 2026 has 28 days",
    "2026-02-29": "February 2026 has 28 days",
    "4月31日": "April has 30 days",
    "31 April": "April has 30 days",
    "本月31号": "November has 30 days",
    "13月1日": "there is no month 13",
    "2026-13-01": "there is no month 13",
    "32日": "no month has a day 32",
    "12月0日": "no month has a day 0",
    "周八": "I do not know",
    "25点": "there is no time 25:00",
    "明天12:60": "there is no time 12:60",
    "13pm": "there is no time 13:00",
    "2026年12月31日24:30": "there is no time 24:30",
    "每年2月30日": "February has 29 days",
    "in 99999 days": "too long",
    "99999个工作日内": "太长",
    "0天后": "不认识",
    # contradictory
    "2026年12月31日周五": "31 Dec 2026 is a Thursday, not a Friday",
    "Friday 28 November": "28 Nov 2026 is a Saturday, not a Friday",
    "明天周一": "26 Nov 2026 is a Thursday, not a Monday",
    "明天15号": "contradict",
    "周四周五": "contradict",
    "明天上午15点": "contradict",
    "明天下午9am": "contradict",
    "明天5pm 18:00": "contradict",
    "明天下午11点": "not in the afternoon",
    "星期24:00": "I do not know",
    "月底明天": "contradict",
    "明天二周": "do not know this way",
    "凌晨 noon": "contradict",
    "下周三12月3日": "3 Dec 2026 is a Thursday, not a Wednesday",
    # over, where the words mean ahead
    "昨天之前": "24 Nov 2026 is past",
    "by yesterday": "24 Nov 2026 is past",
    "2025年3月1日前": "1 Mar 2025 is past",
    "今天上午9点": "25 Nov 2026 09:00 is past",
    "月初": "10 Nov 2026 is past",
    "本月20号": "20 Nov 2026 is past",
    # lunar
    "农历八月十五": "lunar",
    "農曆正月初一": "lunar",
    "腊月二十三": "lunar",
    "大年三十": "lunar",
    # no definite day
    "尽快": "no definite day",
    "改天": "no definite day",
    "过几天": "no definite day",
    "两三天内": "no definite day",
    "3天左右": "no definite day",
    "周五之后": "no definite day",
    "ASAP": "no definite day",
    "in a few days": "no definite day",
    "after Friday": "no definite day",
    "starting Monday": "no definite day",
    # several
    "周一或周二": "more than one date",
    "12月1日至12月5日": "more than one date",
    "3-5天内": "more than one date",
    "2-3 days": "more than one date",
    "Monday or Tuesday": "more than one date",
    "from Monday to Friday": "more than one date",
    # not understood as a whole: a word we skip could turn the meaning
    "": "nothing is there",
    "香蕉": "I do not know",
    "不是明天": "I do not know",
    "not tomorrow": "I do not know",
    "明天提交材料": "I do not know",
    "最后一个工作日": "do not know this way",
    "2nd Tuesday": "do not know this way",
    "请在12月31日前完成备案": "do not know this way",
    "3pm-4pm": "I do not know",
    "not earlier than Friday": "I do not know",
    "周一前后": "no definite day",
    "第二个工作日": "do not know this way",
    "次月15日前": "no definite day",
    "next blursday": "I do not know",
    "5pm EST tomorrow": "more than one time zone",
    "每周三次": "I do not know",
    "每周-二": "I do not know",
    "每小时": "repeating works by",
    "biweekly": "repeating works by",
    "明" * 4096: "too long",
}


@pytest.mark.parametrize(("text", "asked"), ASKED.items())
def test_what_can_be_read_in_two_ways_is_asked(text, asked):
    assert said(text) == asked


@pytest.mark.parametrize(("text", "why"), REFUSED.items())
def test_what_cannot_be_a_date_is_refused_with_an_example(text, why):
    error = read(text, WEDNESDAY, SHANGHAI, calendar_file.built_in()).error
    assert error is not None
    assert why in error.en + error.zh
    assert "Example: " in error.en
    assert "例如：" in error.zh


def test_an_error_names_the_text_the_reason_and_a_line_to_copy():
    assert (
        said("31.02.2026") == '! I cannot read "31.02.2026" as a date: February 2026 has 28 days. Example: 2026-02-28'
    )


def test_a_question_is_asked_in_both_languages():
    question = read("明天5点", WEDNESDAY, SHANGHAI, calendar_file.built_in()).question
    assert question is not None
    assert question.zh == "上午还是下午？"
    assert question.en == "Morning or afternoon?"


def test_nobody_speaks_from_the_year_one():
    reading = read("国庆", datetime(1, 5, 12, tzinfo=SHANGHAI), SHANGHAI, calendar_file.built_in())
    assert reading.kind == "error"
