"""`redline run`: the bot on Telegram, by long polling or, when [webhook] is set, by webhook."""

import logging
from datetime import UTC, datetime
from urllib.parse import urlsplit

import click
from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot import app
from bot import config as configuration
from bot.cli import Setup, pass_setup
from bot.config import Config, ConfigError
from bot.logs import configure
from bot.preparing import prepare_apart
from bot.stopping import App
from bot.store import Store

REFUSED = "Telegram does not accept the token. Ask @BotFather for it: /mybots, API Token."


@click.command()
@pass_setup
def run(setup: Setup) -> None:
    """Answer on Telegram until stopped."""
    config = setup.config
    token = configuration.token(config)
    configure(config, token)
    prepare_apart(setup.knowledge, setup.cache)
    library = setup.library
    with Store.open(config.database_path) as store:
        application = app.build(config, library, store, clock=lambda: datetime.now(UTC))
        logging.getLogger("redline").info(
            "knowledge %s: %d regulations, %d verdicts",
            library.revision,
            len(library.regulations),
            len(library.verdicts),
        )
        try:
            _serve(application, config)
        except InvalidToken:
            raise ConfigError(REFUSED) from None
        except TelegramError as error:
            raise ConfigError(f"Telegram cannot be reached at {config.telegram.base_url}: {error}.") from None
        except OSError as error:
            raise ConfigError(f"webhook: cannot listen on port {config.webhook.port}: {error.strerror}.") from None
        if application.is_refused:
            raise ConfigError(REFUSED)


def _serve(application: App, config: Config) -> None:
    if config.webhook.url:
        application.run_webhook(
            listen=config.webhook.listen,
            port=config.webhook.port,
            url_path=urlsplit(config.webhook.url).path.lstrip("/"),
            webhook_url=config.webhook.url,
            secret_token=config.webhook.secret,
            allowed_updates=Update.ALL_TYPES,
            bootstrap_retries=-1,
        )
    else:
        application.run_polling(allowed_updates=Update.ALL_TYPES, timeout=30, bootstrap_retries=-1)
