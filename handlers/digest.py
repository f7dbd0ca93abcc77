"""/digest: what is due in this chat, now or regularly."""

import re
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers import notices
from handlers.context import Context, topic_of
from handlers.reply import Reply
from handlers.rights import may_change
from handlers.send import send

HOUR = re.compile(r"^([01]?\d|2[0-3])(?::([0-5]\d))?$")
DEFAULT_HOUR = "09:00"


async def digest(update: Update, context: Context) -> None:
    """Preview the digest, or say when it is sent: `now`, `weekly 09:00`, `daily 09:00`, `off`."""
    words = [word.lower() for word in context.args or ()]
    texts, chat, topic = context.texts(update), context.chat(update), topic_of(update)
    what = words[0] if words else "now"
    if what in ("now", "现在", "预览"):
        found = context.services.book.digest(chat, topic, context.now)
        today = context.now.astimezone(ZoneInfo(chat.timezone)).date()
        head = texts("notices.digest", day=today.isoformat())
        shown = notices.lists(head, found, context.store, context.now, context.services.calendar(), texts)
        await send(update, Reply(texts("digest.nothing")) if found.is_empty else shown)
        return
    rhythm = {"daily": "daily", "每天": "daily", "每日": "daily", "weekly": "weekly", "每周": "weekly"}.get(what)
    hour = HOUR.match(words[1]) if len(words) > 1 else HOUR.match(DEFAULT_HOUR)
    if (rhythm is None and what not in ("off", "关", "关闭")) or hour is None:
        await send(update, Reply(texts("digest.usage")))
    elif update.effective_user is None or not await may_change(context, chat, update.effective_user.id):
        await send(update, Reply(texts("deadlines.not_allowed")))
    elif rhythm is None:
        context.store.subscriptions.unsubscribe(chat.id, topic)
        await send(update, Reply(texts("digest.off")))
    else:
        at = f"{int(hour[1]):02}:{hour[2] or '00'}"
        context.store.subscriptions.subscribe(chat.id, topic, rhythm, at, context.now)
        await send(update, Reply(texts(f"digest.{rhythm}", at=at, zone=chat.timezone)))


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [CommandHandler("digest", digest, filters.UpdateType.MESSAGE)]
