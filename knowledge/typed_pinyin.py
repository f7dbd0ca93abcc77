"""Chinese typed in letters: "gongan beian ji tian nei" for 公安备案几天内."""

import re
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from knowledge import pinyin, wording
from knowledge.basics import Struct
from knowledge.kept import kept
from knowledge.known_words import meant, right
from knowledge.library import Library
from knowledge.normalise import HAN
from knowledge.strings import Line, Strings, Trie, line, trie

_HAN_RUN = re.compile(f"{HAN.pattern}+")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
_LONGEST = 10
"""Characters of the longest word that is looked for."""
_PARTS, _OFTEN = (2, 3, 4), 3
"""Rows of so many characters count as words where they stand in so many wordings: what stands in fewer is chance."""
_WITHIN, _PART = 0.3, 1.2
"""What it costs more to take a row of characters within a wording, or a part of one, for meant than a whole wording."""


def characters(library: Library, text: str) -> str:
    """Return the characters that a text in pinyin stands for, as far as its words are known."""
    return "".join(
        _characters(library, part) if part.replace(" ", "").isalpha() else part
        for part in re.split(r"([^a-z' ]+)", text)
        if part
    )


def _characters(library: Library, letters: str) -> str:
    words = _WORD.findall(letters)
    syllables: list[str] = []
    for word in words:
        syllables += pinyin.segment(word) or (word,)
    known = typed_words(library)
    fewest: list[tuple[float, int, str]] = [(0.0, 0, "")]
    for end in range(1, len(syllables) + 1):
        ways = [(fewest[end - 1][0] + 3.0, end - 1, f" {syllables[end - 1]} ")]
        for start in range(max(0, end - _LONGEST), end):
            found = known.get(" ".join(syllables[start:end]))
            if found:
                ways.append((fewest[start][0] + 1.0 + found[0], start, found[1]))
        fewest.append(min(ways))
    out, end = [], len(syllables)
    while end:
        _, start, written = fewest[end]
        out.append(written)
        end = start
    return "".join(reversed(out)).strip()


class Kept(Struct, frozen=True):
    """What can be typed, as it is kept. A word is a position in `written` and `costs`."""

    sounds: memoryview
    """A trie."""
    words: memoryview
    """For every sound its word, in four bytes."""
    written: Line
    costs: memoryview
    """What it costs to take each word for meant, in tenths, a byte each."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """The words that can be typed in pinyin, by sound."""

    sounds: Trie
    words: memoryview
    written: Strings
    costs: memoryview

    def get(self, sound: str) -> tuple[float, str] | None:
        """Return what it costs to take a sound for a word, and the word."""
        number = self.sounds.get(sound)
        if number is None:
            return None
        word = self.words[number]
        return self.costs[word] / 10, self.written[word]


@lru_cache(maxsize=2)
def typed_words(library: Library) -> _Typed:
    """Return what can be typed in pinyin."""
    known = kept(library, "typed", Kept, lambda: _prepare(library))
    return _Typed(Trie(known.sounds), known.words.cast("I"), Strings(known.written), known.costs)


def _prepare(library: Library) -> Kept:
    by_sound: dict[str, tuple[float, str]] = {}
    for cost, phrases in ((0.0, meant(library)), (0.2, right(library))):
        parts: Counter[str] = Counter()
        for phrase in phrases:
            for run in _HAN_RUN.findall(phrase):
                if len(run) <= _LONGEST:
                    _keep(by_sound, run, cost if run == phrase else cost + _WITHIN)
                parts.update(run[at : at + size] for size in _PARTS for at in range(len(run) - size + 1))
        for part, times in parts.items():
            if times >= _OFTEN:
                _keep(by_sound, part, cost + _PART)
    for syllable, character in wording.spelling().alone.items():
        by_sound[syllable] = (1.0, character)
    sounds, ordered = trie(by_sound)
    places = {word: place for place, word in enumerate(dict.fromkeys(by_sound.values()))}
    return Kept(
        sounds,
        memoryview(array("I", [places[by_sound[sound]] for sound in ordered]).tobytes()),
        line([written for _, written in places]),
        memoryview(bytes(round(cost * 10) for cost, _ in places)),
    )


def _keep(by_sound: dict[str, tuple[float, str]], run: str, cost: float) -> None:
    for way in pinyin.sounds(run):
        if cost < by_sound.get(way, (9.0, ""))[0]:
            by_sound[way] = (cost, run)
