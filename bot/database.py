"""The SQLite file: opened safely, migrated, spoken to in statements, its troubles told in one line."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from bot.failure import Failure
from bot.migrations import STEPS, migrations

BUSY_SECONDS = 5.0
ON_DISK, WITH_THE_NEXT = "full", "normal"  # when a commit returns: when the disk has it, or before
OLDEST_SQLITE = (3, 37, 0)  # STRICT tables


class StoreError(Failure):
    """The database cannot be used. The message is one line: the file, what was found, what to do."""


def stamp(at: datetime) -> str:
    """Return `at` as the text the tables hold: UTC, to the second, so that text order is time order.

    Raises ValueError for a datetime without a zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone")
    return at.astimezone(UTC).isoformat(timespec="seconds")


def moment(text: str) -> datetime:
    """Return the UTC datetime that `stamp` wrote."""
    return datetime.fromisoformat(text)


class Database:
    """One connection to the file, for one thread. Every write outside `transaction` is its own transaction,
    on the disk when it returns (but see `note`).
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        connection.row_factory = sqlite3.Row

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> "Database":
        """Open `path`, create it where it is missing, and apply the migrations it lacks.

        Read-only, nothing is created or migrated. Raises StoreError for a missing, locked, damaged, newer or
        unreachable database.
        """
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old. Needed: 3.37 or newer.")
        if read_only and not path.exists():
            raise StoreError(f"{path}: there is no database yet. Start `redline run` or `redline chat` once.")
        try:
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)  # what people told is nobody else's; SQLite gives its log the same mode
            database = cls(path, _connect(path, read_only=read_only))
        except (sqlite3.Error, OSError) as error:
            raise StoreError(explain(path, error)) from error
        try:
            database._prepare(read_only=read_only)
        except sqlite3.Error as error:
            database.close()
            raise StoreError(explain(path, error)) from error
        except StoreError:
            database.close()
            raise
        return database

    def _prepare(self, *, read_only: bool) -> None:
        tables = sqlite_utils.Database(self._connection)
        known = [step.__name__ for step in STEPS]
        unknown = [step.name for step in migrations.applied(tables) if step.name not in known]
        if unknown:
            raise StoreError(
                f"{self.path}: written by a newer version of Redline (it has the migration {unknown[-1]!r}; "
                f"this version ends at {known[-1]!r}). Update Redline, or choose another file with --database."
            )
        if read_only:
            if migrations.pending(tables):
                raise StoreError(f"{self.path}: written by an older version. Start `redline run` once to update it.")
            return
        self._connection.execute("PRAGMA journal_mode = wal")
        self._connection.execute(f"PRAGMA synchronous = {ON_DISK}")
        if migrations.pending(tables):
            with (
                self.transaction()
            ):  # killed within, it begins again; the library alone would leave half a table of its own
                migrations.apply(tables)

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run one statement. Raises StoreError when the file fails; a broken rule of the schema is IntegrityError."""
        try:
            return self._connection.execute(sql, parameters)
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:
            raise StoreError(explain(self.path, error)) from error

    def note(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run one statement that need not wait for the disk.

        What it writes survives a killed process at once, and a power cut as soon as anything else is committed, which
        the tick does every few seconds. An answer is made of several such writes; waiting for each would be felt.
        """
        if self._in_transaction():
            return self.run(sql, parameters)
        self._connection.execute(f"PRAGMA synchronous = {WITH_THE_NEXT}")
        try:
            return self.run(sql, parameters)
        finally:
            self._connection.execute(f"PRAGMA synchronous = {ON_DISK}")

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Write several notes in one go: all or nothing, as soon on the disk as one. Never await inside."""
        if self._in_transaction():
            yield
            return
        self._connection.execute(f"PRAGMA synchronous = {WITH_THE_NEXT}")
        try:
            with self.transaction():
                yield
        finally:
            self._connection.execute(f"PRAGMA synchronous = {ON_DISK}")

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        return self.run(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        first: sqlite3.Row | None = self.run(sql, parameters).fetchone()
        return first

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Takes the write lock at once; inside another transaction it is a part of that one.

        Never await inside: the connection is shared by the whole process.
        """
        if self._in_transaction():
            begin, commit, rollback = "SAVEPOINT part", "RELEASE part", "ROLLBACK TO part; RELEASE part"
        else:
            begin, commit, rollback = "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"
        self.run(begin)
        try:
            yield
            self.run(commit)
        except BaseException:
            if self._in_transaction():  # some errors end it themselves
                for order in rollback.split("; "):
                    self._connection.execute(order)
            raise

    @contextmanager
    def impatient(self) -> Iterator[None]:
        """Inside, a lock that another program holds is an error at once."""
        self._connection.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")

    def _in_transaction(self) -> bool:
        return self._connection.in_transaction

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy of the whole database to `target`, while it is in use."""
        target.touch(mode=0o600)
        copy = sqlite3.connect(target)
        try:
            self._connection.backup(copy)
        finally:
            copy.close()

    def close(self) -> None:
        """Close the connection; closing twice is allowed."""
        self._connection.close()


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = on")
    connection.execute("PRAGMA secure_delete = on")
    return connection


def explain(path: Path, error: Exception) -> str:
    """Return one line that says what is wrong with the file at `path` and what to do about it."""
    found = str(error)
    if "locked" in found or "busy" in found:
        return f"{path}: another program holds a lock on it ({found}). Close that program and try again."
    if "malformed" in found or "not a database" in found or "corrupt" in found:
        return f"{path}: damaged, or not a database ({found}). Put a backup in its place: redline restore FILE."
    if "full" in found:
        return f"{path}: no room left on the disk ({found}). Free some space; nothing that was confirmed is lost."
    if "disk I/O" in found:
        return f"{path}: the disk fails or has no room left ({found}). Look at it; nothing that was confirmed is lost."
    if "readonly" in found or "unable to open" in found or isinstance(error, OSError):
        return f"{path}: cannot be opened for writing ({found}). Check the folder and its permissions."
    return f"{path}: {found}"
