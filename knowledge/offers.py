"""What the asker may have meant instead, for buttons."""

from collections.abc import Sequence

from knowledge.answer_model import Suggestion
from knowledge.basics import Text
from knowledge.candidates import verdict_of
from knowledge.library import Library
from knowledge.matching import Candidate
from knowledge.passages import Passage, passage


def suggestions(library: Library, candidates: Sequence[Candidate]) -> tuple[Suggestion, ...]:
    """Return what the candidates offer: each verdict once, and questions of the FAQ."""
    found: dict[str, Suggestion] = {}
    for candidate in candidates:
        verdict = candidate.id if candidate.kind == "verdict" else verdict_of(library, candidate)
        if verdict is not None:
            found.setdefault(verdict, Suggestion(library.verdicts[verdict].title, verdict=verdict))
        else:
            words = passage(library, candidate)
            label = _with_article(words) if words.kind == "article" else words.heading
            found.setdefault(candidate.id, Suggestion(label, query=label, cite=words.cite))
    return tuple(found.values())


def _with_article(words: Passage) -> Text:
    """Return the heading of an article with its number: of one regulation several may be offered."""
    number = words.cite[0].partition("#")[2]
    return Text(f"{words.heading.zh}第{number}条", f"{words.heading.en}, Art. {number}")
