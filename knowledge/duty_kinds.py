"""Kinds of duty as a text names them: filings, licences, assessments and so on."""

from knowledge.features import features
from knowledge.tokens import tokens

KINDS = ("filing", "licence", "assessment", "audit", "real_name", "label", "consent")
"""Meanings of the wording files that name a kind of duty."""


def named(text: str) -> frozenset[str]:
    """Return the kinds of duty that a text names."""
    said = features(tokens(text))
    return frozenset(kind for kind in KINDS if f"~{kind}" in said)
