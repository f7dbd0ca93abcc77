"""Repetitions, other days and places to speak from, and what a date is meant for."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from reading_dates import SHANGHAI, said

from knowledge import calendar_file
from knowledge.dates import read

REPEATED = {
    "每天": "every FREQ=DAILY from 2026-11-25",
    "每天上午9点": "every FREQ=DAILY;BYHOUR=9;BYMINUTE=0 from 2026-11-26T09:00",
    "每日18:00": "every FREQ=DAILY;BYHOUR=18;BYMINUTE=0 from 2026-11-25T18:00",
    "daily at 9am": "every FREQ=DAILY;BYHOUR=9;BYMINUTE=0 from 2026-11-26T09:00",
    "every morning at 9": "every FREQ=DAILY;BYHOUR=9;BYMINUTE=0 from 2026-11-26T09:00",
    "每3天": "every FREQ=DAILY;INTERVAL=3 from 2026-11-28",
    "每隔一天": "every FREQ=DAILY;INTERVAL=2 from 2026-11-27",
    "every other day": "every FREQ=DAILY;INTERVAL=2 from 2026-11-27",
    "每个工作日": "every FREQ=DAILY;X-WORKING-DAYS=1 from 2026-11-25",
    "每个工作日上午9:30": "every FREQ=DAILY;X-WORKING-DAYS=1;BYHOUR=9;BYMINUTE=30 from 2026-11-26T09:30",
    "every business day": "every FREQ=DAILY;X-WORKING-DAYS=1 from 2026-11-25",
    "每周一上午9点": "every FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0 from 2026-11-30T09:00",
    "每週一上午九點": "every FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0 from 2026-11-30T09:00",
    "每星期五": "every FREQ=WEEKLY;BYDAY=FR from 2026-11-27",
    "每逢周五": "every FREQ=WEEKLY;BYDAY=FR from 2026-11-27",
    "每周三": "every FREQ=WEEKLY;BYDAY=WE from 2026-11-25",
    "每周一三五": "every FREQ=WEEKLY;BYDAY=MO,WE,FR from 2026-11-25",
    "每周一、三、五": "every FREQ=WEEKLY;BYDAY=MO,WE,FR from 2026-11-25",
    "每周二和周四下午2点": "every FREQ=WEEKLY;BYDAY=TU,TH;BYHOUR=14;BYMINUTE=0 from 2026-11-26T14:00",
    "每周一到周五": "every FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR from 2026-11-25",
    "每周五下午5点前": "every FREQ=WEEKLY;BYDAY=FR;BYHOUR=17;BYMINUTE=0 from 2026-11-27T17:00",
    "每两周周五": "every FREQ=WEEKLY;INTERVAL=2;BYDAY=FR from 2026-11-27",
    "隔周周一": "every FREQ=WEEKLY;INTERVAL=2;BYDAY=MO from 2026-11-30",
    "every Monday 9am": "every FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0 from 2026-11-30T09:00",
    "at 9am every Monday": "every FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0 from 2026-11-30T09:00",
    "every mon, wed and fri": "every FREQ=WEEKLY;BYDAY=MO,WE,FR from 2026-11-25",
    "Mondays and Thursdays at 10am": "every FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=10;BYMINUTE=0 from 2026-11-26T10:00",
    "every weekday": "every FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR from 2026-11-25",
    "every other Monday": "every FREQ=WEEKLY;INTERVAL=2;BYDAY=MO from 2026-11-30",
    "every two weeks": "every FREQ=WEEKLY;INTERVAL=2;BYDAY=WE from 2026-12-09",
    "every 2 weeks on Friday": "every FREQ=WEEKLY;INTERVAL=2;BYDAY=FR from 2026-11-27",
    "每月15号": "every FREQ=MONTHLY;BYMONTHDAY=15 from 2026-12-15",
    "每个月15日前": "every FREQ=MONTHLY;BYMONTHDAY=15 from 2026-12-15",
    "每月1号和15号": "every FREQ=MONTHLY;BYMONTHDAY=1,15 from 2026-12-01",
    "每月31号": "every FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1 from 2026-11-30",
    "每月底": "every FREQ=MONTHLY;BYMONTHDAY=-1 from 2026-11-30",
    "每月": "every FREQ=MONTHLY;BYMONTHDAY=-1 from 2026-11-30",
    "每月最后一个工作日": "every FREQ=MONTHLY;X-WORKING-DAY=-1 from 2026-11-30",
    "每月第一个周一": "every FREQ=MONTHLY;BYDAY=1MO from 2026-12-07",
    "每月前5个工作日内": "every FREQ=MONTHLY;X-WORKING-DAY=5 from 2026-12-07",
    "每3个月15号": "every FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15 from 2026-12-15",
    "monthly on the 15th": "every FREQ=MONTHLY;BYMONTHDAY=15 from 2026-12-15",
    "on the 1st of every month": "every FREQ=MONTHLY;BYMONTHDAY=1 from 2026-12-01",
    "last working day of every month": "every FREQ=MONTHLY;X-WORKING-DAY=-1 from 2026-11-30",
    "first Monday of every month": "every FREQ=MONTHLY;BYDAY=1MO from 2026-12-07",
    "every six months": "every FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=25 from 2027-05-25",
    "每季度": "every FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1 from 2026-12-31",
    "每季度末": "every FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1 from 2026-12-31",
    "every quarter": "every FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1 from 2026-12-31",
    "quarterly": "every FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1 from 2026-12-31",
    "每季度首月15日前": "every FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15 from 2027-01-15",
    "每季度第一个工作日": "every FREQ=MONTHLY;BYMONTH=1,4,7,10;X-WORKING-DAY=1 from 2027-01-04 provisional",
    "每半年": "every FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1 from 2026-12-31",
    "每年1月31日前": "every FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=28,29,30,31;BYSETPOS=-1 from 2027-01-31",
    "每年12月1日": "every FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1 from 2026-12-01",
    "每年1月底前": "every FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1 from 2027-01-31",
    "每年": "every FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1 from 2026-12-31",
    "yearly": "every FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1 from 2026-12-31",
    "every year on 1 March": "every FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1 from 2027-03-01",
    "every January 15": "every FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15 from 2027-01-15",
    "每月首个工作日": "every FREQ=MONTHLY;X-WORKING-DAY=1 from 2026-12-01",
    "每月第一天": "every FREQ=MONTHLY;BYMONTHDAY=1 from 2026-12-01",
    "每季度第一天": "every FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1 from 2027-01-01",
    "每两年3月1日": "every FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=1 from 2027-03-01",
    "every other year on 1 March": "every FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=1 from 2027-03-01",
    "every 1st and 15th": "every FREQ=MONTHLY;BYMONTHDAY=1,15 from 2026-12-01",
    "every year before the end of March": "every FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1 from 2027-03-31",
}
ON_SUNDAY = {
    "下周五": "2026-11-27",
    "周五": "2026-11-27",
    "这周五": "? 2026-11-20 or 2026-11-27",
    "next Friday": "2026-11-27",
    "last Friday": "? 2026-11-13 or 2026-11-20",
    "周日": "? 2026-11-22 or 2026-11-29",
    "下周日": "2026-11-29",
    "30个工作日内": "2027-01-04 provisional",
}
EARLY_JANUARY = {
    "12月31日": "? 2026-12-31 or 2027-12-31",
    "11月1日": "2027-11-01",
    "年底": "2027-12-31",
    "29号": "2027-01-29",
    "2月29日": "! February 2027 has 28 days",
}
AS_EVENT = {
    "11月20日": "2026-11-20",
    "20 November": "2026-11-20",
    "12月25日": "2026-12-25",
    "3月1日": "? 2026-03-01 or 2027-03-01",
    "今天上午9点": "2026-11-25T09:00",
    "周五": "? 2026-11-20 or 2026-11-27",
    "20号": "? 2026-11-20 or 2026-12-20",
    "这周一": "2026-11-23",
    "本月20号": "2026-11-20",
    "昨天下午3点": "2026-11-24T15:00",
    "3天前": "2026-11-22",
}


@pytest.mark.parametrize(("text", "meant"), REPEATED.items())
def test_what_comes_again(text, meant):
    assert said(text) == meant


@pytest.mark.parametrize(("text", "meant"), ON_SUNDAY.items())
def test_the_week_starts_on_monday(text, meant):
    assert said(text, datetime(2026, 11, 22, 10, tzinfo=SHANGHAI)) == meant


@pytest.mark.parametrize(("text", "meant"), EARLY_JANUARY.items())
def test_days_around_new_year(text, meant):
    assert meant in said(text, datetime(2027, 1, 5, 10, tzinfo=SHANGHAI)).replace("! I cannot read", "!").replace(
        f' "{text}" as a date:', ""
    )


@pytest.mark.parametrize(("text", "meant"), AS_EVENT.items())
def test_an_event_has_often_just_happened(text, meant):
    assert said(text, meant="event") == meant


@pytest.mark.parametrize(
    ("text", "now", "meant"),
    [
        pytest.param("春节前", "2026-02-01", "2026-02-14", id="the make-up Saturday before the holiday is worked"),
        pytest.param("国庆节前", "2026-09-01", "2026-09-30", id="the last working day before"),
        pytest.param("国庆节后第一个工作日", "2026-09-01", "2026-10-08", id="the first one after"),
        pytest.param("国庆节后", "2026-09-01", "? 2026-10-08", id="after alone names no day"),
        pytest.param("中秋节前", "2026-09-01", "2026-09-24", id="a festival of the moon"),
        pytest.param("春节前3个工作日", "2026-02-01", "? 2026-02-12", id="counted back from a holiday: asked"),
    ],
)
def test_holidays_of_a_published_year(text, now, meant):
    assert said(text, datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)) == meant


class TestZones:
    NEW_YORK = ZoneInfo("America/New_York")

    @pytest.mark.parametrize(
        ("text", "now", "expected"),
        [
            pytest.param("tomorrow 02:30", "2026-03-07T12:00", "2026-03-08T03:00", id="a time that is skipped"),
            pytest.param("tomorrow 01:30", "2026-10-31T12:00", "2026-11-01T01:30", id="a time that comes twice"),
            pytest.param("in 24 hours", "2026-03-07T12:00", "2026-03-08T13:00", id="hours are real time"),
            pytest.param(
                "tomorrow 5pm Beijing time", "2026-11-25T03:00", "2026-11-26T04:00", id="said on the same date"
            ),
            pytest.param(
                "tomorrow 5pm Beijing time",
                "2026-11-25T21:00",
                "? 2026-11-27T04:00 or 2026-11-26T04:00",
                id="on another",
            ),
        ],
    )
    def test_clocks_elsewhere(self, text, now, expected):
        there = datetime.fromisoformat(now).replace(tzinfo=self.NEW_YORK)
        assert said(text, there, self.NEW_YORK) == expected

    def test_of_two_equal_times_the_first_is_meant(self):
        there = datetime(2026, 10, 31, 12, tzinfo=self.NEW_YORK)
        value = read("tomorrow 01:30", there, self.NEW_YORK, calendar_file.built_in()).value
        assert isinstance(value, datetime)
        assert value.isoformat() == "2026-11-01T01:30:00-04:00"

    def test_today_is_the_speakers_today(self):
        evening = datetime(2026, 11, 25, 20, tzinfo=self.NEW_YORK)  # the 26th in Shanghai
        assert said("今天", evening, SHANGHAI) == "2026-11-26"
        assert said("今天", evening, self.NEW_YORK) == "2026-11-25"


def test_a_period_from_an_event_can_be_counted_once_its_day_is_known():
    found = read(
        "收到通知之日起30个工作日内", datetime(2025, 6, 1, 9, tzinfo=SHANGHAI), SHANGHAI, calendar_file.built_in()
    )
    assert found.event == "收到通知之日"
    assert found.period is not None
    assert (found.period.length, found.period.unit) == (30, "working-days")
