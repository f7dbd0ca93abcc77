"""The lines that open the articles of a statute.

Only the order of the numbers can tell a line that opens an article from one that merely begins with a citation, and a
contract printed in an annex from the law it belongs to. So all lines that could open an article are collected first;
the longest rising chain of them is the law.
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge import article_numbers, statute_lines
from knowledge.article_numbers import ARTICLE
from knowledge.statute_headings import SENTENCE_END

_OPENING = re.compile(rf"[（(【\[]?{ARTICLE}[】\]）)]?(?P<gap>[ :：、.．]*)(?P<rest>.*)", re.S)
_CITING = re.compile(r"第.{1,6}[款项条]|规定的|的规定")
_CITING_WITHOUT_SPACE = re.compile(
    r"规定|所|的|、|，|和|或|及|与|至|到|以|之|中|后|有关|情形|；|。|修改|改为|增加|删|作为|调整|执行|处罚"
)
_COUNT = r"[一二三四五六七八九十\d]{0,3}"
ANNEX = re.compile(rf"附 ?[件录表则]?{_COUNT}(?:[ :：.、].{{0,60}}|（.{{0,60}})?|附[件录表]{_COUNT}.{{0,60}}")
"""The heading of an annex."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A line that may open an article."""

    line: int
    order: tuple[int, int]
    number: str
    text: str
    is_sure: bool


def find(lines: Sequence[str]) -> Iterator[Opening]:
    """Yield the lines that may open an article. One that reads like a citation is not sure."""
    for n, line in enumerate(lines):
        if "条" not in line[:24] or not (found := _OPENING.match(line)):
            continue
        number = article_numbers.of(found)
        rest = found["rest"]
        is_citing = _CITING.match(rest) or (not found["gap"] and _CITING_WITHOUT_SPACE.match(rest))
        is_wrapped = n > 0 and statute_lines.runs_on(lines[n - 1])
        yield Opening(n, article_numbers.order(number), number, rest, not is_citing and not is_wrapped)


def annex_start(lines: Sequence[str], openings: Sequence[Opening]) -> int:
    """Return the line at which annexes begin: after an annex's heading, or where numbers start again at 1."""
    sure = [opening for opening in openings if opening.is_sure]
    highest = (0, 0)
    for n, opening in enumerate(sure):
        between = range(sure[n - 1].line + 1 if n else opening.line, opening.line)
        if opening.order != (highest[0] + 1, 0):
            if annex := next((line for line in between if ANNEX.fullmatch(lines[line])), None):
                return annex
            starts_again = [one.order for one in sure[n : n + 2]] == [(1, 0), (2, 0)]
            if starts_again and highest >= (2, 0):
                return _title_above(lines, opening.line)
        highest = max(highest, opening.order)
    after = sure[-1].line + 1 if sure else len(lines)
    return next((n for n in range(after, len(lines)) if ANNEX.fullmatch(lines[n])), len(lines))


def _title_above(lines: Sequence[str], line: int) -> int:
    """Return the first line of the title and headings directly above `line`."""
    while line and lines[line - 1][-1] not in SENTENCE_END and not _OPENING.match(lines[line - 1]):
        line -= 1
    return line


def chain(openings: Sequence[Opening]) -> list[Opening]:
    """Return the longest rising chain of sure openings, with the unsure ones that fill a gap in it exactly."""
    sure = _longest_rising([opening for opening in openings if opening.is_sure])
    unsure = deque(opening for opening in openings if not opening.is_sure)
    filled: list[Opening] = []
    for after in sure:
        _fill(filled, unsure, after)
        filled.append(after)
    if sure:
        _fill(filled, unsure, None)
    return filled


def _fill(filled: list[Opening], unsure: deque[Opening], after: Opening | None) -> None:
    """Append the unsure openings before `after` that continue the chain without a gap."""
    while unsure and (after is None or unsure[0].line < after.line):
        opening = unsure.popleft()
        line, order = (filled[-1].line, filled[-1].order) if filled else (-1, (0, 0))
        if opening.line > line and follows(order, opening.order) and (after is None or opening.order < after.order):
            filled.append(opening)


def follows(order: tuple[int, int], following: tuple[int, int]) -> bool:
    """Return whether one article number comes directly after another: 38 after 37, 287-1 after 287."""
    return following in ((order[0] + 1, 0), (order[0], order[1] + 1))


def _longest_rising(openings: Sequence[Opening]) -> list[Opening]:
    """Return the longest subsequence with strictly rising numbers; of equals the later, so a list of contents loses."""
    ends: list[tuple[int, int]] = []
    places: list[int] = []
    before: list[int] = []
    for n, opening in enumerate(openings):
        length = bisect_left(ends, opening.order)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [opening.order]
        places[length : length + 1] = [n]
    chain: list[Opening] = []
    place = places[-1] if places else -1
    while place >= 0:
        chain.append(openings[place])
        place = before[place]
    return chain[::-1]
