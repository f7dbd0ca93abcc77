"""What a handler wants shown: a text in Telegram's HTML, and rows of buttons. Nothing here knows Telegram's classes."""

import re
from dataclasses import dataclass
from html import unescape

LONGEST = 4096
"""Telegram's limit for a message, in UTF-16 units after its markup is read."""
DATA_BYTES = 64
"""Telegram's limit for what a button carries."""


@dataclass(frozen=True, slots=True)
class Button:
    """A label, and what a press sends back, or the address it opens, or the text it starts an inline query with."""

    label: str
    data: str = ""
    url: str = ""
    inline: str | None = None

    def __post_init__(self) -> None:
        assert len(self.data.encode()) <= DATA_BYTES, f"button data too long: {self.data}"


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to send or to put in place of an earlier one."""

    html: str
    rows: tuple[tuple[Button, ...], ...] = ()
    prompt: str = ""
    """Asks for a reply: Telegram then opens the reply field with these words in it. Not together with buttons."""

    @property
    def text(self) -> str:
        """The words without markup, as a terminal shows them."""
        return plain(self.html)


def plain(html: str) -> str:
    """Return Telegram HTML as plain text."""
    return unescape(re.sub(r"<[^<>]*>", "", html))


def length(html: str) -> int:
    """Return the length of a message as Telegram counts it: UTF-16 units without markup."""
    return len(plain(html).encode("utf-16-le")) // 2


def fit(parts: list[str], folded: list[str], limit: int = LONGEST) -> str:
    """Join `parts`, then as many of the `folded` paragraphs as fit, in an expandable quote. Never cuts inside a tag.

    Parts that do not fit are left out from the end; the first always stays, cut at a word if it must be.
    """
    kept: list[str] = []
    room = limit
    for part in parts:
        cost = length(part) + (2 if kept else 0)
        if cost > room and kept:
            break
        kept.append(part if cost <= room else _cut(part, room))
        room -= min(cost, room)
    quoted: list[str] = []
    for paragraph in folded:
        cost = length(paragraph) + 2
        if cost > room:
            break
        quoted.append(paragraph)
        room -= cost
    quote = ["<blockquote expandable>" + "\n".join(quoted) + "</blockquote>"] if quoted else []
    return "\n\n".join([*kept, *quote])


def _cut(html: str, room: int) -> str:
    words = plain(html)
    while len(words.encode("utf-16-le")) // 2 > room - 1:
        words = words[: -max(1, (len(words.encode("utf-16-le")) // 2 - room + 1) // 2)]
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "…"
