"""What is left in private: commands that do not exist, and messages without words. In groups both get silence."""

from collections.abc import Sequence
from html import escape
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from handlers.context import Context
from handlers.reply import Reply
from handlers.send import send

ALIKE = 0.5
"""How alike, of 1, a mistyped command must be to the one offered."""
WORDLESS = ("voice", "audio", "video_note", "video", "photo", "sticker", "animation", "document")
HEARD = {"audio": "voice", "video_note": "voice", "video": "voice", "animation": "sticker"}
"""Kinds that get the same words as another."""


async def unknown_command(update: Update, context: Context) -> None:
    """Name the command that was probably meant, as a line to copy."""
    message = update.effective_message
    assert message is not None
    typed, _, rest = (message.text or "").partition(" ")
    name = typed[1:].partition("@")[0].lower()
    texts = context.texts(update)
    near = process.extractOne(
        name,
        context.commands({"private"}),
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=ALIKE,
    )
    if near is None:
        await send(update, Reply(texts("other.no_command", typed=escape(typed[:40]))))
        return
    line = f"/{near[0]} {rest}".strip()
    await send(update, Reply(texts("other.near_command", typed=escape(typed[:40]), line=escape(line[:200]))))


async def wordless(update: Update, context: Context) -> None:
    """Say kindly that only words are read. An album is answered once."""
    message = update.effective_message
    assert message is not None
    kind = next((name for name in WORDLESS if getattr(message, name)), "other")
    if not is_new_album(message, context):
        return
    await send(update, Reply(context.texts(update)(f"other.{HEARD.get(kind, kind)}")))


def is_new_album(message: Message, context: Context) -> bool:
    """Tell whether this is no album, or the first picture of one."""
    if message.media_group_id is None:
        return True
    assert context.chat_data is not None
    seen = context.chat_data.get("album")
    context.chat_data["album"] = message.media_group_id
    return bool(seen != message.media_group_id)


def handlers() -> Sequence[Any]:
    """Return what this file answers, after everything else."""
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    return [
        MessageHandler(private & filters.COMMAND, unknown_command),
        MessageHandler(private & ~filters.TEXT & ~filters.CAPTION & ~filters.StatusUpdate.ALL, wordless),
    ]
