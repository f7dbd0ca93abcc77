"""Every wording by which something can be asked for, by its features: prepared once, kept between runs."""

import math
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from knowledge.entries import Entry, Shape, entries, surroundings
from knowledge.features import features
from knowledge.kept import kept
from knowledge.library import Library
from knowledge.model import Lang, Struct
from knowledge.normalise import plain
from knowledge.tokens import tokens

_COMMON = 0.25
"""A feature in more than this share of the wordings tells nothing."""
_FEW = 3


class Prepared(Struct, frozen=True):
    """The index of one language, as it is kept. A wording is a position in `owners`, `shapes`, `texts` and `masses`."""

    entries: tuple[Entry, ...]
    owners: tuple[int, ...]
    """Positions in `entries`."""
    shapes: tuple[Shape, ...]
    texts: tuple[str, ...]
    masses: tuple[float, ...]
    """What the features of each wording weigh together."""
    postings: dict[str, bytes]
    """For every feature the wordings that have it, as four-byte numbers."""
    rarity: dict[str, float]
    laws: dict[str, tuple[str, ...]]
    """For every feature the regulations whose articles, terms and titles have it."""


@dataclass(frozen=True, slots=True)
class Index:
    """A prepared index, and what is worked out while it is used."""

    library: Library
    lang: Lang
    prepared: Prepared
    rarest: float
    uses: dict[str, frozenset[str]]
    """The facts that each verdict rests on."""
    telling: dict[str, float]
    """How much each fact tells which verdict is meant: 1 when only one uses it, 0 when all do."""
    seen: dict[int, frozenset[str]] = field(default_factory=dict)

    def having(self, feature: str) -> Sequence[int]:
        """Return the wordings that have a feature."""
        return memoryview(self.prepared.postings.get(feature, b"")).cast("I")

    def around(self, owner: int) -> frozenset[str]:
        """Return the features of what stands around an entry's wordings: its answer, the articles it rests on."""
        if owner not in self.seen:
            text = " \n ".join(surroundings(self.library, self.prepared.entries[owner], self.lang))
            self.seen[owner] = frozenset(features(tokens(plain(text))))
        return self.seen[owner]

    def within(self, wording: int) -> frozenset[str]:
        """Return the features of one wording."""
        return frozenset(features(tokens(plain(self.prepared.texts[wording]))))


@lru_cache(maxsize=4)
def index(library: Library, lang: Lang) -> Index:
    """Return the index of a language."""
    prepared = kept(library, f"index-{lang}", Prepared, lambda: _prepare(library, lang))
    uses = {entry.verdict: frozenset(entry.facts) for entry in prepared.entries if entry.kind == "verdict"}
    return Index(library, lang, prepared, math.log(1 + len(prepared.owners)), uses, _telling(uses))


def _prepare(library: Library, lang: Lang) -> Prepared:
    known = tuple(entries(library, lang))
    owners, shapes, texts = [], [], []
    found: list[dict[str, tuple[float, int]]] = []
    for owner, entry in enumerate(known):
        for shape, text in entry.wordings:
            owners.append(owner)
            shapes.append(shape)
            texts.append(text)
            found.append(features(tokens(plain(text))))
    postings: dict[str, array[int]] = {}
    laws: dict[str, dict[str, None]] = {}
    for wording, names in enumerate(found):
        entry = known[owners[wording]]
        is_law = entry.kind not in ("faq", "verdict")
        for name in names:
            postings.setdefault(name, array("I")).append(wording)
            if is_law:
                laws.setdefault(name, {})[entry.regulation] = None
    count = len(owners)
    rarity = {
        name: math.log(1 + count / len(places)) if len(places) <= max(_FEW, _COMMON * count) else 0.0
        for name, places in postings.items()
    }
    return Prepared(
        entries=known,
        owners=tuple(owners),
        shapes=tuple(shapes),
        texts=tuple(texts),
        masses=tuple(sum(weight * rarity[name] for name, (weight, _) in names.items()) for names in found),
        postings={name: places.tobytes() for name, places in postings.items()},
        rarity=rarity,
        laws={name: tuple(named) for name, named in laws.items()},
    )


def _telling(uses: dict[str, frozenset[str]]) -> dict[str, float]:
    counts = Counter(fact for used in uses.values() for fact in used)
    most = math.log(1 + len(uses))
    return {fact: math.log((1 + len(uses)) / count) / most for fact, count in counts.items()}
