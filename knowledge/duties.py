"""Kinds of duty: filings, licences, assessments and so on, as verdicts are titled and as people ask for them."""

from functools import lru_cache

from knowledge.duty_kinds import named
from knowledge.library import Library
from knowledge.reading import Reading


def kinds(reading: Reading) -> frozenset[str]:
    """Return the kinds of duty that a question names; none where it asks for everything."""
    return named(reading.text)


def kinds_of(library: Library, verdict: str) -> frozenset[str]:
    """Return the kinds of duty that a verdict is about."""
    return _titled(library)[verdict]


def of_kinds(library: Library, wanted: frozenset[str]) -> tuple[str, ...] | None:
    """Return the verdicts on duties of these kinds, in file order; None, for all, where no kind is wanted."""
    if not wanted:
        return None
    return tuple(name for name, kinds in _titled(library).items() if not wanted.isdisjoint(kinds))


@lru_cache(maxsize=2)
def _titled(library: Library) -> dict[str, frozenset[str]]:
    return {
        verdict.id: named(verdict.title.zh) | named(verdict.title.en.lower()) for verdict in library.verdicts.values()
    }
