"""The text of a statute, parsed into its articles: number, headings above it, paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge import article_numbers, article_openings, statute_header, statute_headings, statute_lines
from knowledge.article_openings import ANNEX, Opening
from knowledge.statute_header import Header
from knowledge.statute_headings import NUMBERED, SENTENCE_END

_ITEM = re.compile(r"(?P<mark>[一二三四五六七八九十]{1,3})[、．.] ?")


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
    def gaps(self) -> tuple[tuple[str, str], ...]:
        """Return the neighbouring articles between whose numbers others are missing: an excerpt, or a damaged text."""
        numbers = [article.number for article in self.articles] if self.has_articles else []
        orders = [article_numbers.order(number) for number in numbers]
        return tuple(
            (before, after)
            for before, after, *places in zip(numbers, numbers[1:], orders, orders[1:], strict=False)
            if not article_openings.follows(*places)
        )

    @property
    def has_articles(self) -> bool:
        """Return whether it is divided into articles; a notice or an announcement has items."""
        return not self.articles[0].is_item


def parse(name: str, lines: Sequence[str]) -> Statute:
    """Return the statute in the cleaned, non-empty `lines` of the file `name`.

    The name stands in for a title or a date that the text does not say. Every statute has at least one article or item:
    of a text that is nothing but a title, the title.
    """
    lines = statute_lines.prepared(lines)
    openings = list(article_openings.find(lines))
    annex = article_openings.annex_start(lines, openings)
    chain = article_openings.chain([opening for opening in openings if opening.line < annex])
    if not chain:
        return _items(name, lines)
    first, last = chain[0].line, chain[-1].line
    annex = next((n for n in range(last + 1, annex) if statute_headings.is_bare(lines, n)), annex)
    head = [n for n in range(first) if not NUMBERED.fullmatch(lines[n])]
    header = statute_header.parse(name, [lines[n] for n in head], lines[last:annex])
    headings = [statute_headings.heading(lines[n]) for n in range(first) if NUMBERED.fullmatch(lines[n])]
    return Statute(header, tuple(_articles(lines[:annex], chain, header.part, headings)), "\n".join(lines[annex:]))


def _articles(lines: Sequence[str], chain: Sequence[Opening], part: str, headings: Sequence[str]) -> Iterator[Article]:
    """Yield the articles of the chain, each under the part and the headings that stand above it."""
    above: tuple[str, ...] = ()
    for heading in headings:
        above = statute_headings.under(above, heading)
    for n, opening in enumerate(chain):
        end = chain[n + 1].line if n + 1 < len(chain) else len(lines)
        paragraphs = [opening.text] if opening.text else []
        below = above
        for line in range(opening.line + 1, end):
            heading = statute_headings.heading(lines[line])
            if not heading and line + 1 == end < len(lines) and statute_headings.is_bare(lines, line):
                heading = lines[line]
            if heading:
                below = statute_headings.under(below, heading)
            else:
                paragraphs.append(lines[line])
        yield Article(opening.number, "\n".join(paragraphs), (part, *above) if part else above)
        above = below


def _items(name: str, lines: Sequence[str]) -> Statute:
    """Return a document without articles: its items marked 一、二、, or else each of its paragraphs."""
    annex = next((n for n in range(2, len(lines)) if ANNEX.fullmatch(lines[n])), len(lines))
    body, end = list(lines[:annex]), annex
    while end > 1 and lines[end - 1][-1] not in SENTENCE_END and len(lines[end - 1]) < 40:
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
