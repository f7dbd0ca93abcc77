"""Imported statutes in an SQLite file of their own, beside the file of the chats.

They are kept apart because they can be imported again at any time and what chats told us cannot: an import of some
seconds must not hold the lock that reminders are written under, and backups stay small.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bot import statute_index
from bot.failure import Failure
from knowledge import article_numbers
from knowledge.statute_text import StatuteError
from knowledge.statutes import Article, Statute

VERSION = 1
"""Of the tables below. A file of another version is built anew by importing again."""
BUSY_SECONDS = 10.0
SCHEMA = """
CREATE TABLE IF NOT EXISTS statute (
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, version TEXT NOT NULL, number TEXT NOT NULL,
    promulgated TEXT, amended TEXT, effective TEXT, UNIQUE (title, version)
) STRICT;
CREATE TABLE IF NOT EXISTS statute_part (
    id INTEGER PRIMARY KEY, statute INTEGER NOT NULL REFERENCES statute ON DELETE CASCADE,
    source TEXT NOT NULL, division TEXT NOT NULL, notes TEXT NOT NULL, annex TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS statute_part_statute ON statute_part (statute);
CREATE TABLE IF NOT EXISTS statute_article (
    id INTEGER PRIMARY KEY, part INTEGER NOT NULL REFERENCES statute_part ON DELETE CASCADE,
    number TEXT NOT NULL, headings TEXT NOT NULL, text TEXT NOT NULL, is_item INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS statute_article_number ON statute_article (part, number);
"""


class StatuteStoreError(Failure):
    """The file of statutes cannot be used. The message is one line: the file, what was found, what to do."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A version of a statute that is imported."""

    title: str
    version: str
    """ISO date, or empty where the text names none."""
    effective: str
    articles: int
    is_divided: bool
    """Whether it has articles; else they are items."""
    sources: tuple[str, ...]
    is_latest: bool
    """Whether it is the version that is searched."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the import of a file changed: numbers of articles, in order."""

    source: str
    title: str
    version: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    is_new: bool = False
    """Whether the statute was not there before in this version."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Text:
    """An article as imported."""

    title: str
    version: str
    number: str
    headings: tuple[str, ...]
    text: str
    is_item: bool


def path_beside(database: Path) -> Path:
    """Return the file of the statutes for the file of the chats: statutes.db in the same folder."""
    return database.with_name("statutes.db")


class StatuteStore:
    """The imported statutes, open for one thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator["StatuteStore"]:
        """Open the file at `path`, or make it. Raises StatuteStoreError if that cannot be done."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise StatuteStoreError(f"{path}: cannot be opened: {error}.") from None
        try:
            _prepare(connection, path)
            yield cls(path, connection)
        except sqlite3.Error as error:
            raise StatuteStoreError(_explained(path, error)) from error
        finally:
            connection.close()

    def add(
        self, statutes: Iterable[tuple[str, Statute]], step: statute_index.Step = lambda _: None
    ) -> tuple[list[Change], list[tuple[str, str]]]:
        """Store statutes, each with the name of its file, and index them, all or nothing.

        Returns what changed, and (file, reason) of the statutes that were refused. `step` is called with the share
        of the work that each step was, which adds up to 1. Nothing changed: nothing is written.
        """
        changes: list[Change] = []
        refused: list[tuple[str, str]] = []
        with self._transaction():
            fresh: dict[int, str] = {}
            for source, statute in statutes:
                try:
                    changes.append(self._put(source, statute, fresh))
                except StatuteError as error:
                    refused.append((source, str(error)))
            if any(changes):
                statute_index.build(self._connection, step)
        return changes, refused

    def remove(self, title: str, version: str | None = None) -> list[Stored]:
        """Remove a statute, or one version of it, and return what was removed: nothing if there is no such statute."""
        removed = [one for one in self.all() if one.title == title and version in (None, one.version)]
        if removed:
            with self._transaction():
                for one in removed:
                    self._connection.execute(
                        "DELETE FROM statute WHERE (title, version) = (?, ?)", (one.title, one.version)
                    )
                statute_index.build(self._connection, lambda _: None)
        return removed

    def all(self) -> list[Stored]:
        """Return what is imported, by title, the latest version of each first."""
        rows = self._connection.execute(
            "SELECT title, version, coalesce(effective, ''), source, count(*), max(is_item) FROM statute"
            " JOIN statute_part ON statute = statute.id JOIN statute_article ON part = statute_part.id"
            " GROUP BY statute_part.id ORDER BY title, version DESC, statute_part.id"
        )
        stored: list[Stored] = []
        for (title, version, effective), parts in groupby(rows, key=lambda row: row[:3]):
            sources, counts, items = zip(*[row[3:] for row in parts], strict=True)
            is_latest = not stored or stored[-1].title != title
            stored.append(Stored(title, version, effective, sum(counts), not any(items), sources, is_latest))
        return stored

    def article(self, title: str, number: str, version: str | None = None) -> Text | None:
        """Return an article of the latest version of a statute, or of the version asked for; None if there is none."""
        row = self._connection.execute(
            "SELECT title, version, statute_article.number, headings, text, is_item FROM statute"
            " JOIN statute_part ON statute = statute.id JOIN statute_article ON part = statute_part.id"
            " WHERE title = ? AND version = coalesce(?, (SELECT max(version) FROM statute WHERE title = ?))"
            " AND statute_article.number = ?",
            (title, version, title, number),
        ).fetchone()
        return _text(row) if row else None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _put(self, source: str, statute: Statute, fresh: dict[int, str]) -> Change:
        """Write one file's statute in place of the parts it replaces. `fresh` are the parts of this import.

        A law may be kept in several files, so only parts that share an article with the file, or its name, give way.
        Raises StatuteError when that would lose articles that another file brought.
        """
        header, new = statute.header, {article.number: article for article in statute.articles}
        key = (header.title, header.version)
        known = self._connection.execute("SELECT id FROM statute WHERE (title, version) = (?, ?)", key).fetchone()
        old: dict[str, tuple[str, str]] = {}
        replaced: list[int] = []
        for part, name, articles in self._parts(known[0]) if known else ():
            if articles == _contents(new.values()):
                return Change(source, *key)
            if name == source or articles.keys() & new.keys():
                _refuse_loss(source, name, articles, new, is_fresh=part in fresh)
                replaced.append(part)
                old |= articles
        self._connection.executemany("DELETE FROM statute_part WHERE id = ?", [(part,) for part in replaced])
        fresh[self._insert(known[0] if known else None, source, statute)] = source
        return _difference(Change(source, *key, is_new=known is None), old, _contents(new.values()))

    def _parts(self, statute: int) -> Iterator[tuple[int, str, dict[str, tuple[str, str]]]]:
        """Yield (id, file, {number: (headings, text)}) of each part of a statute."""
        for part, source in self._connection.execute(
            "SELECT id, source FROM statute_part WHERE statute = ?", (statute,)
        ).fetchall():
            rows = self._connection.execute(
                "SELECT number, headings, text FROM statute_article WHERE part = ?", (part,)
            )
            yield part, source, {number: (headings, text) for number, headings, text in rows}

    def _insert(self, known: int | None, source: str, statute: Statute) -> int:
        """Write a part and return its id; `known` is the statute it belongs to if there is one already."""
        header = statute.header
        dates = [day and day.isoformat() for day in (header.promulgated, header.amended, header.effective)]
        if known is None:
            known = self._connection.execute(
                "INSERT INTO statute (title, version, number, promulgated, amended, effective)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (header.title, header.version, header.number, *dates),
            ).lastrowid
        part = self._connection.execute(
            "INSERT INTO statute_part (statute, source, division, notes, annex) VALUES (?, ?, ?, ?, ?)",
            (known, source, header.part, "\n".join(header.notes), statute.annex),
        ).lastrowid
        assert part is not None
        self._connection.executemany(
            "INSERT INTO statute_article (part, number, headings, text, is_item) VALUES (?, ?, ?, ?, ?)",
            [(part, one.number, "\n".join(one.headings), one.text, one.is_item) for one in statute.articles],
        )
        return part


def _text(row: tuple[str, str, str, str, str, int]) -> Text:
    title, version, number, headings, text, is_item = row
    return Text(title, version, number, tuple(filter(None, headings.split("\n"))), text, bool(is_item))


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables that are missing."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version not in (0, VERSION):
        raise StatuteStoreError(
            f"{path}: tables of version {version}, expected {VERSION}. Delete the file and import the statutes again."
        )
    if version == 0:
        connection.executescript(
            f"BEGIN IMMEDIATE; {SCHEMA} {statute_index.SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;"
        )


def _explained(path: Path, error: sqlite3.Error) -> str:
    """Return what a database error means for whoever runs the import."""
    if "locked" in str(error):
        return f"{path}: another import is running. Try again when it is done."
    if "not a database" in str(error) or "malformed" in str(error):
        return f"{path}: not a file of statutes, or a damaged one. Delete it and import the statutes again."
    return f"{path}: {error}."


def _contents(articles: Iterable[Article]) -> dict[str, tuple[str, str]]:
    return {article.number: ("\n".join(article.headings), article.text) for article in articles}


def _refuse_loss(
    source: str, name: str, articles: Mapping[str, tuple[str, str]], new: Mapping[str, Article], *, is_fresh: bool
) -> None:
    """Raise StatuteError if the part of the file `name` must not be replaced by the articles `new` of `source`."""
    if is_fresh:
        differing = next(number for number in new if number not in articles or articles[number][1] != new[number].text)
        raise StatuteError(f"the same statute and version as {name}, but {article_numbers.label(differing)} differs")
    if name != source and new.keys() < articles.keys():
        raise StatuteError(
            f"has only {len(new)} of the {len(articles)} articles imported from {name}. Remove that statute first."
        )


def _difference(change: Change, old: Mapping[str, tuple[str, str]], new: Mapping[str, tuple[str, str]]) -> Change:
    """Return the change with the articles that are in one only, or differ."""
    return Change(
        change.source,
        change.title,
        change.version,
        added=tuple(number for number in new if number not in old),
        changed=tuple(number for number in new if number in old and old[number] != new[number]),
        removed=tuple(number for number in old if number not in new),
        is_new=change.is_new,
    )


def described(numbers: Sequence[str], shown: int = 12) -> str:
    """Return article numbers as a line shows them: 第一条、第二条 and 10 more."""
    labels = "、".join(map(article_numbers.label, numbers[:shown]))
    return labels if len(numbers) <= shown else f"{labels} and {len(numbers) - shown} more"
