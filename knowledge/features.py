"""What a wording is compared by: pairs of Chinese characters, English words without inflection, and shared meanings."""

from functools import lru_cache

from knowledge import wording
from knowledge.lexicon import Lexicon
from knowledge.normalise import HAN
from knowledge.tokens import Tokens
from knowledge.tokens import key as key_of

PAIR, SINGLE, WORD, MEANING = 1.0, 0.4, 1.0, 1.5
FRAME = 0.65
"""What the words of the question itself weigh ("how long", 要不要): the kind of question is compared apart."""


def features(text: Tokens) -> dict[str, tuple[float, int]]:
    """Return the features of a text, each with its weight and the unit where it first stands."""
    hits = _known().all(text)
    frame = {place for hit in hits if _FRAME_TAG in hit.tags for place in range(hit.start, hit.end)}
    empty = _empty()
    found: dict[str, tuple[float, int]] = {}
    before = ""
    for place, key in enumerate(text.keys):
        weight = FRAME if place in frame else 1.0
        if key.isascii():
            before = ""
            if key not in empty and key not in found and key[0].isalnum():
                found[key] = (WORD * weight, place)
        elif HAN.match(key):
            if key not in found:
                found[key] = (SINGLE * weight, place)
            pair = before + key
            if before and pair not in found:
                found[pair] = (PAIR * (weight if place - 1 in frame else 1.0), place - 1)
            before = key
        else:
            before = ""
    for hit in hits:
        for tag in hit.tags:
            if tag != _FRAME_TAG and tag not in found:
                found[tag] = (MEANING * (FRAME if hit.start in frame else 1.0), hit.start)
    return found


_FRAME_TAG = "?"


@lru_cache(maxsize=1)
def _known() -> Lexicon[str]:
    """Return the words of questions, and those that share a meaning."""
    lexicon: Lexicon[str] = Lexicon()
    for words in wording.listed("intents").values():
        lexicon.add((part for phrase in words.all() for part in phrase.split(" * ")), _FRAME_TAG)
    for meaning, words in wording.listed("concepts").items():
        lexicon.add(words.all(), f"~{meaning}")
    return lexicon


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    return frozenset(map(key_of, wording.listed("english")["empty"].en))
