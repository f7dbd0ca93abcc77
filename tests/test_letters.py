"""What goes out unasked fits, is marked when it may be a repeat, and leaves nothing out."""

from datetime import timedelta

import pytest
from workweek import utc

from bot.calendars import Calendars
from bot.deadline import NewDeadline
from bot.letters import Letters
from bot.mail import Mail
from bot.outbox import Parcel
from bot.plan_digests import no_news
from bot.store import Store

NOW = utc("2026-11-23 09:00")


@pytest.fixture
def letters(tmp_path) -> Letters:
    return Letters(Calendars(tmp_path), lambda: NOW, no_news)


@pytest.fixture
def chat(store: Store) -> int:
    chat = store.chat(-100).id
    store.set_language(chat, "en")
    return chat


def add(store: Store, chat: int, title: str = "report", **values) -> int:
    return store.deadlines.add(chat, NewDeadline(title, "2026-11-24", **values), 7, NOW).id


def parcel(chat: int, kind: str, **values) -> Parcel:
    payload = {"from": "2026-11-20T01:00:00+00:00", "to": "2026-11-23T01:00:00+00:00", "day": "2026-11-23"}
    given = {"topic": 0, "deadline_id": None, "repeats": 0, "payload": payload} | values
    return Parcel(
        "key", chat, given["topic"], given["deadline_id"], kind, 2, NOW, 0, given["repeats"], given["payload"]
    )


def mail(letters: Letters, store: Store, chat: int, kind: str, **values) -> Mail:
    made = letters(store, parcel(chat, kind, **values))
    assert made is not None
    return made


@pytest.mark.parametrize("kind", ["lead", "due", "limit", "overdue", "escalation", "catchup"])
def test_what_may_be_a_repeat_says_so_once(letters: Letters, store: Store, chat: int, kind: str) -> None:
    number = add(store, chat)
    assert "repeated" not in mail(letters, store, chat, kind, deadline_id=number).text
    again = mail(letters, store, chat, kind, deadline_id=number, repeats=1).text
    assert again.count("(possibly repeated)") == 1


def test_a_catch_up_tells_of_all_topics_in_one_message(letters: Letters, store: Store, chat: int) -> None:
    add(store, chat, "in topic five", topic=5)
    add(store, chat, "in topic six", topic=6)
    text = mail(letters, store, chat, "catchup", topic=5).text
    assert "in topic five" in text
    assert "in topic six" in text
    digest = mail(letters, store, chat, "digest", topic=5).text
    assert "in topic six" not in digest


def test_a_digest_too_long_for_a_message_is_a_file_that_holds_everything(
    letters: Letters, store: Store, chat: int
) -> None:
    for number in range(120):
        add(store, chat, f"deadline with a long & telling title, number {number:03}")
    sent = mail(letters, store, chat, "digest")
    assert sent.document is not None
    name, content = sent.document
    assert name.endswith(".txt")
    assert all(f"& telling title, number {number:03}" in content.decode("utf-8-sig") for number in range(120))
    assert 0 < len(sent.text) <= 1024


def test_a_reminder_of_what_was_done_a_moment_ago_is_not_sent(letters: Letters, store: Store, chat: int) -> None:
    number = add(store, chat)
    store.deadlines.finish(number, 7, NOW + timedelta(seconds=1))
    assert letters(store, parcel(chat, "due", deadline_id=number)) is None


@pytest.mark.parametrize(
    ("chosen", "spoken", "begins"),
    [(None, "en", "Due tomorrow"), (None, "zh", "明天截止"), (None, None, "明天截止"), ("zh", "en", "明天截止")],
)
def test_a_chat_hears_in_the_language_it_chose_or_speaks(letters: Letters, store: Store, chosen, spoken, begins):
    chat = store.chat(-200).id
    store.set_language(chat, chosen)
    store.set_settings(chat, spoken=spoken)
    assert mail(letters, store, chat, "due", deadline_id=add(store, chat)).text.startswith(begins)


def told(letters: Letters, store: Store, chat: int, kind: str, due: str, **values) -> str:
    number = store.deadlines.add(chat, NewDeadline("report", due, **values), 7, NOW).id
    return mail(letters, store, chat, kind, deadline_id=number).text


@pytest.mark.parametrize(
    ("kind", "due", "begins", "far"),
    [
        pytest.param("due", "2026-11-23", "Due today", "Mon 2026-11-23\n", id="today"),
        pytest.param("due", "2026-11-24", "Due tomorrow", "1 working day left", id="moved to the evening before"),
        pytest.param("due", "2026-11-29", "Reminder", "4 working days left", id="at the end of a snooze"),
        pytest.param("lead", "2026-12-01", "Reminder", "6 working days left", id="ahead"),
        pytest.param("due", "2026-11-23T17:30", "Due today", "8 h 30 min left", id="hours before"),
        pytest.param("due", "2026-11-23T09:00", "Due now", "time is up", id="at the minute"),
        pytest.param("overdue", "2026-11-20", "Overdue", "overdue by 3 days", id="three days after"),
        pytest.param("escalation", "2026-11-23", "Due today, and nobody has reacted", "", id="called in on the day"),
        pytest.param("escalation", "2026-11-26", "Reminder, and nobody has reacted", "3 working", id="called in early"),
    ],
)
def test_a_reminder_says_how_far_its_day_really_is(letters: Letters, store: Store, chat: int, kind, due, begins, far):
    text = told(letters, store, chat, kind, due)
    assert text.startswith(f"{begins}: ")
    assert far in text


def test_the_last_day_is_a_sunday_so_friday_says_that_it_is_the_last_working_day(
    tmp_path, store: Store, chat: int
) -> None:
    friday = Letters(Calendars(tmp_path), lambda: utc("2027-01-29 09:00"), no_news)
    text = told(friday, store, chat, "due", "2027-01-31")
    assert text.startswith("Last working day before it is due: ")
    assert "Due: Sun 2027-01-31\n" in text
    assert "today" not in text


@pytest.mark.parametrize(
    ("now", "begins", "day", "note"),
    [
        ("2027-02-15 09:00", "Due today", "Mon 2027-02-15", "Wed 2027-02-24 at the latest"),
        ("2027-02-22 09:00", "Reminder", "Wed 2027-02-24", "The safe day is over"),
        ("2027-02-25 09:00", "Overdue", "Wed 2027-02-24", ""),
    ],
)
def test_a_day_that_may_move_is_planned_on_the_safe_one_and_not_called_overdue_before_the_last(
    tmp_path, store: Store, chat: int, now, begins, day, note
) -> None:
    text = told(
        Letters(Calendars(tmp_path), lambda: utc(now), no_news), store, chat, "due", "2027-02-24", unrolled="2027-02-15"
    )
    assert text.startswith(begins)
    assert f"Due: {day}" in text
    assert note in text
