"""Known wordings, found in a text as whole words: the longest first, and none inside a longer one."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from knowledge.basics import Struct
from knowledge.normalise import plain
from knowledge.rows import Rows, Table, rows
from knowledge.strings import Trie, trie
from knowledge.tokens import Tokens, tokens

Tag = TypeVar("Tag", bound=Hashable)
_END = "\x1f"
"""Stands after every unit of a wording: a space to the tokenizer, so no unit holds one."""


@lru_cache(maxsize=4096)  # the words of a class stand in hundreds of patterns
def _line(wording: str) -> str:
    return "".join([key + _END for key in tokens(plain(wording)).keys])


class Hit(Struct, Generic[Tag], frozen=True):
    """A wording found at the units from `start` to before `end`, with everything it stands for."""

    start: int
    end: int
    tags: tuple[Tag, ...]


class Kept(Struct, Generic[Tag], frozen=True):
    """A lexicon as it is kept."""

    letters: memoryview
    """A trie of the wordings."""
    meant: Rows
    """For every wording the positions of its tags."""
    tags: tuple[Tag, ...]
    first: tuple[str, ...]
    """The units that wordings begin with."""
    longest: int
    """Characters of the longest wording."""


def keep(wordings: Iterable[tuple[Iterable[str], Tag]]) -> Kept[Tag]:
    """Return what a lexicon is made of: wordings, and what each group of them stands for. One can stand for several."""
    numbers: dict[Tag, int] = {}
    meant: dict[str, dict[int, None]] = {}
    for group, tag in wordings:
        number = numbers.setdefault(tag, len(numbers))
        for line in map(_line, group):
            if line:
                meant.setdefault(line, {})[number] = None
    letters, lines = trie(meant)
    return Kept(
        letters,
        rows(tuple(meant[line]) for line in lines),
        tuple(numbers),
        tuple(sorted({line.partition(_END)[0] for line in lines})),
        max(map(len, lines), default=0),
    )


class Lexicon(Generic[Tag]):
    """Wordings with their tags, to look for in texts."""

    def __init__(self, kept: Kept[Tag]) -> None:
        self._letters = Trie(kept.letters)
        self._meant = Table(kept.meant)
        self._tags = kept.tags
        self._first = frozenset(kept.first)
        self._longest = kept.longest
        self._found: dict[int, tuple[int, tuple[Tag, ...]]] = {}
        self._last: tuple[Tokens | None, Sequence[Hit[Tag]]] = (None, ())

    def all(self, text: Tokens) -> Sequence[Hit[Tag]]:
        """Return every wording in the text, also those inside others: at each place the shortest first."""
        last, found = self._last
        if last is not text:  # several parts of the reader look for the same words in the same text
            found = tuple(self._all(text))
            self._last = (text, found)
        return found

    def _all(self, text: Tokens) -> Iterator[Hit[Tag]]:
        line, at = _END.join((*text.keys, "")), 0
        for start, first in enumerate(text.keys):
            if first in self._first:
                for wording, number in self._letters.prefixes(line[at : at + self._longest]):
                    size, tags = self._found.get(number) or self._meaning(number, wording)
                    yield Hit(start, start + size, tags)
            at += len(first) + 1

    def _meaning(self, number: int, wording: str) -> tuple[int, tuple[Tag, ...]]:
        """Return how many units a wording has, and its tags, made once for each that is ever found."""
        tags = tuple([self._tags[tag] for tag in self._meant[number].tolist()])
        self._found[number] = found = (wording.count(_END), tags)
        return found

    def longest(self, text: Tokens) -> list[Hit[Tag]]:
        """Return the wordings that count, from left to right: no hit overlaps a longer one, nor an equal one before."""
        taken: set[int] = set()
        kept = []
        for hit in sorted(self.all(text), key=lambda hit: (hit.start - hit.end, hit.start)):
            places = range(hit.start, hit.end)
            if taken.isdisjoint(places):
                taken.update(places)
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.start)


def lexicon(wordings: Iterable[tuple[Iterable[str], Tag]]) -> Lexicon[Tag]:
    """Return a lexicon of wordings, and what each group of them stands for."""
    return Lexicon(keep(wordings))
