"""What the process writes about itself: to standard error, never with a secret in it, nor with what people wrote."""

import asyncio
import json
import logging
import sys
from collections.abc import Sequence
from types import TracebackType

from telegram.error import InvalidToken, TelegramError

from bot.config import Config

CHATTY = ("httpx", "httpcore", "tornado")
TELLTALE = ("telegram", "asyncio")
"""Their debug lines hold every update and every call with its text."""


def configure(config: Config, token: str = "") -> None:
    """Write logs as the settings say, from now on; also of warnings, and of what nobody caught."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(without_noise)
    if not config.privacy.log_messages:
        handler.addFilter(_without_messages)
    kind = _Json if config.operations.log_format == "json" else _Text
    handler.setFormatter(kind((token, token.partition(":")[2], config.webhook.secret)))
    logging.basicConfig(level=config.operations.log_level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that waits for the one before is no news
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)  # what bot.limiter says already


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        logging.getLogger("redline").critical("stopped by a bug", exc_info=(kind, error, trace))


def without_noise(record: logging.LogRecord) -> bool:
    """Say trouble with Telegram without the library's traceback; leave out what only says that the program ends.

    That is a refused token, and a tick which the end of the program cut short: the next start repeats it.
    """
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, TelegramError):
        record.msg, record.args = f"{record.getMessage()} ({type(error).__name__}: {error})", ()
        record.exc_info = None
    return not isinstance(error, InvalidToken | asyncio.CancelledError)


def _without_messages(record: logging.LogRecord) -> bool:
    """Leave out what holds the words of people: the library's debug lines, and updates that it could not read."""
    if record.name.partition(".")[0] not in TELLTALE:
        return True
    if record.levelno >= logging.ERROR and "eceived data was" in str(record.msg):
        record.msg, record.args = "an update from Telegram could not be read", ()
        record.exc_info = None
    return record.levelno > logging.DEBUG


class _Text(logging.Formatter):
    """A line of text."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        return self._masked(super().format(record))

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "<secret>")
        return text


class _Json(_Text):
    """A line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return self._masked(json.dumps(line, ensure_ascii=False))
