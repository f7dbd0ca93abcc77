"""A document as blocks: headings, paragraphs, lists, tables. Their words are Telegram HTML: <b>, <a href>, entities."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from handlers.script import written

TAGS = re.compile(r'<(/?)(b|i|a|code)(?: href="([^"]*)")?>')
NOT_TEXT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that neither XML nor a reader wants."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a chapter (1) or of a part of it (2)."""

    words: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `is_small` for notes."""

    words: str
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, numbered or not."""

    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head, which may be empty. `widths` are the shares of the columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


Block = Heading | Paragraph | Listing | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A title, a line below it, and the blocks; `foot` stands at the end of every page. `lang` is zh or en."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    foot: str
    lang: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words of one kind."""

    words: str
    is_bold: bool = False
    url: str = ""


def runs(html: str) -> Iterator[Run]:
    """Yield the words of a block, in the script that the reader chose."""
    html = written(html)
    bold, url, place = False, "", 0
    for tag in [*TAGS.finditer(html), None]:
        stretch = html[place : tag.start() if tag else len(html)]
        if stretch:
            yield Run(NOT_TEXT.sub("", unescape(stretch)), bold, url)
        if tag is None:
            return
        closes, name, target = tag.groups()
        bold = not closes if name == "b" else bold
        url = ("" if closes else unescape(target or "")) if name == "a" else url
        place = tag.end()


def text(html: str) -> str:
    """Return the words of a block without links and weights."""
    return "".join(run.words for run in runs(html))
