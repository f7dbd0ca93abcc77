"""Entries by the company their words keep: latent semantic analysis, sharpened by a linear discriminant.

Words that are used for the same entries lie near each other, so that a question in quite other words than an entry's
still comes near it. Everything is worked out from the wordings; nothing comes from outside. The method: S. Deerwester
et al., Indexing by Latent Semantic Analysis (1990), and R. A. Fisher's discriminant over the wordings of each entry.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.basics import Struct

DIRECTIONS = 200
"""Of so many directions the space has; twice as many find no more."""
FEWEST = 5
"""A feature of fewer examples has no place in it."""
_SEVERAL = 6
"""Entries with so many examples make the space, the others only have a place in it."""
_STEPS, _SPARE = 3, 24
"""How often the directions are turned towards the longest, and how many more are turned along."""
_SHRUNK = 0.5
"""How far the spread of an entry's wordings is taken for the same in every direction: there are few of each."""
_COLUMNS, _EXAMPLES, _ENTRIES = 2048, 1024, 512
"""So much is worked on at once, to bound the memory. Entries kept in four bytes a number would take 5 MB, and save a
fiftieth of an answer."""

Floats = NDArray[np.float32]
_NONE = np.empty(0, dtype=np.float32)


class Latent(Struct, frozen=True):
    """The space as it is kept."""

    places: memoryview
    """For every feature its row in `vectors`, in four bytes; -1 for one that has none."""
    vectors: memoryview
    """For every feature with a place its direction, a byte a number."""
    lengths: memoryview
    """What a one in `vectors` stands for in each row, in four bytes."""
    entries: memoryview
    """For every entry its direction, a byte a number."""


class Space:
    """The space, ready for use."""

    def __init__(self, latent: Latent) -> None:
        self._places = np.frombuffer(latent.places, dtype=np.int32)
        self._lengths = np.frombuffer(latent.lengths, dtype=np.float32)
        width = len(latent.vectors) // len(self._lengths) if len(self._lengths) else 1
        self._vectors = np.frombuffer(latent.vectors, dtype=np.int8).reshape(-1, width)
        entries = np.frombuffer(latent.entries, dtype=np.int8).reshape(-1, width)
        self._blocks = [entries[begin : begin + _ENTRIES] for begin in range(0, len(entries), _ENTRIES)]

    def alike(self, weights: Mapping[int, float]) -> Floats:
        """Return for every entry how far its direction is that of the weighted features, from 0 to 1."""
        numbers = np.fromiter(weights, np.intp, len(weights))
        places = self._places[numbers]
        known = places >= 0
        weighed = np.fromiter(weights.values(), np.float32, len(weights))[known] * self._lengths[places[known]]
        direction = weighed @ self._vectors[places[known]].astype(np.float32)
        length = float(np.linalg.norm(direction)) * 127
        if not length:
            return np.zeros(sum(map(len, self._blocks)), dtype=np.float32)
        unit = (direction / length).astype(np.float32)
        near = [rows.astype(np.float32) @ unit for rows in self._blocks]
        whole: Floats = np.maximum(np.float32(0), np.concatenate([_NONE, *near]))
        return whole


def latent(examples: Sequence[Mapping[int, float]], owners: Sequence[int], rarity: Sequence[float]) -> Latent:
    """Return the space of the examples, each the weights of its features by their numbers, and the entry it is of."""
    rare = np.array(rarity, dtype=np.float32)
    lengths = np.array([len(example) for example in examples], dtype=np.intp)
    columns = np.fromiter((number for example in examples for number in example), np.intp, lengths.sum())
    values = np.fromiter((weight for example in examples for weight in example.values()), np.float32, lengths.sum())
    owner = np.array(owners, dtype=np.intp)
    counts = np.bincount(columns, minlength=len(rare))
    placed = np.flatnonzero((counts >= FEWEST) & (rare > 0))
    places = np.full(len(rare), -1, dtype=np.int32)
    places[placed] = np.arange(len(placed), dtype=np.int32)
    row = np.repeat(np.arange(len(examples)), lengths)
    kept = places[columns] >= 0
    row, column, value = row[kept], places[columns[kept]], values[kept]
    count = int(owner.max()) + 1 if len(owner) else 0
    if not len(row):
        none = memoryview(b"")
        return Latent(memoryview(places.tobytes()), none, none, memoryview(bytes(count)))
    several = np.bincount(owner, minlength=count) >= min(_SEVERAL, np.bincount(owner).max(initial=0))
    within = several[owner[row]]
    makers = (np.cumsum(several) - 1)[owner[row[within]]]
    blocks = _Blocks(makers, column[within], value[within], rare[placed], int(several.sum()))
    directions = blocks.directions(DIRECTIONS)
    vectors, means = _sharpened(directions, row, column, value * rare[placed][column], owner, count)
    longest = np.abs(vectors).max(axis=1, initial=1e-12) / 127
    return Latent(
        places=memoryview(places.tobytes()),
        vectors=memoryview(np.rint(vectors / longest[:, None]).astype(np.int8).tobytes()),
        lengths=memoryview(longest.astype(np.float32).tobytes()),
        entries=memoryview(np.rint(_unit(means) * 127).astype(np.int8).tobytes()),
    )


class _Blocks:
    """The matrix of entries by features, a block of columns at a time: as a whole it would take 200 MB."""

    def __init__(
        self, owner: NDArray[np.intp], column: NDArray[np.int32], value: Floats, rare: Floats, count: int
    ) -> None:
        order = np.argsort(column, kind="stable")
        self._owner, self._column, self._value = owner[order], column[order], value[order]
        self._rare, self._count = rare, count
        squares = np.zeros(count, dtype=np.float32)
        self._lengths = np.ones(count, dtype=np.float32)
        for block, _ in self:
            squares += (block * block).sum(axis=1)
        self._lengths = np.maximum(np.sqrt(squares), 1e-9).astype(np.float32)

    def __iter__(self) -> Iterator[tuple[Floats, slice]]:
        for begin in range(0, len(self._rare), _COLUMNS):
            end = min(begin + _COLUMNS, len(self._rare))
            first, last = np.searchsorted(self._column, [begin, end])
            flat = self._owner[first:last] * (end - begin) + (self._column[first:last] - begin)
            whole = np.bincount(flat, self._value[first:last], self._count * (end - begin))
            block = np.log1p(whole.astype(np.float32)).reshape(self._count, end - begin) * self._rare[begin:end]
            yield block / self._lengths[:, None], slice(begin, end)

    def directions(self, most: int) -> Floats:
        """Return for every feature its place along the longest directions: the right singular vectors."""
        number = min(most, self._count, len(self._rare))
        near = np.zeros((self._count, self._count), dtype=np.float32)
        for block, _ in self:
            near += block @ block.T
        turned = np.random.default_rng(0).standard_normal((self._count, min(self._count, number + _SPARE)))
        for _ in range(_STEPS):
            turned = near @ turned
            squares, within = np.linalg.eigh(turned.T @ turned)
            turned = turned @ (within / np.sqrt(np.maximum(squares, 1e-9)))
        squares, within = np.linalg.eigh(turned.T @ near @ turned)
        longest = np.argsort(-squares)[:number]
        axes = turned @ within[:, longest] / np.sqrt(np.maximum(squares[longest], 1e-9))
        found = np.zeros((len(self._rare), number), dtype=np.float32)
        for block, columns in self:
            found[columns] = block.T @ axes
        return found


def _sharpened(
    directions: Floats,
    row: NDArray[np.intp],
    column: NDArray[np.int32],
    weight: Floats,
    owner: NDArray[np.intp],
    count: int,
) -> tuple[Floats, Floats]:
    """Return the features' and the entries' directions, turned so that wordings of one entry lie close together."""
    width = directions.shape[1]
    examples = np.zeros((len(owner), width), dtype=np.float32)
    for begin in range(0, len(owner), _EXAMPLES):
        first, last = np.searchsorted(row, [begin, begin + _EXAMPLES])
        own, starts = np.unique(row[first:last], return_index=True)  # an example without a place stays at zero
        if len(own):
            weighed = directions[column[first:last]] * weight[first:last, None]
            examples[own] = np.add.reduceat(weighed, starts, axis=0)
    examples = _unit(examples)
    means = np.zeros((count, width), dtype=np.float32)
    np.add.at(means, owner, examples)
    means /= np.maximum(np.bincount(owner, minlength=count), 1)[:, None]
    apart = examples - means[owner]
    spread = apart.T @ apart / max(1, len(apart))
    spread += _SHRUNK * np.trace(spread) / max(1, width) * np.eye(width, dtype=np.float32)
    squares, axes = np.linalg.eigh(spread)
    evened = (axes / np.sqrt(np.maximum(squares, 1e-9))) @ axes.T
    return directions @ evened, means @ evened


def _unit(rows: Floats) -> Floats:
    """Return rows of length one; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    whole: Floats = np.divide(rows, np.maximum(lengths, 1e-9), dtype=np.float32)
    return whole
