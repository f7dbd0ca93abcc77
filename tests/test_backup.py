"""A backup is complete and checked, also while the bot writes; a restore never touches a running bot."""

import fcntl
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from workweek import utc

from bot.backup import backup, check, restore
from bot.deadline import NewDeadline
from bot.store import Store, StoreError

NOW = utc("2026-11-23 10:00")
WRITER = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from bot.deadline import NewDeadline
from bot.store import Store
with Store.open(Path(sys.argv[1])) as store:
    chat = store.chat(-100).id
    print("ready", flush=True)
    while True:
        with store.database.transaction():
            number = store.deadlines.add(chat, NewDeadline("x", "2026-12-31"), 7, datetime.now(UTC)).id
            store.outbox.add(f"d{number}:r1:T-0", chat, "due", datetime.now(UTC), deadline_id=number)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "redline.db"
    with Store.open(path) as store:
        store.deadlines.add(store.chat(-100).id, NewDeadline("评估", "2026-12-31"), 7, NOW)
    return path


@pytest.fixture
def running(path: Path):
    """Another process that holds the database and writes without pause."""
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.communicate()


def test_a_backup_in_a_folder_is_dated_and_holds_everything(path: Path, tmp_path: Path) -> None:
    copy = backup(path, tmp_path, NOW)
    assert copy.path == tmp_path / "redline-20261123T020000Z.db"
    assert copy.rows == {"chats": 1, "interviews": 0, "verdicts": 0, "deadlines": 1, "outbox": 0}
    with Store.open(copy.path) as store:
        assert [each.title for each in store.deadlines.of_chat(store.chat(-100).id)] == ["评估"]


def test_a_backup_of_a_running_bot_is_one_moment_of_it(path: Path, tmp_path: Path, running) -> None:
    for number in range(5):
        copy = backup(path, tmp_path / f"{number}.db", NOW)
        assert copy.rows["outbox"] == copy.rows["deadlines"] - 1  # they are written together
    assert running.poll() is None


def test_a_backup_leaves_no_other_file(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    copy = backup(path, folder, NOW)
    assert list(folder.iterdir()) == [copy.path]


def killed(step: str, action: str, *words: Path) -> None:
    """Run `action` of bot.backup in a process that dies when it comes to the function `step`."""
    code = f"""
import os, sys
from datetime import datetime, UTC
from pathlib import Path
from bot import backup
backup.{step} = lambda *_: os.kill(os.getpid(), 9)
backup.{action}(*map(Path, sys.argv[1:]), datetime.now(UTC))
"""
    done = subprocess.run([sys.executable, "-c", code, *map(str, words)], check=False)
    assert done.returncode == -9


@pytest.mark.parametrize("step", ["check", "_fold"])
def test_a_backup_killed_half_way_leaves_nothing_that_the_next_one_does_not_remove(
    step: str, path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    killed(step, "backup", path, folder)
    (left,) = {each.suffix.partition("-wal")[0].partition("-shm")[0] for each in folder.iterdir()}
    assert left == ".redline-part"
    copy = backup(path, folder, NOW)
    assert list(folder.iterdir()) == [copy.path]


def test_a_backup_leaves_alone_what_another_one_works_on_and_what_is_not_its_own(path: Path, tmp_path: Path) -> None:
    others = [tmp_path / name for name in (".film.mp4.7.part", "redline-part", ".x.redline-part")]
    for other in others:
        other.touch()
    work = tmp_path / ".copy.db.1.redline-part"
    with work.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        backup(path, tmp_path / "first.db", NOW)
        assert work.exists()
    backup(path, tmp_path / "second.db", NOW)
    assert not work.exists()
    assert all(other.exists() for other in others)


@pytest.mark.parametrize("step", ["check", "_put_aside", "_fold", "_settle"])
def test_a_restore_killed_half_way_leaves_the_database_as_it_was(step: str, path: Path, tmp_path: Path) -> None:
    copy = backup(path, tmp_path / "copy.db", NOW)
    with Store.open(path) as store:
        store.deadlines.finish(1, 7, NOW)
    killed(step, "restore", copy.path, path)
    with Store.open(path) as store:
        assert store.deadlines[1].state == "done"
    restore(copy.path, path, NOW)
    with Store.open(path) as store:
        assert store.deadlines[1].state == "open"
    assert not list(path.parent.glob(".*"))


def test_a_backup_never_replaces_a_file(path: Path, tmp_path: Path) -> None:
    backup(path, tmp_path / "copy.db", NOW)
    with pytest.raises(StoreError, match="exists already"):
        backup(path, tmp_path / "copy.db", NOW)


def test_a_restore_brings_back_the_moment_of_the_backup_and_keeps_what_stood_there(path: Path, tmp_path: Path) -> None:
    copy = backup(path, tmp_path / "copy.db", NOW)
    with Store.open(path) as store:
        store.deadlines.finish(1, 7, NOW)
    kept = restore(copy.path, path, NOW)
    with Store.open(path) as store:
        assert store.deadlines[1].state == "open"
    assert kept is not None
    with Store.open(kept) as store:
        assert store.deadlines[1].state == "done"


def test_a_restore_refuses_a_running_bot(path: Path, tmp_path: Path, running) -> None:
    copy = backup(path, tmp_path / "copy.db", NOW)
    with pytest.raises(StoreError, match=f"another redline process uses this database .process {running.pid}"):
        restore(copy.path, path, NOW)


def test_a_bot_cannot_start_in_the_middle_of_a_restore(path: Path, tmp_path: Path, monkeypatch) -> None:
    copy = backup(path, tmp_path / "copy.db", NOW)
    refused = []

    def start(work: Path) -> dict[str, int]:
        thread = threading.Thread(target=lambda: refused.append(_refusal(path)))
        thread.start()
        thread.join()
        return check(work)

    monkeypatch.setattr("bot.backup.check", start)
    restore(copy.path, path, NOW)
    assert "another redline process" in refused[0]


def _refusal(path: Path) -> str:
    try:
        Store.open(path).close()
    except StoreError as error:
        return str(error)
    return ""


def test_a_damaged_backup_is_refused_and_the_database_stays(path: Path, tmp_path: Path) -> None:
    copy = backup(path, tmp_path / "copy.db", NOW)
    content = bytearray(copy.path.read_bytes())
    content[8192:20000] = b"\xff" * (20000 - 8192)
    copy.path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        restore(copy.path, path, NOW)
    with Store.open(path) as store:
        assert store.deadlines[1].title == "评估"


def test_a_damaged_database_is_kept_as_it_is_and_replaced(path: Path, tmp_path: Path) -> None:
    copy = backup(path, tmp_path / "copy.db", NOW)
    path.write_bytes(b"no database" * 1000)
    kept = restore(copy.path, path, NOW)
    assert kept is not None
    assert kept.read_bytes() == b"no database" * 1000
    with Store.open(path) as store:
        assert store.deadlines[1].title == "评估"


def test_a_backup_from_a_newer_version_is_refused(path: Path, tmp_path: Path) -> None:
    copy = backup(path, tmp_path / "copy.db", NOW)
    with sqlite3.connect(copy.path) as other:
        other.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('redline', 'x', '')")
    other.close()
    with pytest.raises(StoreError, match="written by a newer version"):
        restore(copy.path, path, NOW)


def test_a_missing_backup_is_named(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere.db: there is no such file"):
        restore(tmp_path / "nowhere.db", path, NOW)
