"""Deadlines as a calendar, a table and a list."""

import csv
import io
import json

import pytest
from icalendar import Calendar
from workweek import utc

from bot.deadline import NewDeadline
from bot.deadline_export import ics, listing, table
from bot.store import Store

NOW = utc("2026-11-23 10:00")


@pytest.fixture
def chat(store: Store) -> int:
    return store.chat(-100).id


def events(store: Store, chat: int) -> list:
    return list(Calendar.from_ical(ics(store.deadlines.of_chat(chat, state=None), NOW)).walk("VEVENT"))


def test_a_deadline_is_one_entry_on_its_day(store: Store, chat: int) -> None:
    store.deadlines.add(chat, NewDeadline("安全评估报告, 提交; 网信办", "2026-11-27"), 7, NOW)
    (event,) = events(store, chat)
    assert str(event["summary"]) == "安全评估报告, 提交; 网信办"
    assert (event["dtstart"].dt.isoformat(), event["dtend"].dt.isoformat()) == ("2026-11-27", "2026-11-28")
    assert (str(event["uid"]), event["sequence"], str(event["status"])) == (
        "deadline-1@redline.invalid", 1, "CONFIRMED",
    )  # fmt: skip


def test_the_entry_stays_the_same_when_the_date_moves(store: Store, chat: int) -> None:
    number = store.deadlines.add(chat, NewDeadline("评估", "2026-11-27"), 7, NOW).id
    store.deadlines.move(number, 7, NOW, NewDeadline("", "2026-12-04", provisional=True))
    (event,) = events(store, chat)
    assert (str(event["uid"]), event["sequence"]) == ("deadline-1@redline.invalid", 2)
    assert (event["dtstart"].dt.isoformat(), str(event["status"])) == ("2026-12-04", "TENTATIVE")


@pytest.mark.parametrize("end", ["finish", "cancel"])
def test_what_is_done_or_cancelled_is_taken_out_of_calendars(store: Store, chat: int, end: str) -> None:
    number = store.deadlines.add(chat, NewDeadline("评估", "2026-11-27"), 7, NOW).id
    getattr(store.deadlines, end)(number, 7, NOW)
    assert [str(event["status"]) for event in events(store, chat)] == ["CANCELLED"]


def test_a_minute_is_an_entry_that_ends_then(store: Store, chat: int) -> None:
    store.deadlines.add(chat, NewDeadline("事件报告", "2026-11-23T14:00"), 7, NOW)
    (event,) = events(store, chat)
    assert event["dtend"].dt == utc("2026-11-23 14:00")


def test_the_entry_is_on_the_safe_day(store: Store, chat: int) -> None:
    store.deadlines.add(chat, NewDeadline("评估", "2027-02-24", unrolled="2027-02-15"), 7, NOW)
    assert events(store, chat)[0]["dtstart"].dt.isoformat() == "2027-02-15"


def test_the_table_has_a_header_and_keeps_commas_and_lines(store: Store, chat: int) -> None:
    store.deadlines.add(chat, NewDeadline('评估, "a"\nb', "2026-11-27", recurrence={"months": 12}), 7, NOW)
    header, row = csv.reader(io.StringIO(table(store.deadlines.of_chat(chat))))
    cells = dict(zip(header, row, strict=True))
    assert (cells["title"], cells["due"], cells["recurrence"]) == ('评估, "a"\nb', "2026-11-27", '{"months": 12}')


@pytest.mark.parametrize("title", ["=cmd|' /C calc'!A0", "+1", "-1", "@sum", "\tx"])
def test_a_title_is_not_run_as_a_formula(store: Store, chat: int, title: str) -> None:
    store.deadlines.add(chat, NewDeadline(title, "2026-11-27"), 7, NOW)
    (row,) = csv.DictReader(io.StringIO(table(store.deadlines.of_chat(chat))))
    assert row["title"] == "'" + title


def test_the_list_is_json_with_exact_times(store: Store, chat: int) -> None:
    store.deadlines.add(chat, NewDeadline("评估", "2026-11-27"), 7, NOW)
    (each,) = json.loads(listing(store.deadlines.of_chat(chat)))
    assert (each["title"], each["due_at"], each["state"]) == ("评估", "2026-11-27T16:00:00+00:00", "open")


def test_table_and_list_say_of_which_chat_it_is_and_how_it_was_counted(store: Store, chat: int) -> None:
    told = {"zh": "10个工作日", "en": "10 working days"}
    new = NewDeadline("评估", "2026-12-15", event="2026-12-01", period={"length": 10}, basis={"sum": told})
    store.deadlines.add(chat, new, 7, NOW)
    (row,) = csv.DictReader(io.StringIO(table(store.deadlines.of_chat(chat))))
    (each,) = json.loads(listing(store.deadlines.of_chat(chat)))
    assert (row["chat_id"], row["period"]) == (str(chat), '{"length": 10}')
    assert (each["chat_id"], each["period"], each["basis"]["sum"]) == (chat, {"length": 10}, told)
