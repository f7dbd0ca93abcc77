"""A database of every released version opens, keeps what it holds, and ends up with the tables of a new one.

`databases/VERSION.sql` is written once, when a version is released, and never again.
"""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.database import Database
from bot.store import Store

RELEASED = sorted((Path(__file__).parent / "databases").glob("*.sql"))
SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"

KILLED = """
import os, shutil, sys
from pathlib import Path
from bot import database
connect = database._connect

def watched(path, *, read_only):
    connection, left = connect(path, read_only=read_only), [number]
    def begins(statement):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), 9)
    connection.set_trace_callback(begins)
    return connection

database._connect = watched
old, status, number = Path(sys.argv[1]), 9, 0
while status:
    number += 1
    path = old.with_name(f"killed-{number}.db")
    if old.exists():
        shutil.copyfile(old, path)
    child = os.fork()
    if not child:
        database.Database.open(path)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
"""
"""Opens a copy of a database again and again, killed at its first statement, at its second, and so on to the last."""


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
    assert_it_keeps_what_it_holds(old)


def assert_it_keeps_what_it_holds(path: Path) -> None:
    with Store.open(path) as store:
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


def test_killed_at_any_statement_of_a_migration_it_goes_on_where_it_was(old: Path, tmp_path: Path) -> None:
    killed = killed_copies(old)
    assert len(killed) > 10
    for path in killed:
        assert_it_keeps_what_it_holds(path)
        assert schema(path) == schema(tmp_path / "new.db")


def test_killed_at_any_statement_of_its_first_start_it_starts(tmp_path: Path) -> None:
    killed = killed_copies(tmp_path / "none.db")
    assert len(killed) > 40
    assert all(schema(path) == schema(tmp_path / "new.db") for path in killed)


def killed_copies(path: Path) -> list[Path]:
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=True)
    return sorted(path.parent.glob("killed-*.db"))
