"""Every wording by which something can be asked for, by its features: prepared once, kept between runs."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from knowledge.basics import Lang, Struct
from knowledge.entries import Entry, Shape, entries, surroundings
from knowledge.features import features
from knowledge.kept import kept
from knowledge.latent import Floats, Latent, Space, latent
from knowledge.library import Library
from knowledge.normalise import plain
from knowledge.rows import Numbers, Rows, Table, Weights, rows
from knowledge.strings import Line, Strings, Trie, line, trie
from knowledge.tokens import tokens

_COMMON = 0.25
"""A feature in more than this share of the wordings tells nothing."""
_BESIDE = 0.5
"""What the surroundings of an entry weigh beside its wordings, where it is told by the company its words keep."""
_FEW = 3
_CORE = 0.7
"""What this share of an entry's wordings speak of is at its core."""
_ASKED = {"~authority", "~change", "~contents", "~deadline", "~duty_of_care", "~effective", "~notice", "~penalty"}
_ASKED |= {"~remind", "~report", "~retain", "~scope", "~threshold", "~who"}
"""Meanings that are asked for rather than spoken of, and those that nearly every law has: they are no core."""
SHAPES: tuple[Shape, ...] = get_args(Shape)
_NONE = np.empty(0, dtype=np.uint32)
_BLOCK = 4_000_000
"""The C library maps a large block anew each time, page after page, until one as large was freed: from then on it keeps
such blocks. The sums over all wordings take half of the time so."""


class Prepared(Struct, frozen=True):
    """The index of one language, as it is kept. A wording is a position in `owners`, `shapes`, `texts` and `masses`.

    A feature is its number in `features`, a position in `rarity`. In bytes, a number takes four and a weight eight.
    """

    owners: memoryview
    """Positions among the entries."""
    shapes: memoryview
    """Positions in `SHAPES`, a byte each."""
    texts: Line
    masses: memoryview
    """What the features of each wording weigh together, in four bytes."""
    features: memoryview
    """A trie."""
    rarity: memoryview
    postings: Rows
    """For every feature the wordings that have it."""
    laws: Rows
    """For every feature the regulations, by their place in the library, whose articles, terms and titles have it."""
    around: Rows
    """For every feature the entries around whose wordings it stands: in the answer, in the articles it rests on."""
    core: Rows
    """For every entry the meanings that most of its wordings speak of."""
    beyond: Rows
    """For every feature the wordings that have it where it is not around their entry."""
    latent: Latent


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """A prepared index, ready for use."""

    library: Library
    lang: Lang
    entries: tuple[Entry, ...]
    """Without their wordings, which are `texts`."""
    owners: Numbers
    begins: NDArray[np.intp]
    """For every entry its first wording; the others follow."""
    ends: NDArray[np.intp]
    """For every entry where its wordings end."""
    shapes: NDArray[np.uint8]
    texts: Strings
    masses: Floats
    numbers: Trie
    """For every feature its number."""
    rarity: Weights
    rarest: float
    postings: Table
    laws: Table
    around: Table
    core: list[tuple[int, ...]]
    """For every entry the meanings that most of its wordings speak of."""
    beyond: Table
    latent: Space
    uses: dict[str, frozenset[str]]
    """The facts that each verdict rests on."""
    telling: dict[str, float]
    """How much each fact tells which verdict is meant: 1 when only one uses it, 0 when all do."""

    def having(self, feature: str) -> Numbers:
        """Return the wordings that have a feature."""
        number = self.numbers.get(feature)
        return _NONE if number is None else self.postings[number]


@lru_cache(maxsize=4)
def index(library: Library, lang: Lang) -> Index:
    """Return the index of a language."""
    prepared = kept(library, f"index-{lang}", Prepared, lambda: _prepare(library, lang))
    np.empty(_BLOCK, dtype=np.uint8)  # and freed
    known = _entries(library)
    owners = np.frombuffer(prepared.owners, dtype=np.uint32)
    texts = Strings(prepared.texts)
    begins = np.flatnonzero(np.diff(owners.astype(np.int64), prepend=-1))
    core = Table(prepared.core)
    uses = {entry.verdict: frozenset(entry.facts) for entry in known if entry.kind == "verdict"}
    return Index(
        library,
        lang,
        entries=known,
        owners=owners,
        begins=begins,
        ends=np.append(begins[1:], len(owners)),
        shapes=np.frombuffer(prepared.shapes, dtype=np.uint8),
        texts=texts,
        masses=np.frombuffer(prepared.masses, dtype=np.float32),
        numbers=Trie(prepared.features),
        rarity=np.frombuffer(prepared.rarity),
        rarest=math.log(1 + len(texts)),
        postings=Table(prepared.postings),
        laws=Table(prepared.laws),
        around=Table(prepared.around),
        core=[tuple(core[row].tolist()) for row in range(len(core))],
        beyond=Table(prepared.beyond),
        latent=Space(prepared.latent),
        uses=uses,
        telling=_telling(uses),
    )


@lru_cache(maxsize=2)
def _entries(library: Library) -> tuple[Entry, ...]:
    """Return the entries, which are the same in both languages but for their wordings."""
    return tuple(msgspec.structs.replace(entry, wordings=()) for entry in entries(library, "en"))


def _prepare(library: Library, lang: Lang) -> Prepared:
    place = {name: number for number, name in enumerate(library.regulations)}
    owners, shapes = array("I"), bytearray()
    texts: list[str] = []
    within: list[dict[str, float]] = []
    surrounding: list[dict[str, float]] = []
    cores: list[list[str]] = []
    postings, around, beyond, laws = (defaultdict[str, list[int]](list) for _ in range(4))
    for owner, entry in enumerate(entries(library, lang)):
        near = features(tokens(plain(" \n ".join(surroundings(library, entry, lang)))))
        for name in near:
            around[name].append(owner)
        surrounding.append({name: weight for name, (weight, _) in near.items()})
        for shape, text in entry.wordings:
            found = features(tokens(plain(text)))
            for name in found:
                postings[name].append(len(texts))
                if name not in near:
                    beyond[name].append(len(texts))
                if entry.kind not in ("faq", "verdict") and entry.regulation:
                    laws[name].append(place[entry.regulation])
            within.append({name: weight for name, (weight, _) in found.items()})
            owners.append(owner)
            shapes.append(SHAPES.index(shape))
            texts.append(text)
        cores.append(_core(entry, within[len(within) - len(entry.wordings) :]))
    known, names = trie({*postings, *around})
    numbers = {name: number for number, name in enumerate(names)}
    count = len(texts)
    rarity = {
        name: math.log(1 + count / max(1, len(places))) if len(places) <= max(_FEW, _COMMON * count) else 0.0
        for name, places in ((name, postings[name]) for name in names)
    }
    examples = [
        {numbers[name]: weight * share for name, weight in weights.items()}
        for weights, share in (*zip(within, repeat(1.0)), *zip(surrounding, repeat(_BESIDE)))
    ]
    masses = [sum(weight * rarity[name] for name, weight in weights.items()) for weights in within]
    return Prepared(
        owners=memoryview(owners.tobytes()),
        shapes=memoryview(bytes(shapes)),
        texts=line(texts),
        masses=memoryview(np.array(masses, dtype=np.float32).tobytes()),
        features=known,
        rarity=memoryview(np.array([rarity[name] for name in names]).tobytes()),
        postings=rows(postings[name] for name in names),
        laws=rows(sorted(set(laws[name])) for name in names),
        around=rows(around[name] for name in names),
        core=rows([numbers[name] for name in core if rarity[name]] for core in cores),
        beyond=rows(beyond[name] for name in names),
        latent=latent(examples, [*owners, *range(len(surrounding))], [rarity[name] for name in names]),
    )


def _core(entry: Entry, wordings: Sequence[Collection[str]]) -> list[str]:
    """Return the meanings that most wordings of a verdict, or of an entry of the FAQ, speak of."""
    if entry.kind not in ("verdict", "faq") or len(wordings) < _FEW:
        return []
    counts = Counter(name for names in wordings for name in names if name.startswith("~") and name not in _ASKED)
    return [name for name, count in counts.items() if count >= _CORE * len(wordings)]


def _telling(uses: dict[str, frozenset[str]]) -> dict[str, float]:
    counts = Counter(fact for used in uses.values() for fact in used)
    most = math.log(1 + len(uses))
    return {fact: math.log((1 + len(uses)) / count) / most for fact, count in counts.items()}
