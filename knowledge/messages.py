"""A whole message to its answers: one for each question it asks, in their order."""

from datetime import date

from knowledge.answer import Answer, answer
from knowledge.library import Library
from knowledge.model import Lang
from knowledge.reading import read

MOST_PARTS = 3
"""So many questions of one message are answered."""


def answers(library: Library, text: str, day: date, *, lang: Lang | None = None) -> list[tuple[str, Answer]]:
    """Return the questions of a message, each with its answer as of `day`; never empty.

    A message whose parts say nothing that the whole does not say is answered as a whole.
    """
    whole = answer(library, text, day, lang=lang)
    parts = read(library, text).parts[:MOST_PARTS]
    spoken = lang or whole.lang
    found = [(part, answer(library, part, day, lang=spoken)) for part in parts]
    clear = [(part, said) for part, said in found if said.kind not in ("clarify", "none")]
    if len(clear) < 2 or len({_says(said) for _, said in clear}) < 2:
        return [(text, whole)] if len(clear) != 1 or whole.kind not in ("clarify", "none") else clear
    return clear if len(clear) == len(found) else found


def _says(said: Answer) -> tuple[object, ...]:
    """Return what tells one answer from another."""
    return said.kind, tuple(finding.verdict for finding in said.findings), said.cite
