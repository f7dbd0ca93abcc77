"""Clock times through changes of clocks."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from knowledge.wall_time import moment


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        pytest.param("Asia/Shanghai", "2026-11-25", "09:00", "2026-11-25T09:00:00+08:00", id="no change"),
        pytest.param("America/New_York", "2026-03-08", "02:30", "2026-03-08T03:00:00-04:00", id="skipped: first after"),
        pytest.param("America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00", id="twice: the first"),
        pytest.param("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:30:00+11:00", id="half an hour"),
        pytest.param("Africa/Cairo", "2026-04-24", "00:30", "2026-04-24T01:00:00+03:00", id="at midnight"),
        pytest.param("Pacific/Apia", "2011-12-30", "09:00", "2011-12-31T00:00:00+14:00", id="a whole day skipped"),
    ],
)
def test_a_wall_time_is_one_moment(zone, day, clock, expected):
    found = moment(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone))
    assert found.isoformat() == expected
