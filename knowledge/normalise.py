"""One spelling for everything people type: width, case, traditional characters, spaces."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import opencc

LONGEST = 8192
"""Characters that are read; a Telegram message has at most half of that. The rest of a longer text is left out."""
MESSAGE = LONGEST // 2
"""A text that NFKC makes longer than itself, for instance one of ligatures, is read up to here."""
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\U000e0000-\U000e01ef]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[\n ]*")
_MARKS = str.maketrans("’‘ʼ`´“”「」『』‐‑‒–—―−〜∼﹑帐", '\'\'\'\'\'""""""-------~~、账')


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in its one spelling, and whether it was written in traditional characters."""

    text: str
    traditional: bool


def normalise(text: str) -> Normal:
    """Return `text` in NFKC, lower case and simplified characters, with single spaces and no invisible characters.

    Lines stay lines. Texts beyond `LONGEST` characters are cut.
    """
    wide = plain(_CONTROL.sub(" ", _INVISIBLE.sub("", text[:LONGEST].replace("\r", "\n"))))
    written = _LINES.sub("\n", _SPACES.sub(" ", wide)).strip()
    simple = simplified(written)
    return Normal(simple, simple != written)


def plain(text: str) -> str:
    """Return `text` in NFKC and lower case: enough for the knowledge files, which are in simplified characters."""
    return unicodedata.normalize("NFKC", text)[: max(len(text), MESSAGE)].translate(_MARKS).lower()


def simplified(text: str) -> str:
    """Return `text` with traditional characters as simplified ones."""
    return str(_converter().convert(text)) if HAN.search(text) else text


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
