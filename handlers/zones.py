"""Time zones as people write them: a name, a city in either language, an offset from UTC."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

COMMON = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Asia/Dubai",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
)
"""What is offered by buttons, and preferred where several zones have the same offset."""
CITIES = {
    "Asia/Shanghai": "北京 上海 广州 深圳 杭州 成都 中国 大陆 beijing shenzhen guangzhou hangzhou chengdu china prc",
    "Asia/Hong_Kong": "香港 港",
    "Asia/Macau": "澳门 澳門",
    "Asia/Taipei": "台北 臺北 台湾 臺灣 taiwan",
    "Asia/Singapore": "新加坡",
    "Asia/Tokyo": "东京 東京 日本 japan",
    "Asia/Seoul": "首尔 首爾 韩国 korea",
    "Asia/Kolkata": "印度 孟买 班加罗尔 india mumbai bangalore delhi",
    "Asia/Dubai": "迪拜 阿联酋",
    "Europe/London": "伦敦 倫敦 英国 uk england",
    "Europe/Berlin": "柏林 德国 法兰克福 慕尼黑 germany munich frankfurt",
    "Europe/Paris": "巴黎 法国 france",
    "America/New_York": "纽约 紐約 美东 boston washington",
    "America/Los_Angeles": "洛杉矶 旧金山 硅谷 西雅图 美西 seattle california",
    "Australia/Sydney": "悉尼",
}
"""Names that the zones themselves do not have."""
UNCLEAR = {
    "cst": ("Asia/Shanghai", "America/Chicago"),
    "ist": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "est": ("America/New_York",),
    "pst": ("America/Los_Angeles",),
    "cet": ("Europe/Berlin",),
    "jst": ("Asia/Tokyo",),
    "hkt": ("Asia/Hong_Kong",),
    "sgt": ("Asia/Singapore",),
}
"""Abbreviations, which mean different zones to different people."""
MOST = 4
NEAR = 72.0
"""How alike, of 100, a name must be to be offered."""
OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?")


@dataclass(frozen=True, slots=True)
class Meant:
    """The zones that words can mean, the likeliest first; none if they were not understood."""

    zones: tuple[str, ...]
    is_exact: bool = False


def find(words: str, now: datetime) -> Meant:
    """Read a zone. Only a name of one is exact; an offset or a misspelt name is for the asker to confirm."""
    said = words.strip().lower().replace("－", "-").replace("＋", "+").replace("−", "-")
    if said in ("utc", "gmt", "z"):
        return Meant(("UTC",), is_exact=True)
    if offset := OFFSET.fullmatch(said):
        return Meant(_at(offset, now))
    if said in UNCLEAR:
        return Meant(UNCLEAR[said])
    key = said.replace("_", " ")
    if key in _names():
        return Meant((_names()[key],), is_exact=True)
    if len(key) < 2:
        return Meant(())
    near = process.extract(key, _names().keys(), scorer=fuzz.WRatio, limit=12, score_cutoff=NEAR)
    return Meant(tuple(dict.fromkeys(_names()[name] for name, _, _ in near))[:MOST])


def _at(offset: re.Match[str], now: datetime) -> tuple[str, ...]:
    """Return zones that are now so far from UTC; of those with a place, the common ones first."""
    sign = -1 if offset[1] == "-" else 1
    wanted = sign * timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    found = [name for name in COMMON if now.astimezone(ZoneInfo(name)).utcoffset() == wanted]
    if not found:
        found = [name for name in sorted(_all()) if now.astimezone(ZoneInfo(name)).utcoffset() == wanted]
    return tuple(found[:MOST])


@cache
def _all() -> frozenset[str]:
    return frozenset(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/"))
    )


@cache
def _names() -> dict[str, str]:
    """Return every way to write a zone in lower case: in full, by its last part, by a city."""
    found = {name.rpartition("/")[2].replace("_", " ").lower(): name for name in sorted(_all(), reverse=True)}
    found |= {name.replace("_", " ").lower(): name for name in _all()}
    for zone, cities in CITIES.items():
        found |= dict.fromkeys(cities.split(), zone)
    found["san francisco"] = "America/Los_Angeles"
    return found
