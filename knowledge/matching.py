"""Which verdicts, answers, articles, clocks and terms a question may mean, each with how sure that is."""

import math
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.basics import Struct
from knowledge.entries import Entry, EntryKind, Shape
from knowledge.features import FRAME, features
from knowledge.index import SHAPES, Index, index
from knowledge.latent import Floats
from knowledge.library import Library
from knowledge.reading import Reading
from knowledge.tokens import tokens


class Candidate(Struct, frozen=True):
    """Something a question may mean, and how sure that is, from 0 to 1.

    `id` is a verdict or regulation id, `regulation#article`, the position of a term, or `regulation:position` of an FAQ
    entry, deadline, penalty or threshold. `wording` is the one that fitted best.
    """

    kind: EntryKind
    id: str
    score: float
    wording: str

    def rated(self, score: float) -> "Candidate":
        """Return the same with another score."""
        return Candidate(self.kind, self.id, score, self.wording)


class Scored(NamedTuple):
    """An entry's score before it is compared with the others; `owner` and `wording` are positions in the index."""

    score: float
    owner: int
    wording: int


# The numbers below were set on wordings of the knowledge files, each left out and looked for in its turn, and on the
# first half of tests/questions; the report of `make bench` shows what they give on the other half.
MISSES: dict[Shape, tuple[float, float]] = {
    "question": (0.40, 0.35),
    "phrase": (0.20, 0.40),
    "name": (0.10, 0.80),
    "gist": (0.60, 0.04),
}
"""What is missing weighs this much: of the question in the wording, and of the wording in the question."""
_MISSED, _EXTRA = np.array([MISSES[shape] for shape in SHAPES], dtype=np.float32).T
NEAR, AROUND, LAW, ALIKE = 0.26, 0.23, 0.16, 0.35
"""Shares of the best wording, of the answer and articles around it, of the whole regulation, of words used alike."""
OTHER_KIND, PASSAGE_OF_OTHER_KIND, NO_FIT = 0.93, 0.83, 0.63
"""What is left of the score when the entry answers another kind of question than the one asked first."""
UNSPOKEN, MOST_UNSPOKEN = 0.9, 2
"""What is left of it for each meaning that most wordings of the entry have and the question has not; so many count."""
EXACT, SAME = 12, 0.1
"""How fast a wording must come near to count whatever kind of question it answers."""
NAMED, UNNAMED = 1.25, 0.7
"""Entries of the regulation that the question names, and of the others then."""
PRIOR = {1: 0.93, 2: 1.0, 3: 1.06}
"""How likely a verdict of each weight is asked for, beside one of weight 2."""
TELLING = 0.2
"""How far facts that only few verdicts use speak for those."""
VOTE, VOTERS, VOTE_POWER, MOST_CITED = 0.25, 15, 3, 6
"""How far the votes of the best entries count, how many vote, and for how many of their articles."""
TOLD = 0.9
"""What a word weighs that states a fact, for facts are compared as facts."""
CONTENT = 1.0
"""What the words of a question, those of asking apart, must weigh for it to be matched surely."""
BESIDE, ENOUGH = 0.35, 40.0
"""What a word weighs in a clause that only describes, where the clauses that ask say at least so much."""
BIAS, SURE, AHEAD = -0.9, 3.1, 4.7
"""The confidence as a logistic function of the score and of its lead over the best entry that means something else."""
MOST_FEATURES = 72
"""Features of a question that are looked up, the weightiest first: what bounds the time for a long text."""
MOST_WEIGHED, MOST_ALIKE = 40, 10
"""Entries that are weighed against their surroundings: with the nearest wordings, and with words used alike."""


def match(
    library: Library, reading: Reading, limit: int = 10, without: int | None = None, elsewhere: bool = False
) -> list[Candidate]:
    """Return what the question may mean, the likeliest first. `without` leaves one wording of the index out.

    With `elsewhere`, other fields that it may belong to are among them.
    """
    known = index(library, reading.lang)
    scored = _scored(known, reading, without)
    said = _said(reading)
    found: list[Candidate] = []
    offered = (item for item in scored if elsewhere or known.entries[item.owner].kind != "elsewhere")
    for score, owner, wording in islice(offered, limit):
        entry = known.entries[owner]
        rival = next((other.score for other in scored if not _means_same(known, owner, other.owner)), 0.0)
        confidence = said / (1 + math.exp(-(BIAS + SURE * score + AHEAD * (score - rival))))
        ceiling = found[-1].score if found else 1.0  # what comes later is never surer than what came before
        found.append(Candidate(entry.kind, entry.id, min(ceiling, round(confidence, 3)), known.texts[wording]))
    return found


def _said(reading: Reading) -> float:
    """Return how far the question says what it is about, from 0 to 1: "is it required?" does not."""
    content = sum(weight for weight, _ in features(tokens(reading.text)).values() if weight > FRAME)
    return min(1.0, content / CONTENT)


def _means_same(known: Index, one: int, other: int) -> bool:
    """Tell whether two entries answer with the same thing: one verdict, or the same regulation."""
    first, second = known.entries[one], known.entries[other]
    if first.verdict and second.verdict:
        return first.verdict == second.verdict
    return first.regulation == second.regulation


def _scored(known: Index, reading: Reading, without: int | None) -> list[Scored]:
    asked = _asked(known, reading)
    if not asked:
        return []
    total = sum(weight for _, weight in asked)
    weights = {number: weight for number, weight in asked if number is not None}
    alike = known.latent.alike(weights)
    near = _nearest(known, weights, total, alike, without)
    covered = known.around.weigh(weights, len(known.entries))[[item.owner for item in near]]
    covered += known.beyond.weigh(weights, len(known.owners))[[item.wording for item in near]]
    laws = _laws(known, asked)
    named = {citation.partition("#")[0] for citation in reading.citations}
    scored = []
    likeness = alike[[item.owner for item in near]].tolist()
    for (score, owner, wording), around, like in zip(near, (covered / total).tolist(), likeness, strict=True):
        entry = known.entries[owner]
        law = laws.get(entry.regulation, around if entry.kind == "elsewhere" else 0.0)
        whole = NEAR * score + AROUND * around + LAW * law + ALIKE * like
        core = known.core[owner]
        unspoken = min(MOST_UNSPOKEN, len(core) - sum(feature in weights for feature in core)) if core else 0
        scored.append(Scored(_fitted(known, whole, score, entry, reading, named, unspoken), owner, wording))
    return _voted(known, sorted(scored, key=lambda item: -item.score))


def _voted(known: Index, scored: list[Scored]) -> list[Scored]:
    """Let the best entries vote for the articles they rest on: what several answers cite is likely meant."""
    cited = [known.entries[owner].cites[:MOST_CITED] for _, owner, _ in scored]
    votes: dict[str, float] = {}
    for (score, _, _), cites in zip(scored[:VOTERS], cited, strict=False):
        vote = score**VOTE_POWER
        for citation in cites:
            votes[citation] = votes.get(citation, 0.0) + vote
    most = max(votes.values(), default=0.0)
    if not most:
        return scored
    moved = []
    for (score, owner, wording), cites in zip(scored, cited, strict=True):
        vote = max([votes.get(citation, 0.0) for citation in cites], default=0.0) / most
        if known.entries[owner].kind == "elsewhere":  # which rests on no article
            vote = 1.0
        moved.append(Scored(score * (1 - VOTE) + score * VOTE * vote, owner, wording))
    return sorted(moved, key=lambda item: -item.score)


def _nearest(known: Index, weights: dict[int, float], total: float, alike: Floats, without: int | None) -> list[Scored]:
    """Return the entries that share most with the question, each by its best wording, the nearest first.

    The likest follow, whatever they share.
    """
    missed, extra = _misses(known)
    shared = known.postings.weigh(weights, len(known.owners)).astype(np.float32)
    if without is not None:
        shared[without] = 0.0
    scores = shared / (shared + missed * (total - shared) + extra * np.maximum(0.0, known.masses - shared))
    best = np.maximum.reduceat(scores, known.begins)
    nearest = _highest(best, MOST_WEIGHED)
    nearest = nearest[np.argsort(-best[nearest], kind="stable")][:MOST_WEIGHED]
    likest = _highest(alike, MOST_ALIKE)
    owners = list(dict.fromkeys([*nearest[best[nearest] > 0].tolist(), *likest[alike[likest] > 0].tolist()]))
    near = zip(best[owners].tolist(), owners, known.begins[owners].tolist(), known.ends[owners].tolist(), strict=True)
    return [Scored(most, owner, begin + int(scores[begin:end].argmax())) for most, owner, begin, end in near]


def _highest(numbers: Floats, most: int) -> NDArray[np.intp]:
    """Return where the highest numbers stand, in the order of places: `most` of them, and those equal to the last."""
    if len(numbers) <= most:
        return np.arange(len(numbers))
    return np.flatnonzero(numbers >= np.partition(numbers, -most)[-most])


@lru_cache(maxsize=4)
def _misses(known: Index) -> tuple[Floats, Floats]:
    """Return, for every wording, what is missing in it weighs, and what is missing of it in the question."""
    return _MISSED[known.shapes], _EXTRA[known.shapes]


def _asked(known: Index, reading: Reading) -> list[tuple[int | None, float]]:
    """Return the features of the question by their numbers, with their weights, the weightiest first.

    A feature nobody knows has no number and weighs as the rarest.
    """
    told = _places(len(reading.text), ((span.start, span.end) for span in reading.spans))
    focus = _places(len(reading.text), reading.focus)
    text = tokens(reading.text)
    weights: list[tuple[int | None, float]] = []
    beside: list[tuple[int | None, float]] = []
    for feature, (weight, place) in features(text).items():
        number = known.numbers.get(feature)
        rarity = known.rarest if number is None else float(known.rarity[number])
        if rarity:
            start = text.spans[place][0]
            asks = not reading.focus or focus[start]
            weighed = weight * rarity * (TOLD if told[start] else 1.0)
            (weights if asks else beside).append((number, weighed))
    share = 1.0 - (1.0 - BESIDE) * min(1.0, sum(weight for _, weight in weights) / ENOUGH)
    weights += [(number, weight * share) for number, weight in beside]
    return sorted(weights, key=lambda item: -item[1])[:MOST_FEATURES]


def _places(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """Return which characters of a text are in one of the spans."""
    places = bytearray(length)
    for first, last in spans:
        places[first:last] = b"\1" * (last - first)
    return places


def _laws(known: Index, asked: list[tuple[int | None, float]]) -> dict[str, float]:
    """Return how much of the question each regulation speaks of, what few speak of counting more."""
    regulations = list(known.library.regulations)
    weights: dict[int, float] = {}
    total = 0.0
    for number, weight in asked:
        speaking = 0 if number is None else known.laws.length(number)
        rare = weight * math.log(1 + len(regulations) / (1 + speaking))
        total += rare
        if number is not None:
            weights[number] = rare
    shares = known.laws.weigh(weights, len(regulations)) / total
    return dict(zip(regulations, shares.tolist(), strict=True))


def _fitted(
    known: Index, score: float, near: float, entry: Entry, reading: Reading, named: set[str], unspoken: int
) -> float:
    """Return the score of an entry, given the kind of question, the laws `named`, and the facts stated.

    `unspoken` is how much of the entry's core the question does not speak of. The nearer the question is to a wording,
    the less that matters, and the kind.
    """
    fit = _fit(entry, reading) * UNSPOKEN**unspoken
    exact = near**EXACT
    score = score * (fit + (1 - fit) * exact) + SAME * exact
    if named:
        score *= NAMED if entry.regulation in named else UNNAMED
    if reading.intents[0] == "verdict" and entry.verdict:
        used = known.uses.get(entry.verdict, frozenset())
        told = sum(known.telling.get(fact, 0.0) for fact in reading.facts if fact in used)
        score += TELLING * (1 - score) * (1 - math.exp(-told))
    return min(score * PRIOR[entry.weight], 1.0)


def _fit(entry: Entry, reading: Reading) -> float:
    """Return how well the entry answers the kind of question asked."""
    if reading.intents[0] in entry.answers:
        return 1.0
    if any(kind in entry.answers for kind in reading.intents[1:]):
        return OTHER_KIND
    return PASSAGE_OF_OTHER_KIND if entry.kind in ("faq", "article") else NO_FIT
