"""The pace of what people are answered, and patience when Telegram says: too many.

Reminders are paced before they come here (see pacing) and the sender knows what to do about a flood, so they pass.
A reply waits for its turn, and is sent again after a flood: what was refused surely did not arrive.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram._utils.types import JSONDict
from telegram.constants import FloodLimit
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter

from bot.delivery import Verdict, diagnose

log = logging.getLogger(__name__)

PACED = 1
"""What the sender says as `rate_limit_args`: this message has waited already."""
TRIES = 3
PATIENCE_SECONDS = 20.0
"""Nobody waits longer than this for an answer; a longer flood ends it."""

SURELY_NOT_SENT = (Verdict.FLOOD, Verdict.RETRY)

Result = bool | JSONDict | list[JSONDict]


class Limiter(AIORateLimiter):
    """Between the bot's methods and the HTTP client."""

    def __init__(self, per_second: int, replied: Callable[[int], None]) -> None:
        """With `per_second` 0 nothing waits until Telegram says so. `replied` hears the chat (Telegram's id) of all."""
        super().__init__(per_second, group_max_rate=FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP if per_second else 0)
        self._replied = replied
        self._silent_until = 0.0

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        """Make the call when its turn has come, and again if it surely did not arrive.

        Raises RetryAfter when Telegram asks for too much patience, NetworkError when it cannot be reached.
        """
        chat = data.get("chat_id")
        if rate_limit_args == PACED or not isinstance(chat, int):
            return await callback(*args, **kwargs)
        loop = asyncio.get_running_loop()
        for tries in range(1, TRIES + 1):
            await asyncio.sleep(max(0.0, self._silent_until - loop.time()))
            try:
                return await super().process_request(callback, args, kwargs, endpoint, data, None)
            except TelegramError as error:
                failure = diagnose(error)
                wait = failure.wait.total_seconds()
                if failure.verdict is Verdict.FLOOD:
                    self._silent_until = max(self._silent_until, loop.time() + wait)
                    log.warning("Telegram asks for %.0f seconds of silence (%s)", wait, endpoint)
                elif failure.verdict is Verdict.RETRY:
                    await asyncio.sleep(tries)
                if failure.verdict not in SURELY_NOT_SENT or tries == TRIES or wait > PATIENCE_SECONDS:
                    raise
            finally:
                self._replied(chat)
        raise AssertionError("the last try returns or raises")
