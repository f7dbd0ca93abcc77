"""Three ways to search articles behind one call: ours, SQLite FTS5 over character pairs, brute-force rapidfuzz."""

import re
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rapidfuzz import fuzz, process

from bot.statute_search import StatuteSearch
from bot.statute_store import StatuteStore
from knowledge.statutes import Statute

Article = tuple[str, str]
"""Title of the statute and number."""


class System(Protocol):
    """A way to search."""

    name: str
    build_seconds: float
    path: Path

    def find(self, query: str, limit: int) -> list[Article]:
        """Return the best articles."""
        ...


class Ours:
    """The search of the product."""

    name = "redline"

    def __init__(self, folder: Path, statutes: Sequence[tuple[str, Statute]]) -> None:
        self.path = folder / "statutes.db"
        start = time.perf_counter()
        with StatuteStore.open(self.path) as store:
            store.add(statutes)
        self.build_seconds = time.perf_counter() - start
        self._search = StatuteSearch(self.path)

    def find(self, query: str, limit: int) -> list[Article]:
        return [(hit.title, hit.number) for hit in self._search.find(query, limit)]


def pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring characters, and Latin words."""
    found = []
    for run in re.findall(r"[\u3400-\u9fff]+|[a-z0-9]+", text.lower()):
        found.extend([run] if run.isascii() else map(str.__add__, run, run[1:]))
    return found


class Fts5:
    """SQLite's full-text index over character pairs with its own bm25()."""

    name = "FTS5 pairs"

    def __init__(self, folder: Path, statutes: Sequence[tuple[str, Statute]]) -> None:
        self.path = folder / "fts5.db"
        start = time.perf_counter()
        self._connection = sqlite3.connect(self.path)
        self._connection.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT, number TEXT, text TEXT)")
        self._connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=full)")
        rows = [
            (statute.title, article.number, article.text) for _, statute in statutes for article in statute.articles
        ]
        with self._connection:
            self._connection.executemany("INSERT INTO article (title, number, text) VALUES (?, ?, ?)", rows)
            self._connection.executemany(
                "INSERT INTO words (rowid, text) VALUES (?, ?)",
                ((n, " ".join(pairs(text))) for n, (_, _, text) in enumerate(rows, 1)),
            )
        self.build_seconds = time.perf_counter() - start

    def find(self, query: str, limit: int) -> list[Article]:
        words = " OR ".join(f'"{pair}"' for pair in dict.fromkeys(pairs(query)))
        return self._connection.execute(
            "SELECT title, number"
            " FROM (SELECT rowid AS place FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?)"
            " JOIN article ON id = place",
            (words, limit),
        ).fetchall()


class Rapidfuzz:
    """WRatio of the query with every article."""

    name = "rapidfuzz"
    build_seconds = 0.0

    def __init__(self, folder: Path, statutes: Sequence[tuple[str, Statute]]) -> None:
        self.path = folder / "none"
        self._articles = [(statute.title, article.number) for _, statute in statutes for article in statute.articles]
        self._texts = [article.text for _, statute in statutes for article in statute.articles]

    def find(self, query: str, limit: int) -> list[Article]:
        found = process.extract(query, self._texts, scorer=fuzz.WRatio, limit=limit)
        return [self._articles[place] for _, _, place in found]


@dataclass(frozen=True)
class Measured:
    """How one system did."""

    name: str
    articles: int
    build_seconds: float
    megabytes: float
    p50: float
    """Milliseconds."""
    p99: float
    recall: dict[int, float]
    """Share of the right articles among the first so many."""
    reciprocal_rank: float

    def line(self) -> str:
        """Return it as a row of the table."""
        quality = "".join(f" R@{first} {share:.3f}" for first, share in self.recall.items())
        quality += f" MRR@10 {self.reciprocal_rank:.3f}" if self.recall else ""
        return (
            f"{self.articles:7,} articles  {self.name:10}  built in {self.build_seconds:5.1f} s"
            f"  {self.megabytes:6.1f} MB  p50 {self.p50:8.2f} ms  p99 {self.p99:8.2f} ms{quality}"
        )


def measure(system: System, articles: int, questions: Sequence[tuple[str, frozenset[Article]]]) -> Measured:
    """Ask a system every question; recall is measured where the right articles are known."""
    times: list[float] = []
    shares: dict[int, list[float]] = {1: [], 10: [], 100: []}
    ranks: list[float] = []
    system.find(questions[0][0], 10)
    for question, right in questions:
        start = time.perf_counter()
        system.find(question, 10)
        times.append((time.perf_counter() - start) * 1000)
        if right:
            found = system.find(question, 100)
            for first, reached in shares.items():
                reached.append(len(right.intersection(found[:first])) / len(right))
            ranks.append(next((1 / n for n, article in enumerate(found[:10], 1) if article in right), 0.0))
    times.sort()
    size = sum(file.stat().st_size for file in system.path.parent.glob(system.path.name + "*"))
    return Measured(
        system.name,
        articles,
        system.build_seconds,
        size / 1e6,
        times[len(times) // 2],
        times[int(len(times) * 0.99)],
        {first: sum(reached) / len(reached) for first, reached in shares.items() if reached},
        sum(ranks) / len(ranks) if ranks else 0.0,
    )
