"""A whole message to its answers: one for each question it asks, in their order."""

from datetime import date

from knowledge.answer import TENTATIVE, Answer, answer
from knowledge.library import Library
from knowledge.model import Lang
from knowledge.reading import read
from knowledge.turns import Part

MOST_PARTS = 3
"""So many questions of one message are answered."""
LEFT_TO_CONTEXT = 0.85
"""A question is read with the one before it unless that makes it less sure than this share."""


def answers(library: Library, text: str, day: date, *, lang: Lang | None = None) -> list[tuple[str, Answer]]:
    """Return the questions of a message, each with its answer as of `day`; never empty.

    Two questions with one answer are one. A message of which no part is understood is answered as a whole.
    """
    whole = answer(library, text, day, lang=lang)
    spoken = lang or whole.lang
    found: list[tuple[str, Answer]] = []
    for part in read(library, text).parts[:MOST_PARTS]:
        asked, said = _answered(library, part, day, spoken)
        if all(_says(said) != _says(other) for _, other in found):
            found.append((asked, said))
    clear = any(said.kind not in ("clarify", "none") for _, said in found)
    return found if clear and len(found) > 1 else [(text, whole)]


def _answered(library: Library, part: Part, day: date, lang: Lang) -> tuple[str, Answer]:
    """Return how a question is read, with its answer: by itself, or with what the one before it was about."""
    alone = answer(library, part.text, day, lang=lang)
    if not part.about or (part.stands_alone and alone.confidence >= TENTATIVE):
        return part.text, alone
    together = answer(library, part.together, day, lang=lang)
    if together.kind != "none" and together.confidence >= alone.confidence * LEFT_TO_CONTEXT:
        return part.together, together
    return part.text, alone


def _says(said: Answer) -> tuple[object, ...]:
    """Return what tells one answer from another."""
    return said.kind, tuple(finding.verdict for finding in said.findings), said.cite
