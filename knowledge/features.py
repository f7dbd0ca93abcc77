"""What a wording is compared by: pairs of Chinese characters, English words without inflection, and shared meanings."""

from functools import lru_cache

from knowledge import wording
from knowledge.lexicon import Lexicon
from knowledge.normalise import HAN
from knowledge.tokens import Tokens
from knowledge.tokens import key as key_of

_PAIR, _SINGLE, _WORD, _MEANING = 1.0, 0.25, 1.0, 1.0


def features(text: Tokens) -> dict[str, tuple[float, int]]:
    """Return the features of a text, each with its weight and the unit where it first stands."""
    found: dict[str, tuple[float, int]] = {}
    empty = _empty()
    before = ""
    for place, key in enumerate(text.keys):
        if key.isascii():
            before = ""
            if key not in empty and key[0].isalnum():
                found.setdefault(key, (_WORD, place))
        elif HAN.match(key):
            found.setdefault(key, (_SINGLE, place))
            if before:
                found.setdefault(before + key, (_PAIR, place - 1))
            before = key
        else:
            before = ""
    for hit in _meanings().longest(text):
        for meaning in hit.tags:
            found.setdefault(meaning, (_MEANING, hit.start))
    return found


@lru_cache(maxsize=1)
def _meanings() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for meaning, words in wording.listed("concepts").items():
        lexicon.add(words.all(), f"~{meaning}")
    return lexicon


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    return frozenset(map(key_of, wording.listed("english")["empty"].en))
