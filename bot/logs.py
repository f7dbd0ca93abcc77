"""What the process writes about itself: to standard error, one line each, never with the token in it."""

import json
import logging
import sys

from telegram.error import InvalidToken, TelegramError

from bot.config import Config


class _Secret(logging.Filter):
    """Takes a secret out of every record, whoever wrote it."""

    def __init__(self, secret: str):
        super().__init__()
        self.secret = secret

    def filter(self, record: logging.LogRecord) -> bool:
        if self.secret:
            message = record.getMessage()
            if self.secret in message:
                record.msg, record.args = message.replace(self.secret, "<token>"), ()
        return True


def _in_one_line(record: logging.LogRecord) -> bool:
    """Say trouble with Telegram without the library's traceback; leave out a refused token, which ends the program."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, TelegramError):
        record.msg, record.args = f"{record.getMessage()} ({type(error).__name__}: {error})", ()
        record.exc_info = None
    return not isinstance(error, InvalidToken)


class _Masked(logging.Formatter):
    def __init__(self, secret: str):
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.secret = secret

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return text.replace(self.secret, "<token>") if self.secret else text


class _Json(_Masked):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        text = json.dumps(line, ensure_ascii=False)
        return text.replace(self.secret, "<token>") if self.secret else text


def configure(config: Config, secret: str = "") -> None:
    """Write logs as the settings say. The HTTP library logs addresses, which hold the token: only its warnings stay."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Secret(secret))
    handler.addFilter(_in_one_line)
    handler.setFormatter(_Json(secret) if config.operations.log_format == "json" else _Masked(secret))
    logging.basicConfig(level=config.operations.log_level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
