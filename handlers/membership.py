"""Where the bot is: greeted into a group once, followed when the group gets a new number, silent when it is removed."""

from collections.abc import Sequence
from html import escape
from typing import Any

from telegram import Chat, ChatMember, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from handlers.context import Context
from handlers.reply import Button, Reply
from handlers.send import post
from handlers.texts import Texts

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
USEFUL = ("ask", "check", "deadlines")
"""The three commands a group is greeted with."""


async def own_standing(update: Update, context: Context) -> None:
    """Follow what the bot itself may do: added, removed, blocked, allowed again."""
    change = update.my_chat_member
    assert change is not None
    chat = context.store.chat(change.chat.id, change.chat.type)
    if not _is_in(change.new_chat_member):
        context.services.changes.blocked(context.store, chat.id, context.now)
        return
    context.services.changes.returned(context.store, chat.id, context.now)
    if change.chat.type in GROUPS and not _is_in(change.old_chat_member) and "greeted" not in chat.settings:
        context.store.set_settings(chat.id, greeted=True)
        await _greet(update, context, change.chat)


async def _greet(update: Update, context: Context, chat: Chat) -> None:
    """Say once what the bot is for. A group in which it may not write is left in peace."""
    try:
        await post(context.bot, chat.id, 0, greeting(context.texts(update), context.bot.username))
    except TelegramError:
        return


def greeting(texts: Texts, username: str) -> Reply:
    """Return the greeting: how to ask, the three most useful commands, the settings for admins."""
    lines = "\n".join(f"/{name} {escape(texts(f'membership.{name}'))}" for name in USEFUL)
    html = texts("membership.greeting", username=username, commands=lines)
    return Reply(html, ((Button(texts("membership.settings_button"), "s:menu:new"),),))


async def member_standing(update: Update, context: Context) -> None:
    """Take a member who left off the deadlines they answered for."""
    change = update.chat_member
    assert change is not None
    if _is_in(change.old_chat_member) and not _is_in(change.new_chat_member):
        _left(context, change, change.new_chat_member.user.id)


async def left_message(update: Update, context: Context) -> None:
    """The same from the service message, which also reaches a bot that is no admin."""
    message = update.effective_message
    assert message is not None
    assert message.left_chat_member is not None
    if message.left_chat_member.id != context.bot.id:
        _left(context, message, message.left_chat_member.id)


def _left(context: Context, event: Any, user: int) -> None:
    chat = context.store.known_chat(event.chat.id)
    if chat is not None:
        context.services.changes.member_left(context.store, chat.id, user, context.now)


async def migrated(update: Update, context: Context) -> None:
    """A group became a supergroup: everything it told us follows it to its new number."""
    message = update.effective_message
    assert message is not None
    if message.migrate_to_chat_id is not None:
        context.store.move_chat(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        context.store.move_chat(message.migrate_from_chat_id, message.chat.id)


def _is_in(member: ChatMember) -> bool:
    if member.status == ChatMemberStatus.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status not in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [
        ChatMemberHandler(own_standing, ChatMemberHandler.MY_CHAT_MEMBER),
        ChatMemberHandler(member_standing, ChatMemberHandler.CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, migrated),
        MessageHandler(filters.StatusUpdate.LEFT_CHAT_MEMBER, left_message),
    ]
