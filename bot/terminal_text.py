"""A message of the bot as text for a terminal: markup plain or as colours, links short, quotes with a bar, buttons."""

import unicodedata
from urllib.parse import urlsplit

from bot.local_entities import Entity
from bot.local_limits import Json

NAME_WIDTH = 9
BAR = "│ "
_CLOSING = "，。；：！？、）》」』”’…"
_QUOTES = {"blockquote", "expandable_blockquote"}
_STYLES = {"bold": "1", "italic": "3", "underline": "4", "strikethrough": "9", "code": "36", "pre": "36"}


def readable(text: str, entities: list[Entity], colours: bool = False) -> str:
    """Return a message's text: with colours as escape codes and live links, without them plain."""
    before: dict[int, str] = {}
    after: dict[int, str] = {}
    quoted: list[tuple[int, int]] = []
    hosts: set[str] = set()
    place = _places(text)
    for entity in sorted(entities, key=lambda entity: -entity["length"]):
        start, end = place[entity["offset"]], place[entity["offset"] + entity["length"]]
        if entity["type"] in _QUOTES:
            quoted.append((start, end))
        opening, closing = _around(entity, hosts, colours)
        before[start] = before.get(start, "") + opening
        after[end] = closing + after.get(end, "")
    lines, position = [], 0
    for line in text.split("\n"):
        inside = any(start <= position < end for start, end in quoted)
        reach = range(position, position + len(line) + 1)
        marked = "".join(
            after.get(i, "") + before.get(i, "") + _visible(text[i : min(i + 1, reach[-1])]) for i in reach
        )
        lines.append((BAR if inside else "") + marked)
        position += len(line) + 1
    return "\n".join(lines)


def _around(entity: Entity, hosts: set[str], colours: bool) -> tuple[str, str]:
    """Return what goes before and after an entity; a plain link shows its site, once a message."""
    kind = entity["type"]
    if kind == "text_link" and colours:
        return f"\x1b]8;;{entity['url']}\x1b\\\x1b[4m", "\x1b[24m\x1b]8;;\x1b\\"
    if kind == "text_link":
        host = (urlsplit(entity["url"]).hostname or entity["url"]).removeprefix("www.")
        shown = "" if host in hosts else f" ‹{host}›"
        hosts.add(host)
        return "", shown
    if colours and kind in _STYLES:
        return f"\x1b[{_STYLES[kind]}m", "\x1b[0m"
    return "", ""


def _visible(character: str) -> str:
    """Return a character, or nothing for one that would command the terminal."""
    return "" if character and unicodedata.category(character) == "Cc" and character != "\t" else character


def _places(text: str) -> list[int]:
    """Return for every UTF-16 offset the index of its character in `text`."""
    places = [index for index, character in enumerate(text) for _ in range(1 + (character > "\uffff"))]
    return [*places, len(text)]


def buttons(message: Json) -> list[Json]:
    """Return the buttons of a message in the order in which they are numbered."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def keyboard(message: Json) -> list[str]:
    """Return one line for each row of buttons, numbered from 1."""
    lines, number = [], 0
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        shown = []
        for button in row:
            number += 1
            shown.append(f"[{number}] {button['text']}" + (" ↗" if "url" in button else ""))
        lines.append("  ".join(shown))
    return lines


def speech(name: str, text: str, columns: int | None = None) -> str:
    """Return `text` beside the name of who says it, wrapped to `columns` if given."""
    lines = text.split("\n")
    if columns:
        lines = [piece for line in lines for piece in wrap(line, max(columns - NAME_WIDTH, 20))]
    margins = [label(name), *[" " * NAME_WIDTH] * (len(lines) - 1)]
    return "\n".join(f"{margin}{line}".rstrip() for margin, line in zip(margins, lines, strict=True))


def label(name: str) -> str:
    """Return a name with the space that follows it at the beginning of a line."""
    return name + " " * max(NAME_WIDTH - sum(map(_columns, name)), 1)


def wrap(line: str, columns: int) -> list[str]:
    """Break a line at spaces and between Chinese characters, never before a closing mark; escapes take no room."""
    indent = BAR if line.startswith(BAR) else ""
    lines, current, room, gap = [], "", columns, -1
    invisible = False
    for character in line:
        invisible = invisible or character == "\x1b"
        size = 0 if invisible else _columns(character)
        if size > room and current.strip() and character not in _CLOSING:
            cut = gap if gap > len(indent) and character != " " and size < 2 else len(current)
            lines.append(current[:cut].rstrip())
            current = indent + current[cut:].lstrip()
            room, gap = columns - sum(map(_columns, current)), -1
            if character == " ":
                continue
        current += character
        room -= size
        if not invisible and (character == " " or size == 2):
            gap = len(current)
        if invisible and character in "m\\":
            invisible = False
    return [*lines, current]


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
