"""What is stored is told, exported, and really gone when it has to go."""

from datetime import timedelta
from pathlib import Path

import pytest
from workweek import utc

from bot.deadline import NewDeadline
from bot.store import Store
from bot.store_privacy import MENTIONS, OF_CHAT, OF_PERSON
from bot.stored import stored

NOW = utc("2026-11-23 10:00")
MEI, LI = 700, 800
SECRET = "Zauberwort"


@pytest.fixture
def group(store: Store) -> int:
    """A group in which two people asked, decided and promised things."""
    group = store.chat(-100).id
    store.set_settings(group, admins=[MEI, LI])
    store.outbox.add(f"c{group}:left:u{MEI}:1", group, "left", NOW, payload={"user": MEI})
    for person in (MEI, LI):
        store.set_user_name(person, f"{SECRET} {person}")
        private = store.chat(person).id
        for chat in (group, private):
            interview = store.open_interview(chat, 0, person, 55, NOW)
            store.append(interview, {"asked": SECRET}, NOW)
            store.save_verdict(chat, person, interview, SECRET.encode(), NOW)
            store.note_question(chat, person, SECRET, "zh", answered=False, at=NOW)
            store.note_feedback(chat, person, interview, "wrong", NOW, SECRET)
            number = store.deadlines.add(chat, NewDeadline(SECRET, "2026-12-31", owner_id=person), person, NOW).id
            store.deadlines.assign(number, person, NOW, owner=MEI, backup=LI)
            store.deadlines.assign(number, person, NOW, owner=LI, backup=MEI)
            store.outbox.add(f"d{number}:r1:T-0", chat, "due", NOW, deadline_id=number, payload={"user": person})
        store.subscriptions.subscribe(private, 0, "daily", "09:00", NOW)
    return group


def test_every_table_and_column_is_told(store: Store) -> None:
    names = store.database.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite%'")
    schema = {
        row["name"]: tuple(column["name"] for column in store.database.rows(f"PRAGMA table_info({row['name']})"))
        for row in names
    }
    assert {each.table: each.columns for each in stored()} == schema
    assert all(each.zh and each.en for each in stored())


def test_every_column_that_names_a_person_or_a_chat_is_forgotten() -> None:
    people = {"user_id", "owner_id", "backup_id", "created_by", "closed_by", "actor_id"}
    for each in stored():
        found = people & set(each.columns)
        assert not found or each.table in OF_PERSON or found == set(MENTIONS[each.table])
        assert "chat_id" not in each.columns or each.table in OF_CHAT


def test_a_person_is_forgotten_and_the_group_keeps_its_deadlines(store: Store, group: int) -> None:
    forgotten = store.forget_user(MEI)
    assert set(forgotten.left.values()) == {0}
    assert forgotten.removed["interviews"] == forgotten.removed["verdicts"] == forgotten.removed["questions"] == 2
    assert [each.owner_id for each in store.deadlines.of_chat(group)] == [LI, LI]
    assert [each.backup_id for each in store.deadlines.of_chat(group)] == [None, None]
    assert store.known_chat(MEI) is None
    assert store.chat(-100).admins == (LI,)
    for table in (each.table for each in stored()):
        for row in store.database.rows(f"SELECT * FROM {table}"):
            assert MEI not in tuple(row)
            assert not any(str(MEI) in str(value) for value in tuple(row)), (table, tuple(row))


def test_the_other_person_keeps_everything(store: Store, group: int) -> None:
    before = {table: len(rows) for table, rows in store.export_of_user(LI).items()}
    store.forget_user(MEI)
    after = {table: len(rows) for table, rows in store.export_of_user(LI).items()}
    del before["deadlines"], after["deadlines"]  # those in the private chat of the one who left name both
    del before["audit"], after["audit"]
    assert after == before


def test_a_chat_is_forgotten_and_nothing_of_it_stays_in_the_file(store: Store, tmp_path: Path) -> None:
    chat = store.chat(-300).id
    store.note_question(chat, LI, f"{SECRET} {'x' * 200}", "en", answered=True, at=NOW)
    store.deadlines.add(chat, NewDeadline(SECRET, "2026-12-31"), LI, NOW)
    forgotten = store.forget_chat(chat)
    assert set(forgotten.left.values()) == {0}
    assert forgotten.removed["questions"] == forgotten.removed["deadlines"] == forgotten.removed["chats"] == 1
    assert all(SECRET.encode() not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_person_can_see_everything_that_is_known_about_them(store: Store, group: int) -> None:
    exported = store.export_of_user(MEI)
    assert {table: len(rows) for table, rows in exported.items()} == {
        "users": 1, "interviews": 2, "events": 2, "verdicts": 2, "questions": 2, "feedback": 2, "deadlines": 4,
        "audit": 6, "inbox": 0,
    }  # fmt: skip
    assert exported["verdicts"][0]["payload"] == SECRET


def test_a_chat_can_see_everything_that_is_known_about_it(store: Store, group: int) -> None:
    exported = store.export_of_chat(group)
    assert {table: len(rows) for table, rows in exported.items()} == {
        "chats": 1, "interviews": 2, "events": 2, "verdicts": 2, "questions": 2, "feedback": 2, "deadlines": 2,
        "audit": 6, "subscriptions": 0, "outbox": 3, "inbox": 0,
    }  # fmt: skip


def test_words_go_when_their_time_is_over_and_verdicts_and_deadlines_stay(store: Store, group: int) -> None:
    assert store.purge(NOW + timedelta(days=89), texts=timedelta(days=90))["questions"] == 0
    removed = store.purge(NOW + timedelta(days=90, seconds=1), texts=timedelta(days=90))
    assert (removed["questions"], removed["interviews"], removed["events"], removed["feedback"]) == (4, 4, 4, 4)
    assert len(store.verdicts(group)) == 2
    assert len(store.deadlines.of_chat(group)) == 2


def test_an_interview_that_goes_on_is_not_cut_in_half(store: Store) -> None:
    interview = store.open_interview(store.chat(-1).id, 0, MEI, None, NOW)
    store.append(interview, {"asked": 1}, NOW)
    store.append(interview, {"fact": 2}, NOW + timedelta(days=80))
    store.purge(NOW + timedelta(days=91), texts=timedelta(days=90))
    assert len(store.events(interview)) == 2


def test_retention_of_nothing_keeps_no_words(store: Store, group: int) -> None:
    store.purge(NOW + timedelta(seconds=1), texts=timedelta(0))
    assert store.unanswered() == []


def test_what_still_has_to_be_sent_is_never_purged(store: Store, group: int) -> None:
    assert store.purge(NOW + timedelta(days=900), texts=timedelta(days=1000))["outbox"] == 0
