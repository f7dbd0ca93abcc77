"""What the knowledge says in words: articles, answers of the FAQ, clocks, penalties, terms, each with its citations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from knowledge.basics import Basis, Level, Text
from knowledge.library import Library
from knowledge.matching import Candidate
from knowledge.model import Deadline, Faq
from knowledge.reading import Reading

CERTAINTY: tuple[Basis, ...] = get_args(Basis)
"""How a statement was verified, the surest first."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Something the law or the FAQ says: a heading, the words, what they rest on."""

    kind: Literal["faq", "article", "term", "deadline", "penalty", "threshold", "regulation"]
    heading: Text
    body: Text
    cite: tuple[str, ...]
    verified: Basis | None = None
    note: Text | None = None
    level: Level | None = None


def cited(library: Library, citation: str, day: date) -> list[Passage]:
    """Return what a citation says on `day`: the article, with its new number if it was renumbered, or the card."""
    name, _, number = citation.partition("#")
    regulation = library.regulations.get(name)
    if regulation is None:
        return []
    if not number:
        first = tuple(f"{name}#{article.number}" for article in regulation.articles[:1] if regulation.numbered)
        return [Passage("regulation", regulation.title, regulation.note or regulation.title, first or (name,))]
    found = []
    moved = next((r for r in regulation.renumbered if r.old == number.partition("(")[0] and day >= r.since), None)
    if moved is not None:
        note = Text(
            zh=f"自{moved.since}起，原第{moved.old}条改为第{moved.new}条。",
            en=f"Since {moved.since} the former Art. {moved.old} is Art. {moved.new}.",
        )
        found += [article(library, name, moved.new, note)]
    found += [article(library, name, number, None)]
    return [passage for passage in found if passage is not None]


def article(library: Library, name: str, number: str, note: Text | None) -> Passage | None:
    regulation = library.regulations[name]
    article = regulation.article(number)
    if article is None:
        return None
    return Passage(
        "article", regulation.title, article.gist, (f"{name}#{number}",), article.verified, note or article.note
    )


def faq_of(library: Library, candidate: Candidate) -> Faq:
    """Return the FAQ entry behind a candidate of that kind, whose id is `regulation:position`."""
    regulation, _, index = candidate.id.rpartition(":")
    return library.regulations[regulation].faq[int(index)]


def passage(library: Library, candidate: Candidate) -> Passage:
    """Return the words behind a candidate."""
    name, _, index = candidate.id.rpartition(":")
    match candidate.kind:
        case "faq":
            faq = faq_of(library, candidate)
            return Passage("faq", faq.q, faq.a, faq.cite, weakest(library, faq.cite), level=faq.level)
        case "deadline":
            clock = library.regulations[name].deadlines[int(index)]
            return Passage("deadline", clock.what, clock_words(clock), clock.cite, clock.verified, clock.note)
        case "penalty":
            penalty = library.regulations[name].penalties[int(index)]
            return Passage("penalty", penalty.what, penalty.amount, penalty.cite, penalty.verified)
        case "threshold":
            threshold = library.regulations[name].thresholds[int(index)]
            return Passage("threshold", threshold.what, threshold.value, threshold.cite, threshold.verified)
        case "term":
            term = library.terms[int(candidate.id)]
            return Passage("term", term.term, term.meaning, term.cite, weakest(library, term.cite), term.near)
        case "article":
            regulation, article = library.cited(candidate.id)
            found = regulation.article(article)
            assert found is not None
            return Passage("article", regulation.title, found.gist, (candidate.id,), found.verified, found.note)
        case "verdict":
            verdict = library.verdicts[candidate.id]
            return Passage("term", verdict.title, verdict.question, (verdict.regulation,))
        case _:
            regulation = library.regulations[candidate.id]
            return Passage("regulation", regulation.title, regulation.note or regulation.title, (candidate.id,))


def numbered(library: Library, reading: Reading) -> str | None:
    """Return the article that a name with a bare number behind it can mean (`PIPL 38`), or None."""
    number = re.search(r"(\d+(?:-\d+)?)\D{0,3}$", reading.text)
    if number is None or len(reading.citations) != 1 or "#" in reading.citations[0]:
        return None
    regulation = library.regulations[reading.citations[0]]
    moved = any(renumbered.old == number[1] for renumbered in regulation.renumbered)
    return f"{regulation.id}#{number[1]}" if moved or regulation.article(number[1]) else None


def cited_by(library: Library, candidate: Candidate) -> tuple[str, ...]:
    """Return the citations behind a candidate: its own, or those of the rules of a verdict."""
    if candidate.kind == "verdict":
        rules = library.verdicts[candidate.id].rules
        return tuple(dict.fromkeys(citation for rule in rules for citation in rule.cite))
    return passage(library, candidate).cite


def weakest(library: Library, citations: Iterable[str]) -> Basis | None:
    """Return how the least certain of the cited articles was verified; None when no article is cited."""
    found = [article.verified for article in map(library.article, citations) if article is not None]
    return max(found, key=CERTAINTY.index, default=None)


def clock_words(clock: Deadline) -> Text:
    """Return a clock of the law in words: how long, from or before which event."""
    if clock.unit == "before-event" or clock.length is None:
        before = Text(zh=f"{clock.event.zh}之前", en=f"before {clock.event.en}")
        return (
            before
            if clock.unit == "before-event"
            else Text(zh=f"自{clock.event.zh}起及时", en=f"promptly after {clock.event.en}")
        )
    unit = UNITS[clock.unit]
    zh, en = f"{clock.length}{unit.zh}", f"{clock.length} {unit.en if clock.length != 1 else unit.en.removesuffix('s')}"
    if clock.before:
        return Text(zh=f"{clock.event.zh}前{zh}", en=f"{en} before {clock.event.en}")
    return Text(zh=f"自{clock.event.zh}起{zh}内", en=f"within {en} of {clock.event.en}")


UNITS = {
    "working-days": Text(zh="个工作日", en="working days"),
    "days": Text(zh="日", en="days"),
    "months": Text(zh="个月", en="months"),
    "years": Text(zh="年", en="years"),
    "hours": Text(zh="小时", en="hours"),
}
