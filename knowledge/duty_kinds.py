"""Kinds of duty as a text names them: filings, licences, assessments and so on."""

from functools import lru_cache

from knowledge.features import features
from knowledge.tokens import tokens

KINDS = ("filing", "licence", "assessment", "audit", "real_name", "label", "consent")
"""Meanings of the wording files that name a kind of duty."""


@lru_cache(maxsize=512)  # the same entries come near many questions: a fiftieth of an answer
def named(text: str) -> frozenset[str]:
    """Return the kinds of duty that a text names."""
    said = features(tokens(text))
    return frozenset(kind for kind in KINDS if f"~{kind}" in said)
