"""A text as a row of units to match by: one per Chinese character, English word, number or mark."""

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge import wording

_UNIT = re.compile(r"[a-z][a-z0-9]*(?:'[a-z]+)?|\d+(?:[.,]\d+)*|\n|\S")
_JOINED = re.compile(r"(?<=[a-z0-9])-(?=[a-z0-9])")
_VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """`keys` are what is compared (English words without inflection), `spans` where each stands in `text`."""

    text: str
    keys: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def __hash__(self) -> int:
        return hash(self.text)

    def __len__(self) -> int:
        return len(self.keys)

    def written(self, start: int, end: int) -> str:
        """Return the text of the units from `start` to before `end`."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if start < end else ""


@lru_cache(maxsize=16)  # a message is taken apart in a dozen places: half of what its longest shapes took
def tokens(text: str) -> Tokens:
    """Return the units of a normalised text. A hyphen inside a word only separates: live-streaming, live streaming."""
    apart = _JOINED.sub(" ", text) if "-" in text else text
    found = list(_UNIT.finditer(apart))
    return Tokens(text, tuple([key(unit[0]) for unit in found]), tuple([unit.span() for unit in found]))


def key(unit: str) -> str:
    """Return what a unit is compared by: an English word loses its inflection, everything else stays."""
    return stem(unit) if len(unit) > 2 and unit[0] in _LETTERS else unit


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Return an English word without plural, -ing, -ed, 's and silent e: the same for all its forms."""
    word = word.removesuffix("'s")
    if len(word) < 4 or word in _whole() or "'" in word:
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        word = word[:-2]
    elif word.endswith("s") and word[-2] not in "sui":
        word = word[:-1]
    if word in _whole():
        return word
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 2 and _VOWEL.search(base) and word not in _whole():
            word = base
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz":
                word = base[:-1]
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("y") and word[-2] not in "aeou":
        word = word[:-1] + "i"
    if len(word) > 5 and word.endswith("ll"):
        word = word[:-1]
    return word.replace("isation", "ization").replace("licenc", "licens")


@lru_cache(maxsize=1)
def _whole() -> frozenset[str]:
    return frozenset(wording.listed("english")["whole"].en)
