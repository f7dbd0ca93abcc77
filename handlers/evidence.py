"""Proof that something was done: a receipt number, a picture or a file, as a reply or right after pressing done."""

import re
from collections.abc import Sequence
from datetime import timedelta
from html import escape
from typing import Any

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from handlers import other
from handlers.address import addressed
from handlers.context import Context, topic_of
from handlers.reply import Button, Reply
from handlers.rights import home, may_change
from handlers.send import post, send, send_kept

RECEIPT = 200
"""So much of a receipt is kept."""
JUST_NOW = timedelta(minutes=10)
"""So long after pressing done a file without words is taken as proof, in private."""
NUMBER = re.compile(r"#(\d{1,12})\b")


async def taken(update: Update, context: Context, words: str) -> bool:
    """Take a message as proof of the deadline it replies to. Tells whether it was one.

    Words are a receipt only where it is done: a reply to an open reminder is a question.
    """
    message, user = update.effective_message, update.effective_user
    assert message is not None
    found, file = _meant(update, context, message), _file(message)
    if user is None or found is None or found.state == "cancelled" or not (file or (words and found.state == "done")):
        return False
    place = await home(context, context.chat(update), found, user.id)
    if place is None or not await may_change(context, place, user.id):
        return False
    receipt = words[:RECEIPT] or None
    if file:
        now = context.store.deadlines.attach(found.id, user.id, context.now, file, receipt)
    else:
        now = context.store.deadlines.finish(found.id, user.id, context.now, receipt=receipt)
    if other.is_new_album(message, context):
        await send(update, _thanks(now, context.texts(update), file))
    return True


def _thanks(found: Any, texts: Any, file: str) -> Reply:
    if not file:
        return Reply(texts("deadlines.receipt_kept"))
    words = {"number": found.id, "title": escape(found.title)}
    if file not in (found.evidence or "").split():
        return Reply(texts("deadlines.evidence_full", **words))
    if found.state == "done":
        return Reply(texts("deadlines.evidence_kept", **words))
    done = Button(texts("deadlines.done_button"), f"d:{found.id}:done")
    return Reply(texts("deadlines.evidence_open", **words), ((done,),))


def _meant(update: Update, context: Context, message: Message) -> Any:
    """Return the deadline that a message is about: named first in what it replies to, or done a moment ago here."""
    replied = message.reply_to_message
    if replied is not None:
        is_ours = replied.from_user is not None and replied.from_user.id == context.bot.id
        number = NUMBER.search((replied.text or replied.caption or "").partition("\n")[0]) if is_ours else None
        return context.store.deadlines.get(int(number[1])) if number else None
    user = update.effective_user
    if user is None or message.chat.type != "private" or not _file(message):
        return None
    return context.store.deadlines.just_done(context.chat(update).id, user.id, context.now - JUST_NOW)


def _file(message: Message) -> str:
    """Return a picture or a file as the store keeps it, `photo:ID`; empty if there is none."""
    if message.photo:
        return f"photo:{message.photo[-1].file_id}"
    if message.document is not None:
        return f"document:{message.document.file_id}"
    return f"video:{message.video.file_id}" if message.video is not None else ""


async def file(update: Update, context: Context) -> None:
    """Take a picture or a file without words; in private, say of any other that only words are read."""
    message = update.effective_message
    assert message is not None
    if addressed(message, context.bot) is None or await taken(update, context, ""):
        return
    if message.chat.type == "private":
        await other.wordless(update, context)


async def show(update: Update, context: Context, message: Message, found: Any) -> None:
    """Send what was kept as evidence, below the entry."""
    texts = context.texts(update)
    for kept in found.evidence.split() if found.evidence else ():
        kind, _, name = kept.rpartition(":")
        if not await send_kept(context.bot, message, kind, name):
            await post(context.bot, message.chat.id, topic_of(update), Reply(texts("deadlines.evidence_gone")))


def handlers() -> Sequence[Any]:
    """Return what this file answers: after the words, before what nobody answers."""
    files = filters.PHOTO | filters.Document.ALL | filters.VIDEO
    return [MessageHandler(files & ~filters.CAPTION & filters.UpdateType.MESSAGE, file)]
