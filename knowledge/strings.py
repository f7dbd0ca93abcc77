"""Thousands of strings in a small part of the memory that Python's own would take, and read from disk at once.

A hundred thousand words as they sound take 0.3 MB in a trie, 20 MB in a dict.
"""

from collections.abc import Iterable, Mapping, Sequence

import marisa_trie
import numpy as np

from knowledge.basics import Struct


class Trie:
    """Different strings without NUL, each with a number from 0 on."""

    def __init__(self, kept: memoryview) -> None:
        """`kept` is what `trie` returned."""
        self._trie = marisa_trie.Trie().map(kept)
        self._kept = kept  # the trie reads from it, and does not hold it

    def __len__(self) -> int:
        return len(self._trie)

    def __contains__(self, string: object) -> bool:
        return isinstance(string, str) and self.get(string) is not None

    def get(self, string: str) -> int | None:
        """Return the number of a string, None where it is not one of them."""
        try:
            found: int | None = self._trie.get(string)
        except UnicodeEncodeError:  # half a character, as hostile JSON may hold it
            return None
        return found

    def prefixes(self, string: str) -> list[tuple[str, int]]:
        """Return those that a string begins with, each with its number."""
        try:
            return list(self._trie.iter_prefixes_with_ids(string))
        except UnicodeEncodeError:
            return []


def trie(strings: Iterable[str]) -> tuple[memoryview, list[str]]:
    """Return what a `Trie` of the strings is made of, and the strings in the order of their numbers."""
    made = marisa_trie.Trie(strings)
    return memoryview(made.tobytes()), [made.restore_key(number) for number in range(len(made))]


class Line(Struct, frozen=True):
    """Strings as they are kept: all in one, in UTF-8, and where each ends there, in four bytes."""

    whole: memoryview
    ends: memoryview


class Strings:
    """Strings to read from by their position."""

    def __init__(self, line: Line) -> None:
        self._whole = line.whole
        self._ends = memoryview(line.ends).cast("I")

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, position: int) -> str:
        return str(self._whole[self._ends[position - 1] if position else 0 : self._ends[position]], "utf-8")


def line(strings: Sequence[str]) -> Line:
    """Return strings in one."""
    encoded = [string.encode() for string in strings]
    ends = np.cumsum([len(string) for string in encoded], dtype=np.uint32)
    return Line(memoryview(b"".join(encoded)), memoryview(ends.tobytes()))


class Pairs(Struct, frozen=True):
    """A dict of strings as it is kept."""

    keys: memoryview
    """A trie."""
    places: memoryview
    """For every key the position of its value, in four bytes."""
    values: Line


class Table:
    """Strings by other strings."""

    def __init__(self, pairs: Pairs) -> None:
        self._keys = Trie(pairs.keys)
        self._places = pairs.places.cast("I")
        self._values = Strings(pairs.values)

    def get(self, key: str) -> str | None:
        """Return what a string stands for."""
        number = self._keys.get(key)
        return None if number is None else self._values[self._places[number]]


def pairs(strings: Mapping[str, str]) -> Pairs:
    """Return what a table of strings is made of."""
    keys, ordered = trie(strings)
    places = {value: place for place, value in enumerate(dict.fromkeys(strings.values()))}
    numbers = np.array([places[strings[key]] for key in ordered], dtype=np.uint32)
    return Pairs(keys, memoryview(numbers.tobytes()), line(tuple(places)))
