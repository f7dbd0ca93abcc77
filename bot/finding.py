"""One `find` over both tiers: the curated articles in our own words, and the imported official texts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.statute_search import Hit
from knowledge.library import Library
from knowledge.matching import Candidate, match
from knowledge.passages import cited_by, numbered
from knowledge.reading import read

LIKELY = 0.3
"""Beside official texts, only what is this likely to be meant is taken from the curated tier."""
MARKS = ("\033[7m", "\033[27m")
"""What a terminal shows in reverse."""
FUSION = 20.0
"""How slowly a place in either list loses worth: reciprocal rank fusion."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article: of which regulation (our id, where we know it), its full title, number, words, worth from 0 to 1.

    `excerpt` is the part of an official text that holds what was asked for, marked for a terminal.
    """

    regulation: str | None
    title: str
    article: str
    text: str
    score: float
    excerpt: str = ""


def find(library: Library, imported: Callable[[str, int], list[Hit]], query: str, limit: int) -> list[Found]:
    """Return the articles that a query is about, best first. The official text stands before our gist of it.

    Both lists are merged by rank; an article that both tiers name counts twice.
    """
    ids = {regulation.title.zh: regulation.id for regulation in library.regulations.values()}
    official = [
        Found(ids.get(hit.title), hit.title, hit.number, hit.text, hit.score, hit.snippet.marked("\033[7m", "\033[27m"))
        for hit in imported(query, limit)
    ]
    curated = [found for found in _curated(library, query, limit) if not official or found.score >= LIKELY]
    worth: dict[tuple[str, str], float] = {}
    shown: dict[tuple[str, str], Found] = {}
    for tier in (official, curated):
        for rank, found in enumerate(tier):
            key = (found.title, found.article)
            worth[key] = worth.get(key, 0.0) + found.score * FUSION / (FUSION + rank)
            shown.setdefault(key, found)
    ranked = sorted(shown, key=lambda key: -worth[key])
    return [replace(shown[key], score=round(min(1.0, worth[key]), 4)) for key in ranked[:limit]]


def _curated(library: Library, query: str, limit: int) -> list[Found]:
    reading = read(library, query)
    if reading.intents[0] == "out_of_field":
        return []
    found: dict[str, Found] = {}
    said = [citation for citation in (*reading.citations, numbered(library, reading)) if citation and "#" in citation]
    named = [Candidate("article", citation, 1.0, "") for citation in said if library.article(citation)]
    for candidate in (*named, *match(library, reading, limit)):
        for citation in _articles(library, cited_by(library, candidate)):
            regulation, number = library.cited(citation)
            article = regulation.article(number)
            if article is not None and citation not in found:
                text = article.gist.get(reading.lang)
                found[citation] = Found(regulation.id, regulation.title.zh, article.number, text, candidate.score)
    return list(found.values())[:limit]


def _articles(library: Library, citations: Iterable[str]) -> list[str]:
    """Return the citations of articles, without paragraphs."""
    return [citation.partition("(")[0] for citation in citations if "#" in citation]
