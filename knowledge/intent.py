"""What kind of thing is asked for: a verdict, an article, a definition, a deadline and so on."""

from functools import lru_cache

from knowledge import wording
from knowledge.lexicon import Hit
from knowledge.model import Kind
from knowledge.sentences import Rows
from knowledge.tokens import Tokens

KINDS: tuple[Kind, ...] = ("penalty", "deadline", "definition", "procedure", "overview", "article", "verdict")
"""The kinds, those first that win when the wordings weigh the same."""


def intents(text: Tokens) -> tuple[Kind, ...]:
    """Return the kinds of question a text can be, the likeliest first; a text without any sign is a verdict's."""
    weights = dict.fromkeys(KINDS, 0.0)
    for hit in _rows().find(text):
        for kind, weight in hit.tags:
            weights[kind] = max(weights[kind], weight)
    kinds = [kind for kind in KINDS if weights[kind]]
    kinds.sort(key=lambda kind: -weights[kind])
    return tuple(kinds) or ("verdict",)


def asked(text: Tokens) -> list[Hit[tuple[Kind, float]]]:
    """Return where a text asks something."""
    return _rows().find(text)


@lru_cache(maxsize=1)
def _rows() -> Rows[tuple[Kind, float]]:
    rows: Rows[tuple[Kind, float]] = Rows()
    for kind, words in wording.listed("intents").items():
        for phrase in words.all():
            parts = phrase.split(" * ")
            rows.add([[part] for part in parts], (kind, _weight(kind, parts)))  # type: ignore[arg-type]
    return rows


def _weight(kind: str, parts: list[str]) -> float:
    """What is asked with many words is asked for surely; a yes-or-no frame can hold any other kind of question."""
    length = sum(len(part.split()) if part.isascii() else len(part) / 2 for part in parts)
    return min(length, 3.0) / (3.0 if kind == "verdict" else 1.0)
