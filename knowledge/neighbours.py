"""Which law next to ours a question is about: China's, but none that the knowledge has a card for."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from knowledge import clauses, source, wording
from knowledge.basics import Struct, Text, Value
from knowledge.lexicon import Hit, Lexicon, lexicon
from knowledge.normalise import plain
from knowledge.tokens import Tokens, tokens
from knowledge.wording import Listed


class Neighbour(Struct, frozen=True):
    """A law next to ours: its names, what it decides, and where to look instead."""

    says: Text
    laws: Listed = Listed()
    words: Listed = Listed()
    unless: tuple[str, ...] = ()
    """Facts for which a law of ours has rules on the same subject."""


@lru_cache(maxsize=1)
def neighbours() -> dict[str, Neighbour]:
    """Return the laws next to ours by their names."""
    path = wording.FOLDER / "neighbours.yaml"
    return source.read(path, wording.FOLDER.parent).convert((), dict[str, Neighbour])


def neighbour(text: Tokens, focus: Sequence[tuple[int, int]], facts: Mapping[str, Value]) -> str | None:
    """Return the law next to ours that the clauses in `focus` ask about; None where they ask for a duty of ours too.

    A law named is asked about, whatever duty is named beside it.
    """
    hits = [hit for hit in _words().longest(text) if _is_asked(text, hit, focus)]
    named = [name for hit in hits for name, is_law in hit.tags if is_law]
    if named:
        return named[0]
    stated = {name for name, value in facts.items() if value not in (None, False)}
    meant = [name for hit in hits for name, _ in hit.tags if stated.isdisjoint(neighbours()[name].unless)]
    return None if not meant or _asks_for_ours(text, hits, focus, bool(stated)) else meant[0]


def words_of(law: str, words: str) -> frozenset[str]:
    """Return the words of a law next to ours that a text has."""
    text = tokens(plain(words))
    return frozenset(
        text.written(hit.start, hit.end) for hit in _words().all(text) if any(name == law for name, _ in hit.tags)
    )


def _asks_for_ours(
    text: Tokens, hits: Sequence[Hit[tuple[str, bool]]], focus: Sequence[tuple[int, int]], stated: bool
) -> bool:
    """Tell whether a duty is asked for that is ours, beside the words of another law: 支付牌照 is no such licence.

    One that other laws have as well is ours where something is `stated` that ours ask for.
    """
    theirs = {place for hit in hits for place in range(hit.start, hit.end)}
    lists = wording.listed("field")
    unsure = {*lists["things"].all(), *(() if stated else lists["generic"].all())}
    return any(
        theirs.isdisjoint(range(duty.start, duty.end))
        and text.written(duty.start, duty.end) not in unsure
        and _is_asked(text, duty, focus)
        for duty in clauses.duties(text)
    )


def _is_asked(text: Tokens, hit: Hit[tuple[str, bool]] | Hit[bool], focus: Sequence[tuple[int, int]]) -> bool:
    start, end = text.spans[hit.start][0], text.spans[hit.end - 1][1]
    return not focus or any(first <= start and end <= last for first, last in focus)


@lru_cache(maxsize=1)
def _words() -> Lexicon[tuple[str, bool]]:
    """Return the words of every law next to ours, each with the law and whether it is its name."""
    lists = [((name, is_law), words) for name, law in neighbours().items() for is_law, words in _lists(law)]
    return lexicon((words.words().all(), tag) for tag, words in lists)


def _lists(law: Neighbour) -> list[tuple[bool, Listed]]:
    return [(True, law.laws), (False, law.words)]
