"""The JSON that `redline ask` and `redline check` print: a contract, documented in the README and tested."""

from collections.abc import Iterable, Sequence
from typing import Any

from handlers import render
from handlers.reply import plain
from handlers.texts import Texts
from knowledge import evaluation
from knowledge.answer_model import Answer
from knowledge.evaluation import Finding
from knowledge.library import Library
from knowledge.profile import Profile

SEPARATOR = "\n\n— — —\n\n"
"""Between the answers to several questions of one message."""


def answers(library: Library, found: Sequence[Answer]) -> dict[str, Any]:
    """Return the answers to the questions of one message as JSON data, without its id.

    The first one speaks for the message; all are in `answers`, and `text` and `citations` hold those of all.
    """
    every = [answer(library, one) for one in found]
    whole = dict(every[0])
    if len(every) > 1:
        whole["text"] = SEPARATOR.join(one["text"] for one in every)
        cited = {(c["regulation"], c["article"], c["item"]): c for one in every for c in one["citations"]}
        whole |= {"citations": list(cited.values()), "verdicts": [v for one in every for v in one["verdicts"]]}
        whole["facts"] = {name: value for one in reversed(every) for name, value in one["facts"].items()}
        whole["suggestions"] = list(dict.fromkeys(label for one in every for label in one["suggestions"]))
        whole["confidence"] = min(one["confidence"] for one in every)
    return {**whole, "answers": every if len(every) > 1 else []}


def answer(library: Library, found: Answer) -> dict[str, Any]:
    """Return one answer as JSON data."""
    texts = Texts(found.lang)
    labels = [suggestion.label.get(found.lang) for suggestion in found.suggestions]
    offered = [f"{number}. {label}" for number, label in enumerate(labels, 1)]
    if offered and found.tentative:
        offered = ["", texts("ask.rather"), *offered]
    return {
        "kind": found.kind,
        "lang": found.lang,
        "text": "\n".join([plain(render.answer(library, found, texts)), *offered]),
        "verdict": found.level if found.kind == "verdict" else None,
        "citations": citations(library, found.cite),
        "verdicts": [verdict(library, finding, texts) for finding in found.findings],
        "facts": dict(found.reading.facts),
        "suggestions": labels,
        "confidence": round(found.confidence, 3),
    }


def verdict(library: Library, finding: Finding, texts: Texts) -> dict[str, Any]:
    """Return one verdict as JSON data."""
    return {
        "id": finding.verdict,
        "title": finding.tree.verdict.title.get(texts.lang),
        "verdict": finding.level,
        "outcome": finding.outcome_id,
        "because": evaluation.because(library, finding, texts.lang),
        "citations": citations(library, finding.cite),
        "deadline": clock(finding),
        "next_question": finding.next_question,
        "possible": list(finding.possible),
        "assumed": dict(finding.assumed),
    }


def clock(finding: Finding) -> dict[str, Any] | None:
    """Return the deadline of an outcome: the event that starts it, its length and unit; None where there is none."""
    deadline = finding.outcome.deadline if finding.outcome else None
    if deadline is None:
        return None
    return {"event": deadline.event, "length": deadline.length, "unit": deadline.unit}


def citations(library: Library, cited: Iterable[str]) -> list[dict[str, Any]]:
    """Return citations as JSON data: the article's number alone, its paragraph or item apart."""
    found = []
    for citation in cited:
        regulation, number = library.cited(citation)
        article, bracket, item = number.partition("(")
        found.append(
            {
                "regulation": regulation.id,
                "title": regulation.title.zh,
                "article": article if regulation.numbered and article else None,
                "item": item.rstrip(")") if bracket else None,
                "url": regulation.url,
            }
        )
    return found


def check(library: Library, found: Profile) -> dict[str, Any]:
    """Return a full check as JSON data, without its id: every verdict, the weightiest duties first."""
    return {"obligations": [obligation(library, finding) for finding in found.findings]}


def obligation(library: Library, finding: Finding) -> dict[str, Any]:
    """Return one line of a full check."""
    regulation = library.regulations[finding.tree.verdict.regulation]
    own = [citation for citation in finding.cite if citation.partition("#")[0] == regulation.id]
    numbers = [citation.partition("#")[2].partition("(")[0] for citation in own]
    return {
        "id": finding.verdict,
        "title": finding.tree.verdict.title.en,
        "regulation": regulation.id,
        "title_zh": regulation.title.zh,
        "articles": list(dict.fromkeys(number for number in numbers if number)),
        "verdict": finding.level,
        "certainty": finding.certainty,
        "outcome": finding.outcome_id,
        "deadline": clock(finding),
    }
