"""Toneless pinyin: how characters sound, and which syllables a row of letters is."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, product
from pathlib import Path

_TABLE = Path(__file__).parent / "wording" / "pinyin.txt"
_LONGEST = 6
_LONGEST_WORD = 80
_MOST_READINGS = 8


@lru_cache(maxsize=1)
def _readings() -> dict[str, tuple[str, ...]]:
    """Every common character with its toneless readings, the usual one first."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            syllable, usual, other = [*line.split(" "), ""][:3]
            for character in usual.replace("-", ""):
                found[character] = (syllable, *found.get(character, ()))
            for character in other:
                found[character] = (*found.get(character, ()), syllable)
    return found


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Return every syllable there is."""
    return frozenset(syllable for readings in _readings().values() for syllable in readings)


@lru_cache(maxsize=4096)
def sound(text: str) -> str:
    """Return the usual reading of every character, apart by spaces. What has no reading stands for itself."""
    known = _readings()
    return " ".join(known[character][0] if character in known else character for character in text)


def sounds(text: str) -> tuple[str, ...]:
    """Return the readings a word can have, the usual one first; at most eight."""
    known = _readings()
    ways: Iterable[tuple[str, ...]] = product(*(known.get(character, (character,)) for character in text))
    return tuple(" ".join(way) for way in islice(ways, _MOST_READINGS))


@lru_cache(maxsize=4096)
def segment(letters: str) -> tuple[str, ...]:
    """Return the syllables that make up a word, as few as possible; empty when it is no pinyin.

    An apostrophe separates: xi'an is two syllables.
    """
    if len(letters) > _LONGEST_WORD:
        return ()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    known = syllables()
    for end in range(1, len(letters) + 1):
        if letters[end - 1] == "'":
            best[end] = best[end - 1]
            continue
        for start in range(max(0, end - _LONGEST), end):
            before = best[start]
            if before is not None and letters[start:end] in known:
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = (*before, letters[start:end])
    return best[-1] or ()
