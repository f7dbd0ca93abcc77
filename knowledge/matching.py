"""Which verdicts, answers, articles, clocks and terms a question may mean, each with how sure that is."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.entries import Entry, EntryKind, Shape, entries, surroundings
from knowledge.features import features
from knowledge.library import Library
from knowledge.model import Lang
from knowledge.normalise import normalise
from knowledge.reading import Reading
from knowledge.tokens import tokens


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something a question may mean, and how sure that is, from 0 to 1.

    `id` is a verdict or regulation id, `regulation#article`, the position of a term, or `regulation:position` of an FAQ
    entry, deadline, penalty or threshold. `wording` is the one that fitted best.
    """

    kind: EntryKind
    id: str
    score: float
    wording: str


_MOST_FEATURES = 72
"""Features of a question that are looked up, the rarest first: what bounds the time for a long text."""
_COMMON = 0.25
"""A feature in more than this share of the wordings tells nothing."""
_TOLD = 0.9
"""What a word weighs that states a fact, for facts are compared as facts."""
_BESIDE, _ENOUGH = 0.35, 12.0
"""What a word weighs in a clause that only describes, where the clauses that ask have at least so much to say."""
NEAR, AROUND, LAW = 0.4, 0.4, 0.2
_MOST_WEIGHED = 60
_MISSES: dict[Shape, tuple[float, float]] = {
    "question": (0.40, 0.25),
    "phrase": (0.35, 0.40),
    "name": (0.10, 0.80),
    "gist": (0.60, 0.04),
}


def match(library: Library, reading: Reading, limit: int = 10, exclude: int = -1) -> list[Candidate]:
    """Return what the question may mean, the likeliest first."""
    index = _index(library, reading.lang)
    asked = _asked(index, reading)
    if not asked:
        return []
    total = sum(asked.values())
    shared: dict[int, float] = {}
    for feature, weight in asked.items():
        for wording in index.postings.get(feature, ()):
            shared[wording] = shared.get(wording, 0.0) + weight
    shared.pop(exclude, None)
    best: dict[int, tuple[float, int]] = {}
    for wording, mass in shared.items():
        owner, shape = index.owners[wording], index.shapes[wording]
        missed, extra = _MISSES[shape]
        score = mass / (mass + missed * (total - mass) + extra * max(0.0, index.masses[wording] - mass))
        if score > best.get(owner, (0.0, 0))[0]:
            best[owner] = (score, wording)
    nearest = sorted(best, key=lambda owner: -best[owner][0])[:_MOST_WEIGHED]
    laws = _laws(index, asked)
    scored = []
    for owner in nearest:
        score, wording = best[owner]
        entry = index.entries[owner]
        around = index.surroundings(library, owner) | index.words(wording)
        covered = sum(weight for feature, weight in asked.items() if feature in around) / total
        score = NEAR * score + AROUND * covered + LAW * laws.get(entry.regulation, 0.0)
        scored.append((_fitted(index, score, entry, reading), owner, wording))
    scored.sort(key=lambda item: -item[0])
    return _candidates(index, scored, limit)


def _candidates(index: "_Index", scored: list[tuple[float, int, int]], limit: int) -> list[Candidate]:
    """Return the candidates with their confidence: high where nothing else comes near."""
    found = []
    for score, owner, wording in scored[:limit]:
        entry = index.entries[owner]
        rival = next((other for other, rank, _ in scored if not _means_same(entry, index.entries[rank])), 0.0)
        confidence = 1 / (1 + math.exp(-(BIAS + SURE * score + AHEAD * (score - rival))))
        found.append(Candidate(entry.kind, entry.id, round(confidence, 3), index.texts[wording]))
    return found


def _means_same(one: Entry, other: Entry) -> bool:
    """Tell whether two entries answer with the same thing: one verdict, or the same regulation."""
    if one.verdict and other.verdict:
        return one.verdict == other.verdict
    return one.regulation == other.regulation


def _asked(index: "_Index", reading: Reading) -> dict[str, float]:
    """Return the features of the question with their weights; a feature nobody knows weighs as the rarest."""
    told = [(span.start, span.end) for span in reading.spans]
    text = tokens(reading.text)
    weights: dict[str, float] = {}
    beside: dict[str, float] = {}
    for feature, (weight, place) in features(text).items():
        rarity = index.rarity.get(feature, index.rarest)
        if rarity:
            start = text.spans[place][0]
            weight *= _TOLD if _is_inside(start, told) else 1.0
            if not reading.focus or _is_inside(start, reading.focus):
                weights[feature] = weight * rarity
            else:
                beside[feature] = weight * rarity
    share = _share(sum(weights.values()))
    weights |= {feature: weight * share for feature, weight in beside.items()}
    return dict(sorted(weights.items(), key=lambda item: -item[1])[:_MOST_FEATURES])


def _share(said: float) -> float:
    """Return what describing clauses weigh: the less the question itself says, the more."""
    return 1.0 - (1.0 - _BESIDE) * min(1.0, said / _ENOUGH)


def _is_inside(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= place < last for first, last in spans)


def _laws(index: "_Index", asked: dict[str, float]) -> dict[str, float]:
    """Return how much of the question each regulation speaks of, rare words counting more."""
    weights: dict[str, float] = {}
    total = 0.0
    for feature, weight in asked.items():
        laws = index.laws.get(feature, ())
        rare = weight * math.log(1 + 60 / (1 + len(laws)))
        total += rare
        for law in laws:
            weights[law] = weights.get(law, 0.0) + rare
    return {law: weight / total for law, weight in weights.items()} if total else {}


BIAS, SURE, AHEAD = -1.5, 3.0, 4.9
TELLING = 0.2
NAMED, UNNAMED = 1.25, 0.7
FIT_OTHER, FIT_FAQ, FIT_NO = 0.88, 0.75, 0.65


def _fit(entry: Entry, reading: Reading) -> float:
    """Return how well the entry answers the kind of question asked."""
    if reading.intents[0] in entry.answers:
        return 1.0
    if any(kind in entry.answers for kind in reading.intents[1:]):
        return FIT_OTHER
    return FIT_FAQ if entry.kind in ("faq", "article") else FIT_NO


def _fitted(index: "_Index", score: float, entry: Entry, reading: Reading) -> float:
    """Return the score of an entry, given the kind of question, the law named, and the facts stated."""
    named = {citation.partition("#")[0] for citation in reading.citations}
    score *= _fit(entry, reading)
    if named:
        score *= NAMED if entry.regulation in named else UNNAMED
    if reading.intents[0] == "verdict" and entry.verdict:
        used = index.uses.get(entry.verdict, frozenset())
        told = sum(index.telling.get(fact, 0.0) for fact in reading.facts if fact in used)
        score += TELLING * (1 - score) * (1 - math.exp(-told))
    return min(score, 1.0)


@dataclass(frozen=True, slots=True)
class _Index:
    """Every wording of one language by its features."""

    entries: tuple[Entry, ...]
    owners: tuple[int, ...]
    shapes: tuple[Shape, ...]
    texts: tuple[str, ...]
    masses: tuple[float, ...]
    postings: dict[str, list[int]]
    rarity: dict[str, float]
    rarest: float
    lang: Lang
    laws: dict[str, list[str]]
    uses: dict[str, frozenset[str]]
    telling: dict[str, float]
    kept: dict[int, frozenset[str]]

    def surroundings(self, library: Library, owner: int) -> frozenset[str]:
        """Return the features of what stands around an entry's wordings: its answer, the articles it rests on."""
        if owner not in self.kept:
            text = " \n ".join(surroundings(library, self.entries[owner], self.lang))
            self.kept[owner] = frozenset(features(tokens(normalise(text).text)))
        return self.kept[owner]

    def words(self, wording: int) -> frozenset[str]:
        """Return the features of one wording."""
        return frozenset(features(tokens(normalise(self.texts[wording]).text)))


@lru_cache(maxsize=4)
def _index(library: Library, lang: Lang) -> _Index:
    known = tuple(entries(library, lang))
    owners: list[int] = []
    shapes: list[Shape] = []
    texts: list[str] = []
    postings: dict[str, list[int]] = {}
    weights: list[dict[str, tuple[float, int]]] = []
    for owner, entry in enumerate(known):
        for shape, text in entry.wordings:
            found = features(tokens(normalise(text).text))
            for feature in found:
                postings.setdefault(feature, []).append(len(owners))
            weights.append(found)
            owners.append(owner)
            shapes.append(shape)
            texts.append(text)
    uses = {entry.verdict: entry.facts for entry in known if entry.kind == "verdict"}
    laws: dict[str, list[str]] = {}
    for owner, found in zip(owners, weights, strict=True):
        entry = known[owner]
        if entry.kind not in ("faq", "verdict"):
            for feature in found:
                named = laws.setdefault(feature, [])
                if entry.regulation not in named:
                    named.append(entry.regulation)
    count = len(owners) or 1
    rarity = {
        feature: math.log(1 + count / len(places)) if len(places) <= max(3, _COMMON * count) else 0.0
        for feature, places in postings.items()
    }
    masses = tuple(sum(weight * rarity[feature] for feature, (weight, _) in found.items()) for found in weights)
    return _Index(
        known,
        tuple(owners),
        tuple(shapes),
        tuple(texts),
        masses,
        postings,
        rarity,
        math.log(1 + count),
        lang,
        laws,
        uses,
        _telling(uses),
        {},
    )


def _telling(uses: dict[str, frozenset[str]]) -> dict[str, float]:
    """Return how much each fact tells which verdict is meant: 1 when only one uses it, 0 when all do."""
    counts = Counter(fact for used in uses.values() for fact in used)
    most = math.log(1 + len(uses))
    return {fact: math.log((1 + len(uses)) / count) / most for fact, count in counts.items()}
