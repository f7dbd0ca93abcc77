"""Whether a question is ours: internet law of mainland China, and not another country's law, field or chit-chat."""

from functools import lru_cache
from typing import Literal

from knowledge import wording
from knowledge.lexicon import Hit, Lexicon, longest
from knowledge.model import Words
from knowledge.tokens import Tokens

Elsewhere = Literal["smalltalk", "out_of_field", ""]


@lru_cache(maxsize=1)
def _chat() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for name, words in wording.listed("smalltalk").items():
        lexicon.add(words.all(), name)
    return lexicon


@lru_cache(maxsize=1)
def _field() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for name, words in wording.listed("field").items():
        if name not in ("foreign_role", "foreign_noun", "law_of", "law_before"):
            lexicon.add(words.all(), name)
    return lexicon


def places() -> Words:
    """Return the places outside the mainland."""
    return wording.listed("field")["places"]


def is_smalltalk(text: Tokens) -> bool:
    """Tell whether the text is nothing but chit-chat."""
    hits = _chat().longest(text)
    covered = sum(hit.end - hit.start for hit in hits)
    content = sum(key.isalnum() for key in text.keys)
    marks = sum(not all(key.isalnum() or key in "'&" for key in text.keys[h.start : h.end]) for h in hits)
    return (content == 0 and not any(k.isalnum() for k in text.keys)) or (
        any("smalltalk" in hit.tags for hit in hits) and covered - marks >= content
    )


def is_elsewhere(text: Tokens, ours: bool, product: bool, abroad: bool) -> bool:
    """Tell whether the question is about another country's law or another field.

    `ours`: a regulation of ours is named. `product`: a product or a feature of one is described. `abroad`: data, shares
    or people go abroad, so that a place is where they go.
    """
    hits = longest(_field().all(text))
    names = {tag for hit in hits for tag in hit.tags}
    if "orders" in names:
        return True
    if "laws" in names and not ours and "home" not in names:
        return True
    if not ours and "home" not in names and any(_is_law_of(text, hit, abroad) for hit in hits if "places" in hit.tags):
        return True
    duties = [hit for hit in hits if "duties" in hit.tags and not _follows_topic(hit, hits)]
    if duties or ours:
        return False
    if "make" in names or "topics" in names:
        return True
    return "themes" in names and not product


def _follows_topic(duty: Hit[str], hits: list[Hit[str]]) -> bool:
    """A "licence" right behind "driving" is that licence."""
    return any(hit.end == duty.start and ("topics" in hit.tags or "themes" in hit.tags) for hit in hits)


def _is_law_of(text: Tokens, place: Hit[str], abroad: bool) -> bool:
    """Tell whether a place is whose law is asked about, and not where data, money or people go or come from."""
    lists = wording.listed("field")
    before, behind = _beside(text, place)
    if _ends_with(before, lists["law_before"]) or _starts_with(behind, lists["law_of"]):
        return True
    if abroad or _ends_with(before, lists["foreign_role"]) or _starts_with(behind, lists["foreign_noun"]):
        return False
    return before.endswith((" in", "在")) or before in ("in", "在")


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
