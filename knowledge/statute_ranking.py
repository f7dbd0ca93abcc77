"""From the terms of a query to articles in order of relevance: BM25, the place of an article in the law, and citations.

Measured with questions of laypeople over all national statutes, share of the right articles among the first ten:
pairs of characters alone .459; with single characters .483; with headings and the votes of chapters and laws .51; with
how often a law is cited .53; with what cites and is cited by the candidates .55. What brought nothing: weights of
terms by their cohesion or spread, scores of neighbours, of whole chapters and of whole laws, three characters in a row,
expansion with the terms of the first results, latent semantic analysis.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge import statute_postings
from knowledge.statute_postings import BLOCK

SINGLE = 0.7
"""Weight of a single character beside a pair."""
HEADING = 0.2
LAW_PRIOR = 0.05
"""A law is worth so much more for each e-fold of the laws that cite it."""
CITED = 0.1
CITING = 0.15
CHAPTER_VOTE = 0.05
LAW_VOTE = 0.05
PARENT_VOTE = 0.05
"""What the articles of an interpretation or of implementing rules add to the law they belong to."""
SHARPNESS = 9.0
CANDIDATES = 500
NAMED = 0.3
"""What it adds to an article that the query names its law."""

Floats = NDArray[np.float32]
Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Collection:
    """What is known about the articles of all laws, by place: the n-th article, chapter and law."""

    chapter: Places
    """The chapter of each article."""
    law: Places
    """The law of each article."""
    prior: Floats
    """By law: the logarithm of the number of laws that cite it, plus one."""
    citing: "Citations"
    """Articles that are cited, with those that cite them."""
    cited: "Citations"
    """Articles that cite, with those they cite."""
    child: Places
    parent: Places
    """Laws that are named in the title or the first lines of others: an interpretation's law."""

    @property
    def articles(self) -> int:
        """Return how many articles there are."""
        return len(self.law)

    @property
    def chapters(self) -> int:
        """Return how many chapters there are."""
        return int(self.chapter[-1]) + 1 if len(self.chapter) else 0


@dataclass(frozen=True, slots=True)
class Citations:
    """Articles grouped by the article at the other end of the citation."""

    ends: Places
    """Each article that has any."""
    starts: NDArray[np.intp]
    """Where the others of each begin."""
    others: Places

    @classmethod
    def of(cls, ends: Places, others: Places) -> "Citations":
        """Return the citations from pairs of articles."""
        order = np.argsort(ends, kind="stable")
        ends, others = ends[order], others[order]
        starts = np.flatnonzero(np.diff(ends, prepend=-1))
        return cls(ends[starts], starts, others)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a query with its postings by block."""

    key: int
    frequency: int
    """Texts in which it occurs."""
    postings: Mapping[int, bytes]


def rank(
    collection: Collection,
    terms: Sequence[Term],
    headings: Sequence[Term],
    named: frozenset[int] = frozenset(),
    limit: int = 10,
) -> list[tuple[int, float]]:
    """Return up to `limit` (article, score), best first. The score is 1 for an article that has all of the query.

    `terms` have postings in the texts of articles, `headings` in those of chapters; `named` are laws the query names.
    """
    text, best = _scores(terms, collection.articles)
    if not best:
        return []
    headed, _ = _scores(headings, collection.chapters)
    scores = text + HEADING * headed[collection.chapter]
    top = float(scores.max())
    scores = scores / top + (LAW_PRIOR * collection.prior)[collection.law]
    for law in named:
        scores[collection.law == law] += NAMED
    scores = _with_citations(collection, scores)
    found = _best(scores, max(CANDIDATES, limit))
    found = found[text[found] > 0]
    final = scores[found] + _votes(collection, found, scores[found])
    order = np.argsort(-final, kind="stable")[:limit]
    scale = top / best / float(final.max())
    return [(int(found[n]), min(1.0, float(final[n]) * scale)) for n in order]


def _scores(terms: Sequence[Term], count: int) -> tuple[Floats, float]:
    """Return the BM25 score of each of `count` texts, and the score of a text that has nothing but the terms."""
    scores = np.zeros(count, np.float32)
    best = 0.0
    for term in terms:
        weight = statute_postings.inverse_frequency(term.frequency, count)
        weight *= SINGLE if statute_postings.is_single(term.key) else 1
        best += weight * 255
        for block, content in term.postings.items():
            statute_postings.add(scores[block * BLOCK : (block + 1) * BLOCK], content, weight)
    return scores, best


def _with_citations(collection: Collection, scores: Floats) -> Floats:
    """Return the scores with a share of the best article that cites, and of the best that is cited by, each article."""
    added = scores.copy()
    for citations, share in ((collection.citing, CITED), (collection.cited, CITING)):
        if len(citations.ends):
            added[citations.ends] += share * np.maximum.reduceat(scores[citations.others], citations.starts)
    return added


def _best(scores: Floats, count: int) -> NDArray[np.intp]:
    """Return at least the best `count` places, in no order: the fewest above a round share of the best score."""
    bar = 0.8 * float(scores.max())
    for _ in range(12):
        if np.count_nonzero(scores > bar) >= count:
            break
        bar *= 0.85
    return np.flatnonzero(scores > bar)


def _votes(collection: Collection, found: NDArray[np.intp], scores: Floats) -> Floats:
    """Return what the candidates of the same chapter, law and interpreted law add to each candidate."""
    strength = np.exp(SHARPNESS * (scores - scores.max()))
    chapter, law = collection.chapter[found], collection.law[found]
    chapters = np.bincount(chapter, strength)
    laws = np.bincount(law, strength, minlength=len(collection.prior))
    parents = np.bincount(collection.parent, laws[collection.child], minlength=len(laws))
    votes = (
        CHAPTER_VOTE * np.log1p(chapters)[chapter]
        + LAW_VOTE * np.log1p(laws)[law]
        + PARENT_VOTE * np.log1p(parents)[law]
    )
    return votes.astype(np.float32)
