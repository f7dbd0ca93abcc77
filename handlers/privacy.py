"""/privacy: what is kept, table by table, and a file with everything about oneself."""

import asyncio
import json
from collections.abc import Sequence
from html import escape
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from handlers.context import Context
from handlers.reply import Button, Reply, fit
from handlers.send import send, send_file, toast

PATTERN = r"^z:mine$"


async def privacy(update: Update, context: Context) -> None:
    """Say what is kept, for how long, and how to have it removed; in private, offer it as a file."""
    texts, days = context.texts(update), context.services.config.privacy.retention_days
    lines = [
        texts(f"privacy.{each.keeps}", what=escape(each.zh if texts.lang == "zh" else each.en), days=days)
        for each in context.services.stored()
    ]
    html = fit([texts("privacy.heading"), "\n".join(lines), texts("privacy.end")], [])
    is_private = update.effective_chat is not None and update.effective_chat.type == "private"
    rows = ((Button(texts("privacy.export_button"), "z:mine"),),) if is_private else ()
    await send(update, Reply(html, rows))


async def press(update: Update, context: Context) -> None:
    """Send a person everything that is known about them; only in private, where nobody else reads it."""
    query = update.callback_query
    assert query is not None
    texts, message = context.texts(update), query.message
    if not isinstance(message, Message) or message.chat.id != query.from_user.id:
        await toast(query, texts("ask.gone"))
        return
    await toast(query)
    found = context.store.export_of_user(query.from_user.id)
    private = context.store.known_chat(query.from_user.id)
    if private is not None:
        found = {**context.store.export_of_chat(private.id), **{name: rows for name, rows in found.items() if rows}}
    content = await asyncio.to_thread(json.dumps, found, ensure_ascii=False, indent=1, default=str)
    await send_file(update, "redline-my-data.json", content.encode(), Reply(texts("privacy.exported")))


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [
        CommandHandler("privacy", privacy, filters.UpdateType.MESSAGE),
        CallbackQueryHandler(press, pattern=PATTERN),
    ]
