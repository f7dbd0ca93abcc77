"""Rows of small numbers, end to end: a fraction of the memory of tuples, and numpy adds up a whole row at once."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.basics import Struct

Numbers = NDArray[np.uint16] | NDArray[np.uint32]
Weights = NDArray[np.float64]


_NONE = np.empty(0, dtype=np.uint32)


class Rows(Struct, frozen=True):
    """Rows as they are kept."""

    numbers: memoryview
    """All numbers in a row, in two bytes each where that is enough, else in four."""
    ends: memoryview
    """Where each row ends, in four bytes."""
    wide: bool = False


class Table:
    """Rows to read from."""

    def __init__(self, rows: Rows) -> None:
        wide, narrow = np.dtype(np.uint32), np.dtype(np.uint16)
        self._numbers: Numbers = (
            np.frombuffer(rows.numbers, dtype=wide) if rows.wide else np.frombuffer(rows.numbers, dtype=narrow)
        )
        self._ends = memoryview(rows.ends).cast("I")

    def __getitem__(self, row: int) -> Numbers:
        return self._numbers[self._ends[row - 1] if row else 0 : self._ends[row]]

    def __len__(self) -> int:
        return len(self._ends)

    def length(self, row: int) -> int:
        """Return how many numbers a row has."""
        return self._ends[row] - (self._ends[row - 1] if row else 0)

    def weigh(self, weights: Mapping[int, float], size: int) -> Weights:
        """Return for every number below `size` what the rows that hold it weigh together."""
        found = [self[row] for row in weights]
        each = np.repeat(np.fromiter(weights.values(), np.float64), [len(row) for row in found])
        return np.bincount(np.concatenate([_NONE, *found]), each, size).astype(np.float64, copy=False)


def rows(lists: Iterable[Sequence[int]]) -> Rows:
    """Return lists of numbers as rows."""
    kept = list(lists)
    numbers = np.fromiter((number for row in kept for number in row), dtype=np.uint32)
    wide = bool(numbers.max(initial=0) > np.iinfo(np.uint16).max)
    ends = np.cumsum([len(row) for row in kept], dtype=np.uint32).tobytes()
    written = (numbers if wide else numbers.astype(np.uint16)).tobytes()
    return Rows(memoryview(written), memoryview(ends), wide)
