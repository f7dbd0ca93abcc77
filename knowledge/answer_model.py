"""What the knowledge says to a question: findings, passages, or what may have been meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.basics import Lang, Level, Text
from knowledge.evaluation import Finding
from knowledge.passages import Passage
from knowledge.reading import Reading

AnswerKind = Literal[
    "verdict", "article", "definition", "deadline", "penalty", "procedure", "overview", "clarify", "none"
]

Reason = Literal["smalltalk", "out_of_field", "neighbour", "not_found", "not_in_force", "ambiguous", "unchanged", ""]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the asker may have meant: a verdict, or a question of the FAQ."""

    label: Text
    verdict: str | None = None
    query: Text | None = None
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the knowledge says to one question on one day. `reason` tells why there is no answer."""

    kind: AnswerKind
    lang: Lang
    as_of: date
    reading: Reading
    findings: tuple[Finding, ...] = ()
    passages: tuple[Passage, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    confidence: float = 0.0
    reason: Reason = ""
    detail: str = ""
    tentative: bool = False
    """Whether the question may mean something else, so that the answer says what it was taken for."""

    @property
    def level(self) -> Level | None:
        """The level of the first verdict, or of a passage that states a duty; None where nothing is decided."""
        if self.findings:
            return self.findings[0].level
        return self.passages[0].level if self.kind == "verdict" and self.passages else None

    @property
    def cite(self) -> tuple[str, ...]:
        """Every citation, each once, the weightiest first."""
        groups: list[Iterable[str]] = [finding.cite for finding in self.findings]
        groups += [passage.cite for passage in self.passages]
        return tuple(dict.fromkeys(citation for group in groups for citation in group))
