"""The calendar against two libraries that keep the same notices, and its estimate of the years to come."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from knowledge import calendar_file
from knowledge.official_calendar import OutOfRange

CALENDAR = calendar_file.built_in()


def days(first: int, last: int) -> list[date]:
    start = date(first, 1, 1)
    return [start + timedelta(days=number) for number in range((date(last + 1, 1, 1) - start).days)]


def test_every_day_of_2018_to_2026_is_as_chinese_calendar_has_it():
    assert [day for day in days(2018, 2026) if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)] == []


def test_every_day_of_2018_to_2026_is_as_holidays_has_it():
    china = holidays.country_holidays("CN", years=range(2018, 2027))
    assert [day for day in days(2018, 2026) if CALENDAR.is_workday(day) != china.is_working_day(day)] == []


def test_the_estimate_of_later_years_is_the_statutory_days_that_holidays_has():
    china = holidays.country_holidays("CN", years=range(2027, 2037))
    assert [day for day in days(2027, 2036) if CALENDAR.is_workday(day) != china.is_working_day(day)] == []


def test_every_published_year_names_its_notice():
    assert list(CALENDAR.notices) == list(range(2018, 2027))
    assert all("国办发明电" in notice.notice for notice in CALENDAR.notices.values())


def test_no_notice_leaves_out_a_statutory_holiday():
    assert [CALENDAR.missing(year) for year in CALENDAR.notices] == [[]] * len(CALENDAR.notices)


def test_spring_festival_of_2027_is_estimated():
    assert CALENDAR.festival("spring", 2027) == date(2027, 2, 6)
    assert CALENDAR.time_off(date(2027, 2, 6)) == (date(2027, 2, 5), date(2027, 2, 10))
    assert CALENDAR.is_provisional(date(2027, 2, 6))


def test_a_day_outside_the_known_years_is_an_error_and_not_a_guess():
    with pytest.raises(OutOfRange, match="known from 2018-01-01 to 2036-12-31"):
        CALENDAR.is_workday(date(2017, 12, 31))


def test_working_days_are_counted_with_both_ends():
    assert CALENDAR.count(date(2026, 11, 23), date(2026, 11, 27)) == 5
    assert CALENDAR.count(date(2026, 10, 1), date(2026, 10, 7)) == 0
