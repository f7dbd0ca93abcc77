"""Finding articles of the imported statutes for a query."""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot import statute_index
from bot.statute_index import Index
from bot.statute_store import StatuteStoreError
from knowledge import statute_postings, statute_query, statute_ranking, statute_snippet, statute_words
from knowledge.statute_query import Names, Query
from knowledge.statute_snippet import Snippet

PHRASE_CANDIDATES = 300
"""Articles that are looked through for a phrase in quotation marks."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found."""

    title: str
    """Of the statute, in full."""
    version: str
    number: str
    headings: tuple[str, ...]
    text: str
    is_item: bool
    score: float
    """1 for the article that was asked for by its number; else how much of the query it has, from 0."""
    terms: frozenset[str]
    """Pairs of characters that the query has."""

    @property
    def snippet(self) -> Snippet:
        """The part of the text that answers the query."""
        return statute_snippet.cut(self.text, self.terms)


@dataclass(slots=True)
class _State:
    """What is read at the first query, and again after an import."""

    index: Index
    names: Names
    plain_words: Mapping[str, Sequence[str]]
    english: Mapping[str, Sequence[str]]
    version: int


@dataclass
class StatuteSearch:
    """Search over the statutes imported into a file. Opens nothing until the first query. For any thread."""

    path: Path
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Short names in any language, with titles."""
    glossary: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """English terms, in lower case, with Chinese ones."""
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _connection: sqlite3.Connection | None = field(default=None, init=False, repr=False)
    _state: _State | None = field(default=None, init=False, repr=False)

    def find(self, query: str, limit: int = 10) -> list[Hit]:
        """Return up to `limit` articles, best first. Any text is a query; one without words, or no imports, finds none.

        Raises StatuteStoreError if the file is damaged.
        """
        with self._reading() as connection:
            return self._find(connection, query, limit) if connection else []

    def article(self, statute: str, number: str) -> Hit | None:
        """Return an article in the latest version of a statute, by any name of it; None if it is not imported.

        Raises StatuteStoreError if the file is damaged.
        """
        with self._reading() as connection:
            if connection is None:
                return None
            state = self._current(connection)
            query = statute_query.read(statute, state.names)
            asked = self._asked(connection, state.index, replace(query, articles=(number,)))
            return next(iter(_hits(connection, state.index, asked, frozenset())), None)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """Hold the connection while what it reads does not change; None if nothing was imported yet."""
        with self._lock:
            try:
                connection = self._connection or self._connect()
                if connection:
                    connection.execute("BEGIN")
                try:
                    yield connection
                finally:
                    if connection:
                        connection.execute("ROLLBACK")
            except sqlite3.Error as error:
                self.close()
                raise StatuteStoreError(f"{self.path}: {error}. Delete it and import the statutes again.") from error

    def close(self) -> None:
        """Close the file and forget what was read. The next query opens it again."""
        if self._connection:
            self._connection.close()
        self._connection = self._state = None

    def _connect(self) -> sqlite3.Connection | None:
        """Open the file for reading; None if nothing was imported yet."""
        if self.path.is_file():
            self._connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False, isolation_level=None
            )
        return self._connection

    def _find(self, connection: sqlite3.Connection, text: str, limit: int) -> list[Hit]:
        state = self._current(connection)
        query = statute_query.read(text, state.names, state.english, state.plain_words)
        asked = self._asked(connection, state.index, query)
        ranked = asked + [
            (place, score)
            for place, score in self._ranked(connection, state.index, query, limit)
            if (place, 1.0) not in asked
        ]
        wanted = frozenset(statute_postings.spelled(key) for key in statute_postings.keys(query.words))
        return _hits(connection, state.index, ranked[:limit], wanted)

    def _current(self, connection: sqlite3.Connection) -> _State:
        """Return the arrays of the index, read anew if another process has imported since."""
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        if self._state is None or self._state.version != version:
            index = statute_index.read(connection)
            names = statute_query.names(index.titles, self.aliases)
            english = statute_words.load(statute_words.ENGLISH) | dict(self.glossary)
            self._state = _State(index, names, statute_words.load(statute_words.PLAIN), english, version)
        return self._state

    def _asked(self, connection: sqlite3.Connection, index: Index, query: Query) -> list[tuple[int, float]]:
        """Return the articles that the query names by statute and number."""
        places = (
            [place for law in sorted(query.laws) for place in (index.collection.law == law).nonzero()[0].tolist()]
            if query.articles
            else []
        )
        if not places:
            return []
        ids = {int(index.articles[place]): place for place in places}
        found = connection.execute(
            "SELECT id, number FROM statute_article WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(ids))],
        )
        numbered = {number: ids[article] for article, number in found}
        return [(numbered[number], 1.0) for number in query.articles if number in numbered]

    def _ranked(
        self, connection: sqlite3.Connection, index: Index, query: Query, limit: int
    ) -> list[tuple[int, float]]:
        """Return the articles that have the words of the query; those with all of its phrases come first."""
        keys = statute_postings.keys(query.words)
        collection = index.collection
        meant = statute_postings.keys(query.law_words)
        terms, headings = statute_index.terms(connection, index, keys, meant)
        if not headings and all(map(statute_postings.is_single, (term.key for term in terms))) and len(query.words) > 1:
            return []
        count = max(limit, PHRASE_CANDIDATES) if query.phrases else limit
        ranked = statute_ranking.rank(collection, terms, headings, query.laws, count)
        if not query.phrases:
            return ranked
        texts = _texts(connection, index, [place for place, _ in ranked])
        has_phrases = {place for place, text in texts.items() if all(phrase in text for phrase in query.phrases)}
        return sorted(
            ((place, score / 2 + (0.5 if place in has_phrases else 0)) for place, score in ranked),
            key=lambda hit: -hit[1],
        )


def _texts(connection: sqlite3.Connection, index: Index, places: Sequence[int]) -> dict[int, str]:
    """Return the folded text of the articles at `places`."""
    ids = {int(index.articles[place]): place for place in places}
    rows = connection.execute(
        "SELECT id, text FROM statute_article WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))]
    )
    return {ids[article]: statute_postings.folded(text) for article, text in rows}


def _hits(
    connection: sqlite3.Connection, index: Index, ranked: Sequence[tuple[int, float]], terms: frozenset[str]
) -> list[Hit]:
    ids = [int(index.articles[place]) for place, _ in ranked]
    rows = {
        row[0]: row[1:]
        for row in connection.execute(
            "SELECT statute_article.id, title, version, statute_article.number, headings, text, is_item"
            " FROM statute_article JOIN statute_part ON part = statute_part.id JOIN statute ON statute = statute.id"
            " WHERE statute_article.id IN (SELECT value FROM json_each(?))",
            [json.dumps(ids)],
        )
    }
    hits = []
    for article, (_, score) in zip(ids, ranked, strict=True):
        title, version, number, headings, text, is_item = rows[article]
        above = tuple(filter(None, headings.split("\n")))
        hits.append(Hit(title, version, number, above, text, bool(is_item), round(score, 4), terms))
    return hits
