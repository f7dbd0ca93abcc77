"""Telegram's HTML: the markup a bot writes, read into plain text and entities as Telegram's own server reads it.

The rules and the error texts are those of TDLib, on which the Bot API server is built: a short list of tags, four
named character references and numeric ones, strict nesting, offsets and lengths in UTF-16 code units.
"""

import re
from dataclasses import dataclass
from typing import Any

Entity = dict[str, Any]

SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = {*SIMPLE_TAGS, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}

_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_MARKUP = re.compile(r"[<&]")
_ATTRIBUTE = re.compile(
    r"""\s*([^\s=>/"']*)(?:\s*=\s*(?:"([^"]*)(?:"|$)|'([^']*)(?:'|$)|([A-Za-z0-9.-]*)(?=[\s>])))?\s*"""
)
_TIME_FORMAT = re.compile(r"[rR]|[wWtTdD]*")

_FOUND_IN_TEXT = re.compile(
    r"(?P<url>\bhttps?://[^\s<>]+[^\s<>.,;:!?\"')\]，。；：！？」）])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b)"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{3,32})\b"
    r"|(?<![\w/@])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<hashtag>\#\w{1,255})"
)


class EntityError(ValueError):
    """The markup is not Telegram's HTML; the message is the one Telegram gives."""


def units(text: str) -> int:
    """Return the length of `text` as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """Return the part of `text` that an entity covers."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def find(text: str) -> list[Entity]:
    """Return what Telegram marks by itself in a text: links, addresses, mentions, commands, hashtags."""
    found, at, offset = [], 0, 0
    for match in _FOUND_IN_TEXT.finditer(text):
        at, offset = match.start(), offset + units(text[at : match.start()])
        found.append({"type": match.lastgroup, "offset": offset, "length": units(match.group())})
    return found


def merge(given: list[Entity], found: list[Entity]) -> list[Entity]:
    """Return `given` with those of `found` that do not lie within code, a link or a mention, in order of the text."""
    closed = [e for e in given if e["type"] in {"code", "pre", "text_link", "text_mention", "custom_emoji"}]
    free = [e for e in found if not any(_overlap(e, other) for other in closed)]
    return sorted([*given, *free], key=lambda e: (e["offset"], -e["length"]))


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    start: int


def parse(html: str) -> tuple[str, list[Entity]]:
    """Return the plain text of `html` and its entities, ordered by offset, the longer first.

    Raises EntityError with Telegram's words, whose positions are byte offsets in UTF-8.
    """
    return _Parser(html).parse()


class _Parser:
    def __init__(self, html: str) -> None:
        self.html = html
        self.position = 0
        self.text: list[str] = []
        self.length = 0
        self.opened: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while match := _MARKUP.search(self.html, self.position):
            self._write(self.html[self.position : match.start()])
            self.position = match.start()
            if match.group() == "&":
                self._reference()
            elif self.html.startswith("</", self.position):
                self._end_tag()
            else:
                self._start_tag()
        self._write(self.html[self.position :])
        if self.opened:
            raise EntityError(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        return "".join(self.text), sorted(self.entities, key=lambda e: (e["offset"], -e["length"]))

    def _write(self, text: str) -> None:
        if text:
            self.text.append(text)
            self.length += units(text)

    def _at(self, position: int) -> str:
        return f"at byte offset {len(self.html[:position].encode())}"

    def _reference(self) -> None:
        match = _REFERENCE.match(self.html, self.position)
        character = _character(match) if match else None
        self._write(character or "&")
        self.position = match.end() if match and character else self.position + 1

    def _start_tag(self) -> None:
        begin = self.position
        match = re.compile(r"<([^\s>]*)").match(self.html, begin)
        if match is None or match.end() == len(self.html):
            raise EntityError(f"Unclosed start tag {self._at(begin)}")
        tag = match.group(1).lower()
        if tag not in TAGS:
            raise EntityError(f'Unsupported start tag "{tag}" {self._at(begin)}')
        self.position = match.end()
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise EntityError(f'Tag "span" must have class "tg-spoiler" {self._at(begin)}')
        self.opened.append(_Open(tag, attributes, self.length, len(self.text)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while not self.html.startswith(">", self.position):
            match = _ATTRIBUTE.match(self.html, self.position)
            if match is None or self.position >= len(self.html) or match.end() >= len(self.html):
                raise EntityError(f'Unclosed start tag "{tag}" {self._at(begin)}')
            name, *values = match.groups()
            if self.html.startswith("=", match.end()):
                raise EntityError(f"Unexpected end of name token {self._at(match.end() + 1)}")
            if not name and not self.html.startswith(">", match.end()):
                raise EntityError(f'Empty attribute name in the tag "{tag}" {self._at(begin)}')
            if name:
                value = next((value for value in values if value is not None), "")
                attributes[name] = _REFERENCE.sub(lambda found: _character(found) or found.group(), value)
            self.position = match.end()
        self.position += 1
        return attributes

    def _end_tag(self) -> None:
        begin = self.position
        if not self.opened:
            raise EntityError(f"Unexpected end tag {self._at(begin)}")
        match = re.compile(r"</([^\s>]*)\s*>").match(self.html, begin)
        if match is None:
            raise EntityError(f"Unclosed end tag {self._at(begin)}")
        opened, name = self.opened.pop(), match.group(1).lower()
        if name and name != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{name}>"'
            raise EntityError(f"Unmatched end tag {self._at(begin)}, {expected}")
        self.position = match.end()
        if self.length > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        span = {"offset": opened.offset, "length": self.length - opened.offset}
        attributes = opened.attributes
        if opened.tag in SIMPLE_TAGS:
            self.entities.append({"type": SIMPLE_TAGS[opened.tag], **span})
        elif opened.tag == "blockquote":
            kind = "expandable_blockquote" if "expandable" in attributes else "blockquote"
            self.entities.append({"type": kind, **span})
        elif opened.tag == "a":
            self._close_link(attributes.get("href") or "".join(self.text[opened.start :]), span)
        elif opened.tag == "tg-emoji":
            if not attributes.get("emoji-id", "").strip("0").isdigit():
                raise EntityError("Invalid custom emoji identifier specified")
            self.entities.append({"type": "custom_emoji", **span, "custom_emoji_id": attributes["emoji-id"]})
        elif opened.tag == "tg-time":
            self._close_time(attributes, span)
        else:
            self._close_code(opened.tag, attributes.get("class", ""), span)

    def _close_link(self, url: str, span: Entity) -> None:
        """Add the link, or nothing: Telegram drops a link it cannot read without an error."""
        if user := re.fullmatch(r"tg://user\?id=(\d+)", url):
            person = {"id": int(user.group(1)), "is_bot": False, "first_name": ""}
            self.entities.append({"type": "text_mention", **span, "user": person})
        elif re.fullmatch(r"(https?|tg|tonsite)://\S+|[\w-]+(\.[\w-]+)+(/\S*)?", url):
            self.entities.append({"type": "text_link", **span, "url": url if "://" in url else f"http://{url}/"})

    def _close_time(self, attributes: Entity, span: Entity) -> None:
        if not _TIME_FORMAT.fullmatch(attributes.get("format", "")):
            raise EntityError("Invalid date-time format specified")
        unix = attributes.get("unix", "")
        if unix.isdigit() and int(unix) > 0:
            shown = {"date_time_format": attributes["format"]} if attributes.get("format") else {}
            self.entities.append({"type": "date_time", **span, "unix_time": int(unix), **shown})

    def _close_code(self, tag: str, css_class: str, span: Entity) -> None:
        """Add code or a block; a block around code with a language (or the reverse) becomes one block."""
        language = css_class.removeprefix("language-") if css_class.startswith("language-") else ""
        inner = self.entities[-1] if self.entities else {}
        same_span = all(inner.get(key) == value for key, value in span.items())
        if tag == "pre" and same_span and inner["type"] == "code":
            inner["type"] = "pre"
            return
        if tag == "code" and same_span and inner["type"] == "pre":
            inner.update({"language": language} if language else {})
            return
        self.entities.append({"type": tag, **span, **({"language": language} if tag == "code" and language else {})})


def _character(match: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None
