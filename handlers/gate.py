"""What every update passes first: the list of allowed chats, how much one person and one chat may ask, the script.

Only what addresses the bot counts: the talk of a group costs nothing and is never answered with "too fast".
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram import Update
from telegram.ext import ApplicationHandlerStop, TypeHandler

from handlers import handover, script
from handlers.address import addressed
from handlers.context import Context
from handlers.reply import Reply
from handlers.send import send, toast

MINUTE = timedelta(minutes=1)
SEVERAL = 4
"""Inline queries come with every letter typed, presses with every box ticked: so many times more are allowed."""
MOST_KEPT = 20_000
"""How many people and chats are remembered at once."""


@dataclass(slots=True)
class _Allowance:
    left: float
    at: datetime
    told: bool = False


class Pace:
    """So many messages a minute for each key, saved up to as many; the first refusal of a row is said, the rest not."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, _Allowance] = {}

    def take(self, key: Hashable, per_minute: int, now: datetime) -> bool:
        """Take one message from the allowance of `key`; False if there is none left."""
        if len(self._kept) > MOST_KEPT:
            self._forget(now)
        found = self._kept.setdefault(key, _Allowance(float(per_minute), now))
        found.left = min(per_minute, found.left + max((now - found.at) / MINUTE, 0.0) * per_minute)
        found.at = now
        if found.left < 1:
            return False
        found.left -= 1
        found.told = False
        return True

    def may_tell(self, key: Hashable) -> bool:
        """Tell whether the refusal should be said: once, until something is allowed again."""
        found = self._kept[key]
        first, found.told = not found.told, True
        return first

    def _forget(self, now: datetime) -> None:
        """Forget those whose allowance is full again by now; if nobody is, everybody."""
        self._kept = {key: found for key, found in self._kept.items() if abs(now - found.at) < MINUTE}
        if len(self._kept) > MOST_KEPT:
            self._kept.clear()


async def enter(update: Update, context: Context) -> None:
    """Let an update in, or end it here."""
    if not await _is_allowed(update, context):
        raise ApplicationHandlerStop
    if update.effective_user is not None and update.effective_chat is not None:
        script.choose(context.preference(update))
    handover.meet(update, context)
    if not await _is_in_pace(update, context):
        raise ApplicationHandlerStop


async def _is_allowed(update: Update, context: Context) -> bool:
    """Tell whether the operator serves this chat, or this person in private; somebody who is not is told seldom."""
    config = context.services.config
    listed = {*config.allowed_chats, *config.maintainers, config.maintainers_chat}
    chat, user = update.effective_chat, update.effective_user
    place = chat.id if chat is not None else user.id if user is not None else None
    if not config.allowed_chats or place in listed or update.my_chat_member is not None:
        return True
    pace: Pace = context.application.bot_data["pace"]
    if chat is not None and chat.type == "private" and update.message is not None:
        if pace.take(("refused", chat.id), 1, context.now):
            await send(update, Reply(context.texts(update)("gate.not_allowed")))
    elif update.callback_query is not None:
        await toast(update.callback_query)
    return False


async def _is_in_pace(update: Update, context: Context) -> bool:
    """Tell whether the person and the chat have messages left this minute."""
    pace: Pace = context.application.bot_data["pace"]
    limits, now, user, chat = context.services.config.limits, context.now, update.effective_user, update.effective_chat
    if user is None or not _asks(update, context):
        return True
    if update.inline_query is not None:
        return pace.take(("inline", user.id), SEVERAL * limits.per_user, now)
    keys: list[tuple[Hashable, int]]
    if update.callback_query is not None:
        keys = [(("press", user.id), SEVERAL * limits.per_user)]
    else:
        keys = [(("user", user.id), limits.per_user)]
        keys += [(("chat", chat.id), limits.per_chat)] if chat is not None and chat.type != "private" else []
    for key, per_minute in keys:
        if not pace.take(key, per_minute, now):
            await _refuse(update, context, pace.may_tell(key))
            return False
    return True


async def _refuse(update: Update, context: Context, first: bool) -> None:
    words = context.texts(update)("gate.too_fast")
    if update.callback_query is not None:
        await toast(update.callback_query, words)
    elif first:
        await send(update, Reply(words))


def _asks(update: Update, context: Context) -> bool:
    """Tell whether an update wants something of the bot."""
    message = update.message or update.edited_message
    if message is None:
        return update.callback_query is not None or update.inline_query is not None
    command, _, bot = (message.text or "").partition(" ")[0].partition("@")
    if command.startswith("/"):
        return bot.lower() in ("", context.bot.username.lower())
    return addressed(message, context.bot) is not None


def handlers() -> Sequence[Any]:
    """Return what comes before everything else."""
    return [TypeHandler(Update, enter)]
