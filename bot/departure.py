"""The moment at which a message leaves: until then a killed process has surely not sent it.

The courier says what to write down, the way to Telegram says when.
"""

from collections.abc import Callable
from contextvars import ContextVar

departing: ContextVar[Callable[[], None] | None] = ContextVar("departing", default=None)
"""What to call right before the first byte of a request leaves; it may raise, and then nothing must leave."""


def depart() -> None:
    """Tell that the request leaves now."""
    note = departing.get()
    if note is not None:
        note()
