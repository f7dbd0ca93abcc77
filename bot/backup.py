"""Copies of the database: made while the bot runs, checked before they count, put back only when nobody runs."""

import fcntl
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.database import Database, StoreError, explain
from bot.lock import LockError, ProcessLock

COUNTED = ("chats", "interviews", "verdicts", "deadlines", "outbox")
UNFINISHED = re.compile(r"\..+\.\d+\.redline-part(-wal|-shm)?")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was checked: where it is, how large (bytes), and how many rows its main tables hold."""

    path: Path
    size: int
    rows: dict[str, int]


def backup(source: Path, target: Path, now: datetime) -> Copy:
    """Copy the database at `source`, which may be in use, to `target`: a file, or a folder for a dated one.

    The copy is checked and reaches the disk before it gets its name, so that a name never means half a copy.
    Raises StoreError if the source cannot be read, the copy fails its check, or the target exists.
    """
    path = target / f"redline-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db" if target.is_dir() else target
    if path.exists():
        raise StoreError(f"{path}: exists already. Name another file or a folder.")
    original = Database.open(source, read_only=True)
    try:
        with _unfinished(path) as unfinished:
            original.copy_to(unfinished)
            rows = check(unfinished)
            _settle(unfinished, path)
    except OSError as error:
        raise StoreError(explain(path, error)) from error
    finally:
        original.close()
    return Copy(path, path.stat().st_size, rows)


def restore(copy: Path, database: Path, now: datetime) -> Path | None:
    """Put a backup in the place of the database. Returns where the database that stood there is kept, if one did.

    Raises StoreError if a bot runs on the database, or the backup is damaged or from a newer version.
    """
    if not copy.is_file():
        raise StoreError(f"{copy}: there is no such file.")
    database.parent.mkdir(parents=True, exist_ok=True)
    lock = ProcessLock(database)
    try:
        lock.take()
    except LockError as error:
        raise StoreError(str(error)) from None
    try:
        with _unfinished(database) as unfinished:
            shutil.copyfile(copy, unfinished)
            check(unfinished)
            kept = _put_aside(database, now)
            _settle(unfinished, database)
    except OSError as error:
        raise StoreError(explain(database, error)) from error
    finally:
        lock.release()
    return kept


def check(path: Path) -> dict[str, int]:
    """Return how many rows the main tables of a database hold. Raises StoreError if it is damaged or too new."""
    database = Database.open(path)
    try:
        found = [row[0] for row in database.rows("PRAGMA integrity_check")]
        if found != ["ok"]:
            raise StoreError(f"{path}: damaged ({found[0]}). Use another backup.")
        if database.rows("PRAGMA foreign_key_check"):
            raise StoreError(f"{path}: incomplete (rows refer to missing ones). Use another backup.")
        return {
            table: database.rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - our own names
            for table in COUNTED
        }
    finally:
        database.close()


@contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    """A file beside `path` to work on; whatever is left of it goes in the end, and what killed ones left goes now.

    It is locked while it is worked on, so that nobody takes it for a leftover.
    """
    work = path.with_name(f".{path.name}.{os.getpid()}.redline-part")
    lock = os.open(work, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _clear(path.parent)
        yield work
    finally:
        for each in reversed(_with_logs(work)):
            each.unlink(missing_ok=True)
        os.close(lock)


def _clear(folder: Path) -> None:
    """Remove the unfinished copies in `folder` that no process works on any more."""
    left = {each.with_name(each.name.removesuffix("-wal").removesuffix("-shm")) for each in _parts(folder)}
    for work in left:
        if not _is_locked(work):
            for each in reversed(_with_logs(work)):
                each.unlink(missing_ok=True)


def _parts(folder: Path) -> list[Path]:
    return [each for each in folder.iterdir() if UNFINISHED.fullmatch(each.name)]


def _is_locked(work: Path) -> bool:
    try:
        lock = os.open(work, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _settle(work: Path, path: Path) -> None:
    """Fold the log into the file, bring it to the disk, and give it its name in one step."""
    _fold(work)
    with work.open("rb") as file:
        os.fsync(file.fileno())
    work.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _put_aside(database: Path, now: datetime) -> Path | None:
    """Keep a copy of what stands at `database`. There it stays whole until the backup takes its name, in one step."""
    if not database.exists():
        return None
    kept = database.with_name(f"{database.name}.before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    with suppress(sqlite3.Error):  # it may be damaged: then its log goes with it as it is
        _fold(database)
    try:
        for part, name in zip(_with_logs(database), _with_logs(kept), strict=True):
            if part.exists():
                shutil.copy2(part, name)
    except OSError:
        for name in _with_logs(kept):
            name.unlink(missing_ok=True)
        raise
    for log in _with_logs(database)[1:]:  # a log of the old file would spoil the new one
        log.unlink(missing_ok=True)
    return kept


def _fold(path: Path) -> None:
    """Bring what stands in the log into the file; the log goes."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = delete")
    finally:
        connection.close()


def _with_logs(path: Path) -> list[Path]:
    return [path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")]


def surplus(folder: Path, keep: int) -> list[Path]:
    """Return the dated copies in `folder` beyond the newest `keep`, oldest first."""
    return sorted(folder.glob("redline-????????T??????Z.db"))[:-keep]
