"""Numbers of articles as Chinese law writes them: 第三十八条 is "38", 第二百八十七条之一 is "287-1".

A number is a string, because there is a 第二百八十七条之一. Items of documents that have no articles keep the mark they
are cited by: "一" for 一、, and "¶3" for a third paragraph that has no mark at all.
"""

import re
import unicodedata
from functools import lru_cache

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"[0-9０-９零〇○一二两三四五六七八九十百千](?: ?[0-9０-９零〇○一二两三四五六七八九十百千]){0,11}"
"""A number in Chinese or Arabic digits, possibly with spaces between them."""
ARTICLE = rf"第 ?(?P<article>{NUMERAL}) ?条(?: ?之 ?(?P<after>[一二三四五六七八九十]{{1,3}})(?![般切样定致些个旦次]))?"
"""第X条 or 第X条之一, as a pattern with the groups `article` and `after`."""
REFERENCE = re.compile(ARTICLE)


@lru_cache(maxsize=4096)
def parse(numeral: str) -> int:
    """Return the value of a number in Chinese or Arabic digits: 一百二十八, 128, １２８, 一二八.

    Raises ValueError for what is none of these.
    """
    numeral = unicodedata.normalize("NFKC", numeral).replace(" ", "")
    if numeral.isascii():
        return int(numeral)
    if not set(numeral) & set(_UNITS):
        return int("".join(str(_digit(character)) for character in numeral))
    total = digit = 0
    for character in numeral:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in _DIGITS:
            digit = _DIGITS[character]
        else:
            digit = digit * 10 + int(character)
    return total + digit


def _digit(character: str) -> int:
    return _DIGITS[character] if character in _DIGITS else int(character)


def of(found: re.Match[str]) -> str:
    """Return the article number of a match of `ARTICLE`, such as "38" or "287-1"."""
    number = str(parse(found["article"]))
    return f"{number}-{parse(found['after'])}" if found["after"] else number


def order(number: str) -> tuple[int, int]:
    """Return the key that sorts article numbers: 287, 287-1, 287-2, 288."""
    article, _, after = number.partition("-")
    return int(article), int(after or 0)


def chinese(value: int) -> str:
    """Return a number from 0 to 9999 in Chinese digits: 一百二十八, 一千零五, 十二."""
    if value == 0:
        return "零"
    written = ""
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = value // size % 10
        if digit:
            written += "零一二三四五六七八九"[digit] + unit
        elif written and not written.endswith("零"):
            written += "零"
    written = written.rstrip("零")
    return written.removeprefix("一") if written.startswith("一十") else written


def label(number: str) -> str:
    """Return a number as it is cited: 第三十八条, 第二百八十七条之一; items as 第一项 and 第3段."""
    if number.startswith("¶"):
        return f"第{number[1:]}段"
    if not number[0].isdigit():
        return f"第{number}项"
    article, after = order(number)
    return f"第{chinese(article)}条" + (f"之{chinese(after)}" if after else "")
