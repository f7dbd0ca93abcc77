"""What chats told us survives, is found again, and a file that cannot be used says why in one line."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.database import Database
from bot.store import Store, StoreError

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "redline.db"


@pytest.fixture
def store(path: Path):
    with Store.open(path) as store:
        yield store


def test_a_chat_keeps_its_own_id_language_and_settings(store: Store) -> None:
    chat = store.chat(-100)
    store.set_language(chat.id, "zh")
    store.set_settings(chat.id, quiet=["22:00", "08:00"], detail="short")
    again = store.chat(-100)
    assert (again.id, again.language, again.timezone, again.state) == (chat.id, "zh", "Asia/Shanghai", "active")
    assert again.settings == {"quiet": ["22:00", "08:00"], "detail": "short"}
    assert store.set_settings(chat.id, detail=None).settings == {"quiet": ["22:00", "08:00"]}


def test_asking_about_an_unknown_person_stores_nothing(store: Store) -> None:
    assert store.user(7).language is None
    assert store.database.rows("SELECT * FROM users") == []


def test_a_person_has_a_language_of_their_own(store: Store) -> None:
    store.set_user_language(7, "en")
    store.set_user_name(7, "Mei")
    assert (store.user(7).language, store.user(7).name) == ("en", "Mei")


def test_an_interview_continues_after_the_process_is_gone(path: Path) -> None:
    with Store.open(path) as store:
        chat = store.chat(-100)
        interview = store.open_interview(chat.id, 0, 7, 55, NOW)
        store.append(interview, {"asked": "语聊房要评估吗"}, NOW)
        store.append(interview, {"fact": "event", "value": "launch"}, NOW)
    with Store.open(path) as store:
        assert store.interview_of_message(chat.id, 55) == interview
        assert store.events(interview) == [{"asked": "语聊房要评估吗"}, {"fact": "event", "value": "launch"}]


def test_two_people_and_two_topics_never_share_an_interview(store: Store) -> None:
    chat = store.chat(-100).id
    ids = {(topic, user): store.open_interview(chat, topic, user, None, NOW) for topic in (0, 4) for user in (7, 8)}
    assert {key: store.latest_interview(chat, *key) for key in ids} == ids
    assert store.latest_interview(chat, 4, 9) is None


def test_the_message_of_an_interview_can_change(store: Store) -> None:
    chat = store.chat(-100).id
    interview = store.open_interview(chat, 0, 7, 55, NOW)
    store.set_interview_message(interview, 60)
    assert store.interview_of_message(chat, 60) == interview
    assert store.interview_of_message(chat, 55) is None
    found = store.interview(interview)
    assert found is not None
    assert (found.chat_id, found.topic, found.user_id, found.message_id) == (chat, 0, 7, 60)


def test_a_verdict_comes_back_to_the_byte(store: Store) -> None:
    chat = store.chat(-100).id
    payload = '{"verdict":"required"}\n语'.encode()
    first = store.save_verdict(chat, 7, None, payload, NOW)
    second = store.save_verdict(chat, 7, None, b"{}", NOW + timedelta(minutes=1))
    assert [verdict.id for verdict in store.verdicts(chat, 10)] == [second, first]
    assert store.verdicts(chat, 10)[1].payload == payload


def test_an_unanswered_question_waits_until_a_maintainer_closes_it(store: Store) -> None:
    chat = store.chat(-100).id
    store.note_question(chat, 7, "pipl?", "en", answered=True, at=NOW)
    waiting = store.note_question(chat, 7, "无人机怎么备案", "zh", answered=False, at=NOW)
    assert [question.text for question in store.unanswered()] == ["无人机怎么备案"]
    store.close_question(waiting)
    assert store.unanswered() == []


def test_a_second_vote_replaces_the_first(store: Store) -> None:
    chat = store.chat(-100).id
    interview = store.open_interview(chat, 0, 7, 55, NOW)
    store.note_feedback(chat, 7, interview, "helpful", NOW)
    store.note_feedback(chat, 7, interview, "wrong", NOW, "Art. 7 is not the one")
    assert store.votes() == {"wrong": 1}


def test_a_second_process_is_told_who_has_the_database(path: Path) -> None:
    code = "import sys; from pathlib import Path; from bot.store import Store\nStore.open(Path(sys.argv[1]))"
    with Store.open(path):
        second = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert "StoreError" in second.stderr
    assert "another redline process uses this database (process " in second.stderr.splitlines()[-1]
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 0


def test_a_reader_needs_no_lock(path: Path) -> None:
    with Store.open(path) as store:
        store.chat(-100)
        with Store.open(path, read_only=True) as reader:
            assert reader.known_chat(-100) is not None
            with pytest.raises(StoreError, match="cannot be opened for writing"):
                reader.chat(-200)


def test_a_reader_does_not_create_a_database(path: Path) -> None:
    with pytest.raises(StoreError, match="no database yet"):
        Store.open(path, read_only=True)
    assert not path.exists()


def test_a_database_from_a_newer_version_is_refused(path: Path) -> None:
    Store.open(path).close()
    with sqlite3.connect(path) as other:
        other.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('redline', 'of_the_future', '')"
        )
    other.close()
    with pytest.raises(StoreError, match=r"redline.db: written by a newer version of Redline .*of_the_future"):
        Store.open(path)


def test_a_damaged_database_is_refused_and_the_lock_given_back(path: Path) -> None:
    path.write_bytes(b"this is a letter, not a database" * 200)
    for _ in range(2):
        with pytest.raises(StoreError, match="damaged, or not a database"):
            Store.open(path)


def test_a_locked_database_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.database.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="another program holds a lock"):
        Store.open(path)
    other.close()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="Check the folder"):
        Store.open(tmp_path / "file" / "redline.db")


def test_a_failed_transaction_leaves_nothing(path: Path) -> None:
    with Store.open(path) as store:
        with pytest.raises(ValueError, match="no time zone"), store.database.transaction():
            store.open_interview(store.chat(-100).id, 0, 7, None, datetime(2026, 1, 1))
        assert store.known_chat(-100) is None


def test_every_commit_reaches_the_disk_and_deleted_text_is_overwritten(path: Path) -> None:
    with Store.open(path) as store:
        pragmas = {name: store.database.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous")}
        assert pragmas == {"journal_mode": "wal", "synchronous": 2}
        assert store.database.rows("PRAGMA secure_delete")[0][0] == 1


def test_only_its_owner_reads_the_file(path: Path) -> None:
    with Store.open(path) as store:
        store.chat(-100)
        assert {file.stat().st_mode & 0o077 for file in path.parent.iterdir()} == {0}


def test_the_migrations_run_twice_change_nothing(path: Path) -> None:
    Store.open(path).close()
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    with Store.open(path) as store:
        first = [tuple(row) for row in store.database.rows(schema)]
    with Store.open(path) as store:
        assert [tuple(row) for row in store.database.rows(schema)] == first


def test_times_need_a_zone(store: Store) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        store.open_interview(store.chat(1).id, 0, 1, None, datetime(2026, 1, 1))


def test_the_database_class_names_the_file_when_the_disk_is_full(path: Path) -> None:
    database = Database.open(path)
    database.run(f"PRAGMA max_page_count = {database.rows('PRAGMA page_count')[0][0]}")
    with pytest.raises(StoreError, match="no room left on the disk"):
        database.run("INSERT INTO meta VALUES ('much', ?)", ("x" * 100_000,))
    database.close()


KILLED_WHILE_MIGRATING = """
import os, sys
from pathlib import Path
from bot import migrations
def half_way(database):
    database.execute("CREATE TABLE half (id INTEGER)")
    database.execute("INSERT INTO half VALUES (1)")
    os._exit(9)
migrations.STEPS = (*migrations.STEPS, half_way)
migrations.migrations()(half_way)
from bot.store import Store
Store.open(Path(sys.argv[1]))
"""


def test_killed_in_the_middle_of_a_migration_the_database_is_as_before(path: Path) -> None:
    with Store.open(path) as store:
        store.chat(-100)
    killed = subprocess.run([sys.executable, "-c", KILLED_WHILE_MIGRATING, str(path)], check=False)
    assert killed.returncode == 9
    with Store.open(path) as store:
        assert store.known_chat(-100) is not None
        assert store.database.rows("SELECT name FROM sqlite_master WHERE name = 'half'") == []


def test_killed_in_the_middle_of_a_conversation_every_event_that_was_confirmed_is_there(path: Path) -> None:
    code = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from bot.store import Store
store = Store.open(Path(sys.argv[1]))
interview = store.open_interview(store.chat(-100).id, 0, 7, 55, datetime.now(UTC))
for number in range(1000):
    store.append(interview, {"n": number}, datetime.now(UTC))
    print(number, flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == "100":
            process.kill()
            break
    confirmed = 100 + len(process.stdout.read().splitlines())
    process.wait()
    with Store.open(path) as store:
        assert [event["n"] for event in store.events(1)][: confirmed + 1] == list(range(confirmed + 1))


def test_what_people_say_does_not_wait_for_the_disk_but_what_is_due_does(path: Path) -> None:
    with Store.open(path) as store:
        levels = []
        run = store.database.run

        def watch(sql, parameters=()):
            levels.append(store.database.rows("PRAGMA synchronous")[0][0] if "INSERT" in sql else None)
            return run(sql, parameters)

        store.database.run = watch  # type: ignore[method-assign]
        interview = store.open_interview(store.chat(-100).id, 0, 7, None, NOW)
        store.append(interview, {"asked": "x"}, NOW)
        assert {level for level in levels if level is not None} == {1}
        levels.clear()
        store.outbox.add("d1:r1:T-0", 1, "due", NOW)
        assert {level for level in levels if level is not None} == {2}
