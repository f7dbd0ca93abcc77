"""What an error of Telegram or of the network says about a message: surely not sent, perhaps sent, never to be sent.

The library's exceptions alone do not tell: a `NetworkError` may mean that no connection came about or that the answer
was lost after the message had arrived. The cause underneath does.
"""

import warnings
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.warnings import PTBDeprecationWarning

from bot.wire import NotSent

BEFORE_SENDING = (NotSent, httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted", "topic closed")
BAD_MARKUP = ("can't parse entities", "can't find end", "unsupported start tag", "entity")
NO_CHAT = ("chat not found",)


class Verdict(Enum):
    """What to do about a message that was not confirmed."""

    RETRY = "retry"  # surely not sent; the network is down
    UNKNOWN = "unknown"  # it may have arrived
    FLOOD = "flood"  # not sent; nothing may be sent for a while
    MOVED = "moved"  # not sent; the chat has a new number
    BLOCKED = "blocked"  # not sent; the bot may not write there
    NO_TOPIC = "no topic"  # not sent; the topic is gone
    BAD_MARKUP = "bad markup"  # not sent; Telegram cannot read the formatting
    REFUSED = "refused"  # not sent and never will be as it is
    NO_TOKEN = "no token"  # noqa: S105 - not sent; Telegram does not know the bot


@dataclass(frozen=True, slots=True)
class Failure:
    """An error read. `wait` is set for a flood, `new_id` (Telegram's) for a chat that moved."""

    verdict: Verdict
    wait: timedelta = timedelta(0)
    new_id: int = 0


def diagnose(error: Exception) -> Failure:
    """Return what `error`, raised while sending one message, says about it."""
    match error:
        case RetryAfter():
            return Failure(Verdict.FLOOD, wait=_wait(error))
        case ChatMigrated():
            return Failure(Verdict.MOVED, new_id=error.new_chat_id)
        case Forbidden():
            return Failure(Verdict.BLOCKED)
        case InvalidToken():
            return Failure(Verdict.NO_TOKEN)
        case BadRequest():
            return Failure(_bad_request(error.message.lower()))
        case NetworkError() if isinstance(error.__cause__, BEFORE_SENDING):
            return Failure(Verdict.RETRY)
    return Failure(Verdict.UNKNOWN)


def _bad_request(message: str) -> Verdict:
    for words, verdict in ((NO_TOPIC, Verdict.NO_TOPIC), (BAD_MARKUP, Verdict.BAD_MARKUP), (NO_CHAT, Verdict.BLOCKED)):
        if any(word in message for word in words):
            return verdict
    return Verdict.REFUSED


def _wait(error: RetryAfter) -> timedelta:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)  # seconds now, a timedelta in the next major version
        wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
