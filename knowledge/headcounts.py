"""Which number fact a number in a text belongs to: people whose data go abroad, faces stored, registered users."""

import re
from bisect import bisect_left
from functools import lru_cache

from knowledge import statements, wording
from knowledge.lexicon import Hit, Lexicon, lexicon
from knowledge.library import Library
from knowledge.negation import COMMA, STOP
from knowledge.numerals import INFINITE, Possible, Quantity
from knowledge.statements import Span, Tag
from knowledge.tokens import Tokens
from knowledge.vocabulary import Facts
from knowledge.wording import Counted

_OTHER = "other"
_NEAR = 10
"""Units between a number and the noun that it counts."""
_NEAR_FEW, _FEW = 3, 100
"""The same for a small number, which may as well be an age: "16 when she asked our users …"."""
_SMALL_WORDS = frozenset("一二两三四五六七八九十") | {"one", "two"}
"""一定, 两种 and "which one" count nobody."""
_AGED = frozenset(("is", "aged", "age", "turned", "turns"))
_TIMES = 10
"""Up to how many times a number is meant that is said to be a least."""
_OLDEST = 120
"""A number up to this behind one of these words is an age: "our user is 16"."""
_PAST = re.compile(r"去年|上年|前年|往年|\b(?:last|previous|the past) year|the year before")
_SPENT = re.compile(
    r"(?:打赏|充值|充|消费|花费|花|付|刷|罚款|罚|赚|赔|亏)(?:了|掉|过|出)?$"
    r"|\b(?:spen[dt]s?|spending|paid|pays?|tipped|charged|fined|earned|worth|costs?)(?: up to| about| over)? $"
    r"|[$¥€£] ?$"
)
"""Right before a number that counts money."""
_MOST = 40
"""Numbers of one message that are looked at."""
_LISTS = frozenset("、")
_LEAD = 20
_BEFORE = 5
"""Units between a fact's own words and a number behind them: 月活120万."""


def counts(library: Library, text: Tokens, numbers: list[Quantity], told: list[Span]) -> list[Span]:
    """Return the number facts that the text states: only where all that the number can be lies in one range.

    `told` is what else the text states, and where.
    """
    facts = statements.agreed(told)
    known = library.vocabulary.derive(facts)
    own = [(hit, name) for hit in statements.known(library).all(text) for kind, name, _ in hit.tags if kind == "count"]
    nouns = _nouns().longest(text)
    others = [hit for hit in nouns if _OTHER in hit.tags]
    found: dict[str, Span] = {}
    counted: dict[str, Quantity] = {}
    starts = [start for start, _ in text.spans]
    places = [min(bisect_left(starts, number.start), len(text) - 1) for number in numbers]
    around = [_around(text, nouns, first, places, told) for first in places[:_MOST]]
    for number, first, near in zip(numbers[:_MOST], places, around, strict=False):
        last = bisect_left(starts, number.end)
        is_counted = any(hit.start == last for hit in nouns)
        is_age = number.value <= _OLDEST and (
            _is_age(text, first, last) or (number.written[-1] == "+" and not is_counted)
        )
        is_other = is_age or number.written in _SMALL_WORDS or any(hit.start == last for hit in others)
        is_other = is_other or (_is_spent(text, number) and not is_counted)
        behind = set() if is_other else _behind(text, nouns, last, _NEAR_FEW if number.value < _FEW else _NEAR)
        if not is_other and number.value >= _FEW and (not behind or _is_last(text, last)):
            behind = _before(text, nouns, first) or behind
        named = not is_age and number.written not in _SMALL_WORDS
        name = _own(text, own, first, last, places, found) if named else None
        past = _is_past(text, first)
        nearer = frozenset(fact for other in around if other is not near for fact in other[1])
        name = name or _counted(library, behind, known, near, nearer, number.period)
        if name is not None and name not in found and name not in facts and not (past and name in _yearly()):
            counted[name] = number
            _put(library, found, name, number)
    for same in wording.numbers().likewise:
        if same.of in counted and same.fact not in found and all(known.get(k) == v for k, v in same.when.items()):
            _put(library, found, same.fact, counted[same.of])
    return list(found.values())


def _is_past(text: Tokens, first: int) -> bool:
    """Tell whether a number is one of a year that is over: "last year we exported 700,000"."""
    start = next((at for at in range(first, -1, -1) if text.keys[at] in COMMA | STOP), -1) + 1
    return _PAST.search(text.written(start, first + 1)) is not None


def _is_age(text: Tokens, first: int, last: int) -> bool:
    """Tell whether a number is said to be years of age: "aged 4", "4-year-olds", 4岁, 4周岁."""
    behind = [*text.keys[last : last + 2], ""]
    return (first > 0 and text.keys[first - 1] in _AGED) or behind[:2] == ["year", "old"] or "岁" in behind[:2]


def _is_spent(text: Tokens, number: Quantity) -> bool:
    """Tell whether a number counts money: 打赏了两万, "spent 20,000"."""
    return _SPENT.search(text.text[max(0, number.start - _LEAD) : number.start]) is not None


def _put(library: Library, found: dict[str, Span], name: str, number: Quantity) -> None:
    """Keep the range of a number, where all that the number can be lies in one."""
    ranges = library.facts[name].ranges
    possible = _in_a_year(number) if name in _yearly() else _meant(number.possible)
    fitting = [key for key, span in ranges.items() if possible.meets(span.least, span.below)]
    if len(fitting) == 1:
        found[name] = Span(name, fitting[0], number.start, number.end, number.written)


def _meant(possible: Possible) -> Possible:
    """Return what is meant by a number that is only a least: "over a million" is less than ten million."""
    if possible.high != INFINITE:
        return possible
    low = possible.low + 1 if possible.low_open else possible.low
    return Possible(possible.bound, low, possible.low * _TIMES, high_open=True)


def _is_last(text: Tokens, last: int) -> bool:
    return last < len(text) and text.keys[last] in COMMA | STOP


def _before(text: Tokens, nouns: list[Hit[str]], first: int) -> set[str]:
    """Return what is counted by the noun before a number, with small words between: 用户一共有两百万."""
    small = wording.numbers().fillers.words().all()
    at = first
    while at > 0 and text.keys[at - 1] in small:
        at -= 1
    return {tag for hit in nouns if hit.end == at or hit.start < at <= hit.end for tag in hit.tags}


def _own(
    text: Tokens, own: list[tuple[Hit[Tag], str]], first: int, last: int, places: list[int], found: dict[str, Span]
) -> str | None:
    """Return the number fact whose own words stand nearest, but those of a number before or right before the next.

    Behind a number they stand in its clause: in 月活到了13万，注册用户约40万 the 13万 are not the 注册用户.
    """
    ends = STOP | COMMA
    near = [
        (max(hit.start - last, first - hit.end), name)
        for hit, name in own
        if name not in found
        and (
            (
                last <= hit.start <= last + _NEAR
                and not _is_of_next(hit, last, places)
                and ends.isdisjoint(text.keys[last : hit.start])
            )
            or 0 <= first - hit.end <= _BEFORE
        )
    ]
    return min(near)[1] if near else None


def _is_of_next(hit: Hit[Tag], last: int, places: list[int]) -> bool:
    """Tell whether words behind a number belong to another one: right before the next, or behind it."""
    return hit.start != last and (hit.end in places or any(last <= place <= hit.start for place in places))


def _behind(text: Tokens, nouns: list[Hit[str]], last: int, near: int) -> set[str]:
    """Return what is counted by the nouns behind a number, in the same sentence."""
    within = range(last, min(last + near, len(text)))
    end = next((at for at in within if text.keys[at] in STOP - {"(", "（"}), last + near)
    return {tag for hit in nouns if last <= hit.start <= end for tag in hit.tags}


def _around(
    text: Tokens, nouns: list[Hit[str]], first: int, places: list[int], told: list[Span]
) -> tuple[set[str], Facts]:
    """Return what is named and stated around a number: in its clause, or up to the next number of several there."""
    ends = STOP | COMMA | _LISTS
    start = next((at + 1 for at in range(first - 1, -1, -1) if text.keys[at] in ends), 0)
    stop = next((at for at in range(first, len(text)) if text.keys[at] in ends), len(text))
    if any(place != first and start <= place < stop for place in places):
        start, stop = first, min((place for place in places if first < place < stop), default=stop)
    since, until = text.spans[start][0], text.spans[stop - 1][1]
    named = {tag for hit in nouns if start <= hit.start < stop for tag in hit.tags}
    stated = {span.fact: span.value for span in told if span.value is True and span.start < until and span.end > since}
    return named, stated


def _counted(
    library: Library,
    behind: set[str],
    known: Facts,
    around: tuple[set[str], Facts],
    nearer: frozenset[str],
    period: str | None,
) -> str | None:
    """Return the fact whose number it is; `nearer` is what is stated around the other numbers."""
    for counted in wording.numbers().facts:
        fits = counted.counts in behind and all(known.get(fact) == value for fact, value in counted.when.items())
        fits = fits and (not counted.period or counted.period == period)
        fits = fits and (not counted.beside or _is_beside(library, counted, *around))
        fits = fits and (not counted.nearest or counted.nearest in around[1] or counted.nearest not in nearer)
        if fits and counted.fact in library.facts and not any(known.get(fact) is True for fact in counted.unless):
            return counted.fact
    return None


def _is_beside(library: Library, counted: Counted, named: set[str], stated: Facts) -> bool:
    return counted.beside in named and (not counted.apart or counted.apart not in library.vocabulary.derive(stated))


def _in_a_year(number: Quantity) -> Possible:
    """Return what a number can come to within a year: 20,000 a month are 20,000 or more."""
    if number.period not in ("month", "day"):
        return number.possible
    return Possible("from", number.possible.low, INFINITE, low_open=number.possible.low_open)


@lru_cache(maxsize=1)
def _yearly() -> frozenset[str]:
    return frozenset(counted.fact for counted in wording.numbers().facts if counted.yearly)


@lru_cache(maxsize=1)
def _nouns() -> Lexicon[str]:
    lists = {_OTHER: wording.numbers().other, **wording.numbers().nouns}
    return lexicon((words.words().all(), name) for name, words in lists.items())
