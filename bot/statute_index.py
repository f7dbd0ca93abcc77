"""The search index of the imported statutes: postings and arrays as blobs, built anew inside the import's transaction.

Only the latest version of each statute is indexed. Reading an index costs nothing until a query comes; what then stays
in memory are the arrays, some 20 bytes an article.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge import statute_citations, statute_postings
from knowledge.statute_ranking import Citations, Collection, Places, Term

SCHEMA = """
CREATE TABLE IF NOT EXISTS statute_posting (
    key INTEGER PRIMARY KEY, frequency INTEGER NOT NULL, content BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS statute_array (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT;
"""
TEXTS, HEADINGS = 0, 1
"""The two fields with postings: texts of articles, and headings of chapters."""
MOST_TERMS = 90
"""Terms of a query that are looked up; of a longer one the rarest."""

LONG, MOST_KEPT = 15_000, 128
"""Bytes from which postings are kept in memory between queries, and how many: it saves a third of a query's time."""

Kept = dict[int, tuple[int, bytes]]
Array = NDArray[np.generic]
Step = Callable[[float], None]
_Row = tuple[int, str, str, str, str, str]

_ARTICLES = """
SELECT statute_article.id, title, headings, text, statute_article.number, notes FROM statute
JOIN statute_part ON statute = statute.id JOIN statute_article ON part = statute_part.id
WHERE version = (SELECT max(version) FROM statute AS other WHERE other.title = statute.title)
ORDER BY statute.id, is_item, CAST(statute_article.number AS INTEGER), statute_article.id
"""


@dataclass(frozen=True, slots=True)
class Index:
    """The arrays of the index, and the places of its rows in the tables."""

    collection: Collection
    articles: Places
    """The id of each article."""
    titles: dict[int, str]
    """The full title of each law."""
    kept: Kept
    """The longest postings that queries have had, by key."""


def build(connection: sqlite3.Connection, step: Step) -> None:
    """Write the index of all statutes. `step` is called with the share of the work each step was; together 1."""
    rows: list[_Row] = connection.execute(_ARTICLES).fetchall()
    connection.execute("DELETE FROM statute_posting")
    connection.execute("DELETE FROM statute_array")
    chapter, law = _numbered([row[1:3] for row in rows]), _numbered([row[1:2] for row in rows])
    arrays: dict[str, Array] = {"article": np.array([row[0] for row in rows], np.int32), "chapter": chapter, "law": law}
    arrays |= _citations(rows, law)
    step(0.2)
    _write(connection, TEXTS, [row[3] for row in rows])
    step(0.75)
    first = np.flatnonzero(np.diff(chapter, prepend=-1))
    _write(connection, HEADINGS, [rows[place][2] for place in first.tolist()])
    connection.executemany(
        "INSERT INTO statute_array (name, content) VALUES (?, ?)",
        [(name, array.tobytes()) for name, array in arrays.items()],
    )
    step(0.05)


def read(connection: sqlite3.Connection) -> Index:
    """Return the index without its postings."""
    found = dict(connection.execute("SELECT name, content FROM statute_array"))
    names = ("article", "chapter", "law", "citing", "cited", "child", "parent")
    integers = {name: np.frombuffer(found.get(name, b""), np.int32).astype(np.intp) for name in names}
    collection = Collection(
        integers["chapter"],
        integers["law"],
        prior=np.frombuffer(found.get("prior", b""), np.float32),
        citing=Citations.of(integers["cited"], integers["citing"]),
        cited=Citations.of(integers["citing"], integers["cited"]),
        child=integers["child"],
        parent=integers["parent"],
    )
    first = np.flatnonzero(np.diff(integers["law"], prepend=-1))
    titles = dict(
        connection.execute(
            "SELECT statute_article.id, title FROM statute_article JOIN statute_part ON part = statute_part.id"
            " JOIN statute ON statute = statute.id WHERE statute_article.id IN (SELECT value FROM json_each(?))",
            [json.dumps(integers["article"][first].tolist())],
        )
    )
    laws = [titles[article] for article in integers["article"][first].tolist()]
    return Index(collection, integers["article"], dict(enumerate(laws)), {})


def terms(
    connection: sqlite3.Connection, index: Index, keys: Sequence[int], meant: Sequence[int]
) -> tuple[list[Term], list[Term]]:
    """Return the terms that occur in the texts of articles, and those that occur in headings, with their postings.

    `keys` are the terms of a query, `meant` those of the law for its plain words, which are looked for in texts only.
    """
    meant = [key for key in meant if key not in set(keys)]
    wanted = {
        _key(field, block, key): (field, block, key)
        for field, count, sought in (
            (TEXTS, index.collection.articles, [*keys, *meant]),
            (HEADINGS, index.collection.chapters, keys),
        )
        for block in range(-(-count // statute_postings.BLOCK))
        for key in sought
    }
    if len(keys) + len(meant) > MOST_TERMS:
        wanted = _rarest(connection, wanted)
    found: dict[tuple[int, int], tuple[int, dict[int, bytes]]] = {}
    for place, frequency, content in _contents(connection, index.kept, wanted):
        field, block, key = wanted[place]
        before, contents = found.get((field, key), (0, {}))
        found[field, key] = before + frequency, contents | {block: content}
    texts = [Term(key, *found[TEXTS, key]) for key in keys if (TEXTS, key) in found]
    texts += [Term(key, *found[TEXTS, key], is_meant=True) for key in meant if (TEXTS, key) in found]
    return texts, [Term(key, *found[HEADINGS, key]) for key in keys if (HEADINGS, key) in found]


def _contents(
    connection: sqlite3.Connection, kept: Kept, wanted: Mapping[int, object]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield (key, frequency, content) of the postings that there are. Long ones are kept for the next query."""
    missing = [place for place in wanted if place not in kept]
    rows = connection.execute(
        "SELECT key, frequency, content FROM statute_posting WHERE key IN (SELECT value FROM json_each(?))",
        [json.dumps(missing)],
    ).fetchall()
    yield from ((place, *kept[place]) for place in wanted if place in kept)
    yield from rows
    for place, frequency, content in rows:
        if len(content) > LONG:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[place] = frequency, content


def _rarest(connection: sqlite3.Connection, wanted: dict[int, tuple[int, int, int]]) -> dict[int, tuple[int, int, int]]:
    """Return the keys of the pairs that are rarest in the texts."""
    frequencies: dict[int, int] = {}
    for place, frequency in connection.execute(
        "SELECT key, frequency FROM statute_posting WHERE key IN (SELECT value FROM json_each(?))",
        [json.dumps(list(wanted))],
    ):
        field, _, key = wanted[place]
        if field == TEXTS and not statute_postings.is_single(key):
            frequencies[key] = frequencies.get(key, 0) + frequency
    kept = set(sorted(frequencies, key=frequencies.__getitem__)[:MOST_TERMS])
    return {place: posting for place, posting in wanted.items() if posting[2] in kept}


def _key(field: int, block: int, term: int) -> int:
    """Return the key of a term's postings: field, block and term in one number."""
    return field << 56 | block << 40 | term


def _write(connection: sqlite3.Connection, field: int, texts: Sequence[str]) -> None:
    connection.executemany(
        "INSERT INTO statute_posting (key, frequency, content) VALUES (?, ?, ?)",
        ((_key(field, one.block, one.term), one.frequency, one.content) for one in statute_postings.build(texts)),
    )


def _numbered(names: Sequence[object]) -> Places:
    """Return a number for each name that rises by one whenever the name changes."""
    changes = [False, *(before != after for before, after in pairwise(names))]
    return np.cumsum(changes[: len(names)], dtype=np.int32)


def _citations(rows: Sequence[_Row], law: Places) -> dict[str, Array]:
    """Return the arrays of who cites whom."""
    laws = {statute_citations.plain_title(row[1]): number for row, number in zip(rows, law.tolist(), strict=True)}
    places = {(number, row[4]): place for place, (row, number) in enumerate(zip(rows, law.tolist(), strict=True))}
    articles: set[tuple[int, int]] = set()
    named: set[tuple[int, int]] = set()
    parents: set[tuple[int, int]] = set()
    before = -1
    for place, (row, own) in enumerate(zip(rows, law.tolist(), strict=True)):
        if own != before:
            for other, _ in statute_citations.cited(f"{row[1]}\n{row[5]}\n{row[3]}", own, laws):
                parents.add((own, other))
        before = own
        for other, number in statute_citations.cited(row[3], own, laws):
            named.add((own, other))
            if (cited := places.get((other, number))) is not None and cited != place:
                articles.add((cited, place))
    count = int(law[-1]) + 1 if len(law) else 0
    citing_laws = [other for own, other in named | parents if own != other]
    return {
        **_columns(("cited", "citing"), articles),
        **_columns(("parent", "child"), {(other, own) for own, other in parents if own != other}),
        "prior": np.log1p(np.bincount(np.array(citing_laws, np.intp), minlength=count)).astype(np.float32),
    }


def _columns(names: tuple[str, str], pairs: set[tuple[int, int]]) -> dict[str, Array]:
    """Return the sorted pairs as two named arrays."""
    ordered = np.array(sorted(pairs), np.int32).reshape(-1, 2)
    return {name: np.ascontiguousarray(ordered[:, n]) for n, name in enumerate(names)}
