"""When a handler fails: the log gets the traceback with an id, the chat one apologetic sentence with the same id."""

import logging
import secrets

from telegram import Update
from telegram.error import BadRequest, Conflict, TelegramError

from handlers.context import Context, language_of_app
from handlers.texts import Texts

log = logging.getLogger(__name__)

TROUBLES: dict[type[TelegramError], str] = {
    Conflict: "another process uses the same token; stop it, or have @BotFather make a new one"
}


async def failed(update: object, context: Context) -> None:
    """Log what happened and tell the chat. Trouble with Telegram is one line in the log and told nobody.

    When the database cannot be used, nobody can look up which language was chosen there.
    """
    error = context.error
    if update is None and isinstance(error, TelegramError):
        log.warning("no updates from Telegram: %s", TROUBLES.get(type(error), str(error)))
        return
    if isinstance(error, TelegramError) and not isinstance(error, BadRequest):
        log.warning("an answer did not reach its chat: %s", type(error).__name__)
        return
    number = secrets.token_hex(4)
    line = context.services.explain(error)
    log.error("failure %s%s", number, f": {line}" if line else "", exc_info=None if line else error)
    if isinstance(update, Update) and update.effective_message is not None:
        texts = Texts(language_of_app(update)) if line else context.texts(update)
        try:
            await update.effective_message.reply_text(texts("failures.sorry", number=number))
        except TelegramError as second:
            log.warning("failure %s could not be told: %s", number, type(second).__name__)
