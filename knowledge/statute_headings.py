"""Headings of parts, chapters and sections: 第二编 分则, 第六章 法律责任, 附则."""

import re
from collections.abc import Sequence

from knowledge.article_numbers import NUMERAL

LEVELS = ("编", "分编", "章", "节", "目")
SENTENCE_END = frozenset("。；：！？”’）》】…;:!?.)]")
"""What a line of text ends with, and a heading does not."""
NUMBERED = re.compile(rf"第 ?{NUMERAL} ?(?P<level>编|分编|章|节|目)(?: ?(?P<name>[^。；;：]{{0,40}}))?")
_BARE_HEADING = re.compile(r"(?:总|附|分) ?则|.{1,8}编")
STRUCTURE = re.compile(rf"[（(]|{NUMERAL}[、.．)）]|[a-zA-Z]\)|第 ?{NUMERAL}|附|[-—•●·*“]|[\"']")
"""What an item of a list begins with."""


def heading(line: str) -> str:
    """Return the line as a heading, 第一章 总则, or an empty string if it is none."""
    if len(line) > 60 or not (line[0] == "第" or line[0] in "总附分" or line[-1] == "编"):
        return ""
    if _BARE_HEADING.fullmatch(line):
        return line.replace(" ", "")
    found = NUMBERED.fullmatch(line)
    if not found:
        return ""
    name = found["name"] or ""
    mark = line[: found.end("level")].replace(" ", "")
    return f"{mark} {name.replace(' ', '') if re.fullmatch(r'(?:. )+.', name) else name}".strip()


def is_bare(lines: Sequence[str], n: int) -> bool:
    """Return whether the line is a heading that has lost its number: short, no full stop, after a full stop."""
    line = lines[n]
    return (
        len(line) <= 30
        and line[-1] not in SENTENCE_END
        and lines[n - 1][-1] in "。）"
        and not STRUCTURE.match(line)
        and "，" not in line
    )


def under(above: tuple[str, ...], heading: str) -> tuple[str, ...]:
    """Return the headings after one more: it replaces those of its own level and below."""
    level = _level(heading)
    return (*(one for one in above if _level(one) < level), heading)


def _level(heading: str) -> int:
    found = NUMBERED.match(heading)
    if found:
        return LEVELS.index(found["level"])
    return LEVELS.index("编" if heading.endswith("编") else "章")
