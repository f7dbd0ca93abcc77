"""The life of a deadline, and the trail it leaves."""

from datetime import UTC, datetime, timedelta

import pytest
from workweek import utc

from bot import recurrence
from bot.deadline import NewDeadline
from bot.store import Store
from knowledge import calendar_file

NOW = utc("2026-11-23 10:00")
MEI, LI = 7, 8


@pytest.fixture
def chat(store: Store) -> int:
    return store.chat(-100).id


def add(store: Store, chat: int, due: str = "2026-11-27", **values) -> int:
    return store.deadlines.add(chat, NewDeadline("安全评估报告", due, **values), MEI, NOW).id


def test_a_day_ends_at_midnight_in_shanghai(store: Store, chat: int) -> None:
    saved = store.deadlines[add(store, chat, period={"unit": "working-days", "length": 30}, event="2026-10-19")]
    assert saved.due_at == datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    assert saved.period == {"unit": "working-days", "length": 30}
    assert (saved.state, saved.rev, saved.created_by, saved.zone) == ("open", 1, MEI, "Asia/Shanghai")


def test_done_says_who_when_and_with_which_receipt(store: Store, chat: int) -> None:
    done = store.deadlines.finish(add(store, chat), LI, NOW, receipt="网信备3101")
    assert (done.state, done.closed_by, done.closed_at, done.receipt) == ("done", LI, NOW, "网信备3101")


def test_done_twice_changes_nothing_but_a_receipt_may_follow(store: Store, chat: int) -> None:
    number = add(store, chat)
    first = store.deadlines.finish(number, LI, NOW)
    assert store.deadlines.finish(number, MEI, NOW + timedelta(minutes=1)) == first
    later = store.deadlines.finish(number, MEI, NOW + timedelta(minutes=2), evidence="BQACAgUAAx")
    assert (later.closed_by, later.evidence) == (LI, "BQACAgUAAx")
    assert [change.action for change in store.deadlines.audit(number)] == ["created", "done", "proof"]


def test_undo_takes_back_the_last_change_for_ten_minutes(store: Store, chat: int) -> None:
    number = add(store, chat)
    store.deadlines.finish(number, LI, NOW)
    undone = store.deadlines.undo(number, MEI, NOW + timedelta(minutes=10))
    assert undone is not None
    assert (undone.state, undone.closed_by, undone.closed_at) == ("open", None, None)
    assert store.deadlines.undo(number, MEI, NOW + timedelta(minutes=10)) is None


def test_undo_comes_too_late_after_ten_minutes(store: Store, chat: int) -> None:
    number = add(store, chat)
    store.deadlines.finish(number, LI, NOW)
    assert store.deadlines.undo(number, MEI, NOW + timedelta(minutes=10, seconds=1)) is None
    assert store.deadlines[number].state == "done"


def test_the_next_of_a_recurring_deadline_is_there_when_one_is_done(store: Store, chat: int) -> None:
    number = add(store, chat, "2027-01-31", recurrence={"months": 12}, owner_id=LI, topic=4)
    store.deadlines.finish(number, LI, NOW)
    (following,) = store.deadlines.of_chat(chat)
    assert (following.due, following.owner_id, following.topic, following.series) == ("2028-01-31", LI, 4, number)


def test_undoing_done_withdraws_the_next_of_the_series_and_doing_it_again_brings_one_back(
    store: Store, chat: int
) -> None:
    number = add(store, chat, "2027-01-31", recurrence={"months": 12})
    store.deadlines.finish(number, LI, NOW)
    store.deadlines.undo(number, LI, NOW)
    assert [each.id for each in store.deadlines.of_chat(chat)] == [number]
    store.deadlines.finish(number, LI, NOW)
    assert [each.due for each in store.deadlines.of_chat(chat)] == ["2028-01-31"]


def test_done_and_the_next_one_are_one_transaction(store: Store, chat: int) -> None:
    number = add(store, chat, "2027-01-31", recurrence={"months": 12})
    store.database.run("UPDATE deadlines SET recurrence = '{\"months\": 120000}' WHERE id = ?", (number,))
    with pytest.raises(ValueError, match="year"):
        store.deadlines.finish(number, LI, NOW)
    assert store.deadlines[number].state == "open"


@pytest.mark.parametrize(
    ("due", "rhythm", "expected"),
    [
        pytest.param("2026-01-31", {"months": 1}, "2026-02-28", id="a month without that day ends the period"),
        pytest.param("2026-02-28", {"months": 1, "day": 31}, "2026-03-31", id="and the series remembers its day"),
        pytest.param("2026-11-30T17:00", {"months": 3}, "2027-02-28T17:00", id="the minute stays"),
        pytest.param("2026-12-31", {"days": 7}, "2027-01-07", id="every week"),
        pytest.param("2028-02-29", {"months": 12}, "2029-02-28", id="a leap day"),
    ],
)
def test_what_follows(due, rhythm, expected) -> None:
    assert recurrence.following(due, rhythm) == expected


@pytest.mark.parametrize(
    ("due", "rule", "expected"),
    [
        pytest.param("2026-11-30", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-12-31", id="the end of every month"),
        pytest.param("2026-11-30", "FREQ=MONTHLY;X-WORKING-DAY=-1", "2026-12-31", id="its last working day"),
        pytest.param("2026-11-27", "FREQ=WEEKLY;BYDAY=MO,FR", "2026-11-30", id="two days a week"),
        pytest.param("2026-12-31", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "2027-03-31", id="every quarter"),
        pytest.param("2026-09-30", "FREQ=DAILY;X-WORKING-DAYS=1", "2026-10-08", id="over a holiday"),
    ],
)
def test_what_follows_by_a_rule(due, rule, expected) -> None:
    rhythm = {"rule": rule, "start": due}
    assert recurrence.following(due, rhythm, calendar_file.built_in()) == expected


def test_weeks_that_were_missed_are_not_made_up_for_but_months_are() -> None:
    weekly = {"rule": "FREQ=WEEKLY;BYDAY=MO", "start": "2026-11-02"}
    monthly = {"rule": "FREQ=MONTHLY;BYMONTHDAY=15", "start": "2026-09-15"}
    late = utc("2026-11-24 08:00")
    assert recurrence.following("2026-11-02T09:00", weekly, None, late) == "2026-11-30T09:00"
    assert recurrence.following("2026-09-15", monthly, None, late) == "2026-10-15"


@pytest.mark.parametrize("rhythm", [{}, {"months": 0}, {"days": -1}, {"months": 1, "day": 32}, {"weeks": 1}])
def test_a_recurrence_without_a_next_date_is_refused(store: Store, chat: int, rhythm) -> None:
    with pytest.raises(ValueError, match="is no recurrence"):
        add(store, chat, recurrence=rhythm)


def test_a_snooze_never_moves_the_date_and_passes_it_only_when_meant(store: Store, chat: int) -> None:
    number = add(store, chat)
    snoozed = store.deadlines.snooze(number, MEI, NOW, utc("2026-11-24 08:00"))
    assert (snoozed.due, snoozed.rev, snoozed.snoozes) == ("2026-11-27", 1, 1)
    with pytest.raises(ValueError, match="after the deadline"):
        store.deadlines.snooze(number, MEI, NOW, utc("2026-11-28 08:00"))
    assert store.deadlines.snooze(number, MEI, NOW, utc("2026-11-28 08:00"), past_due=True).snoozes == 2


def test_the_revision_grows_with_the_date_and_only_with_it(store: Store, chat: int) -> None:
    number = add(store, chat)
    store.deadlines.rename(number, MEI, NOW, "报告")
    store.deadlines.assign(number, MEI, NOW, owner=LI, backup=MEI)
    assert store.deadlines[number].rev == 1
    store.deadlines.move(number, MEI, NOW, NewDeadline("", "2026-12-04"))
    assert store.deadlines[number].rev == 2
    store.deadlines.undo(number, MEI, NOW)
    assert (store.deadlines[number].due, store.deadlines[number].rev) == ("2026-11-27", 3)


def test_the_trail_names_actor_and_both_values(store: Store, chat: int) -> None:
    number = add(store, chat, owner_id=MEI)
    store.deadlines.assign(number, LI, NOW, owner=LI, backup=None)
    change = store.deadlines.audit(number)[-1]
    assert (change.actor_id, change.action) == (LI, "assigned")
    assert (change.before, change.after) == ({"owner_id": MEI}, {"owner_id": LI})


def test_a_change_that_changes_nothing_leaves_no_trail(store: Store, chat: int) -> None:
    number = add(store, chat, owner_id=MEI)
    store.deadlines.assign(number, LI, NOW, owner=MEI, backup=None)
    assert len(store.deadlines.audit(number)) == 1


def test_a_chat_and_a_topic_list_their_own(store: Store, chat: int) -> None:
    late, early = add(store, chat, "2026-12-31"), add(store, chat, "2026-11-30", topic=4)
    add(store, store.chat(-200).id)
    assert [each.id for each in store.deadlines.of_chat(chat)] == [early, late]
    assert [each.id for each in store.deadlines.of_chat(chat, topic=4)] == [early]


def test_a_cancelled_deadline_ends_its_series(store: Store, chat: int) -> None:
    number = add(store, chat, recurrence={"days": 7})
    store.deadlines.cancel(number, MEI, NOW)
    assert store.deadlines.of_chat(chat) == []
    assert store.deadlines.finish(number, MEI, NOW).state == "cancelled"


def test_numbers_are_not_used_twice(store: Store, chat: int) -> None:
    number = add(store, chat)
    store.database.run("DELETE FROM deadlines")
    assert add(store, chat) == number + 1
