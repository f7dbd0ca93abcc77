"""What kind of thing is asked for: a verdict, an article, a definition, a deadline and so on."""

from collections.abc import Sequence
from functools import lru_cache

from knowledge import wording
from knowledge.basics import Kind
from knowledge.lexicon import Hit, Lexicon, lexicon
from knowledge.negation import COMMA, STOP
from knowledge.normalise import HAN
from knowledge.sentences import Pattern, Rows, keep
from knowledge.tokens import Tokens

KINDS: tuple[Kind, ...] = ("penalty", "deadline", "definition", "procedure", "overview", "article", "verdict")
"""The kinds, those first that win when the wordings weigh the same."""


@lru_cache(maxsize=16)  # asked of one text in several places, as `asked` is
def intents(text: Tokens) -> tuple[Kind, ...]:
    """Return the kinds of question a text can be, the likeliest first; a text without any sign is a verdict's."""
    weights = dict.fromkeys(KINDS, 0.0)
    telling = _telling(text)
    for hit in asked(text):
        for kind, weight in hit.tags:
            weights[kind] = max(weights[kind], weight * (_BESIDE if hit.start in telling else 1.0))
    if _is_open(text):
        weights["verdict"] *= _OPEN
        weights["article"] = max(weights["article"], _FORM)
    if telling and all(hit.start in telling for hit in asked(text)) and not _is_open(text):
        weights["verdict"] = max(weights.values()) + 1.0  # "… to count how often they come. OK?"
    kinds = [kind for kind in KINDS if weights[kind]]
    kinds.sort(key=lambda kind: -weights[kind])
    return tuple(kinds) or ("verdict",)


def _is_open(text: Tokens) -> bool:
    """Tell whether a text asks who, what or which, and not for yes or no.

    A Chinese text asks so anywhere, an English one at the beginning of a clause.
    """
    telling = _telling(text)
    hits = [hit for hit in _forms().all(text) if hit.start not in telling and _stands(text, hit.start)]
    form = {tag for hit in hits for tag in hit.tags}
    return "open" in form and "closed" not in form


def _telling(text: Tokens) -> frozenset[int]:
    """Return the places of the sentences of an English text that only tell, where others end with a question mark."""
    if HAN.search(text.text) or "?" not in text.keys:
        return frozenset()
    places: set[int] = set()
    start = 0
    for at, key in enumerate(text.keys):
        if key == "?" or key in _ENDS:
            asks = key == "?" or (start < at and text.written(start, start + 1) in _ORDERS)
            places.update(() if asks else range(start, at))
            start = at + 1
    return frozenset(places)


def _stands(text: Tokens, place: int) -> bool:
    key = text.keys[place]
    return not key.isascii() or place == 0 or text.keys[place - 1] in COMMA | STOP or text.keys[place - 1] in _JOINS


@lru_cache(maxsize=1)
def _forms() -> Lexicon[str]:
    return lexicon((wording.listed("turns")[name].all(), name) for name in ("open", "closed"))


_JOINS = frozenset({"and", "so", "but", "then", "or"})


@lru_cache(maxsize=16)
def asked(text: Tokens) -> Sequence[Hit[tuple[Kind, float]]]:
    """Return where a text asks something."""
    apart = {place for hit in _apart().longest(text) for place in range(hit.start, hit.end)}
    return [row for row in _rows().find(text) if row.start not in apart]


@lru_cache(maxsize=1)
def _rows() -> Rows[tuple[Kind, float]]:
    return Rows(
        keep(
            [
                Pattern([(part,) for part in parts], _weighed(name, parts))
                for name, words in wording.listed("intents").items()
                if name != _APART
                for parts in (phrase.split(" * ") for phrase in words.all())
            ]
        )
    )


@lru_cache(maxsize=1)
def _apart() -> Lexicon[str]:
    """Return the words that hold one of asking and ask nothing: to fine-tune a model speaks of no fine."""
    return lexicon([(wording.listed("intents")[_APART].all(), _APART)])


def _weighed(name: str, parts: list[str]) -> tuple[Kind, float]:
    """Return the kind and its weight: what is asked with many words is asked for surely.

    A yes-or-no frame can hold any other kind of question, and a noun alone only hints at one.
    """
    length = min(3.0, sum(len(part.split()) if part.isascii() else len(part) / 2 for part in parts))
    kind: Kind = next(kind for kind in KINDS if name.startswith(kind))
    return kind, length * (_HINT if name.endswith("?") else _FRAME if kind == "verdict" else 1.0)


_APART = "apart"
_FRAME, _HINT = 0.4, 0.2
_BESIDE = 0.3
"""What is left of the weight of words in a sentence that only tells."""
_ENDS = frozenset({".", "!", ";"})
_ORDERS = frozenset({"list", "walk", "tell", "explain", "give", "name", "show", "describe"})
_OPEN, _FORM = 0.3, 0.45
"""What is left of the weight of a yes-or-no frame in an open question, and what asking openly weighs for an article."""
