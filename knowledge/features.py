"""What a wording is compared by: pairs of Chinese characters, English words without inflection, and shared meanings."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from knowledge import wording
from knowledge.lexicon import Hit, Lexicon, lexicon
from knowledge.normalise import HAN
from knowledge.tokens import Tokens
from knowledge.tokens import key as key_of

PAIR, SINGLE, WORD, MEANING = 1.0, 0.4, 1.0, 1.5
FRAME = 0.65
"""What the words of the question itself weigh ("how long", 要不要): the kind of question is compared apart."""


@lru_cache(maxsize=16)
def features(text: Tokens) -> Mapping[str, tuple[float, int]]:
    """Return the features of a text, each with its weight and the unit where it first stands."""
    hits = _known().all(text)
    frame = _places(hits)
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


def content(text: Tokens, aside: Collection[str] = ()) -> list[tuple[int, int]]:
    """Return the stretches of units, from and to before, that are no words of asking: what a question is about.

    Words of the meanings `aside` are left out as well.
    """
    left_out = {_FRAME_TAG, *(f"~{meaning}" for meaning in aside)}
    frame = _places(_known().all(text), left_out)
    stretches: list[tuple[int, int]] = []
    for place in range(len(text)):
        if place in frame or text.keys[place] in _ENDS:
            continue
        if stretches and stretches[-1][1] == place:
            stretches[-1] = (stretches[-1][0], place + 1)
        else:
            stretches.append((place, place + 1))
    return stretches


_ENDS = frozenset("?!。")


def _places(hits: Sequence[Hit[str]], tags: Collection[str] = (_FRAME_TAG,)) -> set[int]:
    """Return the units of the hits with one of the tags: by default those that only ask.

    A single unit inside a longer word is none of them: 会 asks, but not in 会员.
    """
    inside = {place for hit in hits if hit.end - hit.start > 1 for place in range(hit.start, hit.end)}
    return {
        place
        for hit in hits
        if not set(tags).isdisjoint(hit.tags) and (hit.end - hit.start > 1 or hit.start not in inside)
        for place in range(hit.start, hit.end)
    }


@lru_cache(maxsize=1)
def _known() -> Lexicon[str]:
    """Return the words of questions, and those that share a meaning."""
    asking = [phrase for words in wording.listed("intents").values() for phrase in words.all()]
    meanings = ((words.all(), f"~{meaning}") for meaning, words in wording.listed("concepts").items())
    return lexicon([([part for phrase in asking for part in phrase.split(" * ")], _FRAME_TAG), *meanings])


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    return frozenset(map(key_of, wording.listed("english")["empty"].en))
