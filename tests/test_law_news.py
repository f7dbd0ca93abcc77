"""A digest says which answers of the chat change soon, and which changed lately; not every morning."""

from datetime import date, datetime, timedelta

import pytest
import small_knowledge
from conversation import Clock
from test_law_changes import FEW, IN_2027, ask, check
from workweek import Workweek, planned, utc

from bot.book import Book
from bot.calendars import Calendars
from bot.law_changes import LawChanges
from bot.law_news import LawNews
from bot.letters import Letters
from bot.store import Store
from bot.tick import tick
from knowledge.library import Library


@pytest.fixture
def clock() -> Clock:
    return Clock(utc("2026-11-23 10:00"))


@pytest.fixture
def changing(tmp_path) -> Library:
    """A law under which few users must report from 1 March 2027 on."""
    return small_knowledge.library(tmp_path / "changing", IN_2027)


def test_what_changes_within_thirty_days_is_news_and_no_longer_once_it_is_so(store: Store, changing, clock) -> None:
    known = ask(store, changing, FEW, clock)
    news = LawNews(store, changing)
    assert news(known, date(2027, 1, 29)) == []
    (coming,) = news(known, date(2027, 1, 30))
    assert coming["since"] == "2027-03-01"
    assert coming["now"] != coming["before"]
    assert news(known, date(2027, 2, 28)) == [coming]
    assert news(known, date(2027, 3, 1)) == []


def test_a_duty_to_come_of_a_checked_product_is_news(store: Store, changing, clock) -> None:
    known = check(store, changing, FEW, clock)
    assert [flip["since"] for flip in LawNews(store, changing)(known, date(2027, 2, 15))] == ["2027-03-01"]


def test_another_chat_hears_nothing(store: Store, changing, clock) -> None:
    ask(store, changing, FEW, clock)
    other = store.chat(2, "group").id
    assert LawNews(store, changing)(other, date(2027, 2, 15)) == []


async def test_what_the_chat_was_told_stays_news_for_a_week(store: Store, changing, clock) -> None:
    known = ask(store, changing, FEW, clock)
    clock.set("2027-03-01T09:00+08:00")
    assert (await LawChanges(store, changing, clock).look()).chats == 1
    news = LawNews(store, changing)
    assert len(news(known, date(2027, 3, 8))) == 1
    assert news(known, date(2027, 3, 9)) == []


def digests(store: Store, changing: Library, known: int, days: int) -> list[str]:
    """Let a daily digest run from Thursday, 18 February 2027; returns the keys of what was planned."""
    thursday = utc("2027-02-18 08:00")
    store.subscriptions.subscribe(known, 0, "daily", "09:00", thursday)
    tick(store, thursday, Workweek())
    for day in range(days):
        tick(store, thursday + timedelta(days=day, hours=1, minutes=30), Workweek(), LawNews(store, changing))
    return planned(store)


def test_alone_it_makes_a_digest_on_the_first_working_day_of_the_week_only(store: Store, changing, clock) -> None:
    known = ask(store, changing, FEW, clock)
    assert digests(store, changing, known, 8) == ["c1:digest:2027-02-22"]


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "From Mon 2027-03-01: Is a report needed? Yes: report (until then: No: few users)"),
        ("zh", "2027-03-01（周一）起"),
    ],
)
def test_the_digest_and_its_preview_read_the_same(store: Store, changing, clock, tmp_path, lang, line) -> None:
    known = ask(store, changing, FEW, clock)
    store.set_language(known, lang)
    digests(store, changing, known, 5)
    now: datetime = utc("2027-02-22 09:00")
    news, calendars = LawNews(store, changing), Calendars(tmp_path)
    parcel = store.outbox.claim(now + timedelta(hours=1), "boot")
    sent = Letters(calendars, lambda: now, news)(store, parcel)
    assert line in sent.text
    preview = Book(store, calendars, news).digest(store.chat_by_id(known), 0, now)
    assert [flip["since"] for flip in preview.changes] == ["2027-03-01"]
