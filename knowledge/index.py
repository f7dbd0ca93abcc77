"""Every wording by which something can be asked for, by its features: prepared once, kept between runs."""

import math
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from knowledge.entries import Entry, Shape, entries, surroundings
from knowledge.features import features
from knowledge.kept import kept
from knowledge.library import Library
from knowledge.model import Lang, Struct
from knowledge.normalise import plain
from knowledge.rows import Numbers, Rows, Table, rows
from knowledge.tokens import tokens

_COMMON = 0.25
"""A feature in more than this share of the wordings tells nothing."""
_FEW = 3
SHAPES: tuple[Shape, ...] = get_args(Shape)
Weights = NDArray[np.float64]
_NONE = np.empty(0, dtype=np.uint32)


class Prepared(Struct, frozen=True):
    """The index of one language, as it is kept. A wording is a position in `owners`, `shapes`, `texts` and `masses`.

    A feature is a position in `features` and `rarity`. Bytes hold whole numbers of four bytes, weights of eight.
    """

    entries: tuple[Entry, ...]
    owners: bytes
    """Positions in `entries`."""
    shapes: bytes
    """Positions in `SHAPES`, a byte each."""
    texts: tuple[str, ...]
    masses: bytes
    """What the features of each wording weigh together."""
    features: tuple[str, ...]
    rarity: bytes
    postings: Rows
    """For every feature the wordings that have it."""
    laws: Rows
    """For every feature the regulations, by their place in the library, whose articles, terms and titles have it."""
    around: Rows
    """For every entry the features of what stands around its wordings: its answer, the articles it rests on."""
    beyond: Rows
    """For every wording its features that are not around its entry."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """A prepared index, ready for use."""

    library: Library
    lang: Lang
    prepared: Prepared
    owners: Numbers
    shapes: NDArray[np.uint8]
    masses: Weights
    numbers: dict[str, int]
    """For every feature its position."""
    rarity: Weights
    rarest: float
    postings: Table
    laws: Table
    around: Table
    beyond: Table
    uses: dict[str, frozenset[str]]
    """The facts that each verdict rests on."""
    telling: dict[str, float]
    """How much each fact tells which verdict is meant: 1 when only one uses it, 0 when all do."""

    def having(self, feature: str) -> Numbers:
        """Return the wordings that have a feature."""
        number = self.numbers.get(feature)
        return _NONE if number is None else self.postings[number]

    def rarity_of(self, feature: str) -> float:
        """Return how much a feature tells; one that nobody knows tells as much as the rarest."""
        number = self.numbers.get(feature)
        return self.rarest if number is None else float(self.rarity[number])


@lru_cache(maxsize=4)
def index(library: Library, lang: Lang) -> Index:
    """Return the index of a language."""
    prepared = kept(library, f"index-{lang}", Prepared, lambda: _prepare(library, lang))
    uses = {entry.verdict: frozenset(entry.facts) for entry in prepared.entries if entry.kind == "verdict"}
    return Index(
        library,
        lang,
        prepared,
        owners=np.frombuffer(prepared.owners, dtype=np.uint32),
        shapes=np.frombuffer(prepared.shapes, dtype=np.uint8),
        masses=np.frombuffer(prepared.masses),
        numbers={name: number for number, name in enumerate(prepared.features)},
        rarity=np.frombuffer(prepared.rarity),
        rarest=math.log(1 + len(prepared.texts)),
        postings=Table(prepared.postings),
        laws=Table(prepared.laws),
        around=Table(prepared.around),
        beyond=Table(prepared.beyond),
        uses=uses,
        telling=_telling(uses),
    )


def _prepare(library: Library, lang: Lang) -> Prepared:
    known = tuple(entries(library, lang))
    place = {name: number for number, name in enumerate(library.regulations)}
    numbers: dict[str, int] = {}
    owners, shapes, texts = array("I"), bytearray(), []
    within: list[dict[int, float]] = []
    around: list[list[int]] = []
    beyond: list[list[int]] = []
    laws: dict[int, set[int]] = {}
    for owner, entry in enumerate(known):
        beside = " \n ".join(surroundings(library, entry, lang))
        around.append([numbers.setdefault(name, len(numbers)) for name in features(tokens(plain(beside)))])
        near = set(around[-1])
        for shape, text in entry.wordings:
            owners.append(owner)
            shapes.append(SHAPES.index(shape))
            texts.append(text)
            found = features(tokens(plain(text))).items()
            within.append({numbers.setdefault(name, len(numbers)): weight for name, (weight, _) in found})
            beyond.append([number for number in within[-1] if number not in near])
            if entry.kind not in ("faq", "verdict") and entry.regulation:
                for number in within[-1]:
                    laws.setdefault(number, set()).add(place[entry.regulation])
    postings: list[list[int]] = [[] for _ in numbers]
    for wording, weights in enumerate(within):
        for number in weights:
            postings[number].append(wording)
    count = len(texts)
    rarity = [
        math.log(1 + count / max(1, len(places))) if len(places) <= max(_FEW, _COMMON * count) else 0.0
        for places in postings
    ]
    masses = [sum(weight * rarity[number] for number, weight in weights.items()) for weights in within]
    return Prepared(
        entries=tuple(msgspec.structs.replace(entry, wordings=()) for entry in known),  # `texts` has them
        owners=owners.tobytes(),
        shapes=bytes(shapes),
        texts=tuple(texts),
        masses=np.array(masses).tobytes(),
        features=tuple(numbers),
        rarity=np.array(rarity).tobytes(),
        postings=rows(postings),
        laws=rows(sorted(laws.get(number, ())) for number in range(len(numbers))),
        around=rows(around),
        beyond=rows(beyond),
    )


def _telling(uses: dict[str, frozenset[str]]) -> dict[str, float]:
    counts = Counter(fact for used in uses.values() for fact in used)
    most = math.log(1 + len(uses))
    return {fact: math.log((1 + len(uses)) / count) / most for fact, count in counts.items()}
