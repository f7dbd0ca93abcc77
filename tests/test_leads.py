"""When a deadline is spoken of."""

from datetime import UTC, datetime
from itertools import takewhile
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workweek import Workweek, shown, utc

from bot.leads import Clock, upcoming
from bot.localtime import Quiet, at_clock, instant_of, local_date

EVENINGS = Quiet()


class Fake(SimpleNamespace):
    """What the moments depend on; made from `due` and a few words."""

    def __init__(self, due: str, **values) -> None:
        zone = values.get("zone", "Asia/Shanghai")
        defaults = {"zone": zone, "provisional": False, "snoozed_until": None, "snoozes": 0, "event": None}
        defaults |= {"recurrence": None, "obligation": None}
        super().__init__(
            due=due, safe=values.get("safe", due), due_at=instant_of(due, zone), is_hour_limit="event" in values
        )
        for name, value in {**defaults, **values}.items():
            setattr(self, name, value)


def ahead(deadline, zone: str = "Asia/Shanghai", workdays=None, quiet: Quiet = EVENINGS) -> dict[str, str]:
    """The reminders up to the due moment, as local times."""
    leads = upcoming(deadline, Clock(zone, quiet), workdays or Workweek())
    return {lead.name: shown(lead.at, zone) for lead in takewhile(lambda lead: not lead.name.startswith("O-"), leads)}


def overdue(deadline, count: int, workdays=None) -> list[str]:
    leads = upcoming(deadline, Clock("Asia/Shanghai", Quiet()), workdays or Workweek())
    found = []
    for lead in leads:
        if lead.kind == "overdue":
            found.append(shown(lead.at))
        if len(found) == count:
            return found
    raise AssertionError


def test_a_date_is_announced_on_five_working_mornings_on_its_own_and_four_hours_before_its_end() -> None:
    assert ahead(Fake("2026-11-27")) == {
        "T-30wd": "2026-10-16 09:00",
        "T-14wd": "2026-11-09 09:00",
        "T-7wd": "2026-11-18 09:00",
        "T-3wd": "2026-11-24 09:00",
        "T-1wd": "2026-11-26 09:00",
        "T-0": "2026-11-27 09:00",
        "T-4h": "2026-11-27 20:00",
    }


def test_holidays_push_the_working_days_before_a_date_apart() -> None:
    holiday = Workweek(off=["2026-11-25", "2026-11-26"], worked=["2026-11-21"])
    found = ahead(Fake("2026-11-27"), workdays=holiday)
    assert (found["T-1wd"], found["T-3wd"]) == ("2026-11-24 09:00", "2026-11-21 09:00")


def test_a_last_day_on_which_nobody_works_is_announced_the_working_day_before_and_only_once() -> None:
    found = ahead(Fake("2027-01-31"))  # a Sunday
    assert found["T-0"] == "2027-01-29 09:00"
    assert found["T-4h"] == "2027-01-31 20:00"
    assert "T-1wd" not in found


def test_reminders_are_planned_on_the_safe_date_and_overdue_counts_from_the_rolled_one() -> None:
    rolled = Fake("2027-02-24", safe="2027-02-15")
    assert ahead(rolled)["T-0"] == "2027-02-15 09:00"
    assert overdue(rolled, 1) == ["2027-02-25 09:00"]


def test_a_provisional_date_is_announced_a_week_earlier() -> None:
    firm, provisional = ahead(Fake("2027-01-08")), ahead(Fake("2027-01-08", provisional=True))
    assert firm["T-3wd"] == "2027-01-05 09:00"
    assert provisional["T-3wd"] == "2026-12-29 09:00"
    assert provisional["T-0"] == firm["T-0"]


def test_a_limit_of_hours_is_announced_by_its_share_at_any_hour() -> None:
    limit = Fake("2026-11-23T04:00", event="2026-11-23T00:00")
    assert ahead(limit) == {
        "50%": "2026-11-23 02:00",
        "75%": "2026-11-23 03:00",
        "90%": "2026-11-23 03:36",
        "100%": "2026-11-23 04:00",
    }


def test_a_reminder_for_a_minute_comes_at_that_minute_even_in_quiet_hours() -> None:
    assert ahead(Fake("2026-11-24T23:00"))["T"] == "2026-11-24 23:00"


@pytest.mark.parametrize(
    ("zone", "on_the_day", "four_hours_before"),
    [
        pytest.param("Asia/Shanghai", "2026-11-27 09:00", "2026-11-27 20:00", id="at home"),
        pytest.param(
            "America/New_York", "2026-11-27 09:00", "2026-11-27 08:30", id="it ends at 11:00 there, 07:00 is quiet"
        ),
        pytest.param(
            "Pacific/Honolulu", "2026-11-26 09:00", "2026-11-26 20:50", id="it ends at 06:00 there, so earlier"
        ),
        pytest.param(
            "Pacific/Auckland", "2026-11-27 09:00", "2026-11-27 20:50", id="it ends at 05:00 the next day there"
        ),
    ],
)
def test_the_law_ends_its_day_in_shanghai_wherever_the_chat_is(zone, on_the_day, four_hours_before) -> None:
    found = ahead(Fake("2026-11-27"), zone)
    assert (found["T-0"], found["T-4h"]) == (on_the_day, four_hours_before)


def test_quiet_hours_that_cover_the_morning_delay_it() -> None:
    assert ahead(Fake("2026-11-27"), quiet=Quiet("22:00", "10:00"))["T-0"] == "2026-11-27 10:00"


def test_overdue_is_said_every_working_morning_fourteen_times_then_weekly() -> None:
    days = overdue(Fake("2026-11-27"), 17)
    assert days[:3] == ["2026-11-30 09:00", "2026-12-01 09:00", "2026-12-02 09:00"]
    assert days[13:] == ["2026-12-17 09:00", "2026-12-24 09:00", "2026-12-31 09:00", "2027-01-07 09:00"]


def test_a_snooze_silences_everything_before_its_end() -> None:
    snoozed = Fake("2026-11-27", snoozed_until=utc("2026-11-26 10:00"), snoozes=2)
    assert ahead(snoozed) == {
        "snooze-2": "2026-11-26 10:00",
        "T-0": "2026-11-27 09:00",
        "T-4h": "2026-11-27 20:00",
    }


def test_a_calendar_that_ends_counts_monday_to_friday_beyond() -> None:
    class Ended(Workweek):
        def is_workday(self, day):
            raise LookupError

    assert ahead(Fake("2099-11-27"), workdays=Ended()) == ahead(Fake("2099-11-27"))


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        pytest.param(
            "2026-03-08", "02:30", "America/New_York", "2026-03-08 03:00", id="skipped: the first minute after"
        ),
        pytest.param("2026-11-01", "01:30", "America/New_York", "2026-11-01 05:30 UTC", id="twice: the first one"),
        pytest.param("2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-04 02:30", id="half an hour skipped"),
    ],
)
def test_wall_times_that_do_not_exist_or_exist_twice(day, clock, zone, expected) -> None:
    found = at_clock(datetime.fromisoformat(day).date(), clock, zone)
    if expected.endswith("UTC"):
        assert f"{found:%Y-%m-%d %H:%M} UTC" == expected
    else:
        assert shown(found, zone) == expected


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Pacific/Auckland", "Pacific/Honolulu", "Asia/Kathmandu"])
QUIETS = st.builds(
    lambda start, minutes: Quiet(_clock(start), _clock(start + minutes)),
    st.integers(0, 1439),
    st.integers(0, 1380),
)


@given(st.dates(datetime(2026, 1, 1).date(), datetime(2028, 1, 1).date()), ZONES, QUIETS, st.booleans())
def test_no_reminder_ahead_comes_after_the_end_and_none_in_quiet_hours(day, zone, quiet, provisional) -> None:
    deadline = Fake(day.isoformat(), provisional=provisional)
    for lead in upcoming(deadline, Clock(zone, quiet), Workweek()):
        if lead.kind == "overdue":
            assert lead.at > deadline.due_at
            break
        assert lead.at < deadline.due_at
        assert quiet.away_from(lead.at, zone, datetime.max.replace(tzinfo=UTC)) == lead.at


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    ZONES,
    QUIETS,
)
def test_quiet_hours_move_a_moment_by_less_than_a_day(at, zone, quiet) -> None:
    later = quiet.away_from(at, zone, datetime.max.replace(tzinfo=UTC))
    assert at <= later
    assert (local_date(later, zone) - local_date(at, zone)).days <= 1


def series(rule: str, due: str, **values) -> dict[str, str]:
    return ahead(Fake(due, recurrence={"rule": rule, "start": due[:10]}, **values))


@pytest.mark.parametrize(
    ("rule", "due", "expected"),
    [
        pytest.param("FREQ=DAILY", "2026-11-27", ["T-0"], id="every day"),
        pytest.param("FREQ=DAILY;X-WORKING-DAYS=1", "2026-11-27T09:00", ["T"], id="every working day at nine"),
        pytest.param("FREQ=WEEKLY;BYDAY=FR", "2026-11-27", ["T-1wd", "T-0"], id="every week"),
        pytest.param("FREQ=WEEKLY;BYDAY=MO", "2026-11-30T09:00", ["T-1wd", "T"], id="every Monday at nine"),
        pytest.param("FREQ=WEEKLY;BYDAY=MO,TH", "2026-11-26", ["T-0"], id="twice a week"),
        pytest.param("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-27", ["T-3wd", "T-1wd", "T-0", "T-4h"], id="14 d"),
        pytest.param("FREQ=MONTHLY;BYMONTHDAY=27", "2026-11-27", ["T-7wd", "T-3wd", "T-1wd", "T-0", "T-4h"], id="1 m"),
        pytest.param(
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "2026-12-31",
            ["T-14wd", "T-7wd", "T-3wd", "T-1wd", "T-0", "T-4h"], id="quarter",
        ),
        pytest.param(
            "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=29", "2027-01-29",
            ["T-30wd", "T-14wd", "T-7wd", "T-3wd", "T-1wd", "T-0", "T-4h"], id="year",
        ),
    ],
)  # fmt: skip
def test_what_comes_again_is_announced_within_the_last_third_of_its_interval(rule, due, expected) -> None:
    assert list(series(rule, due)) == expected
