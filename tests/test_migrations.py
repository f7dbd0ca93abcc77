"""A database of every released version opens, keeps what it holds, and ends up with the tables of a new one.

`databases/VERSION.sql` is written once, when a version is released, and never again.
"""

import sqlite3
from pathlib import Path

import pytest

from bot.database import Database
from bot.store import Store

RELEASED = sorted((Path(__file__).parent / "databases").glob("*.sql"))
SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"


@pytest.fixture(params=RELEASED, ids=[path.stem for path in RELEASED])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "redline.db"
    connection = sqlite3.connect(path)
    connection.executescript(request.param.read_text("utf-8"))
    connection.close()
    return path


def schema(path: Path) -> list[tuple[str, ...]]:
    database = Database.open(path)
    found = [tuple(row) for row in database.rows(SCHEMA)]
    database.close()
    return found


def test_it_ends_up_with_the_tables_of_a_new_database(old: Path, tmp_path: Path) -> None:
    assert schema(old) == schema(tmp_path / "new.db")


def test_it_keeps_what_it_holds(old: Path) -> None:
    with Store.open(old) as store:
        chat = store.chat(-100)
        assert (chat.language, chat.admins, store.user(7).name) == ("zh", (7,), "Mei")
        interview = store.interview_of_message(chat.id, 55)
        assert interview is not None
        assert store.events(interview) == [{"asked": "语聊房要评估吗"}]
        assert store.verdicts(chat.id)[0].payload == b'{"verdict":"required"}'
        (deadline,) = store.deadlines.of_chat(chat.id)
        assert (deadline.title, deadline.owner_id, deadline.recurrence) == ("安全评估报告", 7, {"months": 12})
        assert [each.rhythm for each in store.subscriptions.of_chat(chat.id)] == ["weekly"]
        assert store.outbox.depth(deadline.created_at)["states"] == {"pending": 1}


def test_it_is_whole_afterwards(old: Path) -> None:
    with Store.open(old) as store:
        assert store.database.rows("PRAGMA integrity_check")[0][0] == "ok"
        assert store.database.rows("PRAGMA foreign_key_check") == []
