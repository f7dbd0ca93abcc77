"""A bare echo bot on python-telegram-bot, with nothing set but where Telegram is: what Redline is measured against."""

import os

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    await update.message.reply_text(update.message.text)


def main() -> None:
    """Poll the Bot API that the environment of Redline names."""
    builder = ApplicationBuilder().token(os.environ["REDLINE_TELEGRAM__TOKEN"])
    application = builder.base_url(os.environ["REDLINE_TELEGRAM__BASE_URL"]).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
