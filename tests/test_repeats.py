"""Rules of days that come again."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import calendar_file
from knowledge.repeats import Recurrence, read_rule

CALENDAR = calendar_file.built_in()
START = date(2026, 1, 1)
rules = st.sampled_from(
    [
        Recurrence("day", START, 3),
        Recurrence("working-day", START),
        Recurrence("week", START, weekdays=(0, 4)),
        Recurrence("week", START, 2, weekdays=(2,), at=time(9, 30)),
        Recurrence("month", START, days=(31,)),
        Recurrence("month", START, days=(-1,)),
        Recurrence("month", START, 3, days=(15,)),
        Recurrence("month", START, nth=(-1, None)),
        Recurrence("month", START, months=(3, 6, 9, 12), nth=(1, 0)),
        Recurrence("year", START, months=(1,), days=(31,), at=time(0, 0)),
        Recurrence("year", START, months=(2,), days=(29,)),
    ]
)


def following(rule: Recurrence, count: int, start: date = START) -> list[str]:
    found = []
    for _ in range(count):
        day = rule.first(start, CALENDAR)
        assert day is not None
        found.append(day.isoformat())
        start = day + timedelta(days=1)
    return found


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param(
            Recurrence("month", START, days=(31,)),
            ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"],
            id="the 31st is the last day of a shorter month",
        ),
        pytest.param(
            Recurrence("year", START, months=(2,), days=(29,)),
            ["2026-02-28", "2027-02-28", "2028-02-29"],
            id="29 February",
        ),
        pytest.param(
            Recurrence("month", START, nth=(-1, None)),
            ["2026-01-30", "2026-02-28", "2026-03-31", "2026-04-30"],
            id="the last working day may be a make-up Saturday",
        ),
        pytest.param(Recurrence("working-day", START), ["2026-01-04", "2026-01-05"], id="every working day"),
        pytest.param(
            Recurrence("week", date(2026, 1, 2), 2, weekdays=(4,)),
            ["2026-01-02", "2026-01-16"],
            id="every second Friday",
        ),
        pytest.param(
            Recurrence("year", START, months=(3, 6, 9, 12), days=(-1,)),
            ["2026-03-31", "2026-06-30"],
            id="every quarter",
        ),
    ],
)
def test_the_days_of_a_rule(rule, expected):
    assert following(rule, len(expected)) == expected


@given(rules, st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_a_rule_survives_being_written_and_read(rule, day):
    again = read_rule(rule.rule(), rule.start)
    assert again == rule
    assert again.first(day, CALENDAR) == rule.first(day, CALENDAR)


@given(rules, st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_the_first_day_is_one_of_its_days_and_none_lies_between(rule, day):
    first = rule.first(day, CALENDAR)
    assert first is not None
    assert rule.holds(first, CALENDAR)
    assert not any(rule.holds(day + timedelta(days=ahead), CALENDAR) for ahead in range((first - day).days))


def test_what_is_no_rule_is_an_error():
    with pytest.raises(ValueError, match="Example: FREQ=WEEKLY"):
        read_rule("every monday", START)
