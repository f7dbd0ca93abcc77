"""How far the words of a message are those in which people ask about our field, and not those of other fields.

A logistic regression: every feature of a text and every pair of English words speaks for our field or for the others,
learned from all wordings of the knowledge and from how people ask in other fields. Nothing comes from outside.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from knowledge import wording
from knowledge.basics import Struct
from knowledge.features import features
from knowledge.kept import kept
from knowledge.library import Library
from knowledge.neighbours import neighbours
from knowledge.normalise import plain
from knowledge.strings import Trie, trie
from knowledge.tokens import Tokens, tokens

_FEWEST = 2
"""What fewer wordings have is learned nothing of."""
_STEPS, _STRIDE, _SHRUNK = 200, 0.5, 0.01
"""How often the weights are moved, how far, and how much they are drawn to zero."""
_SLIGHT = 0.5
"""Weights smaller than this are not kept."""
_NAMES = ("topics", "themes", "usage", "make", "industries", "laws")
"""Lists of the field that other fields are learned from as well."""


class Learned(Struct, frozen=True):
    """What was learned, as it is kept."""

    features: memoryview
    """A trie."""
    weights: memoryview
    """For every feature its weight, in four bytes: above zero for our field."""
    bias: float


@dataclass(frozen=True, slots=True)
class _Learned:
    features: Trie
    weights: "memoryview[float]"
    bias: float


def belongs(library: Library, text: Tokens) -> float:
    """Return the logarithm of the odds that a text belongs to our field: 0 is as likely as not."""
    known = learned(library)
    names = _features(text)
    numbers = (known.features.get(name) for name in names)
    weight = sum(known.weights[number] for number in numbers if number is not None)
    return float(weight / max(1, len(names)) ** 0.5 + known.bias)


@lru_cache(maxsize=2)
def learned(library: Library) -> _Learned:
    """Return what speaks for our field and for others."""
    known = kept(library, "belonging", Learned, lambda: _learn(_asked(library), _asked_elsewhere()))
    return _Learned(Trie(known.features), known.weights.cast("f"), known.bias)


def _asked(library: Library) -> list[str]:
    """Return all that people ask about in our field."""
    verdicts = [said for v in library.verdicts.values() for said in (v.question.zh, v.question.en, *v.asks.all())]
    entries = (faq for law in library.regulations.values() for faq in law.faq)
    return verdicts + [said for faq in entries for said in (faq.q.zh, faq.q.en, *faq.also.all())]


def _asked_elsewhere() -> list[str]:
    lists = [*wording.elsewhere().values(), *(wording.listed("field")[name] for name in _NAMES)]
    lists += [words.words() for law in neighbours().values() for words in (law.laws, law.words)]
    return [said for words in lists for said in words.all()]


def _features(text: Tokens) -> set[str]:
    """Return what a text is told by."""
    pairs = (f"{one} {other}" for one, other in pairwise(text.keys) if _is_word(one) and _is_word(other))
    return {name for name in features(text) if len(name) > 1}.union(pairs)


def _is_word(key: str) -> bool:
    return key.isascii() and key[0].isalnum()


def _learn(ours: Iterable[str], others: Iterable[str]) -> Learned:
    """Return the weights by which the two are told apart, both counting the same in all however many there are."""
    told = [[_features(tokens(plain(said))) for said in texts] for texts in (ours, others)]
    examples = [names for texts in told for names in texts]
    counts = Counter(name for names in examples for name in names)
    numbers = {name: n for n, name in enumerate(sorted(name for name, c in counts.items() if c >= _FEWEST))}
    rows = [sorted(numbers[name] for name in names if name in numbers) for names in examples]
    lengths = np.array([len(row) for row in rows])
    columns = np.array([number for row in rows for number in row], dtype=np.intp)
    example = np.repeat(np.arange(len(rows)), lengths)
    values = (1.0 / np.sqrt(np.maximum(1, lengths)))[example]
    is_ours = np.repeat([1.0, 0.0], [len(texts) for texts in told])
    share = np.repeat([0.5 / len(texts) for texts in told], [len(texts) for texts in told])
    weights, bias = np.zeros(len(numbers)), 0.0
    moved, moved_bias = np.full(len(numbers), 1e-8), 1e-8
    for _ in range(_STEPS):  # by J. Duchi et al., Adaptive Subgradient Methods (2011)
        odds = np.bincount(example, weights=weights[columns] * values, minlength=len(rows)) + bias
        error = (1.0 / (1.0 + np.exp(-odds)) - is_ours) * share
        moves = np.bincount(columns, weights=error[example] * values, minlength=len(numbers))
        slope = moves + _SHRUNK * weights / len(rows)
        moved += slope**2
        moved_bias += error.sum() ** 2
        weights -= _STRIDE * slope / np.sqrt(moved)
        bias -= _STRIDE * float(error.sum()) / moved_bias**0.5
    telling = {name: weights[number] for name, number in numbers.items() if abs(weights[number]) >= _SLIGHT}
    letters, ordered = trie(telling)
    kept_weights = np.array([telling[name] for name in ordered], dtype=np.float32)
    return Learned(letters, memoryview(kept_weights.tobytes()), float(bias))
