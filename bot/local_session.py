"""An Application at work on a LocalTelegram: what people do goes in as updates; `settle` waits for the answers."""

import asyncio
from types import TracebackType
from typing import Any, Self

from telegram import Update
from telegram.ext import Application

from bot.local_telegram import LocalTelegram

PATIENCE = 30.0


class LocalSession:
    """Start and stop an Application as `run_polling` does, but hand it the updates of a LocalTelegram in turn."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any], telegram: LocalTelegram) -> None:
        self.application = application
        self.telegram = telegram
        self._lasting: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        """Start the Application, its schedule included."""
        application = self.application
        await application.initialize()
        if application.post_init:
            await application.post_init(application)
        await application.start()
        self._lasting = asyncio.all_tasks()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it in the order of `run_polling`."""
        application = self.application
        await application.stop()
        if application.post_stop:
            await application.post_stop(application)
        await application.shutdown()
        if application.post_shutdown:
            await application.post_shutdown(application)

    async def settle(self) -> None:
        """Hand over every waiting update and return when all are handled, with the tasks they started.

        A task that takes longer than PATIENCE seconds is not waited for.
        """
        while updates := self.telegram.take():
            for update in updates:
                await self.application.update_queue.put(Update.de_json(update, self.application.bot))
            await self.application.update_queue.join()
            if started := asyncio.all_tasks() - self._lasting - {asyncio.current_task()}:
                await asyncio.wait(started, timeout=PATIENCE)
