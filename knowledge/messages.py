"""A whole message to its answers: one for each question it asks, in their order."""

from datetime import date

from knowledge.answer import answer
from knowledge.answer_model import Answer
from knowledge.basics import Lang
from knowledge.followups import answered
from knowledge.library import Library
from knowledge.reading import read

MOST_PARTS = 3
"""So many questions of one message are answered."""


def answers(library: Library, text: str, day: date, *, lang: Lang | None = None) -> list[tuple[str, Answer]]:
    """Return the questions of a message, each with its answer as of `day`; never empty.

    Two questions with one answer are one. A message of which no part is understood is answered as a whole.
    """
    read_as = read(library, text)
    found: list[tuple[str, Answer]] = []
    for part in read_as.parts[:MOST_PARTS]:
        asked, said = answered(library, part, day, lang or read_as.lang)
        if all(_says(said) != _says(other) for _, other in found):
            found.append((asked, said))
    clear = any(said.kind not in ("clarify", "none") for _, said in found)
    return found if clear and len(found) > 1 else [(text, answer(library, text, day, lang=lang))]


def _says(said: Answer) -> tuple[object, ...]:
    """Return what tells one answer from another."""
    return said.kind, tuple(finding.verdict for finding in said.findings), said.cite
