"""From a period to the dates that a deadline holds."""

from datetime import date
from types import SimpleNamespace

import pytest

from bot.legal_dates import Dates, columns_of, count, period_of, recounting
from knowledge.official_calendar import Calendar, Notice, Stretch
from knowledge.workdays import Period

CALENDAR = Calendar(
    {
        2025: Notice("", ()),
        2026: Notice("", (Stretch("春节", (date(2026, 2, 15), date(2026, 2, 23)), (date(2026, 2, 14),)),)),
    },
    {},
)


@pytest.mark.parametrize(
    ("event", "period", "due", "unrolled"),
    [
        pytest.param("2026-02-13", Period(1, "working-days"), "2026-02-14", None, id="a make-up Saturday is worked"),
        pytest.param("2026-02-05", Period(10, "days", roll=True), "2026-02-24", None, id="the rule itself rolls"),
        pytest.param("2026-02-05", Period(10, "days"), "2026-02-24", "2026-02-15", id="rolling is an analogy"),
        pytest.param("2026-02-05", Period(10, "days", roll=False), "2026-02-15", None, id="the rule does not roll"),
        pytest.param("2026-02-05T22:00", Period(4, "hours"), "2026-02-06T02:00", None, id="hours run at night"),
    ],
)
def test_the_dates_of_a_period(event, period, due, unrolled) -> None:
    dates = count(event, period, CALENDAR, "Asia/Shanghai")
    assert (dates.due, dates.unrolled, dates.provisional) == (due, unrolled, False)
    assert dates.basis is not None
    assert set(dates.basis["sum"]) == {"zh", "en"}


def test_hours_run_in_the_zone_of_the_deadline() -> None:
    assert count("2026-03-08T01:00", Period(4, "hours"), CALENDAR, "America/New_York").due == "2026-03-08T06:00"


def test_a_date_beyond_the_notices_is_provisional() -> None:
    calendar = CALENDAR.with_notices({})
    assert count("2026-12-31", Period(1, "months"), calendar, "Asia/Shanghai").provisional


def test_a_period_is_kept_and_read_again() -> None:
    period = Period(30, "working-days", before=True, roll=None)
    assert period_of(columns_of(period)) == period


def test_a_day_of_a_series_is_counted_again_when_the_notice_is_out() -> None:
    from_notice = recounting(
        CALENDAR.with_notices({2027: Notice("", (Stretch("元旦", (date(2027, 1, 1), date(2027, 1, 4)), ()),))})
    )
    first = deadline_of({"rule": "FREQ=MONTHLY;X-WORKING-DAY=1", "start": "2026-12-01"}, "2027-01-04")
    assert from_notice(first) == Dates("2027-01-05", None, False)
    weekly = deadline_of({"rule": "FREQ=WEEKLY;BYDAY=MO", "start": "2026-12-01"}, "2027-01-04")
    assert from_notice(weekly) is None


def deadline_of(recurrence, due: str):
    return SimpleNamespace(recurrence=recurrence, due=due, event=None, period=None)
