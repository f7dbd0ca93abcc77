"""A message that goes on from a question before it: "and with 8,000 people?", "那短视频呢", "and level 1?"."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from knowledge import duties, turns
from knowledge.answer import TENTATIVE, answer
from knowledge.answer_model import Answer, Suggestion
from knowledge.basics import Lang, Value
from knowledge.deciding import decide, everything
from knowledge.known_words import ours
from knowledge.library import Library
from knowledge.normalise import normalise
from knowledge.reading import Reading, read
from knowledge.stories import describes_a_product
from knowledge.subjects import likely_facts
from knowledge.tokens import tokens

LEFT_TO_CONTEXT = 0.85
"""A question is read with the one before it unless that makes it less sure than this share."""


@dataclass(frozen=True, slots=True)
class Before:
    """The question before: its words, the verdicts that it was about, if any, and the facts known since."""

    text: str
    verdicts: Sequence[str]
    facts: Mapping[str, Value]
    likely: Mapping[str, Value] = field(default_factory=dict)
    unknown: Collection[str] = ()


def changed(library: Library, text: str, before: Before) -> dict[str, Value] | None:
    """Return the facts that a message changes when it only does that; None when it asks something of its own."""
    said = read(library, text)
    units = tokens(said.text)
    if not before.verdicts or said.citations or said.parts or said.intents[0] == "overview":
        return None
    number = _number(library, said, before)
    facts = number if number is not None else said.facts
    if not (facts or said.archetypes) or not _asks_the_same(library, said, before):
        return None
    return facts if turns.goes_on(units) or not turns.asks(units) else None


def kept(library: Library, changes: Mapping[str, Value], before: Before) -> dict[str, Value]:
    """Return what stays of the facts before: all but those of the groups and things that the message speaks of."""
    groups = {library.facts[name].group for name in changes} - {None}
    return {
        name: value
        for name, value in before.facts.items()
        if library.facts[name].group not in groups and name not in changes
    }


def anew(
    library: Library, text: str, changes: Mapping[str, Value], before: Before, day: date, lang: Lang | None
) -> Answer:
    """Decide the verdicts before once more, with the facts that a message changes and everything else as it was."""
    said = replace(read(library, text, lang), facts=dict(changes))
    facts = {**kept(library, changes, before), **changes}
    likely = {**before.likely, **likely_facts(library, said)}
    return decide(library, said, before.verdicts, day, lang or said.lang, facts, before.unknown, likely=likely)


def continued(library: Library, text: str, before: Before, day: date, lang: Lang | None) -> tuple[str, Answer]:
    """Return how a question that replies to another is read, with its answer: alone, or with what that was about.

    Read together, it may mean something else than was understood: the answer says what it was taken for.
    """
    said = read(library, text)
    subject = turns.about(read(library, before.text).text)
    part = turns.Part(said.text, subject, turns.stands_alone(tokens(said.text), ours(library)))
    asked, found = answered(library, part, day, lang or said.lang)
    within = _within(library, part, before, day, lang or said.lang)
    if within is not None and (not part.stands_alone or within[1].confidence > found.confidence):
        asked, found = within
    if asked != part.text and turns.says_something(tokens(said.text)) and _repeats(library, asked, found, before):
        offered = tuple(Suggestion(library.verdicts[name].title, verdict=name) for name in before.verdicts)
        return part.text, Answer("clarify", lang or said.lang, day, said, suggestions=offered, reason="unchanged")
    return asked, replace(found, tentative=found.tentative or asked != part.text)


_OF_A_LAW = ("penalty", "deadline", "definition", "procedure")
"""Kinds of question that can be asked of the law of the answer before, and nothing else: "and the fine?"."""


def _within(library: Library, part: turns.Part, before: Before, day: date, lang: Lang) -> tuple[str, Answer] | None:
    """Return an answer to words that ask something else of what was asked about before, such as "and the fine?".

    They are read with the subject before, then with the name of the law that its answer rests on. What only repeats
    that answer, or is not of the kind wanted, is none.
    """
    first = answer(library, before.text, day, lang=lang, facts=before.facts)
    law = next((citation.partition("#")[0] for citation in first.cite), None)
    said = read(library, part.text)
    wanted = said.intents[0] if said.intents[0] in _OF_A_LAW else None
    if law is None or (wanted is None and not turns.asks_for_authority(tokens(said.text))):
        return None
    short = library.regulations[law].short
    name = next(iter(short.zh if lang == "zh" else short.en), library.regulations[law].title.get(lang))
    for asked in (part.together, f"{name} {part.text}"):
        found = answer(library, asked, day, lang=lang)
        best = next(iter(found.passages), None)
        if best is None or best in first.passages:
            continue
        of_law = best.cite[0].partition("#")[0] == law and found.confidence >= TENTATIVE
        if found.kind == wanted or (wanted is None and of_law):
            return asked, found
    return None


def _repeats(library: Library, asked: str, found: Answer, before: Before) -> bool:
    """Tell whether an answer only repeats a verdict before: what a message adds to the question was not understood."""
    decided = [finding.verdict for finding in found.findings]
    return bool(decided) and set(decided) <= set(before.verdicts) and read(library, asked).facts == dict(before.facts)


def leans(text: str) -> bool:
    """Tell whether a message begins or ends as one that goes on from another."""
    return turns.goes_on(tokens(normalise(text).text))


def answered(library: Library, part: turns.Part, day: date, lang: Lang) -> tuple[str, Answer]:
    """Return how a question is read, with its answer: by itself, or with what the one before it was about."""
    whole = _everything_about(library, part, day, lang)
    if whole is not None:
        return part.together, whole
    alone = answer(library, part.text, day, lang=lang)
    is_open = any(finding.certainty == "open" for finding in alone.findings[:1])
    if not part.about or (part.stands_alone and alone.confidence >= TENTATIVE and not is_open):
        return part.text, alone
    together = answer(library, part.together, day, lang=lang)
    if together.kind != "none" and together.confidence >= alone.confidence * LEFT_TO_CONTEXT:
        return part.together, together
    return part.text, alone


def _everything_about(library: Library, part: turns.Part, day: date, lang: Lang) -> Answer | None:
    """Return what the product of the question before needs, where a question asks for everything: "what else?".

    The duty that was asked about before is not the only one wanted now.
    """
    said = read(library, part.text, lang)
    if not part.about or said.intents[0] != "overview" or describes_a_product(library, said):
        return None
    first = read(library, part.about)
    products = tuple(dict.fromkeys((*first.archetypes, *said.archetypes)))
    product = replace(said, archetypes=products, facts={**first.facts, **said.facts})
    if not describes_a_product(library, product):
        return None
    return everything(library, product, day, lang, product.facts, ())


def _asks_the_same(library: Library, said: Reading, before: Before) -> bool:
    """Tell whether a message names no duty, or the very kind of duty that the verdicts before are about."""
    named = duties.kinds(said)
    known = {kind for verdict in before.verdicts for kind in duties.kinds_of(library, verdict)}
    return named <= known if named else not turns.names_duty(tokens(said.text))


def _number(library: Library, said: Reading, before: Before) -> dict[str, Value] | None:
    """Return the facts that change when a number of the message takes the place of one in the question before."""
    if len(said.numbers) != 1:
        return None
    first = read(library, before.text)
    for number in first.numbers:
        text = first.text[: number.start] + said.numbers[0].written + first.text[number.end :]
        now = read(library, text).facts
        new = {name: value for name, value in now.items() if first.facts.get(name) not in (None, value)}
        if new:
            return new
    return None
