"""An Application whose end has an end: what is not answered in time is left, and said in the log."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from telegram.error import NetworkError
from telegram.ext import Application

from bot.ordering import ChatOrder
from handlers.context import Context

log = logging.getLogger(__name__)

GRACE_SECONDS = 3.0
"""When the bot is told to stop: for its last poll, then for the updates in work, then for the reminders under way."""

App = Application[Any, Context, Any, Any, Any, Any]


class Stoppable(App):
    """Waits for the updates in work, but not longer than `GRACE_SECONDS`. Ends by itself when Telegram refuses it."""

    is_refused = False
    """Whether Telegram stopped accepting the token while the bot was running."""

    def called(self, method: str, status: int | None) -> None:
        """Telegram answered a call. Without its token the bot would wait for updates in vain, so it ends.

        Raises NetworkError for a poll: a refused one would end the polling in a way that no stop survives.
        """
        if status is None and method == "getMe" and not self.running:
            log.warning("Telegram does not answer; trying again until it does")
        if status == HTTPStatus.UNAUTHORIZED and self.running and not self.is_refused:
            self.is_refused = True
            self.stop_running()
            if method == "getUpdates":
                raise NetworkError("the token is refused")

    before_shutdown: Callable[[App], Awaitable[None]] | None = None
    """Called while the network is still there, also when the start failed half way."""

    async def shutdown(self) -> None:
        """Shut down as the library does, after `before_shutdown`."""
        if self.before_shutdown is not None:
            await self.before_shutdown(self)
        await super().shutdown()

    async def stop(self) -> None:
        """Stop as the library does; a chat that Telegram does not answer cannot hold it up."""
        late = asyncio.get_running_loop().call_later(GRACE_SECONDS, self._give_up)
        try:
            await super().stop()
        finally:
            late.cancel()

    def _give_up(self) -> None:
        order = self.update_processor
        assert isinstance(order, ChatOrder)
        if left := order.give_up():
            log.warning("%d updates are left unanswered", left)
