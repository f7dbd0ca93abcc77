"""What a digest and a catch-up say."""

from datetime import date

import pytest
from workweek import utc

from bot import digests
from bot.deadline import NewDeadline
from bot.store import Store

NOW = utc("2026-11-25 09:00")  # a Wednesday
TODAY = date(2026, 11, 25)


@pytest.fixture
def chat(store: Store) -> int:
    return store.chat(-100).id


@pytest.fixture
def add(store: Store, chat: int):
    def add(due: str, **values) -> int:
        values.setdefault("owner_id", 7)
        return store.deadlines.add(chat, NewDeadline(due, due, **values), 7, utc("2026-11-01 09:00")).id

    return add


def titles(found) -> list[str]:
    return [each.title for each in found]


def test_each_deadline_stands_under_the_first_heading_that_fits(store: Store, chat: int, add) -> None:
    for due in ("2026-11-24", "2026-11-25", "2026-11-29", "2026-11-30", "2026-12-25", "2026-12-26"):
        add(due)
    digest = digests.compose(store.deadlines.of_chat(chat), NOW, TODAY)
    assert titles(digest.overdue) == ["2026-11-24"]
    assert titles(digest.this_week) == ["2026-11-25", "2026-11-29"]
    assert titles(digest.next_30_days) == ["2026-11-30", "2026-12-25"]
    assert titles(digest.later) == ["2026-12-26"]


def test_the_safe_date_decides_the_heading_and_the_rolled_one_what_is_overdue(store: Store, chat: int, add) -> None:
    add("2026-11-30", unrolled="2026-11-24")
    digest = digests.compose(store.deadlines.of_chat(chat), NOW, TODAY)
    assert (titles(digest.overdue), titles(digest.this_week)) == ([], ["2026-11-30"])


def test_provisional_and_unowned_are_marked_besides(store: Store, chat: int, add) -> None:
    add("2027-01-08", provisional=True)
    add("2026-11-27", owner_id=None)
    digest = digests.compose(store.deadlines.of_chat(chat), NOW, TODAY)
    assert (titles(digest.provisional), titles(digest.unowned)) == (["2027-01-08"], ["2026-11-27"])


def test_nothing_near_and_everybody_in_charge_is_nothing_to_say(store: Store, chat: int, add) -> None:
    add("2027-06-30", provisional=True)
    assert digests.compose(store.deadlines.of_chat(chat), NOW, TODAY).is_empty
    assert digests.compose([], NOW, TODAY).is_empty


def test_a_change_of_the_law_is_something_to_say() -> None:
    assert not digests.compose([], NOW, TODAY, ["the Cybersecurity Law changes on 1 January"]).is_empty


def test_what_is_done_is_not_listed(store: Store, chat: int, add) -> None:
    store.deadlines.finish(add("2026-11-25"), 7, NOW)
    assert digests.compose(store.deadlines.of_chat(chat, state=None), NOW, TODAY).is_empty


def test_a_catch_up_counts_overdue_today_and_the_next_three_days(store: Store, chat: int, add) -> None:
    for due in ("2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-28", "2026-11-29"):
        add(due)
    found = digests.catch_up(store.deadlines.of_chat(chat), NOW, TODAY)
    counts = [len(part) for part in (found.overdue, found.today, found.soon, found.later)]
    assert counts == [2, 1, 2, 1]


def test_a_catch_up_about_nothing_is_empty(store: Store, chat: int, add) -> None:
    store.deadlines.cancel(add("2026-11-25"), 7, NOW)
    assert digests.catch_up(store.deadlines.of_chat(chat, state=None), NOW, TODAY).is_empty
