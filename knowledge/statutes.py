"""The text of a statute, parsed into its articles: number, headings above it, paragraphs.

Only the order of the numbers can tell the line that opens an article from one that merely begins with a citation, and a
contract printed in an annex from the law it belongs to. So all lines that could open an article are collected first; the
longest rising chain of them is the law.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge import article_numbers, statute_header
from knowledge.article_numbers import ARTICLE, NUMERAL
from knowledge.statute_header import Header

LEVELS = ("编", "分编", "章", "节", "目")

_HEADING = re.compile(rf"第 ?{NUMERAL} ?(?P<level>编|分编|章|节|目)(?: ?(?P<name>[^。；;：]{{0,40}}))?")
_BARE_HEADING = re.compile(r"(?:总|附|分) ?则|.{1,8}编")
_OPENING = re.compile(rf"[（(【\[]?{ARTICLE}[】\]）)]?(?P<gap>[ :：、.．]*)(?P<rest>.*)", re.S)
_CITING = re.compile(r"第.{1,6}[款项条]|规定的|的规定")
_CITING_WITHOUT_SPACE = re.compile(
    r"规定|所|的|、|，|和|或|及|与|至|到|以|之|中|后|有关|情形|；|。|修改|改为|增加|删|作为|调整|执行|处罚"
)
_ANNEX = re.compile(
    r"附 ?[件录表则]?[一二三四五六七八九十\d]{0,3}(?:[ :：.、].{0,60}|（.{0,60})?|附[件录表][一二三四五六七八九十\d]{0,3}.{0,60}"
)
_CONTENTS = re.compile(r"目 ?录|目 ?次")
_CONTENTS_ENTRY = re.compile(r"(?P<name>.{1,60}?)[ .…·—－-]*\d{0,4}")
_ITEM = re.compile(r"(?P<mark>[一二三四五六七八九十]{1,3})[、．.] ?")
_SENTENCE_END = frozenset("。；：！？”’）》】…;:!?.)]")
_STRUCTURE = re.compile(rf"[（(]|{NUMERAL}[、.．)）]|[a-zA-Z]\)|第 ?{NUMERAL}|附|[-—•●·*“]|[\"']")
_FURNITURE = re.compile(
    r"打印(?:本页)?|关闭(?:窗口|本页)?|【?(?:打印|关闭|收藏|返回顶部|我要纠错).{0,12}|责任编辑.{0,20}|扫一扫.{0,30}|分享到.{0,30}"
    r"|(?:上|下)一篇.{0,80}|相关(?:链接|文章|稿件).{0,40}|Copyright.{0,100}|版权所有.{0,100}|.{0,30}ICP备.{0,60}|来源[:：].{0,40}",
    re.I,
)
_DATED = re.compile(r"[（(]?\d{4} ?年")
WRAPPED = 18
"""A line of at least so many characters that ends without a full stop runs on into the next one."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article, or one item of a document that has none (`is_item`)."""

    number: str
    """"38", "287-1"; of an item its mark "一", or "¶3"."""
    text: str
    """Paragraphs, a line each, without the number."""
    headings: tuple[str, ...] = ()
    """Part, chapter and section above it, outermost first: ("第二编 分则", "第六章 法律责任")."""
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Statute:
    """One file of law: its header, its articles in order, and what is printed after them."""

    header: Header
    articles: tuple[Article, ...]
    annex: str = ""

    @property
    def title(self) -> str:
        """Return the full title: 中华人民共和国网络安全法."""
        return self.header.title

    @property
    def has_articles(self) -> bool:
        """Return whether it is divided into articles; a notice or an announcement has items."""
        return not self.articles[0].is_item


@dataclass(frozen=True, slots=True)
class _Opening:
    """A line that may open an article."""

    line: int
    order: tuple[int, int]
    number: str
    text: str
    is_sure: bool


def parse(name: str, lines: Sequence[str]) -> Statute:
    """Return the statute in the cleaned, non-empty `lines` of the file `name`.

    The name stands in for a title or a date that the text does not say. Every statute has at least one article or item:
    of a text that is nothing but a title, the title.
    """
    lines = _without_contents(_joined(_without_furniture(lines)))
    openings = list(_openings(lines))
    annex = _annex(lines, openings)
    chain = _chain([opening for opening in openings if opening.line < annex])
    if not chain:
        return _items(name, lines)
    first, last = chain[0].line, chain[-1].line
    annex = next((n for n in range(last + 1, annex) if _is_bare_heading(lines, n)), annex)
    head = [n for n in range(first) if not _heading(lines[n])]
    header = statute_header.parse(name, [lines[n] for n in head], lines[last:annex])
    headings = [heading for n in range(first) if (heading := _heading(lines[n]))]
    return Statute(header, tuple(_articles(lines[:annex], chain, header.part, headings)), "\n".join(lines[annex:]))


def _without_furniture(lines: Sequence[str]) -> list[str]:
    """Return the lines without the buttons and credits of the web page they were saved from."""
    return [line for line in lines if len(line) > 100 or not _FURNITURE.fullmatch(line)]


def _joined(lines: Sequence[str]) -> list[str]:
    """Return the lines with the broken ones put together again."""
    joined: list[str] = []
    for line in lines:
        before = joined[-1] if joined else ""
        if len(before) >= WRAPPED and before[-1] not in _SENTENCE_END and _runs_on(before, line):
            joined[-1] = before + line
        else:
            joined.append(line)
    return joined


def _runs_on(before: str, line: str) -> bool:
    """Return whether a line without a full stop is continued by the next: only inside the text of an article."""
    return "，" in before and not _STRUCTURE.match(line) and not _heading(line) and not _DATED.match(before)


def _without_contents(lines: list[str]) -> list[str]:
    """Return the lines without the table of contents: what stands between 目录 and its first entry's return."""
    start = next((n for n, line in enumerate(lines[:100]) if _CONTENTS.fullmatch(line)), None)
    if start is None or start + 1 == len(lines):
        return lines
    entry = _entry(lines[start + 1])
    for n in range(start + 2, min(len(lines), start + 2000)):
        if _entry(lines[n]) == entry:
            return lines[:start] + lines[n:]
    return lines[:start] + lines[start + 1 :]


def _entry(line: str) -> str:
    """Return a heading as both the contents and the text have it: no spaces, dots or page number."""
    found = _CONTENTS_ENTRY.fullmatch(line)
    return found["name"].replace(" ", "") if found else line


def _openings(lines: Sequence[str]) -> Iterable[_Opening]:
    """Yield the lines that may open an article. One that reads like a citation is not sure."""
    for n, line in enumerate(lines):
        if "条" not in line[:24] or not (found := _OPENING.match(line)):
            continue
        number = article_numbers.of(found)
        rest = found["rest"]
        is_citing = _CITING.match(rest) or (not found["gap"] and _CITING_WITHOUT_SPACE.match(rest))
        is_wrapped = (
            n > 0 and len(lines[n - 1]) >= WRAPPED and "，" in lines[n - 1] and lines[n - 1][-1] not in _SENTENCE_END
        )
        yield _Opening(n, article_numbers.order(number), number, rest, not is_citing and not is_wrapped)


def _annex(lines: Sequence[str], openings: Sequence[_Opening]) -> int:
    """Return the line at which annexes begin: after an annex's heading, or where numbers start again at 1."""
    sure = [opening for opening in openings if opening.is_sure]
    highest = (0, 0)
    for n, opening in enumerate(sure):
        between = range(sure[n - 1].line + 1 if n else opening.line, opening.line)
        if opening.order != (highest[0] + 1, 0):
            if annex := next((line for line in between if _ANNEX.fullmatch(lines[line])), None):
                return annex
            if (
                opening.order == (1, 0)
                and highest >= (2, 0)
                and [following.order for following in sure[n + 1 : n + 2]] == [(2, 0)]
            ):
                return _title_above(lines, opening.line)
        highest = max(highest, opening.order)
    after = sure[-1].line + 1 if sure else len(lines)
    return next((n for n in range(after, len(lines)) if _ANNEX.fullmatch(lines[n])), len(lines))


def _title_above(lines: Sequence[str], line: int) -> int:
    """Return the first line of the title and headings directly above `line`."""
    while line and lines[line - 1][-1] not in _SENTENCE_END and not _OPENING.match(lines[line - 1]):
        line -= 1
    return line


def _chain(openings: Sequence[_Opening]) -> list[_Opening]:
    """Return the longest rising chain of sure openings, with the unsure ones that fill a gap in it exactly."""
    chain = _longest_rising([opening for opening in openings if opening.is_sure])
    unsure = [opening for opening in openings if not opening.is_sure]
    if not unsure or not chain:
        return chain
    filled: list[_Opening] = []
    for before, after in pairwise([None, *chain, None]):
        expected = before.order if before else (0, 0)
        if before:
            filled.append(before)
        if after and _follows(expected, after.order):
            continue
        for opening in unsure:
            is_between = (before is None or opening.line > before.line) and (after is None or opening.line < after.line)
            if is_between and _follows(expected, opening.order) and (after is None or opening.order < after.order):
                filled.append(opening)
                expected = opening.order
    return filled


def _follows(order: tuple[int, int], following: tuple[int, int]) -> bool:
    """Return whether one article number comes directly after another: 38 after 37, 287-1 after 287."""
    return following in ((order[0] + 1, 0), (order[0], order[1] + 1))


def _longest_rising(openings: Sequence[_Opening]) -> list[_Opening]:
    """Return the longest subsequence with strictly rising numbers; of equals the later, so a list of contents loses."""
    ends: list[tuple[int, int]] = []
    places: list[int] = []
    before: list[int] = []
    for n, opening in enumerate(openings):
        length = bisect_left(ends, opening.order)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [opening.order]
        places[length : length + 1] = [n]
    chain: list[_Opening] = []
    place = places[-1] if places else -1
    while place >= 0:
        chain.append(openings[place])
        place = before[place]
    return chain[::-1]


def _articles(lines: Sequence[str], chain: Sequence[_Opening], part: str, headings: Sequence[str]) -> Iterable[Article]:
    """Yield the articles of the chain, each under the headings that stand above it."""
    above: tuple[str, ...] = (part,) if part else ()
    for heading in headings:
        above = _under(above, heading)
    for n, opening in enumerate(chain):
        end = chain[n + 1].line if n + 1 < len(chain) else len(lines)
        paragraphs = [opening.text] if opening.text else []
        below = above
        for line in range(opening.line + 1, end):
            if heading := _heading(lines[line]) or (
                lines[line] if line + 1 == end < len(lines) and _is_bare_heading(lines, line) else ""
            ):
                below = _under(below, heading)
            else:
                paragraphs.append(lines[line])
        yield Article(opening.number, "\n".join(paragraphs), above)
        above = below


def _heading(line: str) -> str:
    """Return the line as a heading, 第一章 总则, or an empty string if it is none."""
    if len(line) > 60 or not (line[0] == "第" or line[0] in "总附分" or line[-1] == "编"):
        return ""
    if _BARE_HEADING.fullmatch(line):
        return line.replace(" ", "")
    found = _HEADING.fullmatch(line)
    if not found:
        return ""
    name = found["name"] or ""
    mark = line[: found.end("level")].replace(" ", "")
    return f"{mark} {name.replace(' ', '') if re.fullmatch(r'(?:. )+.', name) else name}".strip()


def _is_bare_heading(lines: Sequence[str], n: int) -> bool:
    """Return whether the line is a heading that has lost its number: short, no full stop, after a full stop."""
    line = lines[n]
    return (
        len(line) <= 30
        and line[-1] not in _SENTENCE_END
        and lines[n - 1][-1] in "。）"
        and not _STRUCTURE.match(line)
        and "，" not in line
    )


def _under(above: tuple[str, ...], heading: str) -> tuple[str, ...]:
    """Return the headings after one more: it replaces those of its own level and below."""
    level = _level(heading)
    return (*(one for one in above if _level(one) < level), heading)


def _level(heading: str) -> int:
    found = _HEADING.match(heading)
    if found:
        return LEVELS.index(found["level"])
    return LEVELS.index("编" if heading.endswith("编") else "章")


def _items(name: str, lines: Sequence[str]) -> Statute:
    """Return a document without articles: its items marked 一、二、, or else each of its paragraphs."""
    annex = next((n for n in range(2, len(lines)) if _ANNEX.fullmatch(lines[n])), len(lines))
    body, end = list(lines[:annex]), annex
    while end > 1 and lines[end - 1][-1] not in _SENTENCE_END and len(lines[end - 1]) < 40:
        end -= 1
    marked = _marked(body[:end])
    first = (
        marked[0] if marked else next((n for n, line in enumerate(body) if len(line) > 40 or line[-1] in "。；："), 1)
    )
    header = statute_header.parse(name, [*body[:first], *body[end:]], body[:end])
    starts = marked or range(first, end)
    articles = []
    for n, start in enumerate(starts):
        stop = starts[n + 1] if n + 1 < len(starts) else end
        found = _ITEM.match(body[start]) if marked else None
        text = "\n".join([body[start][found.end() if found else 0 :], *body[start + 1 : stop]])
        articles.append(Article(found["mark"] if found else f"¶{n + 1}", text, is_item=True))
    if not articles:
        articles = [Article("¶1", lines[0], is_item=True)]
    return Statute(header, tuple(articles), "\n".join(lines[annex:]))


def _marked(lines: Sequence[str]) -> list[int]:
    """Return the lines of the items 一、二、三、 in rising order; fewer than two are no division."""
    starts: list[int] = []
    for n, line in enumerate(lines):
        found = _ITEM.match(line)
        if found and article_numbers.parse(found["mark"]) == len(starts) + 1:
            starts.append(n)
    return starts if len(starts) > 1 else []
