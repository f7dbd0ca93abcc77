"""To whom a message speaks: in private always to the bot, in a group only by its name or as a reply to it."""

import re

from telegram import Bot, Message

LONGEST = 4096
"""Telegram's own limit for a text; what is longer came another way and is cut."""


def addressed(message: Message, bot: Bot) -> str | None:
    """Return the words meant for the bot, without its name; None when the message is not for it."""
    if message.is_automatic_forward:  # a post of the linked channel: nobody here asked
        return None
    words = (message.text or message.caption or "")[:LONGEST]
    name = f"@{bot.username}"
    mentioned = re.search(rf"{re.escape(name)}\b", words, re.I)
    cleaned = re.sub(rf"{re.escape(name)}\b[:,，：]?", " ", words, flags=re.I).strip()
    if message.chat.type == "private" or mentioned:
        return cleaned
    replied = message.reply_to_message
    is_ours = replied is not None and replied.from_user is not None and replied.from_user.id == bot.id
    return cleaned if is_ours and not _is_topic_root(message) else None


def replied_text(message: Message | None) -> str:
    """Return the words of the message that this one replies to, empty if there are none."""
    replied = message.reply_to_message if message is not None else None
    return (replied.text or replied.caption or "")[:LONGEST] if replied is not None else ""


def _is_topic_root(message: Message) -> bool:
    """Telegram marks every message of a topic as a reply to the service message that opened it."""
    replied = message.reply_to_message
    return replied is not None and replied.forum_topic_created is not None
