"""Rows of wordings within one sentence: "must … contain", "要 … 吗", "send … to … abroad"."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from knowledge.lexicon import Hit, Lexicon
from knowledge.negation import STOP
from knowledge.tokens import Tokens

Tag = TypeVar("Tag", bound=Hashable)
_FARTHEST = 16
"""Units that may stand between two parts of a row."""


class Rows(Generic[Tag]):
    """Rows of parts, each part a list of wordings, found where the parts follow one another in a sentence."""

    def __init__(self) -> None:
        self._lexicon: Lexicon[tuple[int, int]] = Lexicon()
        self._rows: list[tuple[int, Tag]] = []

    def add(self, parts: Sequence[Iterable[str]], tag: Tag) -> None:
        """Let the row of `parts` stand for `tag`."""
        for place, wordings in enumerate(parts):
            self._lexicon.add(wordings, (len(self._rows), place))
        self._rows.append((len(parts), tag))

    def find(self, text: Tokens) -> list[Hit[Tag]]:
        """Return every row in the text, from its first part to its last; of rows that end alike the shortest."""
        sentence, number = [], 0
        for key in text.keys:
            sentence.append(number)
            number += key in STOP and key != ":"
        reached: dict[tuple[int, int], tuple[int, int]] = {}
        found = []
        for hit in sorted(self._lexicon.all(text), key=lambda hit: (hit.start, hit.end)):
            for row, place in hit.tags:
                start = hit.start
                if place:
                    before = reached.get((row, place - 1))
                    if before is None or sentence[before[1] - 1] != sentence[hit.start]:
                        continue
                    if not 0 <= hit.start - before[1] <= _FARTHEST:
                        continue
                    start = before[0]
                length, tag = self._rows[row]
                if place + 1 == length:
                    found.append(Hit(start, hit.end, (tag,)))
                else:
                    reached[(row, place)] = (start, hit.end)
        return found
