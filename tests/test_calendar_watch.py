"""A new notice reaches the dates that rest on it, whoever loaded it."""

import json
from datetime import date

import pytest
from workweek import planned, utc

from bot.calendar_watch import CalendarWatch
from bot.deadline import NewDeadline
from bot.legal_dates import columns_of, count
from bot.store import Store
from knowledge import calendar_file
from knowledge.official_calendar import Calendar, Notice, Stretch
from knowledge.workdays import Period

NOW = utc("2026-12-01 10:00")
BEFORE = calendar_file.built_in()
NEW_YEAR = Stretch("元旦", (date(2027, 1, 1), date(2027, 1, 3)), ())
NOTICE = Notice("国办发明电〔2026〕9号", (NEW_YEAR,))


@pytest.fixture
def chat(store: Store) -> int:
    """A chat with two deadlines that leave the published years, and one that does not."""
    chat = store.chat(-100).id
    for event, length in (("2026-11-22", 30), ("2026-12-01", 30), ("2026-11-23", 3)):
        dates = count(event, Period(length, "working-days"), BEFORE, "Asia/Shanghai")
        period = columns_of(Period(length, "working-days"))
        new = NewDeadline("x", dates.due, event=event, period=period, provisional=dates.provisional)
        store.deadlines.add(chat, new, 7, NOW)
    return chat


def loaded(*periods: Stretch) -> Calendar:
    return BEFORE.with_notices({2027: Notice(NOTICE.notice, periods)})


def payload(store: Store) -> dict:
    return json.loads(store.database.rows("SELECT payload FROM outbox WHERE kind = 'revised'")[0]["payload"])


def test_the_first_start_tells_nobody(store: Store, chat: int) -> None:
    assert CalendarWatch(store, lambda: BEFORE)(NOW) is None
    assert planned(store) == []


def test_a_notice_as_expected_makes_dates_firm_and_each_chat_is_told_once(store: Store, chat: int) -> None:
    CalendarWatch(store, lambda: BEFORE)(NOW)
    assert [each.provisional for each in store.deadlines.of_chat(chat)] == [False, True, True]
    done = CalendarWatch(store, lambda: loaded(NEW_YEAR))(NOW)
    assert done is not None
    assert (done.moved + done.confirmed, done.chats) == (2, 1)
    assert not any(each.provisional for each in store.deadlines.of_chat(chat))
    assert payload(store)["notices"] == ["国办发明电〔2026〕9号"]
    assert len(planned(store)) == 1


def test_the_same_notice_is_not_counted_twice(store: Store, chat: int) -> None:
    CalendarWatch(store, lambda: BEFORE)(NOW)
    CalendarWatch(store, lambda: loaded(NEW_YEAR))(NOW)
    assert CalendarWatch(store, lambda: loaded(NEW_YEAR))(NOW) is None
    assert len(planned(store)) == 1


def test_a_notice_that_is_changed_in_force_is_counted_and_told_again(store: Store, chat: int) -> None:
    CalendarWatch(store, lambda: BEFORE)(NOW)
    CalendarWatch(store, lambda: loaded(NEW_YEAR))(NOW)
    longer = Stretch("元旦", (date(2027, 1, 1), date(2027, 1, 8)), ())
    done = CalendarWatch(store, lambda: loaded(longer))(NOW)
    assert done is not None
    assert done.moved == 2
    assert len(planned(store)) == 2


def test_a_calendar_that_stays_the_same_object_costs_nothing(store: Store, monkeypatch) -> None:
    watch = CalendarWatch(store, lambda: BEFORE)
    watch(NOW)
    monkeypatch.setattr(store, "meta", None)
    assert watch(NOW) is None
