"""The command menus that Telegram shows, by scope and language, from the table that dispatches."""

import logging
from collections.abc import Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from handlers import table
from handlers.texts import Texts
from knowledge.basics import Lang

log = logging.getLogger(__name__)

SCOPES = {
    "private": BotCommandScopeAllPrivateChats,
    "group": BotCommandScopeAllGroupChats,
    "admins": BotCommandScopeAllChatAdministrators,
}
LANGUAGES: dict[Lang, str | None] = {"zh": "zh", "en": None}
"""With the language code under which Telegram keeps a menu; None is for everybody else."""


async def announce(bot: Bot, maintainers: Iterable[int] = ()) -> None:
    """Register the menus; maintainers get theirs in private. A failure is only logged: the commands work without."""
    try:
        for scope, kind in SCOPES.items():
            for lang, code in LANGUAGES.items():
                await bot.set_my_commands(menu(lang, scope), scope=kind(), language_code=code)
        for person in maintainers:
            for lang, code in LANGUAGES.items():
                await bot.set_my_commands(
                    menu(lang, "private", "maintainers"), scope=BotCommandScopeChat(person), language_code=code
                )
    except TelegramError as error:
        log.warning("the command menus could not be registered: %s", error)


def menu(lang: Lang, *scopes: str) -> list[BotCommand]:
    """Return the commands of some scopes with their one-line help."""
    texts = Texts(lang)
    shown = [command.name for command in table.COMMANDS if set(scopes) & set(command.scopes)]
    return [BotCommand(name, texts(f"commands.{name}")) for name in shown]
