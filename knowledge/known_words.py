"""The words that the knowledge and the grammar use: what a slip can stand for, and what is right as it is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from knowledge import wording
from knowledge.basics import Struct
from knowledge.features import features
from knowledge.kept import kept
from knowledge.library import Library
from knowledge.normalise import plain
from knowledge.strings import Trie, trie
from knowledge.tokens import tokens
from knowledge.words import Words


@lru_cache(maxsize=2)
def meant(library: Library) -> tuple[str, ...]:
    """Return the wordings that a slip can stand for."""
    words: list[Words] = [*wording.listed("concepts").values(), wording.listed("field")["duties"]]
    for fact in library.facts.values():
        words += [fact.words, *(choice.words for choice in fact.values.values())]
    words += [archetype.words for archetype in library.vocabulary.archetypes.values()]
    words += [regulation.short for regulation in library.regulations.values()]
    words += [Words((term.term.zh, *term.also.zh), (term.term.en, *term.also.en)) for term in library.terms]
    return tuple(dict.fromkeys(plain(phrase) for entry in words for phrase in entry.all()))


def right(library: Library) -> tuple[str, ...]:
    """Return more wordings that are right as they are. There are too many to keep them."""
    words: list[Words] = [verdict.asks for verdict in library.verdicts.values()]
    words += [faq.also for regulation in library.regulations.values() for faq in regulation.faq]
    for name in ("grammar", "intents", "smalltalk", "field", "english"):
        words += wording.listed(name).values()
    words.append(wording.spelling().real.words())
    return tuple(dict.fromkeys(phrase.lower() for entry in words for phrase in entry.all()))


OFTEN = 8
"""A word that is in so many wordings of questions belongs to our field, in fewer it may be there by chance."""


class Ours(Struct, frozen=True):
    """The features of what people ask about in our field."""

    features: memoryview


@lru_cache(maxsize=2)
def ours(library: Library) -> Trie:
    """Return the features of everything that people ask about in our field: what has none of them is another's."""
    return Trie(kept(library, "ours", Ours, lambda: _ours(library)).features)


def _ours(library: Library) -> Ours:
    words: list[Words] = [*wording.listed("concepts").values(), wording.listed("field")["duties"]]
    for fact in library.facts.values():
        words += [fact.words, *(choice.words for choice in fact.values.values())]
    words += [archetype.words for archetype in library.vocabulary.archetypes.values()]
    for term in library.terms:
        words += [term.also, Words((term.term.zh,), (term.term.en,))]
    words += [Words((verdict.title.zh,), (verdict.title.en,)) for verdict in library.verdicts.values()]
    asked: list[Words] = [verdict.asks for verdict in library.verdicts.values()]
    for regulation in library.regulations.values():
        words.append(regulation.short)
        asked += [faq.also for faq in regulation.faq]
        asked += [Words((faq.q.zh,), (faq.q.en,)) for faq in regulation.faq]
    often = Counter(name for phrase in _phrases(asked) for name in features(tokens(phrase)))
    found = {name for phrase in _phrases(words) for name in features(tokens(phrase))}
    found |= {name for name, times in often.items() if times >= OFTEN}
    return Ours(trie(found)[0])


def _phrases(words: Iterable[Words]) -> Iterator[str]:
    return (plain(phrase) for entry in words for phrase in entry.all())
