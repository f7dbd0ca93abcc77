"""/start and /help: what the bot is and what it can do."""

from collections.abc import Sequence
from html import escape
from typing import Any

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers import answering, links, rights
from handlers.context import Context
from handlers.reply import Reply
from handlers.send import send
from handlers.texts import Texts


async def start(update: Update, context: Context) -> None:
    """Say hello, in one screen, with two examples to copy; after a link, go on with its verdict and facts."""
    linked = links.opened(context.library, context.args[0]) if context.args else None
    if linked is not None:
        await answering.open_verdict(update, context, *linked)
        return
    await send(update, Reply(context.texts(update)("about.start")))


async def help_(update: Update, context: Context) -> None:
    """List the commands."""
    texts = context.texts(update)
    await send(
        update,
        Reply(texts("about.intro") + "\n\n" + command_lines(context, texts, rights.is_maintainer(update, context))),
    )


def command_lines(context: Context, texts: Texts, for_maintainers: bool) -> str:
    """Return the commands with their one-line help, in the order of the table that dispatches them."""
    scopes = {"private", "group", "admins"} | ({"maintainers"} if for_maintainers else set())
    names = context.commands(scopes)
    return "\n".join(f"/{name} {escape(texts(f'commands.{name}'))}" for name in names)


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    only = filters.UpdateType.MESSAGE
    return [
        CommandHandler("start", start, only),
        CommandHandler("help", help_, only),
    ]
