"""What a wording is compared by: pairs of Chinese characters, English words without inflection, and shared meanings."""

from functools import lru_cache

from knowledge import wording
from knowledge.lexicon import Lexicon
from knowledge.normalise import HAN
from knowledge.tokens import Tokens
from knowledge.tokens import key as key_of

PAIR, SINGLE, WORD, MEANING = 1.0, 0.3, 1.0, 1.0
FRAME = 0.3
"""What the words of the question itself weigh ("how long", 要不要): the kind of question is compared apart."""


def features(text: Tokens) -> dict[str, tuple[float, int]]:
    """Return the features of a text, each with its weight and the unit where it first stands."""
    found: dict[str, tuple[float, int]] = {}
    empty = _empty()
    frame = _framed(text)
    before = ""
    for place, key in enumerate(text.keys):
        if key.isascii():
            before = ""
            if key not in empty and key[0].isalnum():
                found.setdefault(key, (WORD * (FRAME if place in frame else 1.0), place))
        elif HAN.match(key):
            weight = FRAME if place in frame else 1.0
            found.setdefault(key, (SINGLE * weight, place))
            if before:
                found.setdefault(before + key, (PAIR * (weight if place - 1 in frame else 1.0), place - 1))
            before = key
        else:
            before = ""
    for hit in _meanings().longest(text):
        for meaning in hit.tags:
            found.setdefault(meaning, (MEANING * (FRAME if hit.start in frame else 1.0), hit.start))
    return found


def _framed(text: Tokens) -> set[int]:
    return {place for hit in _frames().longest(text) for place in range(hit.start, hit.end)}


@lru_cache(maxsize=1)
def _frames() -> Lexicon[bool]:
    lexicon: Lexicon[bool] = Lexicon()
    for words in wording.listed("intents").values():
        lexicon.add((part for phrase in words.all() for part in phrase.split(" * ")), True)
    return lexicon


@lru_cache(maxsize=1)
def _meanings() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for meaning, words in wording.listed("concepts").items():
        lexicon.add(words.all(), f"~{meaning}")
    return lexicon


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    return frozenset(map(key_of, wording.listed("english")["empty"].en))
