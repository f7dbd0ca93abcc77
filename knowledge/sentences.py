"""Rows of wordings within one sentence: "must … contain", "要 … 吗", "send … to … abroad"."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from knowledge.lexicon import Hit, Lexicon
from knowledge.negation import STOP
from knowledge.tokens import Tokens

Tag = TypeVar("Tag", bound=Hashable)
FARTHEST, NEAR = 16, 3
"""Units that may stand between two parts of a row, and between two that belong together."""


@dataclass(frozen=True, slots=True)
class Row(Hit[Tag]):
    """A row found, from its first part to its last, and where each part stands."""

    parts: tuple[tuple[int, int], ...]


class Rows(Generic[Tag]):
    """Rows of parts, each part a list of wordings, found where the parts follow one another in a sentence."""

    def __init__(self) -> None:
        self._lexicon: Lexicon[tuple[int, int]] = Lexicon()
        self._rows: list[tuple[Sequence[int], Tag]] = []

    def add(self, parts: Sequence[Iterable[str]], tag: Tag, gaps: Sequence[int] = ()) -> None:
        """Let the row of `parts` stand for `tag`. `gaps` says how many units may stand before each further part."""
        for place, wordings in enumerate(parts):
            self._lexicon.add(wordings, (len(self._rows), place))
        self._rows.append((gaps or (FARTHEST,) * (len(parts) - 1), tag))

    def find(self, text: Tokens) -> list[Row[Tag]]:
        """Return every row in the text; of rows that end alike the shortest."""
        sentence, number = [], 0
        for key in text.keys:
            sentence.append(number)
            number += key in STOP and key != ":"
        reached: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}
        found = []
        for hit in sorted(self._lexicon.all(text), key=lambda hit: (hit.start, hit.end)):
            for row, place in hit.tags:
                parts: tuple[tuple[int, int], ...] = ()
                gaps, tag = self._rows[row]
                if place:
                    parts = reached.get((row, place - 1), ())
                    if not parts or sentence[parts[-1][1] - 1] != sentence[hit.start]:
                        continue
                    if not 0 <= hit.start - parts[-1][1] <= gaps[place - 1]:
                        continue
                parts = (*parts, (hit.start, hit.end))
                if place == len(gaps):
                    found.append(Row(parts[0][0], hit.end, (tag,), parts))
                else:
                    reached[(row, place)] = parts
        return found
