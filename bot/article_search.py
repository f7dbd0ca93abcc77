"""What /search looks through: the knowledge, and the official texts imported beside the database."""

import logging
from collections.abc import Callable
from pathlib import Path

from bot.finding import Found, find
from bot.statute_search import Hit, StatuteSearch
from bot.statute_store import StatuteStoreError, path_beside
from knowledge.library import Library

log = logging.getLogger(__name__)


def imported(database: Path, library: Library) -> StatuteSearch:
    """Return the search in the statutes beside `database`, which knows the library's short names and English terms."""
    aliases = {name: library.regulations[known].title.zh for name, known in library.names.items()}
    glossary: dict[str, list[str]] = {}
    for term in library.terms:
        for name in (term.term.en, *term.also.en):
            glossary.setdefault(name.lower(), []).append(term.term.zh)
    return StatuteSearch(path_beside(database), aliases, glossary)


def searcher(database: Path, library: Library) -> Callable[[str, int], list[Found]]:
    """Return `search(query, limit)`, for any thread. Damaged statutes are logged and searched without."""
    statutes = imported(database, library)

    def official(query: str, limit: int) -> list[Hit]:
        try:
            return statutes.find(query, limit)
        except StatuteStoreError as error:
            log.warning("%s", error)
            return []

    return lambda query, limit: find(library, official, query, limit)


def official_texts(database: Path, library: Library) -> Callable[[str, str], str | None]:
    """Return `text(title, number)`: the imported official text of an article, or None. For any thread."""
    statutes = imported(database, library)

    def text(title: str, number: str) -> str | None:
        try:
            hit = statutes.article(title, number)
        except StatuteStoreError as error:
            log.warning("%s", error)
            return None
        return hit.text if hit is not None else None

    return text
