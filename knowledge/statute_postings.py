"""Which texts a term occurs in, and how strongly: BM25 weights of characters and character pairs, as bytes.

Chinese is written without spaces, so the terms are single characters and pairs of neighbours. Latin letters and digits
make pairs only. A term is a number: its characters, 18 bits each. The texts are cut into blocks of 65,536, so that a
place in a block fits two bytes. Postings of a term in a block are the places (two bytes each) followed by the weights
(one byte each); where they would be longer than one byte a text, they are one weight a text, 0 for none.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCK = 1 << 16
"""Texts in a block."""
K1 = 1.2
B = 0.75
SCALE = 255 / (K1 + 1)
"""A stored weight is the BM25 weight of the term in the text, from 0 to K1 + 1, times this."""
DENSE = 8
"""A term in more than one text of so many is stored as one weight a text, which adds up faster."""
COMMON = 4
"""A single character in more than one text of so many is not stored: as many right answers, a third less work."""
SMALL = 1000
"""In a block of fewer texts everything is stored."""

Characters = NDArray[np.uint32]
Occurrences = NDArray[np.uint64]

_SHIFT = 18
_KNOWN = 0x32000
"""Code points from here on are no characters of ours."""


@cache
def _table() -> NDArray[np.uint32]:
    """Return what each code point counts as: itself, its lower-case or narrow form, or 0 where terms end."""
    table = np.zeros(_KNOWN, np.uint32)
    for first, last in ((0x3007, 0x3007), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x31FFF)):
        table[first : last + 1] = np.arange(first, last + 1)
    for wide in (0, 0xFEE0):
        for first, count, folded in ((0x30, 10, 0x30), (0x61, 26, 0x61), (0x41, 26, 0x61)):
            table[first + wide : first + wide + count] = np.arange(folded, folded + count)
    return table


def keys(text: str) -> list[int]:
    """Return the terms of a text, each once: pairs, then single characters, in order of appearance."""
    characters = _characters(text)
    return list(dict.fromkeys([*_pairs(characters)[1].tolist(), *_singles(characters)[1].tolist()]))


def folded(text: str) -> str:
    """Return the text in lower case and narrow letters, character by character, with a space where terms end."""
    return _characters(text).tobytes().decode("utf-32-le").replace("\0", " ")


def is_single(key: int) -> bool:
    """Return whether a term is a single character."""
    return key < _KNOWN


def spelled(key: int) -> str:
    """Return the characters of a term."""
    return chr(key) if is_single(key) else chr(key >> _SHIFT) + chr(key & (1 << _SHIFT) - 1)


class Posting(NamedTuple):
    """Where a term occurs in one block: a tuple, because a collection has hundreds of thousands."""

    block: int
    term: int
    frequency: int
    """Texts of the block in which it occurs."""
    content: bytes


def build(texts: Sequence[str]) -> Iterator[Posting]:
    """Yield the postings of all terms of all texts. Characters and pairs are sorted at one time, in two threads."""
    mean = max(1.0, 2 * sum(map(len, texts)) / max(1, len(texts)))
    with ThreadPoolExecutor(2) as threads:
        for first in range(0, len(texts), BLOCK):
            part = texts[first : first + BLOCK]
            characters = _characters("\n".join(part))
            place = np.repeat(np.arange(len(part), dtype=np.uint16), [len(text) + 1 for text in part])[:-1]
            sort = partial(_sorted, characters=characters, place=place)
            singles, pairs = threads.map(sort, (_singles, _pairs))
            sizes = sum(np.bincount(kind.astype(np.uint16), minlength=len(part)) for kind in (singles, pairs))
            norm = (K1 * (1 - B + B * np.asarray(sizes) / mean)).astype(np.float32)
            del characters, place, sort
            for kind in (pairs, singles):
                yield from _postings(first // BLOCK, kind, norm)


def _sorted(
    find: Callable[[Characters], tuple[NDArray[np.intp], Occurrences]],
    characters: Characters,
    place: NDArray[np.uint16],
) -> Occurrences:
    """Return the sorted occurrences of the terms that `find` finds: the term, and the place in the last 16 bits."""
    at, occurrences = find(characters)
    occurrences <<= np.uint64(16)
    occurrences |= place[at]
    occurrences.sort()
    return occurrences


def _characters(text: str) -> Characters:
    """Return what each character of the text counts as."""
    points = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    return _table()[np.minimum(points, _KNOWN - 1)]


def _singles(characters: Characters) -> tuple[NDArray[np.intp], Occurrences]:
    """Return where single characters are terms, and the terms."""
    at = np.flatnonzero(characters > 127)
    return at, characters[at].astype(np.uint64)


def _pairs(characters: Characters) -> tuple[NDArray[np.intp], Occurrences]:
    """Return where pairs of neighbours, both of one script, begin, and the terms."""
    left, right = characters[:-1], characters[1:]
    at = np.flatnonzero((left > 0) & (right > 0) & ((left > 127) == (right > 127)))
    return at, left[at].astype(np.uint64) << np.uint64(_SHIFT) | right[at]


def _postings(block: int, occurrences: Occurrences, norm: NDArray[np.float32]) -> Iterator[Posting]:
    """Yield the postings of a block from its sorted occurrences; `norm` is by place."""
    if not len(occurrences):
        return
    starts = np.concatenate(([0], np.flatnonzero(occurrences[1:] != occurrences[:-1]) + 1))
    counts = np.diff(starts, append=len(occurrences)).astype(np.float32)
    occurrences = occurrences[starts]
    places = occurrences.astype(np.uint16)  # its lowest 16 bits
    weights = np.ceil(counts * (K1 + 1) / (counts + norm[places]) * SCALE).clip(1, 255).astype(np.uint8)
    terms = occurrences >> np.uint64(16)
    firsts = np.concatenate(([0], np.flatnonzero(terms[1:] != terms[:-1]) + 1))
    place_bytes, weight_bytes = places.tobytes(), weights.tobytes()
    bounds = [*firsts.tolist(), len(terms)]
    for term, start, end in zip(terms[firsts].tolist(), bounds, bounds[1:], strict=False):
        if (end - start) * DENSE > len(norm):
            if is_single(term) and (end - start) * COMMON > len(norm) > SMALL:
                continue
            dense = np.zeros(len(norm), np.uint8)
            dense[places[start:end]] = weights[start:end]
            content = dense.tobytes()
        else:
            content = place_bytes[2 * start : 2 * end] + weight_bytes[start:end]
        yield Posting(block, term, end - start, content)


def add(scores: NDArray[np.float32], weighted: Sequence[tuple[bytes, float]]) -> None:
    """Add postings of one block, each times its factor, to the scores of the block's texts, in place.

    The short ones are added in one go, which takes half the time.
    """
    places, weights, factors, counts = [], [], [], []
    for content, factor in weighted:
        if len(content) == len(scores):
            scores += np.multiply(np.frombuffer(content, np.uint8), np.float32(factor), dtype=np.float32)
        else:
            count = len(content) // 3
            places.append(content[: 2 * count])
            weights.append(content[2 * count :])
            factors.append(factor)
            counts.append(count)
    if counts:
        added = np.frombuffer(b"".join(weights), np.uint8) * np.repeat(np.array(factors, np.float32), counts)
        np.add.at(scores, np.frombuffer(b"".join(places), np.uint16), added)


def inverse_frequency(frequency: int, texts: int) -> float:
    """Return BM25's weight of a term in a query, from the number of texts it occurs in, of `texts` in all."""
    return math.log1p((texts - frequency + 0.5) / (frequency + 0.5))
