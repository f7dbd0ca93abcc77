"""Whether a question is ours: internet law of mainland China, and not another country's law, field or chit-chat."""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

from knowledge import wording
from knowledge.features import FRAME, features
from knowledge.lexicon import Hit, Lexicon, lexicon
from knowledge.normalise import HAN
from knowledge.tokens import Tokens, tokens
from knowledge.words import Words


@lru_cache(maxsize=1)
def _chat() -> Lexicon[str]:
    return lexicon((words.all(), name) for name, words in wording.listed("smalltalk").items())


@lru_cache(maxsize=1)
def _field() -> Lexicon[str]:
    lists = wording.listed("field").items()
    return lexicon((words.all(), name) for name, words in lists if name not in _BESIDE)


_BESIDE = (
    *("near", "makers", "foreign_role", "foreign_noun", "law_of", "law_before", "product_for", "product_of"),
    *("things", "claims"),
)
"""Lists of what stands before or behind a word, which say nothing alone."""


def places(near: bool = True) -> tuple[str, ...]:
    """Return the places outside the mainland; without `near` only foreign countries and their cities."""
    lists = wording.listed("field")
    return tuple(place for place in lists["places"].all() if near or place not in lists["near"].all())


def names_a_place(words: str) -> bool:
    """Tell whether words say no more than where something is: "in China" describes no product."""
    text = tokens(words)
    placed = {
        place
        for hit in _field().all(text)
        if not {"home", "places"}.isdisjoint(hit.tags)
        for place in range(hit.start, hit.end)
    }
    empty = wording.listed("english")["empty"].en
    return all(at in placed or key in empty for at, key in enumerate(text.keys))


def is_smalltalk(text: Tokens) -> bool:
    """Tell whether the text is nothing but chit-chat."""
    hits = _chat().longest(text)
    covered = sum(hit.end - hit.start for hit in hits)
    content = sum(key.isalnum() for key in text.keys)
    marks = sum(not all(key.isalnum() or key in "'&" for key in text.keys[h.start : h.end]) for h in hits)
    return (content == 0 and not any(k.isalnum() for k in text.keys)) or (
        any("smalltalk" in hit.tags for hit in hits) and covered - marks >= content
    )


@dataclass(frozen=True, slots=True)
class Signs:
    """What a message holds that tells whose it is, beside the words of `field.yaml`."""

    odds: float
    """How far its words are those in which people ask about our field: above 0 likelier so than not."""
    ours: bool = False
    """A regulation of ours is named."""
    stated: bool = False
    """A fact is stated, whatever it says."""
    product: bool = False
    """A product or a feature of one is described."""
    built: bool = False
    """A product of a kind we know, or several things of one."""
    abroad: bool = False
    """Data, shares or people go abroad, so a place is where they go."""
    duty: bool = False
    """A kind of duty is named: a filing, an assessment, a label."""
    happened: bool = False
    """Something that only our field has rules for has happened."""


def is_elsewhere(text: Tokens, known: Container[str], signs: Signs) -> bool:
    """Tell whether the question is about another country's law or another field.

    `known` are the features of what people ask about in our field.
    """
    ours, product = signs.ours, signs.product
    hits = _field().longest(text)
    names = {tag for hit in hits for tag in hit.tags}
    if "orders" in names or is_law_abroad(text, signs):
        return True
    if any("translation" in hit.tags and hit.start == 0 for hit in hits):
        return True
    if not (ours or product) and any("industries" in hit.tags and not _is_for(text, hit) for hit in hits):
        return True
    topics = {hit.end for hit in hits if not {"topics", "themes"}.isdisjoint(hit.tags)}
    duties = [hit for hit in hits if "duties" in hit.tags and hit.start not in topics]  # a driving licence is no duty
    if not ours and _is_unlike(signs):
        return True
    makes = any("make" in hit.tags and not _is_told(text, hit) for hit in hits)
    if makes and signs.odds < LIKELY:
        return True
    if ours or any("generic" not in hit.tags for hit in duties) or (duties and product):
        return False
    if ("roles" in names and not product) or ("usage" in names and not duties):
        return True
    if makes:
        return True
    if signs.odds >= LIKELY:
        return False
    if not signs.built and any(
        "topics" in hit.tags and not ((product or duties) and _is_for(text, hit)) for hit in hits
    ):
        return True
    if product:
        return False
    return _is_strange(text, known, hits, 1.0 if duties else STRANGE)


def is_law_abroad(text: Tokens, signs: Signs) -> bool:
    """Tell whether the law of another place is asked about, by its name or by the place."""
    hits = _field().longest(text)
    names = {tag for hit in hits for tag in hit.tags}
    if signs.ours or "home" in names:
        return False
    places = [hit for hit in hits if "places" in hit.tags]
    if places and "theirs" in names:
        return True
    return "laws" in names or any(_is_law_of(text, place, signs.abroad) for place in places)


LIKELY, UNLIKE, NEVER = 1.0, -0.9, -2.0
"""Odds from which on single words of another field say nothing; below which what sounds like ours says nothing, unless
a fact is stated and a duty or a place abroad is named; and below which nothing but a law of ours does."""


def _is_unlike(signs: Signs) -> bool:
    if signs.odds < NEVER:
        return True
    return signs.odds < UNLIKE and not (signs.happened or ((signs.duty or signs.abroad) and signs.stated))


def _is_told(text: Tokens, hit: Hit[str]) -> bool:
    """Tell whether somebody else is said to do a thing, so that we are not asked to: "the tool writes a toast"."""
    return hit.start > 0 and text.keys[hit.start - 1] in wording.listed("field")["makers"].en


def _is_for(text: Tokens, topic: Hit[str]) -> bool:
    """Tell whether a topic only says what a product is for: an app for writing poems, 写诗小工具."""
    before, behind = _beside(text, topic)
    lists = wording.listed("field")
    return (
        before.endswith("ai") or _ends_with(before, lists["product_for"]) or _starts_with(behind, lists["product_of"])
    )


def is_foreign(text: Tokens, start: int) -> bool:
    """Tell whether a place outside the mainland stands right before: the Japanese law of the same name."""
    before = text.written(max(0, start - 6), start)
    return any(
        re.search(rf"(?:^|[^a-z]){re.escape(place)}(?:的|'s| )*$", before) for place in places() if place in before
    )


def _is_strange(text: Tokens, known: Container[str], hits: list[Hit[str]], share: float) -> bool:
    """Tell whether hardly any word, duties apart, is one that people use when they ask about our field.

    A Chinese character is familiar where it belongs to a familiar pair: pairs across two words say nothing.
    """
    apart = {place for hit in hits if "duties" in hit.tags for place in range(hit.start, hit.end)}
    themes = {place for hit in hits if "themes" in hit.tags for place in range(hit.start, hit.end)}
    familiar: set[int] = set()
    content: set[int] = set()
    meanings = 0
    for name, (weight, place) in features(text).items():
        if name.startswith("~"):
            meanings += weight > FRAME and place not in themes
        elif weight > FRAME and (len(name) == 2 or name.isascii()):
            places = {place} if name.isascii() else {place, place + 1}
            content |= places
            if name in known and themes.isdisjoint(places):
                familiar |= places
    content -= apart
    strange = content - familiar
    weighed = len(strange) + (THEME_COUNTS - 1) * len(strange & themes)
    others = len(content & familiar) + MEANING_COUNTS * meanings
    least = 1 if share < 1 and not HAN.search(text.text) else 2
    return weighed >= least and weighed >= share * (weighed + others)


MEANING_COUNTS, THEME_COUNTS = 2, 3
"""A word with a meaning of ours, and one of another field, speak for their fields as so many other words."""
STRANGE = 0.42
"""The share of strange words from which on a text without product or duty is another field's."""


def _is_law_of(text: Tokens, place: Hit[str], abroad: bool) -> bool:
    """Tell whether a place is whose law is asked about, and not where data, money or people go or come from."""
    lists = wording.listed("field")
    before, behind = _beside(text, place)
    if _ends_with(before, lists["law_before"]) or _starts_with(behind, lists["law_of"]):
        return True
    if _claims(before, behind):
        return True
    if abroad or _ends_with(before, lists["foreign_role"]) or _starts_with(behind, lists["foreign_noun"]):
        return False
    clause = re.split(r"[,.;。?!\n]", behind)[0]
    if any(word in clause[:16] for word in lists["law_of"].zh):
        return True
    words = " ".join(clause.split()[:6])
    if any(re.search(rf"\b{word}\b", words) for word in lists["law_of"].en):
        return True
    return before.endswith((" in", "在")) or before in ("in", "在")


_HE = re.compile(r"(?:的|一个|位|名)?(?:用户|客户|会员|网友|居民|公民|人)")
_HIM = re.compile(r"\b(?:user|customer|client|member|resident|citizen|subscriber)s?\b")


def _claims(before: str, behind: str) -> bool:
    """Tell whether a user from a place asks something of us: a user in Lyon wants his data deleted."""
    lists = wording.listed("field")
    if _HIM.search(before[-24:]) and _starts_with(behind, lists["claims"]):
        return True
    who = _HE.match(behind) or _HIM.match(behind)
    return who is not None and _starts_with(behind[who.end() :].strip(), lists["claims"])


def _beside(text: Tokens, hit: Hit[str]) -> tuple[str, str]:
    start = text.spans[hit.start][0]
    end = text.spans[hit.end - 1][1]
    return text.text[max(0, start - 40) : start].strip(), text.text[end : end + 40].strip()


def _ends_with(text: str, words: Words) -> bool:
    plain = text.removesuffix(" the")
    return any(plain.endswith(word) for word in words.zh) or any(
        plain == word or plain.endswith(f" {word}") for word in words.en
    )


def _starts_with(text: str, words: Words) -> bool:
    text = text.removeprefix("'s ")
    return any(text.startswith(word) for word in words.zh) or any(
        text.startswith(word) and not text[len(word) : len(word) + 1].isalpha() for word in words.en
    )
