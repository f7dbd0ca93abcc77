"""What chats are told when the law changes: once, in time, and only what flips for them."""

import asyncio
import json
from datetime import date, timedelta

import pytest
import small_knowledge
from conversation import Clock
from workweek import utc

from bot.law_changes import LawChanges, Looked
from bot.store import Store
from handlers import notices
from handlers.texts import Texts
from knowledge import replay, replay_check
from knowledge.evaluation import evaluate
from knowledge.library import Library
from knowledge.profile import profile

DAY = date(2026, 11, 23)
MANY = {"offered": True, "users": "many"}
FEW = {"offered": True, "users": "few", "notice": False}
LOWERED = ("least: 100000", "least: 50000"), ("below: 100000", "below: 50000")
STRICT = ("{when: {users: many}, then: report", "{when: {users: [few, many]}, then: report"), ("few users", "nobody")
FREED = (
    ("{when: {users: many}, then: report, cite: [sample-2024#2], because: {zh: 用户多。, en: Many use it.}}",
     "{when: {users: many}, then: free, cite: [sample-2024#2], because: {zh: 用户多。, en: Many use it.}}"),
    ("expect: report, cite", "expect: free, cite"),
)  # fmt: skip
MORE = ("用户多的要报告。", "用户多的必须报告。")
IN_2027 = (
    "      - {when: otherwise,",
    "      - {when: {users: few}, then: report, since: 2027-03-01, cite: [sample-2024#2], because: {zh: 新, en: N.}}\n"
    "      - {when: otherwise,",
)


@pytest.fixture
def clock() -> Clock:
    return Clock(utc("2026-11-23 10:00"))


@pytest.fixture
def old(tmp_path) -> Library:
    return small_knowledge.library(tmp_path / "old")


def ask(store: Store, library: Library, facts, clock: Clock, chat: int = 1, day: date = DAY) -> int:
    """Somebody in a chat asks whether a report is needed; returns our id of the chat."""
    known = store.chat(chat, "group")
    finding = evaluate(library, "sample.report", facts, day)
    store.save_verdict(known.id, 7, None, replay.record(library, finding), clock())
    return known.id


def check(store: Store, library: Library, facts, clock: Clock) -> int:
    """Somebody has a product checked; returns our id of the chat."""
    known = store.chat(1, "group")
    store.save_verdict(known.id, 7, None, replay_check.record(library, profile(library, facts, DAY)), clock())
    return known.id


def told(store: Store, lang: str = "en") -> list[str]:
    """Everything that was planned to be said, in order of planning."""
    rows = store.database.rows("SELECT kind, payload FROM outbox ORDER BY rowid")
    parcels = [json.loads(row["payload"]) for row in rows if row["kind"] == "law"]
    return [notices.law(payload, Texts(lang)).text for payload in parcels]


async def test_a_chat_whose_answer_flips_is_told_once(store, old, clock, tmp_path):
    ask(store, old, FEW, clock)
    await LawChanges(store, old, clock).look()
    new = small_knowledge.library(tmp_path / "new", *STRICT)
    assert await LawChanges(store, new, clock).look() == Looked(verdicts=1, flips=1, chats=1)
    assert await LawChanges(store, new, clock).look() == Looked()
    assert told(store) == [
        "The rules changed\n\nIs a report needed?\nThe answer was: No: few users\nIt is now: Yes: report"
    ]


async def test_a_chat_whose_answer_stands_hears_nothing(store, old, clock, tmp_path):
    ask(store, old, MANY, clock)
    new = small_knowledge.library(tmp_path / "new", *STRICT)
    assert await LawChanges(store, new, clock).look() == Looked(verdicts=1)
    assert told(store) == []


async def test_only_the_latest_answer_to_a_question_counts(store, old, clock, tmp_path):
    ask(store, old, FEW, clock)
    ask(store, old, MANY, clock)
    assert (await LawChanges(store, small_knowledge.library(tmp_path / "new", *STRICT), clock).look()).flips == 0


async def test_a_change_to_come_is_told_now_and_again_on_its_day(store, old, clock, tmp_path):
    ask(store, old, FEW, clock)
    new = small_knowledge.library(tmp_path / "new", IN_2027)
    laws = LawChanges(store, new, clock)
    await laws.look()
    clock.now = utc("2027-02-28 23:00")
    await laws.look()
    clock.now = utc("2027-03-01 10:00")
    await laws.look()
    await laws.look()
    first, second = told(store)
    assert "The answer before Mon 2027-03-01: No: few users\nFrom Mon 2027-03-01 on: Yes: report" in first
    assert "It is now: Yes: report" in second


async def test_an_answer_given_with_its_change_in_view_is_told_on_the_day_only(store, clock, tmp_path):
    new = small_knowledge.library(tmp_path / "new", IN_2027)
    ask(store, new, FEW, clock)
    await LawChanges(store, new, clock).look()
    assert told(store) == []
    clock.now = utc("2027-03-05 10:00")  # the bot was off on the day itself
    await LawChanges(store, new, clock).look()
    assert len(told(store)) == 1


async def test_a_change_that_is_taken_back_is_told(store, old, clock, tmp_path):
    new = small_knowledge.library(tmp_path / "new", IN_2027)
    ask(store, new, FEW, clock)
    await LawChanges(store, old, clock).look()
    assert "The answer before Mon 2027-03-01: Yes: report\nFrom Mon 2027-03-01 on: No: few users" in told(store)[0]


async def test_a_question_that_lost_its_rules_is_told(store, old, clock, tmp_path):
    ask(store, old, FEW, clock)
    ended = small_knowledge.library(tmp_path / "new", ("since: 2024-01-01", "since: 2024-01-01\n    until: 2026-01-01"))
    await LawChanges(store, ended, clock).look()
    await LawChanges(store, small_knowledge.library(tmp_path / "newer", MORE), clock).look()
    first, second = told(store)
    assert "It is now: no rule applies" in first
    assert "The answer was: no rule applies" in second


async def test_a_border_through_what_was_said_leaves_it_unknown(store, old, clock, tmp_path):
    """Somebody with fewer than 100,000 users may have more or fewer than 50,000."""
    ask(store, old, FEW, clock)
    await LawChanges(store, small_knowledge.library(tmp_path / "new", *LOWERED), clock).look()
    assert "The answer was: No: few users\nIt is now: It depends" in told(store)[0]


async def test_a_stop_in_the_middle_tells_nobody_twice(store, old, clock, tmp_path):
    for chat in range(1, 6):
        ask(store, old, FEW, clock, chat)
    laws = LawChanges(store, small_knowledge.library(tmp_path / "new", *STRICT), clock)
    looking = asyncio.create_task(laws.look())
    for _ in range(3):
        await asyncio.sleep(0)
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    assert 0 < len(told(store)) < 5
    await laws.look()
    assert len(told(store)) == 5


async def test_news_waits_for_the_end_of_the_quiet_hours(store, old, clock, tmp_path):
    ask(store, old, FEW, clock)
    clock.now = utc("2026-11-23 23:30")
    await LawChanges(store, small_knowledge.library(tmp_path / "new", *STRICT), clock).look()
    assert store.outbox.next_at() > clock() + timedelta(hours=6)


def test_a_kept_verdict_is_computed_again_to_the_byte(old):
    for facts in (MANY, FEW, {}, {"users": "few"}):
        kept = replay.record(old, evaluate(old, "sample.report", facts, DAY))
        assert replay.record(old, replay.replayed(old, kept)) == kept


async def test_a_full_check_hears_of_what_it_listed_once(store, old, clock, tmp_path):
    check(store, old, {**MANY, "notice": False}, clock)
    new = small_knowledge.library(tmp_path / "new", *FREED)
    assert await LawChanges(store, new, clock).look() == Looked(verdicts=1, flips=1, chats=1)
    assert await LawChanges(store, new, clock).look() == Looked()
    assert told(store) == [
        "The rules changed\n\nIs a report needed?\nThe answer was: Yes: report\nIt is now: No: few users"
    ]


async def test_a_full_check_hears_of_a_duty_that_it_did_not_list(store, old, clock, tmp_path):
    check(store, old, FEW, clock)
    await LawChanges(store, small_knowledge.library(tmp_path / "more", MORE), clock).look()
    assert told(store) == []
    await LawChanges(store, small_knowledge.library(tmp_path / "new", IN_2027), clock).look()
    assert "From Mon 2027-03-01 on: Yes: report" in told(store)[0]


async def test_a_full_check_hears_of_a_duty_that_is_new_in_the_knowledge(store, old, clock, tmp_path):
    check(store, old, MANY, clock)
    new = small_knowledge.library(tmp_path / "new", ("sample.report:", "sample.renamed:"))
    await LawChanges(store, new, clock).look()
    await LawChanges(store, new, clock).look()
    assert len(told(store)) == 1
    assert "The answer was: no rule applies\nIt is now: Yes: report" in told(store)[0]


async def test_a_full_check_hears_nothing_of_what_never_bound_it(store, old, clock, tmp_path):
    check(store, old, FEW, clock)
    outside = ("then: free, cite", "then: outside, cite")
    assert (await LawChanges(store, small_knowledge.library(tmp_path / "new", outside), clock).look()).flips == 0


async def test_of_a_check_and_a_later_answer_the_later_counts(store, old, clock, tmp_path):
    known = check(store, old, MANY, clock)
    finding = evaluate(old, "sample.report", {"offered": False}, DAY)
    store.save_verdict(known, 7, None, replay.record(old, finding), clock())
    assert (await LawChanges(store, small_knowledge.library(tmp_path / "new", *FREED), clock).look()).flips == 0


async def test_what_buttons_answer_is_kept_for_later(chat, store):
    await chat.say("does our voice-chat feature need an assessment?")
    await chat.press("about to launch")
    newest, first = (json.loads(kept.payload) for kept in store.verdicts(limit=2))
    assert "event" not in first["stated"]
    assert newest["stated"]["event"] == "launch"
