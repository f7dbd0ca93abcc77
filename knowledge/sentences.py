"""Rows of wordings within one sentence: "must … contain", "要 … 吗", "send … to … abroad"."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from knowledge.basics import Struct
from knowledge.lexicon import Hit, Lexicon
from knowledge.lexicon import Kept as KeptLexicon
from knowledge.lexicon import keep as keep_lexicon
from knowledge.negation import STOP
from knowledge.tokens import Tokens

Tag = TypeVar("Tag", bound=Hashable)
FARTHEST, NEAR = 16, 3
"""Units that may stand between two parts of a row, and between two that belong together."""


class Row(Hit[Tag], Generic[Tag], frozen=True):
    """A row found, from its first part to its last, and where each part stands."""

    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pattern(Generic[Tag]):
    """A row of parts, each part a list of wordings, and what it stands for."""

    parts: Sequence[Sequence[str]]
    tag: Tag
    gaps: tuple[int, ...] = ()
    """How many units may stand before each further part; up to `FARTHEST` where nothing is said."""


class Kept(Struct, Generic[Tag], frozen=True):
    """Rows as they are kept: their parts, and of each row the gaps and what it stands for."""

    parts: KeptLexicon[tuple[int, int]]
    """A part is the position of its row, and its own within that."""
    rows: tuple[tuple[tuple[int, ...], Tag], ...]


def keep(patterns: Sequence[Pattern[Tag]]) -> Kept[Tag]:
    """Return what rows are made of."""
    parts = keep_lexicon(
        (wordings, (row, place)) for row, pattern in enumerate(patterns) for place, wordings in enumerate(pattern.parts)
    )
    gaps = [pattern.gaps or (FARTHEST,) * (len(pattern.parts) - 1) for pattern in patterns]
    return Kept(parts, tuple(zip(gaps, (pattern.tag for pattern in patterns), strict=True)))


class Rows(Generic[Tag]):
    """Rows of parts, found where the parts follow one another in a sentence."""

    def __init__(self, kept: Kept[Tag]) -> None:
        self._lexicon = Lexicon(kept.parts)
        self._rows = kept.rows

    def find(self, text: Tokens) -> list[Row[Tag]]:
        """Return every row in the text; of rows that end alike the shortest."""
        sentence, number = [], 0
        for key in text.keys:
            sentence.append(number)
            number += key in STOP and key != ":"
        reached: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}
        found = []
        for hit in self._lexicon.all(text):
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
