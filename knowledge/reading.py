"""What a message says and asks: its language, the kind of question, facts with negation, numbers, articles, parts."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from knowledge import asked_about, belonging, date_mentions, duty_kinds, field, statements, turns
from knowledge.basics import Kind, Lang, Value
from knowledge.clauses import focus
from knowledge.headcounts import counts
from knowledge.intent import intents
from knowledge.known_words import ours
from knowledge.language import language
from knowledge.library import Library
from knowledge.neighbours import neighbour
from knowledge.normalise import normalise
from knowledge.numerals import Quantity, quantities
from knowledge.spelling import Correction, correct
from knowledge.statements import Span
from knowledge.tokens import Tokens, tokens
from knowledge.turns import Part

Intent = Kind | Literal["smalltalk", "out_of_field"]


_ABROAD = (
    "pi_export",
    "hosting",
    "export_occasion",
    "export_ground",
    "foreign_request",
    "operator_abroad",
    "listing_place",
)
"""Facts that have to do with a place abroad, which is then not where the law asked about applies."""


_USES = "pi_uses"
"""The group of facts that say what is done with personal information."""


_OURS = (
    *("children_pi", "export_ground", "foreign_request", "public_cameras"),
    *("face_recognition", "comments", "voice_rooms"),
)
"""Other facts that only our field speaks of."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, read. `text` is normalised, its slips put right; `facts` are stated by it, never guessed."""

    text: str
    lang: Lang
    intents: tuple[Intent, ...]
    """The kinds of question it can be, the likeliest first; never empty."""
    facts: dict[str, Value]
    spans: tuple[Span, ...] = ()
    """Where each fact was read."""
    odds: float = 0.0
    """How far the words are those in which people ask about our field: above 0 likelier so than not."""
    neighbour: str | None = None
    """The law next to ours whose words it has where it asks, unless it asks for a duty of ours too."""
    torn: tuple[str, ...] = ()
    """The facts of which it says different things: what usually holds of the product is no help with those."""
    archetypes: tuple[str, ...] = ()
    """Kinds of product it names, whose likely facts are shown for confirmation."""
    numbers: tuple[Quantity, ...] = ()
    dates: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    """The regulations and articles it names."""
    ambiguous: tuple[str, ...] = ()
    """The regulations that a name in it can stand for."""
    articles: tuple[str, ...] = ()
    """Numbers of articles, named with or without their regulation."""
    parts: tuple[Part, ...] = ()
    """Its questions one by one, when there are several."""
    traditional: bool = False
    corrections: tuple[Correction, ...] = ()
    focus: tuple[tuple[int, int], ...] = ()
    """The places of the clauses that ask, when others only describe."""


def read(library: Library, text: str, lang_hint: Lang | None = None) -> Reading:
    """Read a message. Never raises; a text that says nothing is read as nothing.

    One message is read in several places, in the time in which nobody else's is: the last few readings are kept.
    """
    found = _read(library, text)
    return found if lang_hint is None else replace(found, lang=language(normalise(text).text, lang_hint))


@lru_cache(maxsize=4)
def _read(library: Library, text: str) -> Reading:
    normal = normalise(text)
    plain, corrections = correct(library, normal.text, normal.traditional)
    units = tokens(plain)
    hits = statements.known(library).longest(units)
    asking = focus(units)
    spans = asked_about.described(library, plain, statements.facts(library, units, hits), asking)
    numbers = quantities(plain)
    spans += counts(library, units, numbers, spans)
    facts = statements.sent(statements.about_nobody(statements.agreed(spans)), plain)
    law = statements.named(library, units, hits)
    products = statements.archetypes(library, units)
    told = any(span.value is True and facts.get(span.fact) and not field.names_a_place(span.words) for span in spans)
    built = (
        bool(products) or sum(value is not False for value in facts.values()) > 1 or _is_about_people(library, facts)
    )
    abroad = any(facts.get(name) not in (None, False) for name in _ABROAD)
    signs = field.Signs(
        belonging.belongs(library, units),
        ours=bool(law.citations),
        stated=any(value not in (None, False) for value in facts.values()),
        product=bool(products) or told,
        built=built,
        abroad=abroad,
        duty=bool(duty_kinds.named(plain)),
        happened=any(library.facts[name].happening for name in facts),
    )
    other = (
        None if signs.ours or field.is_law_abroad(units, signs) else neighbour(units, focus(units, named=False), facts)
    )
    kinds = _kinds(library, units, signs)
    if kinds[0] == "definition":
        facts = {}
    return Reading(
        text=plain,
        lang=language(normal.text, None),
        intents=kinds,
        odds=signs.odds,
        neighbour=other,
        facts=facts,
        spans=tuple(span for span in spans if facts.get(span.fact) == span.value),
        torn=statements.torn(spans),
        archetypes=products,
        numbers=tuple(numbers),
        dates=date_mentions.mentions(plain),
        citations=law.citations,
        ambiguous=law.ambiguous,
        articles=law.articles,
        parts=turns.parts(plain, ours(library)),
        traditional=normal.traditional,
        corrections=corrections,
        focus=asking,
    )


def _is_about_people(library: Library, facts: dict[str, Value]) -> bool:
    """Tell whether something is done with data about people, whatever the trade is that the text speaks of."""
    done = (name for name, value in facts.items() if value not in (None, False))
    return any(library.facts[name].group == _USES or name in _OURS for name in done)


def _kinds(library: Library, units: Tokens, signs: field.Signs) -> tuple[Intent, ...]:
    """Return the kinds of question, with chit-chat and other fields first where it is that."""
    kinds = intents(units)
    if field.is_smalltalk(units):
        return ("smalltalk", *kinds)
    return ("out_of_field", *kinds) if field.is_elsewhere(units, ours(library), signs) else kinds
