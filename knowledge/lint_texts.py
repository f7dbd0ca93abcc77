"""What can be wrong with the words of the knowledge: empty, badly spaced, too long, at odds with a level."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from knowledge.basics import Level, Text
from knowledge.fact_model import Fact
from knowledge.library import Library
from knowledge.model import Outcome, Verdict

LONGEST_LABEL = 64
"""So many characters of a button can be read on a phone."""
SPACED = re.compile(r"[0-9] [\u4e00-\u9fff]|[\u4e00-\u9fff] [0-9]")
CONTRADICTING: dict[Level, tuple[str, ...]] = {
    "required": ("不需要", "不必", "不适用", "目前不", "No:", "No ", "Not "),
    "not_required": ("需要", "要", "Yes", "Required"),
    "depends": (),
}
OPEN = ("要看情况", "It depends")

Said = Iterator[tuple[str, str]]
"""The key of a place (see Contents.lines) and what is wrong there."""


def check(library: Library) -> Said:
    """Yield everything that is wrong with a text, by the place it stands at."""
    for key, part in _parts(library):
        for text in _texts(part):
            for message in _text(text):
                yield key, message
    for fact in library.facts.values():
        for message in _labels(fact):
            yield f"fact:{fact.id}", message
    for verdict in library.verdicts.values():
        for name, outcome in verdict.outcomes.items():
            for message in _title(outcome):
                yield _outcome(library, verdict, name), message


def _parts(library: Library) -> Iterator[tuple[str, Any]]:
    """Yield whatever holds texts, each with the key of its place."""
    vocabulary = library.vocabulary
    yield from ((f"fact:{name}", fact) for name, fact in library.facts.items())
    yield from ((f"group:{name}", group) for name, group in vocabulary.groups.items())
    yield from ((f"archetype:{name}", archetype) for name, archetype in vocabulary.archetypes.items())
    for regulation in library.regulations.values():
        for kind in ("articles", "faq", "deadlines", "penalties", "thresholds"):
            for index, entry in enumerate(getattr(regulation, kind)):
                yield f"regulation:{regulation.id}:{kind}:{index}", entry
        yield f"regulation:{regulation.id}", [regulation.title, regulation.issuers, regulation.note]
    for verdict in library.verdicts.values():
        yield f"verdict:{verdict.id}", [verdict.title, verdict.question, verdict.definitions]
        yield from ((f"verdict:{verdict.id}:rule:{index}", rule) for index, rule in enumerate(verdict.rules))
        yield from ((_outcome(library, verdict, name), outcome) for name, outcome in verdict.outcomes.items())
    yield from ((f"term:{index}", term) for index, term in enumerate(library.terms))
    yield from ((f"precedent:{index}", precedent) for index, precedent in enumerate(library.precedents))


def _outcome(library: Library, verdict: Verdict, name: str) -> str:
    """Return where an outcome stands: among those of the regime, or within the verdict."""
    key = f"outcome:{verdict.regime}:{name}"
    return key if key in library.aside.lines else f"verdict:{verdict.id}"


def _texts(part: Any) -> Iterator[Text]:
    """Yield every text inside a struct, a list or a mapping."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, msgspec.Struct):
        for field in part.__struct_fields__:
            yield from _texts(getattr(part, field))
    elif isinstance(part, dict):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _texts(value)


def _text(text: Text) -> Iterator[str]:
    for lang, words in (("zh", text.zh), ("en", text.en)):
        if not words.strip():
            yield f"the {lang} text is empty. Say it in both languages."
        elif words != words.strip():
            yield f'the {lang} text "{words.strip()[:30]}" begins or ends with a space.'
    spaced = SPACED.search(text.zh)
    if spaced:
        yield f'"{spaced[0]}": no space between digits and Chinese characters, "{spaced[0].replace(" ", "")}".'
    if "Art." in text.zh:
        yield f'"{text.zh[:30]}" cites in English. Write 第…条.'


def _labels(fact: Fact) -> Iterator[str]:
    """Answers of a choice are buttons, and so are the facts of a group."""
    labels = [choice.label for choice in fact.values.values()] + [span.label for span in fact.ranges.values()]
    for label in [*labels, fact.label] if fact.group else labels:
        for words in (label.zh, label.en):
            if len(words) > LONGEST_LABEL:
                yield f'"{words}" is too long for a button: {len(words)} characters, at most {LONGEST_LABEL}.'


def _title(outcome: Outcome) -> Iterator[str]:
    """A title has a word and a colon, for what follows the colon also stands after "very likely yes"."""
    zh, en = outcome.title.zh, outcome.title.en
    if "：" not in zh or ": " not in en:
        yield f'"{zh}" / "{en}": a title has a word, a colon and what follows: 需要：…, "Yes: …".'
    for words in (zh, en):
        if words.startswith(CONTRADICTING[outcome.level]):
            yield f'"{words}" does not fit an outcome that is {outcome.level}.'
    if outcome.level == "depends" and not (zh.startswith(OPEN[0]) and en.startswith(OPEN[1])):
        yield f'"{zh}" / "{en}": an outcome that depends begins with {OPEN[0]}： and "{OPEN[1]}: ".'
