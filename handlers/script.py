"""Traditional characters on request: everything that leaves for a chat that chose them is converted at the end.

Only the script changes, character by character; the terms stay those of the mainland's law.
"""

from contextvars import ContextVar
from functools import cache

from opencc import OpenCC

TRADITIONAL = "zh-hant"
"""How the choice is kept, in place of `zh`."""

_wanted: ContextVar[bool] = ContextVar("traditional", default=False)
"""Whether the update in work comes from a chat or a person that reads traditional characters."""


def choose(language: str | None) -> None:
    """Set the script for everything sent by the task that handles this update."""
    _wanted.set(language == TRADITIONAL)


def written(words: str) -> str:
    """Return words, or Telegram HTML, in the script that was chosen."""
    return traditional(words) if _wanted.get() else words


def traditional(words: str) -> str:
    """Return words in traditional characters. NUL goes: to the converter it is the end of the text."""
    return str(_converter().convert(words.replace("\0", "")))


@cache
def _converter() -> OpenCC:
    return OpenCC("s2tw")
