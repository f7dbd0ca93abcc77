"""The one place where everything meets: library, store, clock, handlers and transports become an Application."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from telegram.ext import ApplicationBuilder, ContextTypes, Defaults
from telegram.request import BaseRequest

from bot import chat_changes
from bot import config as configuration
from bot.article_search import official_texts, searcher
from bot.book import Book
from bot.calendar_watch import CalendarWatch
from bot.calendars import Calendars
from bot.calls import Calls, carrier
from bot.config import Config
from bot.drawing import Pen, no_pictures
from bot.failure import Failure
from bot.late import late
from bot.law_changes import LawChanges
from bot.law_news import LawNews
from bot.letters import Letters
from bot.limiter import Limiter
from bot.menus import announce
from bot.metrics import Metrics
from bot.monitor import Monitor
from bot.ordering import ChatOrder
from bot.preparing import Preparation
from bot.receiving import Polls, Receiving
from bot.reminding import Reminding
from bot.stopping import GRACE_SECONDS, App, Stoppable
from bot.store import Store
from bot.stored import stored
from handlers import failures, gate, table
from handlers.context import Context, Services
from knowledge.library import Library

BEFORE_ALL = -1


def build(
    config: Config,
    library: Library,
    store: Store,
    *,
    clock: Callable[[], datetime],
    request: BaseRequest | None = None,
    get_updates_request: BaseRequest | None = None,
    pictures: bool = True,
) -> Stoppable:
    """Assemble the Application. Without `request` it talks to the Bot API that the settings name."""
    metrics = Metrics()
    pen = Pen() if pictures else None
    keeps_words = config.privacy.retention_days > 0  # of 0 days, no words are written down at all
    receiving = Receiving(store.inbox if keeps_words and not request else None, clock)

    def handled(update: object, seconds: float) -> None:
        metrics.handled(update, seconds)
        receiving.done(update)

    builder: Any = (
        ApplicationBuilder()
        .application_class(Stoppable)
        .token(configuration.token(config))
        .base_url(config.api_url)
        .context_types(ContextTypes(context=Context))
        .concurrent_updates(ChatOrder(begins=receiving.begins, observe=handled))
        .defaults(Defaults(tzinfo=config.zone))
        .update_queue(receiving)
        .post_init(_begin)
    )
    if request is None:
        builder = builder.rate_limiter(Limiter(config.limits.per_second, lambda chat: reminding.replied(chat)))

    def called(method: str, status: int | None, seconds: float) -> None:
        metrics.called(method, status, seconds)
        application.called(method, status)

    builder = builder.request(request or Calls(carrier(config), called))
    builder = builder.get_updates_request(
        get_updates_request or Polls(carrier(config, GRACE_SECONDS), called, receiving)
    )
    application: Stoppable = builder.build()
    application.before_shutdown = _end
    calendar, news = Calendars(config.folder), LawNews(store, library)
    application.bot_data["services"] = Services(
        library,
        store,
        clock,
        config,
        calendar,
        Book(store, calendar, news),
        chat_changes,
        searcher(config.database_path, library),
        official_texts(config.database_path, library),
        pen or no_pictures,
        late("bot.deadline_export:ics"),
        late("handlers.word:word"),
        stored,
        metrics.answered,
        lambda error: str(error) if isinstance(error, Failure) else "",
    )
    retention = timedelta(days=max(config.privacy.retention_days, 1))
    reminding = Reminding(
        application.bot,
        store,
        Letters(calendar, clock, news, config.language),
        calendar,
        clock,
        before=CalendarWatch(store, calendar),
        news=news,
        retention=retention,
        maintainers=config.maintainers_chat,
        observe=metrics.arrived,
    )
    metrics.watch(store, clock)
    if config.operations.http_port:
        application.bot_data["monitor"] = Monitor(config, metrics, store, reminding, clock)
    application.bot_data["reminding"] = reminding
    application.bot_data["laws"] = LawChanges(store, library, clock)
    application.bot_data["commands"] = table.COMMANDS
    application.bot_data["pace"] = gate.Pace()
    application.bot_data["pen"] = pen
    application.add_handlers(gate.handlers(), group=BEFORE_ALL)
    application.add_handlers(table.handlers())
    application.add_error_handler(metrics.failed)
    application.add_error_handler(failures.failed)
    return application


async def _begin(application: App) -> None:
    """Start what works without being asked. Menus and the first question's preparations need not be done before."""
    services = application.bot_data["services"]
    if "monitor" in application.bot_data:
        application.bot_data["monitor"].start()
    assert isinstance(application.update_queue, Receiving)
    await application.update_queue.resume(application.bot)
    assert application.job_queue is not None
    application.bot_data["reminding"].start(application.job_queue)
    application.bot_data["laws"].start(application.job_queue)
    application.bot_data["preparation"] = Preparation(services.library)
    application.bot_data["preparation"].start()
    application.bot_data["menus"] = asyncio.create_task(
        announce(application.bot, services.config.maintainers), name="menus"
    )


async def _end(application: App) -> None:
    """Let what is under way arrive before the network goes. Nothing is, if the start did not come that far."""
    if "menus" not in application.bot_data:
        return
    application.bot_data["menus"].cancel()
    application.bot_data["preparation"].stop()
    if application.bot_data["pen"] is not None:
        application.bot_data["pen"].stop()
    await application.bot_data["reminding"].stop(GRACE_SECONDS)
    if "monitor" in application.bot_data:
        await application.bot_data["monitor"].stop()
