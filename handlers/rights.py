"""Who is an admin of a chat, as Telegram says."""

from typing import Any

from telegram import Update
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from handlers.context import Context


async def is_admin(context: Context, chat: int, user: int) -> bool:
    """Tell whether a person is an admin or the owner of a chat (both Telegram's ids); not when Telegram cannot say."""
    if chat > 0:  # a private chat is its person's own
        return chat == user
    try:
        member = await context.bot.get_chat_member(chat, user)
    except TelegramError:
        return False
    return member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)


async def is_member(context: Context, chat: int, user: int) -> bool:
    """Tell whether a person is in a group (both Telegram's ids); not when Telegram cannot say."""
    try:
        member = await context.bot.get_chat_member(chat, user)
    except TelegramError:
        return False
    if member.status == ChatMemberStatus.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status not in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


async def may_change(context: Context, chat: Any, user: int) -> bool:
    """Tell whether a person may change the deadlines of a chat: all, unless its admins keep them to themselves."""
    if chat.kind == "private" or chat.settings.get("deadline_rights", "all") == "all":
        return True
    return await is_admin(context, chat.telegram_id, user)


async def home(context: Context, chat: Any, found: Any, user: int) -> Any:
    """Return the chat of a deadline that a person may reach from `chat`, None if it is out of reach there.

    That is its own chat; and in private, for whom it called in there and who still is in its group, that group.
    """
    if found is None or found.chat_id == chat.id:
        return None if found is None else chat
    if chat.kind != "private" or not context.store.outbox.called_in(found.id, chat.id):
        return None
    group = context.store.chat_by_id(found.chat_id)
    return group if await is_member(context, group.telegram_id, user) else None


async def note_admins(context: Context, chat: Any) -> None:
    """Keep who the admins of a group are: they are called in where nobody reacts to a reminder."""
    if chat.kind == "private":
        return
    try:
        members = await context.bot.get_chat_administrators(chat.telegram_id)
    except TelegramError:
        return
    admins = sorted(member.user.id for member in members if not member.user.is_bot)
    if list(chat.settings.get("admins", ())) != admins:
        context.store.set_settings(chat.id, admins=admins)


async def speaks_as_admin(update: Update, context: Context) -> bool:
    """Tell whether the sender of a message is an admin of its chat. An anonymous one writes in the chat's own name."""
    message, user = update.effective_message, update.effective_user
    if message is None:
        return False
    if message.sender_chat is not None:
        return message.sender_chat.id == message.chat.id
    return user is not None and await is_admin(context, message.chat.id, user.id)


def is_maintainer(update: Update, context: Context) -> bool:
    """Tell whether the settings name the person as a maintainer of this bot."""
    message, user = update.effective_message, update.effective_user
    speaks_for_a_chat = message is not None and message.sender_chat is not None
    return user is not None and not speaks_for_a_chat and user.id in context.services.config.maintainers
