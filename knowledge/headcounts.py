"""Which number fact a number in a text belongs to: people whose data go abroad, faces stored, registered users."""

from bisect import bisect_left
from functools import lru_cache

from knowledge import statements, wording
from knowledge.lexicon import Hit, Lexicon
from knowledge.library import Library
from knowledge.numerals import Quantity
from knowledge.statements import Span, Tag
from knowledge.tokens import Tokens
from knowledge.vocabulary import Facts

_OTHER = "other"
_NEAR = 10
"""Units between a number and the noun that it counts."""
_SMALL_WORDS = frozenset("一二两三四五六七八九十")
"""一定 and 两种 count nobody."""
_AGED = frozenset(("is", "aged", "age", "turned", "turns"))
_OLDEST = 120
"""A number up to this behind one of these words is an age: "our user is 16"."""
_MOST = 40
"""Numbers of one message that are looked at."""
_BEFORE = 3
"""Units between a fact's own words and a number behind them: 月活120万."""


def counts(library: Library, text: Tokens, numbers: list[Quantity], facts: Facts) -> list[Span]:
    """Return the number facts that the text states: only where all that the number can be lies in one range."""
    known = library.vocabulary.derive(facts)
    own = [(hit, name) for hit in statements.known(library).all(text) for kind, name, _ in hit.tags if kind == "count"]
    nouns = _nouns().longest(text)
    others = [hit for hit in nouns if _OTHER in hit.tags]
    found: dict[str, Span] = {}
    starts = [start for start, _ in text.spans]
    for number in numbers[:_MOST]:
        first = bisect_left(starts, number.start)
        last = bisect_left(starts, number.end)
        is_age = first > 0 and text.keys[first - 1] in _AGED and number.value <= _OLDEST
        is_other = is_age or number.written in _SMALL_WORDS or any(hit.start == last for hit in others)
        counted = None if is_other else _counted(library, _behind(nouns, last), known)
        name = _own(own, first, last) or counted
        if name is not None and name not in found and name not in facts:
            ranges = library.facts[name].ranges
            fitting = [key for key, span in ranges.items() if number.possible.meets(span.least, span.below)]
            if len(fitting) == 1:
                found[name] = Span(name, fitting[0], number.start, number.end, number.written)
    return list(found.values())


def _own(own: list[tuple[Hit[Tag], str]], first: int, last: int) -> str | None:
    """Return the number fact whose own words stand nearest to the number."""
    near = [
        (max(hit.start - last, first - hit.end), name)
        for hit, name in own
        if last <= hit.start <= last + _NEAR or 0 <= first - hit.end <= _BEFORE
    ]
    return min(near)[1] if near else None


def _behind(nouns: list[Hit[str]], last: int) -> set[str]:
    return {tag for hit in nouns if last <= hit.start <= last + _NEAR for tag in hit.tags}


def _counted(library: Library, nouns: set[str], known: Facts) -> str | None:
    for counted in wording.numbers().facts:
        fits = counted.counts in nouns and all(known.get(fact) == value for fact, value in counted.when.items())
        if fits and counted.fact in library.facts and not any(known.get(fact) is True for fact in counted.unless):
            return counted.fact
    return None


@lru_cache(maxsize=1)
def _nouns() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    lexicon.add(wording.numbers().other.words().all(), _OTHER)
    for name, words in wording.numbers().nouns.items():
        lexicon.add(words.words().all(), name)
    return lexicon
