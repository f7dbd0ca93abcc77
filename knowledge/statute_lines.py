"""The lines of a statute before it is divided: web pages' buttons and tables of contents gone, broken lines mended."""

import re
from collections.abc import Sequence

from knowledge import statute_headings
from knowledge.statute_headings import SENTENCE_END, STRUCTURE

_CONTENTS = re.compile(r"目 ?录|目 ?次")
_CONTENTS_ENTRY = re.compile(r"(?P<name>.{1,60}?)[ .…·—－-]*\d{0,4}")
_FURNITURE = re.compile(
    r"打印(?:本页)?|关闭(?:窗口|本页)?|【?(?:打印|关闭|收藏|返回顶部|我要纠错).{0,12}|责任编辑.{0,20}|扫一扫.{0,30}|分享到.{0,30}"
    r"|(?:上|下)一篇.{0,80}|相关(?:链接|文章|稿件).{0,40}|Copyright.{0,100}|版权所有.{0,100}|.{0,30}ICP备.{0,60}|来源[:：].{0,40}",
    re.I,
)
_DATED = re.compile(r"[（(]?\d{4} ?年")
WRAPPED = 18
LONGEST = 3000
"""A line of so many characters that ends without a full stop may run on into the next one."""


def prepared(lines: Sequence[str]) -> list[str]:
    """Return the lines that are the statute's own, each a whole paragraph or heading."""
    return _without_contents(_joined(_without_furniture(lines)))


def _without_furniture(lines: Sequence[str]) -> list[str]:
    """Return the lines without the buttons and credits of the web page they were saved from."""
    return [line for line in lines if len(line) > 100 or not _FURNITURE.fullmatch(line)]


def _joined(lines: Sequence[str]) -> list[str]:
    """Return the lines with the broken ones put together again."""
    joined: list[str] = []
    for line in lines:
        if joined and runs_on(joined[-1]) and not STRUCTURE.match(line) and not statute_headings.heading(line):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def runs_on(line: str) -> bool:
    """Return whether the line is broken off: the text of an article, without the end of a sentence."""
    return WRAPPED <= len(line) < LONGEST and line[-1] not in SENTENCE_END and "，" in line and not _DATED.match(line)


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
