"""The words that the knowledge and the grammar use: what a slip can stand for, and what is right as it is."""

from functools import lru_cache

from knowledge import wording
from knowledge.features import features
from knowledge.library import Library
from knowledge.model import Words
from knowledge.normalise import normalise
from knowledge.tokens import tokens


@lru_cache(maxsize=2)
def meant(library: Library) -> tuple[str, ...]:
    """Return the wordings that a slip can stand for."""
    words: list[Words] = [*wording.listed("concepts").values(), wording.listed("field")["duties"]]
    for fact in library.facts.values():
        words += [fact.words, *(choice.words for choice in fact.values.values())]
    words += [archetype.words for archetype in library.vocabulary.archetypes.values()]
    words += [regulation.short for regulation in library.regulations.values()]
    words += [Words((term.term.zh, *term.also.zh), (term.term.en, *term.also.en)) for term in library.terms]
    return tuple(dict.fromkeys(normalise(phrase).text for entry in words for phrase in entry.all()))


@lru_cache(maxsize=2)
def right(library: Library) -> tuple[str, ...]:
    """Return more wordings that are right as they are."""
    words: list[Words] = [verdict.asks for verdict in library.verdicts.values()]
    words += [faq.also for regulation in library.regulations.values() for faq in regulation.faq]
    for name in ("grammar", "intents", "smalltalk", "field", "english"):
        words += wording.listed(name).values()
    words.append(wording.spelling().real.words())
    return tuple(dict.fromkeys(phrase.lower() for entry in words for phrase in entry.all()))


@lru_cache(maxsize=2)
def ours(library: Library) -> frozenset[str]:
    """Return the features of everything that people ask about in our field: what has none of them is another's."""
    words: list[Words] = [*wording.listed("concepts").values(), wording.listed("field")["duties"]]
    words += [fact.words for fact in library.facts.values()]
    words += [choice.words for fact in library.facts.values() for choice in fact.values.values()]
    words += [archetype.words for archetype in library.vocabulary.archetypes.values()]
    words += [
        Words((verdict.title.zh, *verdict.asks.zh), (verdict.title.en, *verdict.asks.en))
        for verdict in library.verdicts.values()
    ]
    words += [Words((term.term.zh, *term.also.zh), (term.term.en, *term.also.en)) for term in library.terms]
    for regulation in library.regulations.values():
        words += [
            regulation.short,
            *(Words((faq.q.zh, *faq.also.zh), (faq.q.en, *faq.also.en)) for faq in regulation.faq),
        ]
    found: set[str] = set()
    for entry in words:
        for phrase in entry.all():
            found.update(features(tokens(normalise(phrase).text)))
    return frozenset(found)
