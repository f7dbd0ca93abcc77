"""The one place where everything meets: library, store, clock, handlers and transports become an Application."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, Application, ApplicationBuilder, ContextTypes, Defaults
from telegram.request import BaseRequest

from bot import chat_changes
from bot import config as configuration
from bot.book import Book
from bot.calendar_watch import CalendarWatch
from bot.calendars import Calendars
from bot.calls import client
from bot.config import Config, Limits
from bot.law_changes import LawChanges
from bot.letters import Letters
from bot.metrics import Metrics
from bot.monitor import Monitor
from bot.ordering import ChatOrder
from bot.plan_digests import no_news
from bot.reminding import Reminding
from bot.store import Store
from handlers import failures, gate, table
from handlers.context import Context, Services
from handlers.texts import Texts
from knowledge.library import Library

log = logging.getLogger(__name__)

SCOPES = {
    "private": BotCommandScopeAllPrivateChats,
    "group": BotCommandScopeAllGroupChats,
    "admins": BotCommandScopeAllChatAdministrators,
}
BEFORE_ALL = -1
App = Application[Any, Context, Any, Any, Any, Any]


def build(
    config: Config,
    library: Library,
    store: Store,
    *,
    clock: Callable[[], datetime],
    request: BaseRequest | None = None,
    get_updates_request: BaseRequest | None = None,
) -> App:
    """Assemble the Application. Without `request` it talks to the Bot API that the settings name."""
    metrics = Metrics()
    builder: Any = (
        ApplicationBuilder()
        .token(configuration.token(config))
        .base_url(config.api_url)
        .context_types(ContextTypes(context=Context))
        .concurrent_updates(ChatOrder(observe=metrics.handled))
        .defaults(Defaults(tzinfo=config.zone))
        .post_init(_begin)
        .post_stop(_end)
    )
    if request is None:
        builder = builder.rate_limiter(_limiter(config.limits))
    builder = builder.request(request or client(config, metrics.called))
    builder = builder.get_updates_request(get_updates_request or client(config, metrics.called))
    application: App = builder.build()
    calendar = Calendars(config.folder)
    application.bot_data["services"] = Services(
        library, store, clock, config, calendar, Book(store, calendar), chat_changes
    )
    retention = timedelta(days=config.privacy.retention_days)
    reminding = Reminding(
        application.bot,
        store,
        Letters(calendar, clock, no_news, config.language),
        calendar,
        clock,
        before=CalendarWatch(store, calendar),
        retention=retention,
        maintainers=config.maintainers_chat,
        observe=metrics.arrived,
    )
    metrics.watch(store, clock)
    if config.operations.http_port:
        application.bot_data["monitor"] = Monitor(config, metrics, store, reminding, clock)
    application.bot_data["reminding"] = reminding
    application.bot_data["laws"] = LawChanges(store, library, clock)
    application.bot_data["commands"] = [command.name for command in table.COMMANDS]
    application.bot_data["pace"] = gate.Pace()
    application.add_handlers(gate.handlers(), group=BEFORE_ALL)
    application.add_handlers(table.handlers())
    application.add_error_handler(failures.failed)
    application.add_error_handler(metrics.failed)
    return application


def _limiter(limits: Limits) -> AIORateLimiter:
    """Return the last guard before Telegram's limits, which also keeps silent for as long as Telegram asks."""
    if limits.per_second:
        return AIORateLimiter(overall_max_rate=limits.per_second)
    return AIORateLimiter(overall_max_rate=0, group_max_rate=0)


async def _begin(application: App) -> None:
    """Register the menus and start the reminders, once the Application is there."""
    await _announce(application)
    assert application.job_queue is not None
    application.bot_data["reminding"].start(application.job_queue)
    application.bot_data["laws"].start(application.job_queue)
    if "monitor" in application.bot_data:
        application.bot_data["monitor"].start()


async def _end(application: App) -> None:
    """Let what is under way arrive before the network goes."""
    await application.bot_data["reminding"].stop()
    if "monitor" in application.bot_data:
        await application.bot_data["monitor"].stop()


async def _announce(application: App) -> None:
    """Register the command menus, by scope and language, from the table that dispatches. A failure is only logged."""
    try:
        for scope, kind in SCOPES.items():
            for lang in ("zh", "en"):
                texts = Texts("zh" if lang == "zh" else "en")
                menu = [
                    BotCommand(command.name, texts(f"commands.{command.name}"))
                    for command in table.COMMANDS
                    if scope in command.scopes
                ]
                await application.bot.set_my_commands(menu, scope=kind(), language_code="zh" if lang == "zh" else None)
    except TelegramError as error:
        log.warning("the command menus could not be registered: %s", error)
