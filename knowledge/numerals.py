"""Numbers as people write them: 120万, 1.2m, 三千多, 40,000 a year, "around 100k", 不到一万, 8到10万."""

import re
from dataclasses import dataclass
from typing import Literal

Bound = Literal["exact", "about", "from", "over", "under", "up to", "between"]
Period = Literal["year", "month", "day"]
INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Possible:
    """What a number can be: from `low` to `high`; an open end does not belong to it."""

    bound: Bound
    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def meets(self, least: float | None, below: float | None) -> bool:
        """Tell whether it can lie in the range that includes `least` and does not include `below`."""
        if least is not None and (self.high < least or (self.high == least and self.high_open)):
            return False
        return below is None or self.low < below


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: the figure, what it can be, where it stands, and per what it is counted."""

    value: float
    possible: Possible
    start: int
    end: int
    written: str
    period: Period | None = None


_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_SCALES = {
    10**3: ("k", "thousand"),
    10**4: ("w", "wan"),
    10**6: ("m", "mn", "mil", "mln", "mio", "million"),
    10**9: ("b", "bn", "billion"),
}
_SCALE = {word: scale for scale, words in _SCALES.items() for word in words}
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = dict(zip(_ONES, range(20), strict=True)) | dict(zip(_TENS, range(20, 100, 10), strict=True))
_WORD = rf"\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})"

_PARTS = {"a": 1.0, "half a": 0.5, "a quarter of a": 0.25, "three quarters of a": 0.75}
_SOME = {"a couple of": 4, "a few": 10, "several": 10, "some": 10, "quite a few": 10}
"""Up to how many of a kind these are; from two on."""
_ARTICLES = sorted(_PARTS | _SOME, key=len, reverse=True)

# One figure; the mark @ becomes 1 or 2, for the two figures of a span such as 8到10万.
_FIGURE = (
    r"(?:(?P<arabic@>\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,15}(?:\.\d{1,6})?)(?P<odd@>[多余几来](?=[万亿]))?"
    r"(?:(?P<unit@>\s?[十百千]?[万亿]|\s?[十百千](?![零〇一二三四五六七八九]))"
    r"|(?P<scale@>\s?(?:hundred thousand|thousands?|millions?|billions?|mil|mln|mio|mn|bn|wan|[kmbw])(?![a-z0-9])))?"
    r"|(?P<some@>好几|几|数|上|成|半)(?P<some_unit@>[十百千]?[万亿]|[百千])"
    r"|(?P<han@>[零〇一二三四五六七八九两十百千万亿]{1,16}(?:(?P<han_odd@>[多余几来])(?P<han_unit@>[万亿]))?)"
    rf"|(?P<article@>\b(?:{'|'.join(_ARTICLES)}) )?(?P<english@>{_WORD}(?:[ -]{_WORD})?)? ?"
    r"\b(?P<english_scale@>hundreds of thousands|tens of thousands|hundred thousand|hundreds?|dozens?"
    r"|thousands?|millions?|billion)\b"
    rf"|(?P<word@>{_WORD}(?:[ -]{_WORD})?\b))"
)
_AT_LEAST = r"及?以上|或以上|\+|or more|or above|and above|and up|plus\b|起步|打底"
_AT_MOST = r"及?以下|以内|之内|or less|or fewer|or under"
_ABOUT = r"左右|上下|之多|or so|ish\b"
_NUMBER = re.compile(
    rf"{_FIGURE.replace('@', '1')}(?:\s?(?:-|~|到|至|\bto\b|\band\b)\s?{_FIGURE.replace('@', '2')})?"
    rf"(?:(?P<more>[多余几来]|\s?(?:出头|开外))|\s?(?P<from>{_AT_LEAST})|\s?(?P<upto>{_AT_MOST})"
    rf"|\s?(?P<about>{_ABOUT})|(?P<under>不到))?"
)
_BEFORE = re.compile(
    r"(?P<upto>不超过|不多于|不高于|最多|至多|顶多|up to|at most|no more than|not more than|maximum of|max|<=|≤)"
    r"|(?P<from>不少于|不低于|至少|最少|起码|达到|达|满|at least|no less than|not less than|no fewer than|from"
    r"|minimum of|min|reach(?:es|ed)?|>=|≥)"
    r"|(?P<near>差点|将近|接近|近|快到|快|nearly|almost|just under|close to|short of|not quite)"
    r"|(?P<under>不到|不满|不足|未满|未达到?|未超过|没到|没有到|没超过|小于|低于|少于|没满"
    r"|under|fewer than|less than|below|<)"
    r"|(?P<over>超过|超出|超|大于|高于|多于|逾|突破|不止|over|more than|above|exceeding|exceeds?|beyond|north of"
    r"|greater than|upwards of|>)"
    r"|(?P<about>大约|大概|约|差不多|估计|about|around|roughly|approximately|approx\.?|some|circa|ca\.)"
)
_LEAD = 18
_BETWEEN_BOUND_AND_NUMBER = ("", "了", "有", "的", "the", "a", "过", "到")
_PERIOD = (
    r"(?P<year>a year|per year|every year|each year|yearly|annually|annual|/year|/年|每年|一年|年均|全年)"
    r"|(?P<month>a month|per month|every month|each month|monthly|/month|/月|每月|每个月|一个月|月均)"
    r"|(?P<day>a day|per day|every day|daily|/day|/日|每日|每天|一天|日均)"
)
_PERIOD_BEHIND = re.compile(rf"[^,.;。?!\n]{{0,30}}?(?:{_PERIOD})")
_PERIOD_BEFORE = re.compile(rf"(?:{_PERIOD})[^,.;。?!\n]{{0,24}}$")


def quantities(text: str) -> list[Quantity]:
    """Return the numbers of a normalised text, from left to right. Parts of dates and articles are numbers as well."""
    found = []
    for match in _NUMBER.finditer(text):
        if not _is_inside_word(text, match):
            value, vague = _figure(match, "1")
            if value is not None:
                end = match.start() + len(match[0].rstrip())
                value, possible = _possible(text, match, value, vague)
                period = _period(text, match.start(), end)
                found.append(Quantity(value, possible, match.start(), end, text[match.start() : end], period))
    return found


def _is_inside_word(text: str, match: re.Match[str]) -> bool:
    before = text[match.start() - 1 : match.start()]
    return before.isascii() and before.isalpha() and match[0][0].isascii()


def _figure(match: re.Match[str], place: str) -> tuple[float | None, Possible | None]:
    """Return the value of one figure, and for a vague one (几万, 十几万) what it can be."""
    if match["arabic" + place]:
        unit = match["unit" + place]
        size = _unit(unit.strip()) if unit else _scale(match["scale" + place])
        return _with_odd(float(match["arabic" + place].replace(",", "")), match["odd" + place], size)
    if match["some" + place]:
        return _some(match["some" + place], _unit(match["some_unit" + place]))
    if match["han" + place]:
        odd = match["han_odd" + place]
        if odd:
            return _with_odd(_chinese(match["han" + place][:-2]), odd, _unit(match["han_unit" + place]))
        return _pair(match["han" + place]) or (_chinese(match["han" + place]), None)
    if match["english_scale" + place]:
        return _english(match["article" + place], match["english" + place], match["english_scale" + place])
    if match["word" + place]:
        return _spoken(match["word" + place]), None
    return None, None


def _with_odd(value: float, odd: str | None, size: float) -> tuple[float, Possible | None]:
    """Return 十几万 and 10多万: from ten to twenty of them."""
    if not odd:
        return value * size, None
    return value * size, Possible("about", value * size, (value + _last_place(value)) * size, high_open=True)


def _some(word: str, unit: float) -> tuple[float, Possible | None]:
    if word == "半":
        return unit / 2, None
    if word in ("上", "成"):
        return unit, Possible("from", unit, INFINITE)
    return 2 * unit, Possible("about", 2 * unit, 10 * unit, high_open=True)


def _unit(characters: str) -> float:
    value = 1
    for character in characters:
        value *= _SMALL.get(character) or _BIG[character]
    return value


def _scale(word: str | None) -> float:
    word = (word or "").strip()
    if word == "hundred thousand":
        return 10**5
    return _SCALE.get(word) or _SCALE.get(word.removesuffix("s"), 1)


def _pair(written: str) -> tuple[float, Possible] | None:
    """Return 两三万: from two to three of them."""
    pair = re.fullmatch(r"([一二两三四五六七八])([二三四五六七八九])([十百千]?[十百千万亿])", written)
    if not pair or _DIGITS[pair[2]] != _DIGITS[pair[1]] + 1:
        return None
    low, high = _DIGITS[pair[1]] * _unit(pair[3]), _DIGITS[pair[2]] * _unit(pair[3])
    return low, Possible("between", low, high)


def _chinese(written: str) -> float:
    """Read 一百二十万, 三千, 一万二 (12,000), 二〇二五."""
    if not set(written) & (_SMALL.keys() | _BIG.keys()):
        return float("".join(str(_DIGITS[character]) for character in written))
    total = section = digit = 0
    place = 1
    for character in written:
        if character in _DIGITS:
            digit = _DIGITS[character]
            place = 10 if character in "零〇" else place
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            place, digit = _SMALL[character], 0
        else:
            total = (total + section + digit or 1) * _BIG[character]
            place, section, digit = _BIG[character], 0, 0
    return float(total + section + digit * (place // 10 if place >= 100 else 1))


def _english(article: str | None, words: str | None, scale: str) -> tuple[float | None, Possible | None]:
    if scale == "tens of thousands":
        return 2e4, Possible("about", 2e4, 1e5, high_open=True)
    if scale == "hundreds of thousands":
        return 2e5, Possible("about", 2e5, 1e6, high_open=True)
    size = {"hundred": 100.0, "hundred thousand": 1e5, "dozen": 12.0}.get(scale.removesuffix("s")) or _scale(scale)
    article = (article or "").strip()
    if words:
        return size * _spoken(words), None
    if article in _SOME:
        return 2 * size, Possible("about", 2 * size, _SOME[article] * size, high_open=True)
    if article:
        return size * _PARTS[article], None
    if scale in ("dozens", "hundreds", "thousands"):
        return 2 * size, Possible("about", 2 * size, 100 * size, high_open=True)
    return (2 * size, Possible("from", 2 * size, INFINITE)) if scale.endswith("s") else (None, None)


def _spoken(words: str) -> float:
    return float(sum(_WORDS[word] for word in re.split("[ -]", words)))


def _possible(text: str, match: re.Match[str], value: float, vague: Possible | None) -> tuple[float, Possible]:
    """Return the value and what it can be, by the words before and behind it."""
    second, _ = _figure(match, "2")
    if second is not None and second > value:
        return second, Possible("between", _same_unit(match, value, second), second)
    before = _bound_before(text, match.start())
    if match["from"] or before == "from":
        return value, Possible("from", value, INFINITE)
    if match["upto"] or before == "upto":
        return value, Possible("up to", 0, value)
    if before == "over" or (match["more"] or "").strip() == "开外":
        return value, Possible("over", value, INFINITE, low_open=True)
    if match["under"] or before == "under":
        return value, Possible("under", 0, value, high_open=True)
    if before == "near":
        return value, Possible("under", value * 0.8, value, high_open=True)
    if match["more"]:
        return value, Possible("about", value, value + _last_place(value), low_open=True, high_open=True)
    if vague:
        return value, vague
    if match["about"] or before == "about":
        return value, Possible("about", value * 0.9, value * 1.1)
    return value, Possible("exact", value, value)


def _same_unit(match: re.Match[str], first: float, second: float) -> float:
    """Read 8到10万 and 5-10k: the unit behind the second figure is that of the first as well."""
    if match["unit1"] or match["scale1"] or match["han1"] or match["english_scale1"] or match["some1"]:
        return first
    unit = match["unit2"]
    size = _unit(unit.strip()) if unit else _scale(match["scale2"] or match["english_scale2"])
    return first * size if first * size < second else first


def _last_place(value: float) -> float:
    """Return the size of the last digit that was said: 三千多 reaches to four thousand."""
    size = 1.0
    while size * 10 <= value and value % (size * 10) == 0:
        size *= 10
    return size


def _bound_before(text: str, start: int) -> str:
    lead = text[max(0, start - _LEAD) : start].rstrip()
    for found in _BEFORE.finditer(lead):
        if lead[found.end() :].strip() in _BETWEEN_BOUND_AND_NUMBER:
            return found.lastgroup or ""
    return ""


def _period(text: str, start: int, end: int) -> Period | None:
    found = _PERIOD_BEHIND.match(text, end, end + 40) or _PERIOD_BEFORE.search(text, max(0, start - 40), start)
    if found is None:
        return None
    return "year" if found["year"] else "month" if found["month"] else "day"
