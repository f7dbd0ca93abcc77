"""Whether a question speaks of what a verdict is about, or only of what many verdicts share ("security assessment").

A verdict takes its subject as given when it is asked about. So it may be chosen only when the question names that
subject: by a fact, or by a word that few fields of law have. Otherwise "do we need a security assessment?" would be
answered as if everybody made deepfakes. What fits a wording without any such word is meant by that wording.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.basics import Struct, Text, Value
from knowledge.fact_model import LEFT_OPEN, Fact
from knowledge.features import features
from knowledge.kept import kept
from knowledge.library import Library
from knowledge.normalise import normalise
from knowledge.reading import Reading
from knowledge.strings import Trie, trie
from knowledge.tokens import tokens

FEW = 6
"""A word of at most so many fields of law tells their verdicts from the others."""


SHORTEST_CHINESE, SHORTEST_ENGLISH = 4, 12
"""Letters of a name that can be looked for inside a question."""
_LONGEST = 80
"""The same: a longer one is nobody's way of naming a verdict, and is not looked for."""
COVERED = 0.9
"""A question that has less of the best wording than this, and says nothing else, is vague."""
TELLING = 0.35
"""A stated fact that tells at least so much about which verdict is meant speaks for those that ask for it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says, worked out once for everything that it may mean."""

    words: frozenset[str]
    """Without those that only name a kind of product."""
    described: frozenset[str]
    """Those that only name a kind of product."""
    letters: str
    """Letters and characters alone."""
    held: frozenset[str]
    """The facts that hold, also those that usually go with the kind of product."""
    stated: frozenset[str]
    """The same, and the facts denied."""
    followed: frozenset[str]
    """What follows from the facts that hold: a virtual partner is a companion. It speaks against no verdict."""


def said(library: Library, reading: Reading) -> Said:
    """Return what a question says."""
    usual = likely_facts(library, reading).items()
    facts = {**{name: value for name, value in usual if value != LEFT_OPEN}, **reading.facts}
    described = frozenset(word for name in reading.archetypes for word in _words_of_product(library, name))
    held = frozenset(name for name, value in facts.items() if value is not False)
    return Said(
        _words(reading.text) - described,
        described,
        folded(reading.text),
        held,
        frozenset(facts),
        frozenset(then for name in held for then in library.vocabulary.implied(name, facts[name])),
    )


def likely_facts(library: Library, reading: Reading) -> dict[str, Value]:
    """Return the facts that usually go with the kinds of product the text names; left open by one is left open."""
    likely: dict[str, Value] = {}
    for name in reading.archetypes:
        for fact, value in library.vocabulary.archetypes[name].likely.items():
            if fact not in reading.torn and (fact not in likely or value == LEFT_OPEN):
                likely[fact] = value
    return likely


@lru_cache(maxsize=256)
def _words_of_product(library: Library, archetype: str) -> frozenset[str]:
    return frozenset(
        word for text in library.vocabulary.archetypes[archetype].words.all() for word in _words_of_wording(text)
    )


def speaks_of(library: Library, verdict: str, wording: str, said: Said) -> bool:
    """Tell whether the question names the subject of a verdict, or fits a `wording` of it that names none."""
    own = subject_words(library).own[verdict]
    if not _speaks_of_what_happened(library, verdict, said):
        return False
    if told(library, verdict, said, denied=True) > 0 or any(word in own for word in said.words):
        return True
    return not any(word in own for word in _words_of_wording(wording) - said.described)


def _speaks_of_what_happened(library: Library, verdict: str, said: Said) -> bool:
    """Tell whether the question has a word or a fact for each thing that must have happened for the verdict."""
    happened = [name for name in library.verdicts[verdict].subject if library.facts[name].happening]
    return all(name in said.stated or not _happening(library)[name].isdisjoint(said.words) for name in happened)


@lru_cache(maxsize=2)
def _happening(library: Library) -> dict[str, frozenset[str]]:
    """Return the words for what may have happened; those of many facts ("personal", "information") are none of them."""
    said = {name: _words_of_fact(fact) for name, fact in library.facts.items()}
    counts = Counter(word for words in said.values() for word in words)
    return {
        name: frozenset(word for word in said[name] if counts[word] <= FEW)
        for name, fact in library.facts.items()
        if fact.happening
    }


def _words_of_fact(fact: Fact) -> frozenset[str]:
    return frozenset(word for text in (*fact.words.all(), *_both(fact.label)) for word in _words(text))


def is_named(library: Library, verdict: str, said: Said) -> bool:
    """Tell whether the question holds the title of a verdict, or words in which it is asked for, as they stand."""
    return verdict in _named(library, said.letters)


@lru_cache(maxsize=4)
def _named(library: Library, letters: str) -> frozenset[str]:
    """Return the verdicts named. A name inside a longer one is none: 算法备案编号 is not about 算法备案."""
    names, verdicts = _names(library)
    prefixes = {found for start in range(len(letters)) for found in names.prefixes(letters[start : start + _LONGEST])}
    found = [(name, verdict) for name, number in sorted(prefixes) for verdict in verdicts[number]]
    alone = {name: letters for name, _ in found}
    for name in alone:
        for longer in alone:
            if name != longer and name in longer:
                alone[name] = alone[name].replace(longer, " ")
    return frozenset(verdict for name, verdict in found if name in alone[name])


@lru_cache(maxsize=2)
def _names(library: Library) -> tuple[Trie, list[tuple[str, ...]]]:
    """Return the names of verdicts, and for the number of each those that have it."""
    verdicts: dict[str, list[str]] = {}
    for verdict in library.verdicts.values():
        for name in dict.fromkeys(map(folded, (*_both(verdict.title), *verdict.asks.all()))):
            if (SHORTEST_ENGLISH if name.isascii() else SHORTEST_CHINESE) <= len(name) <= _LONGEST:
                verdicts.setdefault(name, []).append(verdict.id)
    letters, names = trie(verdicts)
    return Trie(letters), [tuple(verdicts[name]) for name in names]


def folded(text: str) -> str:
    """Return the letters and characters of a text: what is the same in two ways of writing one question."""
    return "".join(filter(str.isalnum, normalise(text).text))


def told(library: Library, verdict: str, said: Said, *, denied: bool = False) -> float:
    """Return how much the most telling fact speaks for a verdict, 0 to 1: one that holds, or also one `denied`."""
    asked = library.facts_of(verdict) & (said.stated if denied else said.held)
    most = max((library.telling.get(name, 0.0) for name in asked), default=0.0)
    return most if most >= TELLING else 0.0


def follows(library: Library, verdict: str, said: Said) -> bool:
    """Tell whether something that follows from the facts speaks for a verdict."""
    asked = library.facts_of(verdict) & said.followed
    return max((library.telling.get(name, 0.0) for name in asked), default=0.0) >= TELLING


def is_vague(library: Library, wording: str, reading: Reading) -> bool:
    """Tell whether a question says so little that the best `wording` says much more: "do we need to file?"."""
    facts = [name for name in reading.facts if library.facts[name].type == "bool"]
    if facts or reading.archetypes or reading.citations or len(reading.text) > (30 if reading.text.isascii() else 8):
        return False
    asked = features(tokens(reading.text))
    said = {word: weight for word, (weight, _) in features(tokens(normalise(wording).text)).items()}
    return sum(weight for word, weight in said.items() if word in asked) < COVERED * sum(said.values())


class KeptWords(Struct, frozen=True):
    """The words of each verdict, as they are kept, in a trie for each."""

    own: dict[str, memoryview]
    every: dict[str, memoryview]


@dataclass(frozen=True, slots=True)
class SubjectWords:
    """The words of each verdict's title, wordings and FAQ."""

    own: dict[str, Trie]
    """Those that tell it from the verdicts of other fields."""
    every: dict[str, Trie]


@lru_cache(maxsize=2)
def subject_words(library: Library) -> SubjectWords:
    """Return the words of each verdict."""
    words = kept(library, "subjects", KeptWords, lambda: _prepare(library))
    own, every = ({name: Trie(letters) for name, letters in each.items()} for each in (words.own, words.every))
    return SubjectWords(own, every)


def _prepare(library: Library) -> KeptWords:
    said = _words_of_verdicts(library)
    fields = [set().union(*(said[verdict] for verdict in regime.verdicts)) for regime in library.regimes.values()]
    counts = Counter(word for words in fields for word in words)
    own = {name: [word for word in words if counts[word] <= FEW] for name, words in said.items()}
    return KeptWords(*({name: trie(words)[0] for name, words in each.items()} for each in (own, said)))


def _words_of_verdicts(library: Library) -> dict[str, set[str]]:
    """Return the words of each verdict: of its title, wordings and FAQ."""
    said: dict[str, set[str]] = {}
    for verdict in library.verdicts.values():
        texts = (*_both(verdict.title), *_both(verdict.question), *verdict.asks.all())
        said[verdict.id] = {word for text in texts for word in _words(text)}
    for regulation in library.regulations.values():
        for faq in regulation.faq:
            if faq.verdict is not None:
                said[faq.verdict] |= {word for text in (*_both(faq.q), *faq.also.all()) for word in _words(text)}
    return said


def says_more(library: Library, wordings: Iterable[str], verdict: str, text: str) -> bool:
    """Tell whether a question has a word of some wordings that a verdict has not: what only they are about."""
    every, asked = subject_words(library).every[verdict], _words(text)
    return any(word in asked and word not in every for wording in wordings for word in _words_of_wording(wording))


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def _words(text: str) -> frozenset[str]:
    """Return the words of a text: pairs of Chinese characters, English stems, shared meanings."""
    return frozenset(word for word in features(tokens(normalise(text).text)) if len(word) > 1)


@lru_cache(maxsize=2048)
def _words_of_wording(wording: str) -> frozenset[str]:
    """Return the words of one of our own wordings, which come back; what people write does not, and is not kept."""
    return frozenset(map(sys.intern, _words(wording)))
