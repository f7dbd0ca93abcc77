"""Periods and their last day."""

from bisect import bisect_right
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import calendar_file
from knowledge.workdays import CountError, Due, Period, add_months, due

CALENDAR = calendar_file.built_in()
NEW_YORK = ZoneInfo("America/New_York")
LAST_PUBLISHED = date(2026, 12, 31)

events = st.dates(date(2018, 1, 1), date(2035, 12, 31))
known_events = st.dates(date(2018, 6, 1), date(2026, 6, 1))
lengths = st.integers(1, 200)


def count(event: str, length: int | None, unit: str, **more: bool | None) -> Due:
    start = datetime.fromisoformat(event) if "T" in event else date.fromisoformat(event)
    return due(start, Period(length, unit, **more), CALENDAR)


@pytest.mark.parametrize(
    ("event", "length", "expected"),
    [
        pytest.param("2025-06-01", 30, "2025-07-14", id="as the regulator counted it in its notice of 2025-05-28"),
        pytest.param("2025-07-18", 30, "2025-08-29", id="as the regulator counted it in its notice of 2025-07-18"),
        pytest.param("2026-11-22", 1, "2026-11-23", id="the day of the event is not counted"),
        pytest.param("2026-11-23", 1, "2026-11-24", id="nor if it is a working day"),
        pytest.param("2026-09-18", 1, "2026-09-20", id="a make-up Sunday is a working day"),
        pytest.param("2026-02-13", 2, "2026-02-24", id="a make-up Saturday counts, Spring Festival does not"),
        pytest.param("2026-09-30", 1, "2026-10-08", id="National Day week"),
        pytest.param("2020-01-23", 1, "2020-02-03", id="Spring Festival 2020 as extended while it lasted"),
        pytest.param("2018-12-28", 1, "2018-12-29", id="the notice for 2019 made a Saturday of 2018 a working day"),
        pytest.param("2018-12-29", 1, "2019-01-02", id="and 31 December a day off"),
        pytest.param("2017-12-31", 1, "2018-01-02", id="the event may lie before the first known year"),
    ],
)
def test_working_days(event, length, expected):
    assert count(event, length, "working-days").due == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("event", "length", "unit", "expected"),
    [
        pytest.param("2026-11-22", 30, "days", "2026-12-22", id="calendar days"),
        pytest.param("2026-01-31", 1, "months", "2026-02-28", id="no 31st: the end of the month"),
        pytest.param("2028-01-31", 1, "months", "2028-02-29", id="in a leap year the 29th"),
        pytest.param("2026-02-28", 1, "months", "2026-03-28", id="the same number, not month end to month end"),
        pytest.param("2026-11-30", 3, "months", "2027-02-28", id="across the year"),
        pytest.param("2024-02-29", 1, "years", "2025-02-28", id="a year from 29 February"),
        pytest.param("2026-11-22", 3, "years", "2029-11-22", id="years"),
    ],
)
def test_days_months_and_years(event, length, unit, expected):
    assert count(event, length, unit).due == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("event", "length", "unit", "expected"),
    [
        pytest.param("2026-12-31", 5, "working-days", "2026-12-24", id="working days before"),
        pytest.param("2026-10-08", 1, "working-days", "2026-09-30", id="over a holiday"),
        pytest.param("2026-12-31", 30, "days", "2026-12-01", id="days before"),
        pytest.param("2026-03-31", 1, "months", "2026-02-28", id="months before"),
    ],
)
def test_periods_before_an_event(event, length, unit, expected):
    assert count(event, length, unit, before=True).due == date.fromisoformat(expected)


def test_what_is_due_before_an_event_is_due_the_day_before():
    found = count("2026-11-30", None, "before-event")
    assert found.due == date(2026, 11, 29)
    assert found.rolled == date(2026, 11, 27)  # a Friday: to be safe


class TestRolling:
    """A last day that is not worked: 2026-10-04 is a Sunday in National Day week."""

    def test_where_the_rule_rolls_the_due_day_is_the_next_working_day(self):
        found = count("2026-09-04", 30, "days", roll=True)
        assert (found.due, found.unrolled) == (date(2026, 10, 8), date(2026, 10, 4))

    def test_where_it_does_not_the_day_stays(self):
        found = count("2026-09-04", 30, "days", roll=False)
        assert (found.due, found.unrolled) == (date(2026, 10, 4), date(2026, 10, 4))

    def test_where_no_rule_says_both_are_shown_and_the_safe_one_is_due(self):
        found = count("2026-09-04", 30, "days")
        assert (found.due, found.rolled) == (date(2026, 10, 4), date(2026, 10, 8))
        assert "if it moved, Thu 8 Oct 2026" in found.sum().en

    def test_a_make_up_saturday_is_no_reason_to_roll(self):
        assert count("2026-04-09", 30, "days", roll=True).due == date(2026, 5, 9)

    def test_a_period_counted_back_rolls_back(self):
        assert count("2026-11-30", 1, "days", before=True, roll=True).due == date(2026, 11, 27)


class TestHours:
    def test_hours_run_in_real_time_through_nights_and_holidays(self):
        assert count("2026-09-30T22:30", 4, "hours").due == datetime(2026, 10, 1, 2, 30)

    @pytest.mark.parametrize(
        ("start", "expected"),
        [
            pytest.param(datetime(2026, 3, 7, 12, tzinfo=NEW_YORK), "2026-03-08T13:00", id="clocks go forward"),
            pytest.param(datetime(2026, 10, 31, 12, tzinfo=NEW_YORK), "2026-11-01T11:00", id="clocks go back"),
        ],
    )
    def test_a_change_of_clocks_does_not_make_them_longer_or_shorter(self, start, expected):
        found = due(start, Period(24, "hours"), CALENDAR).due
        assert isinstance(found, datetime)
        assert found.strftime("%Y-%m-%dT%H:%M") == expected
        assert found.timestamp() - start.timestamp() == 24 * 3600

    def test_hours_need_a_moment(self):
        with pytest.raises(CountError, match=r"the event needs a time\. Example: 2026-11-22T09:30"):
            count("2026-11-22", 4, "hours")

    def test_working_days_from_a_moment_abroad_are_counted_from_its_date_in_china(self):
        evening = datetime(2026, 11, 22, 20, 0, tzinfo=NEW_YORK)  # Monday morning in China
        assert due(evening, Period(1, "working-days"), CALENDAR).due == date(2026, 11, 24)


class TestProvisional:
    @pytest.mark.parametrize(
        ("event", "length", "unit", "provisional"),
        [
            pytest.param("2026-11-22", 20, "working-days", False, id="ends in a published year"),
            pytest.param("2026-11-22", 30, "working-days", True, id="reaches a year without a notice"),
            pytest.param("2026-12-01", 22, "working-days", False, id="31 December before a New Year on a Friday"),
            pytest.param("2026-12-15", 30, "days", True, id="calendar days that end in such a year"),
            pytest.param("2026-11-22", 4, "months", True, id="months too"),
            pytest.param("2030-05-06", 3, "working-days", True, id="years ahead"),
            pytest.param("2025-12-20", 10, "working-days", False, id="both years published"),
        ],
    )
    def test_a_date_that_a_missing_notice_may_move(self, event, length, unit, provisional):
        assert count(event, length, unit).provisional is provisional

    def test_late_december_is_open_where_new_year_will_be_bridged(self):
        before_the_notice_for_2019 = type(CALENDAR)({2018: CALENDAR.notices[2018]}, CALENDAR.festivals)
        assert due(date(2018, 12, 27), Period(1, "working-days"), before_the_notice_for_2019).provisional
        assert not due(date(2018, 12, 26), Period(1, "working-days"), before_the_notice_for_2019).provisional

    def test_hours_hang_on_no_calendar(self):
        assert not count("2026-12-31T23:00", 4, "hours").provisional

    def test_it_says_on_what_it_rests(self):
        assert "no holiday notice for 2027 yet" in count("2026-11-22", 30, "working-days").sum().en


def test_the_sum_is_shown_in_both_languages():
    found = count("2026-01-20", 30, "working-days").sum()
    assert found.en == (
        "30 working days from 21 Jan 2026; 15 to 23 Feb 2026 skipped; "
        "Sat 14 Feb 2026 is a make-up working day and counts; "
        "Sat 28 Feb 2026 is a make-up working day and counts; last day Mon 9 Mar 2026"
    )
    assert found.zh == (
        "从2026年1月21日起算30个工作日；跳过2026年2月15日至23日；2026年2月14日（周六）调休上班，计入；"
        "2026年2月28日（周六）调休上班，计入；最后一日2026年3月9日（周一）"
    )


@pytest.mark.parametrize(
    ("event", "length", "unit", "why"),
    [
        pytest.param("2026-11-22", 0, "days", "positive whole number", id="nothing"),
        pytest.param("2026-11-22", -1, "working-days", "positive whole number", id="negative"),
        pytest.param("2026-11-22", None, "days", "positive whole number", id="no length"),
        pytest.param(
            "2026-11-22", 10**9, "working-days", "The longest is 2500 working days", id="a slip of the keyboard"
        ),
        pytest.param("2026-11-22", 10**30, "years", "The longest is 100 years", id="a huge one"),
        pytest.param("2015-03-02", 5, "working-days", "known from 2018 to 2036", id="before the calendars"),
        pytest.param("2036-12-01", 100, "working-days", "known from 2018 to 2036", id="after them"),
        pytest.param("9999-12-30", 5, "days", "outside the years", id="the end of time"),
    ],
)
def test_what_cannot_be_counted(event, length, unit, why):
    with pytest.raises(CountError, match=why):
        count(event, length, unit)


@pytest.mark.parametrize("length", [1, 5, 10, 20, 30])
def test_every_event_of_eight_years_is_due_when_another_calendar_says(length):
    worked = chinese_calendar.get_workdays(date(2018, 1, 1), date(2026, 12, 31))
    for number in range((date(2026, 1, 1) - date(2018, 1, 1)).days):
        event = date(2018, 1, 1) + timedelta(days=number)
        expected = worked[bisect_right(worked, event) + length - 1]
        assert due(event, Period(length, "working-days"), CALENDAR).due == expected


def test_calendar_days_need_no_calendar():
    assert count("2015-03-02", 5, "days").due == date(2015, 3, 7)


@given(events, events, lengths)
def test_a_later_event_is_never_due_earlier(one, other, length):
    early, late = sorted((one, other))
    for unit in ("working-days", "days", "months"):
        assert due(early, Period(length, unit), CALENDAR).due <= due(late, Period(length, unit), CALENDAR).due


@given(known_events, lengths, lengths)
def test_working_days_add_up(event, first, second):
    halfway = due(event, Period(first, "working-days"), CALENDAR).due
    assert (
        due(halfway, Period(second, "working-days"), CALENDAR).due
        == due(event, Period(first + second, "working-days"), CALENDAR).due
    )


@given(known_events, lengths)
def test_counting_back_undoes_counting_ahead(event, length):
    event = CALENDAR.on_or_after(event)
    end = due(event, Period(length, "working-days"), CALENDAR).due
    assert due(end, Period(length, "working-days", before=True), CALENDAR).due == event


@given(known_events, st.integers(1, 60))
def test_working_days_are_as_one_would_count_them_on_a_wall_calendar(event, length):
    day, left = event, length
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.is_workday(day)
    assert due(event, Period(length, "working-days"), CALENDAR).due == day


@given(events, st.integers(1, 1200))
def test_months_keep_the_day_or_end_the_month(event, months):
    end = add_months(event, months)
    assert (end.year * 12 + end.month) - (event.year * 12 + event.month) == months
    assert end.day == event.day or (end.day < event.day and (end + timedelta(days=1)).day == 1)


@given(
    events,
    lengths,
    st.sampled_from(["working-days", "days", "months", "years"]),
    st.booleans(),
    st.none() | st.booleans(),
)
def test_the_due_day_is_the_unrolled_one_unless_the_rule_rolls(event, length, unit, before, roll):
    try:
        found = due(event, Period(length, unit, before=before, roll=roll), CALENDAR)
    except CountError:
        return
    assert found.due == (found.rolled if roll and found.rolled else found.unrolled)
    assert found.provisional or found.due <= LAST_PUBLISHED
