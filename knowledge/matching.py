"""Which verdicts, answers, articles, clocks and terms a question may mean, each with how sure that is."""

import math
from dataclasses import dataclass
from functools import lru_cache

from knowledge.entries import Entry, EntryKind, Shape, entries
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
_TOLD = 0.35
"""What a word weighs that only states a fact: facts are compared as facts."""
_MISSES: dict[Shape, tuple[float, float]] = {
    "question": (0.40, 0.40),
    "phrase": (0.22, 0.55),
    "name": (0.10, 0.80),
    "gist": (0.60, 0.04),
}
"""What is missing weighs this much: of the question in the wording, and of the wording in the question."""


def match(library: Library, reading: Reading, limit: int = 10) -> list[Candidate]:
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
    best: dict[int, tuple[float, int]] = {}
    for wording, mass in shared.items():
        owner, shape = index.owners[wording], index.shapes[wording]
        missed, extra = _MISSES[shape]
        score = mass / (mass + missed * (total - mass) + extra * max(0.0, index.masses[wording] - mass))
        if score > best.get(owner, (0.0, 0))[0]:
            best[owner] = (score, wording)
    found = [
        Candidate(entry.kind, entry.id, _confidence(score, entry, reading), index.texts[wording])
        for owner, (score, wording) in best.items()
        for entry in (index.entries[owner],)
    ]
    found.sort(key=lambda candidate: -candidate.score)
    return found[:limit]


def _asked(index: "_Index", reading: Reading) -> dict[str, float]:
    """Return the features of the question with their weights; a feature nobody knows weighs as the rarest."""
    told = [(span.start, span.end) for span in reading.spans]
    text = tokens(reading.text)
    weights = {}
    for feature, (weight, place) in features(text).items():
        rarity = index.rarity.get(feature, index.rarest)
        if rarity:
            start = text.spans[place][0]
            inside = any(first <= start < last for first, last in told)
            weights[feature] = weight * rarity * (_TOLD if inside else 1.0)
    return dict(sorted(weights.items(), key=lambda item: -item[1])[:_MOST_FEATURES])


def _confidence(score: float, entry: Entry, reading: Reading) -> float:
    """Return how sure a candidate is, given the kind of question, the law named, and the facts stated."""
    first = reading.intents[0]
    if first in entry.answers:
        fit = 1.0
    elif any(kind in entry.answers for kind in reading.intents):
        fit = 0.9
    elif entry.kind == "article":
        fit = 0.85
    else:
        fit = 0.75
    named = {citation.partition("#")[0] for citation in reading.citations}
    if named:
        fit *= 1.15 if entry.regulation in named else 0.85
    used = sum(name in entry.facts for name in reading.facts)
    score = score * fit
    score += (1 - score) * 0.06 * min(used, 4)
    return round(min(score, 1.0), 4)


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
    count = len(owners) or 1
    rarity = {
        feature: math.log(1 + count / len(places)) if len(places) <= max(3, _COMMON * count) else 0.0
        for feature, places in postings.items()
    }
    masses = tuple(sum(weight * rarity[feature] for feature, (weight, _) in found.items()) for found in weights)
    return _Index(known, tuple(owners), tuple(shapes), tuple(texts), masses, postings, rarity, math.log(1 + count))
