"""Chinese typed in letters: "gongan beian ji tian nei" for 公安备案几天内."""

import re
from functools import lru_cache

from knowledge import pinyin, wording
from knowledge.known_words import meant, right
from knowledge.library import Library
from knowledge.normalise import HAN

_HAN_RUN = re.compile(f"{HAN.pattern}+")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


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
    known = _typed_words(library)
    fewest: list[tuple[float, int, str]] = [(0.0, 0, "")]
    for end in range(1, len(syllables) + 1):
        ways = [(fewest[end - 1][0] + 3.0, end - 1, f" {syllables[end - 1]} ")]
        for start in range(max(0, end - 10), end):
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


@lru_cache(maxsize=2)
def _typed_words(library: Library) -> dict[str, tuple[float, str]]:
    """Return the words that can be typed in pinyin, by sound, each with what it costs to take it for meant."""
    known: dict[str, tuple[float, str]] = {}
    for cost, phrases in ((0.0, meant(library)), (0.2, right(library))):
        within, part = cost + 0.3, cost + 1.2
        for phrase in phrases:
            for run in _HAN_RUN.findall(phrase):
                if len(run) <= 10:
                    _keep(known, run, cost if run == phrase else within)
                for size in (2, 3, 4):
                    for at in range(len(run) - size + 1):
                        _keep(known, run[at : at + size], part)
    for syllable, character in wording.spelling().alone.items():
        known[syllable] = (1.0, character)
    return known


def _keep(known: dict[str, tuple[float, str]], run: str, cost: float) -> None:
    typed = (cost, run)  # one for all its sounds: there are forty thousand
    for way in pinyin.sounds(run):
        if cost < known.get(way, (9.0, ""))[0]:
            known[way] = typed
