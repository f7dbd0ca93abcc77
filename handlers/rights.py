"""Who is an admin of a chat, as Telegram says."""

from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from handlers.context import Context


async def is_admin(context: Context, chat: int, user: int) -> bool:
    """Tell whether a person is an admin or the owner of a chat (both Telegram's ids); not when Telegram cannot say."""
    try:
        member = await context.bot.get_chat_member(chat, user)
    except TelegramError:
        return False
    return member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
