"""What a message says and asks: its language, the kind of question, facts with negation, numbers, articles, parts."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from knowledge import article_numbers, field, wording
from knowledge.clauses import focus
from knowledge.intent import intents
from knowledge.known_words import ours
from knowledge.language import language
from knowledge.lexicon import Hit, Lexicon, longest
from knowledge.library import Library
from knowledge.model import Kind, Lang, Value
from knowledge.negation import Mark, Stated, stated
from knowledge.normalise import normalise
from knowledge.numerals import Quantity, quantities
from knowledge.sentences import Rows
from knowledge.spelling import Correction, correct
from knowledge.tokens import Tokens, tokens

Intent = Kind | Literal["smalltalk", "out_of_field"]
Tag = tuple[str, str, Value]
"""What a known wording stands for: ("fact", id, value), ("regulation", id, …), ("grammar", what it does, …), …"""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a fact was read: the words, and their place in the normalised text."""

    fact: str
    value: Value
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, read. `text` is normalised; `facts` are stated by it, never guessed.

    `archetypes` are kinds of product with likely facts, to be shown for confirmation. `citations` are the regulations
    and articles named; `ambiguous` the regulations a name can stand for. `parts` are the questions, when several;
    `focus` the places of the clauses that ask, when others only describe.
    """

    text: str
    lang: Lang
    intents: tuple[Intent, ...]
    facts: dict[str, Value]
    spans: tuple[Span, ...] = ()
    archetypes: tuple[str, ...] = ()
    numbers: tuple[Quantity, ...] = ()
    dates: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    followup: bool = False
    parts: tuple[str, ...] = ()
    traditional: bool = False
    corrections: tuple[Correction, ...] = ()
    focus: tuple[tuple[int, int], ...] = ()


def read(library: Library, text: str, lang_hint: Lang | None = None) -> Reading:
    """Read a message. Never raises; a text that says nothing is read as nothing."""
    normal = normalise(text)
    plain, corrections = correct(library, normal.text, normal.traditional)
    units = tokens(plain)
    words = _words(library)
    hits = longest(words.lexicon.all(units))
    spans = _facts(library, words, units, hits)
    facts = _agreed(spans)
    counted = quantities(plain)
    for span in _counts(library, units, hits, counted, facts):
        spans.append(span)
        facts[span.fact] = span.value
    citations, ambiguous, articles = _named(library, units, hits)
    archetypes = _archetypes(words, units)
    kinds: tuple[Intent, ...] = intents(units)
    if field.is_smalltalk(units):
        kinds = ("smalltalk", *kinds)
    elif field.is_elsewhere(
        units,
        known=ours(library),
        ours=bool(citations),
        product=bool(archetypes) or any(value is True for value in facts.values()),
        abroad=facts.get("pi_export") is True,
    ):
        kinds = ("out_of_field", *kinds)
    if kinds[0] == "definition":
        facts, spans = {}, []
    return Reading(
        text=plain,
        lang=language(normal.text, lang_hint),
        intents=kinds,
        facts=facts,
        spans=tuple(span for span in spans if facts.get(span.fact) == span.value),
        archetypes=archetypes,
        numbers=tuple(counted),
        dates=(),
        citations=citations,
        ambiguous=ambiguous,
        articles=articles,
        followup=False,
        parts=(),
        traditional=normal.traditional,
        corrections=corrections,
        focus=focus(units),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    lexicon: Lexicon[Tag]
    archetypes: Lexicon[str]
    statements: Rows[int]


@lru_cache(maxsize=2)
def _words(library: Library) -> _Words:
    """Prepare every wording of the library and of the grammar."""
    lexicon: Lexicon[Tag] = Lexicon()
    for fact in library.facts.values():
        kind = {"bool": "fact", "number": "count"}.get(fact.type, fact.type)
        lexicon.add(fact.words.all(), (kind, fact.id, True))
        for value, choice in fact.values.items():
            lexicon.add(choice.words.all(), ("fact", fact.id, value))
    for name, regulation in library.names.items():
        lexicon.add([name], ("regulation", regulation, True))
    for index, ambiguous in enumerate(library.ambiguous):
        lexicon.add(ambiguous.names.all(), ("ambiguous", str(index), True))
    for does, small in wording.listed("grammar").items():
        lexicon.add(small.all(), ("grammar", does, True))
    archetypes: Lexicon[str] = Lexicon()
    for name, archetype in library.vocabulary.archetypes.items():
        archetypes.add(archetype.words.all(), name)
    return _Words(lexicon, archetypes, _statements())


def _statements() -> Rows[int]:
    rows: Rows[int] = Rows()
    for index, statement in enumerate(wording.statements()):
        for pattern in statement.zh + statement.en:
            parts = [
                field.places().all() if part.strip() == "<abroad>" else [w.strip() for w in part.split(" | ")]
                for part in pattern.split(" … ")
            ]
            rows.add(parts, index)
    return rows


def _facts(library: Library, words: _Words, units: Tokens, hits: list[Hit[Tag]]) -> list[Span]:
    mentions = {hit.start: hit.end for hit in hits if any(kind in ("fact", "count") for kind, _, _ in hit.tags)}
    marks = {
        hit.start: Mark(hit.end, does)
        for hit in hits
        if hit.start not in mentions
        for kind, does, _ in hit.tags[:1]
        if kind == "grammar"
    }
    rows = words.statements.find(units)
    said = stated(units, marks, mentions)
    found = []
    for hit in hits:
        for kind, name, value in hit.tags:
            if kind == "fact":
                found += _span(units, name, value, said.get(hit.start), hit.start, hit.end)
    facts = library.facts
    for row in rows:
        for name, value in wording.statements()[row.tags[0]].facts.items():
            if name in facts:
                found += _span(units, name, value, True, row.start, row.end)
    return found


def _span(units: Tokens, name: str, value: Value, said: Stated, start: int, end: int) -> list[Span]:
    if said is None or (said is False and value is not True and value is not False):
        return []
    told = value if said else not value
    return [Span(name, told, units.spans[start][0], units.spans[end - 1][1], units.written(start, end))]


def _agreed(spans: list[Span]) -> dict[str, Value]:
    """Return the facts that are stated in one way only."""
    values: dict[str, set[Value]] = {}
    for span in spans:
        values.setdefault(span.fact, set()).add(span.value)
    return {fact: next(iter(said)) for fact, said in values.items() if len(said) == 1}


def _archetypes(words: _Words, units: Tokens) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for hit in words.archetypes.longest(units) for tag in hit.tags))


# -- numbers --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _nouns() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for name, words in wording.numbers().nouns.items():
        lexicon.add(words.words().all(), name)
    return lexicon


_NEAR = 10
"""Units between a number and the noun it counts."""


def _counts(
    library: Library, units: Tokens, hits: list[Hit[Tag]], numbers: list[Quantity], facts: dict[str, Value]
) -> list[Span]:
    """Return the number facts that the text states."""
    known = library.vocabulary.derive(facts)
    own = [(hit, name) for hit in hits for kind, name, _ in hit.tags if kind == "count"]
    nouns = _nouns().longest(units)
    found: dict[str, Span] = {}
    for number in numbers:
        place = next((i for i, span in enumerate(units.spans) if span[0] >= number.start), len(units))
        stop = next((i for i, span in enumerate(units.spans) if span[0] >= number.end), len(units))
        name = _counted(library, place, stop, own, nouns, known, units)
        if name is None:
            continue
        ranges = [
            key for key, span in library.facts[name].ranges.items() if number.possible.meets(span.least, span.below)
        ]
        if len(ranges) == 1 and name not in found and name not in facts:
            found[name] = Span(name, ranges[0], number.start, number.end, number.written)
    return list(found.values())


def _counted(
    library: Library,
    start: int,
    stop: int,
    own: list[tuple[Hit[Tag], str]],
    nouns: list[Hit[str]],
    known: dict[str, Value],
    units: Tokens,
) -> str | None:
    near = [
        (abs(hit.start - stop), name)
        for hit, name in own
        if stop <= hit.start <= stop + _NEAR or 0 <= start - hit.end <= 3
    ]
    if near:
        return min(near)[1]
    behind = [tag for hit in nouns if stop <= hit.start <= stop + _NEAR for tag in hit.tags]
    for counted in wording.numbers().facts:
        if (
            counted.fact in library.facts
            and counted.counts in behind
            and all(known.get(fact) == value for fact, value in counted.when.items())
            and not any(known.get(fact) is True for fact in counted.unless)
        ):
            return counted.fact
    return None


# -- named law ------------------------------------------------------------------------------------------------------

_ARTICLE = re.compile(
    article_numbers.ARTICLE + r"|\b(?:articles?|arts?\.?)\s*(?P<en>\d{1,4}(?:-\d{1,2})?)|(?<![\d第])(?P<bare>\d{1,3})条"
)


def _named(
    library: Library, units: Tokens, hits: list[Hit[Tag]]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    laws = [
        (units.spans[hit.start][0], name)
        for hit in hits
        for kind, name, _ in hit.tags
        if kind == "regulation" and not field.is_foreign(units, hit.start)
    ]
    unclear = [
        (units.spans[hit.start][0], library.ambiguous[int(name)].regulations)
        for hit in hits
        for kind, name, _ in hit.tags
        if kind == "ambiguous"
    ]
    citations, articles = [], []
    for match in _ARTICLE.finditer(units.text):
        number = match["en"] or match["bare"] or article_numbers.of(match)
        articles.append(number)
        before = [law for law in laws if law[0] < match.start()]
        law = before[-1] if before else (laws[0] if laws else None)
        if law:
            citations.append(f"{law[1]}#{number}")
    if not citations:
        citations = [law for _, law in laws]
    ambiguous = tuple(name for _, names in unclear for name in names) if not laws else ()
    return tuple(dict.fromkeys(citations)), tuple(dict.fromkeys(ambiguous)), tuple(dict.fromkeys(articles))
