"""One message as the sender sees it: text, perhaps buttons, perhaps a file. And the way to Telegram."""

import html
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputFile
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.departure import depart
from bot.limiter import PACED
from bot.outbox import Parcel
from bot.store import Store
from bot.wire import Wire

PATIENCE = 20  # seconds; giving up on a slow answer would leave the message in doubt
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Mail:
    """A message ready to go. `document` is a file name and its bytes; `text` is its caption then."""

    text: str
    buttons: InlineKeyboardMarkup | None = None
    document: tuple[str, bytes] | None = None
    is_html: bool = True

    def plain(self) -> "Mail":
        """Return the same words without formatting, for when Telegram cannot read it."""
        return replace(self, text=html.unescape(TAG.sub("", self.text)), is_html=False)


Render = Callable[[Store, Parcel], Mail | None]
"""Makes the words of a message at the moment it leaves; None if there is nothing left to say. A parcel with `repeats`
is marked as possibly repeated."""

Send = Callable[[int, int, Mail], Awaitable[int]]
"""Sends to a chat (Telegram's id) and topic (0 for none); returns the id of the message or raises Telegram's error.
Calls `depart` before anything of it leaves."""


def through(bot: Bot) -> Send:
    """Return the way to Telegram through `bot`."""

    async def send(chat: int, topic: int, mail: Mail) -> int:
        more: dict[str, Any] = {"message_thread_id": topic or None, "reply_markup": mail.buttons}
        more["read_timeout"] = PATIENCE
        if isinstance(bot, ExtBot) and bot.rate_limiter is not None:
            more["rate_limit_args"] = PACED
        if not isinstance(bot.request, Wire):  # any other client does not tell when the request leaves
            depart()
        mode = ParseMode.HTML if mail.is_html else None
        if mail.document:
            name, content = mail.document
            file = InputFile(content, filename=name)
            message = await bot.send_document(chat, file, caption=mail.text, parse_mode=mode, **more)
        else:
            message = await bot.send_message(chat, mail.text, parse_mode=mode, **more)
        return message.message_id

    return send
