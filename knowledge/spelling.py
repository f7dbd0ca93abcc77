"""Slips put right: homophones (备按), pinyin typed for characters (beian), misspelt English words, regional words."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge import pinyin, wording
from knowledge.basics import Struct
from knowledge.kept import kept
from knowledge.known_words import meant, right
from knowledge.language import is_pinyin
from knowledge.library import Library
from knowledge.normalise import HAN
from knowledge.strings import Pairs, Table, Trie, pairs, trie
from knowledge.typed_pinyin import characters

_HAN_RUN = re.compile(f"{HAN.pattern}+")
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)*")
_SHORTEST_WORD = 5
_SHORTEST_PINYIN = 4
_LONGEST_WORD = 6
_MOST_CHECKED = 200
"""English words that are looked up in one message."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was written, and what it was read as."""

    written: str
    meant: str


def correct(library: Library, text: str, traditional: bool = False) -> tuple[str, tuple[Correction, ...]]:
    """Return a normalised text with its slips put right, and what was changed. Correct words are never changed."""
    made: list[Correction] = []
    if traditional:
        text = _replaced(text, _regional(), made)
    text = _replaced(text, _slang(), made)
    if is_pinyin(text):
        read = characters(library, text)
        return read, (*made, Correction(text, read))
    text = _LATIN.sub(lambda found: _word(library, found[0], made), text, count=_MOST_CHECKED)
    text = _HAN_RUN.sub(lambda found: _sounded(library, found[0], made), text)
    return text, tuple(made)


# -- words of a region, slang ---------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _regional() -> tuple[re.Pattern[str], dict[str, str]]:
    return _replacing(wording.spelling().regional)


@lru_cache(maxsize=1)
def _slang() -> tuple[re.Pattern[str], dict[str, str]]:
    return _replacing(wording.spelling().slang)


def _replacing(words: dict[str, str]) -> tuple[re.Pattern[str], dict[str, str]]:
    changed = {written: read.lower() for written, read in words.items() if written != read}
    return re.compile("|".join(sorted(map(re.escape, changed), key=len, reverse=True))), changed


def _replaced(text: str, words: tuple[re.Pattern[str], dict[str, str]], made: list[Correction]) -> str:
    pattern, reads = words

    def put(found: re.Match[str]) -> str:
        made.append(Correction(found[0], reads[found[0]]))
        return reads[found[0]]

    return pattern.sub(put, text)


# -- what can be meant ----------------------------------------------------------------------------------------------


class Kept(Struct, frozen=True):
    """What a slip can stand for, and what is right, as it is kept."""

    english: dict[str, str]
    """English words by their first letter, with spaces between them."""
    by_sound: Pairs
    """Chinese words, by their sound."""
    by_letters: Pairs
    """The same, by their sound in one row of letters."""
    words: memoryview
    """English words that are right, a trie."""
    pairs: memoryview
    """Pairs of Chinese characters that are right, a trie."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a slip can stand for, and what is right."""

    english: dict[str, str]
    by_sound: Table
    by_letters: Table
    words: Trie
    pairs: Trie


@lru_cache(maxsize=2)
def known_words(library: Library) -> _Known:
    """Return what a slip can stand for, and what is right."""
    known = kept(library, "spelling", Kept, lambda: _prepare(library))
    return _Known(known.english, Table(known.by_sound), Table(known.by_letters), Trie(known.words), Trie(known.pairs))


def _prepare(library: Library) -> Kept:
    targets = {word for phrase in meant(library) for word in _LATIN.findall(phrase) if len(word) >= _SHORTEST_WORD}
    english = {first: " ".join(words) for first, words in groupby(sorted(targets), key=itemgetter(0))}
    chinese = _chinese_words(library)
    phrases = (*meant(library), *right(library))
    words = {word for phrase in phrases for word in _LATIN.findall(phrase)}
    runs = [run for phrase in phrases for run in _HAN_RUN.findall(phrase)]
    return Kept(
        english,
        pairs({pinyin.sound(word): word for word in reversed(chinese)}),  # of two that sound alike the first
        pairs({way.replace(" ", ""): word for word in chinese for way in pinyin.sounds(word)}),
        trie(words)[0],
        trie({run[at : at + 2] for run in runs for at in range(len(run) - 1)})[0],
    )


def _chinese_words(library: Library) -> list[str]:
    return [phrase for phrase in meant(library) if 2 <= len(phrase) <= _LONGEST_WORD and _HAN_RUN.fullmatch(phrase)]


# -- English --------------------------------------------------------------------------------------------------------


def _word(library: Library, written: str, made: list[Correction]) -> str:
    """Return what an English word, or pinyin inside another text, stands for."""
    known = known_words(library)
    slip = wording.spelling().slips.get(written)
    if slip is not None:
        made.append(Correction(written, slip))
        return slip
    if len(written) < _SHORTEST_PINYIN or "'" in written:
        return written
    found = _pinyin_word(library, written) or (None if written in known.words else _respelt(known, written))
    if found is None:
        return written
    made.append(Correction(written, found))
    return found


def _pinyin_word(library: Library, written: str) -> str | None:
    return known_words(library).by_letters.get(written) if len(pinyin.segment(written)) >= 2 else None


def _respelt(known: _Known, written: str) -> str | None:
    """Return the one known word that `written` is a slip of: one letter off, two in a long word."""
    if len(written) < _SHORTEST_WORD or _is_form(known, written):
        return None
    allowed = 1 if len(written) < 9 else 2
    near = process.extract(
        written, known.english.get(written[0], "").split(), scorer=OSA.distance, score_cutoff=allowed, limit=2
    )
    if not near or (len(near) > 1 and near[0][1] == near[1][1] and not _same_word(near[0][0], near[1][0])):
        return None
    return str(near[0][0])


def _is_form(known: _Known, written: str) -> bool:
    """Tell whether it is a known word with another ending: no slip."""
    bases = {written + "s", written + "e", written + "ing", written + "ed"}
    for ending in ("s", "es", "d", "ed", "ing", "ly", "er", "ers", "al", "'s"):
        base = written.removesuffix(ending)
        if base != written:
            bases |= {base, base + "e", base[:-1] if base[-1:] == base[-2:-1] else base}
    return any(base in known.words for base in bases)


def _same_word(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


# -- Chinese --------------------------------------------------------------------------------------------------------


def _sounded(library: Library, run: str, made: list[Correction]) -> str:
    """Return a row of characters with homophones put right: a pair nobody writes that sounds like a known word."""
    known = known_words(library)
    strange = [run[at : at + 2] not in known.pairs for at in range(len(run) - 1)]
    if not any(strange):
        return run
    out, at = [], 0
    while at < len(run):
        word = _homophone(known, run, at, strange)
        if word:
            made.append(Correction(run[at : at + len(word)], word))
        out.append(word or run[at])
        at += len(out[-1])
    return "".join(out)


def _homophone(known: _Known, run: str, at: int, strange: list[bool]) -> str | None:
    for length in (5, 4, 3, 2):
        end = at + length
        if end <= len(run) and any(strange[at : end - 1]) and not _is_cut(run, at, end, strange):
            written = run[at:end]
            word = known.by_sound.get(pinyin.sound(written))
            if word and word != written and sum(map(str.__eq__, written, word)) >= max(1, length - 2):
                return word
    return None


def _is_cut(run: str, start: int, end: int, strange: list[bool]) -> bool:
    """Tell whether a word goes on beyond the window: its border characters belong to a known pair outside."""
    small = _small()
    before = start > 0 and not strange[start - 1] and run[start - 1] not in small and run[start] not in small
    behind = end < len(run) and not strange[end - 1] and run[end] not in small
    return before or behind


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    return frozenset(wording.listed("english")["frame"].zh)
