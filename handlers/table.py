"""The table of contents: what the bot answers, in the order in which it is tried, and the commands it shows."""

from dataclasses import dataclass
from typing import Any, Literal

from telegram.ext import CallbackQueryHandler

from handlers import (
    about,
    ask,
    check,
    deadline_buttons,
    deadlines,
    digest,
    evidence,
    export,
    feedback,
    forget,
    history,
    inline,
    law,
    maintain,
    membership,
    other,
    picture,
    press,
    privacy,
    search,
    settings,
)

Scope = Literal["private", "group", "admins", "maintainers"]


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command and the menus that offer it."""

    name: str
    scopes: tuple[Scope, ...] = ("private", "group", "admins")


COMMANDS = (
    Command("ask"),
    Command("check"),
    Command("law"),
    Command("search"),
    Command("tree"),
    Command("due"),
    Command("remind"),
    Command("deadlines"),
    Command("digest"),
    Command("settings", ("private", "admins")),
    Command("language", ("private", "admins")),
    Command("timezone", ("private", "admins")),
    Command("history"),
    Command("export"),
    Command("feedback"),
    Command("help"),
    Command("privacy"),
    Command("forget"),
    Command("start", ("private",)),
    Command("unanswered", ("maintainers",)),
    Command("stats", ("maintainers",)),
    Command("status", ("maintainers",)),
)
FILES = (
    membership,
    press,
    inline,
    about,
    privacy,
    law,
    picture,
    check,
    deadlines,
    digest,
    search,
    history,
    export,
    feedback,
    forget,
    maintain,
    deadline_buttons,
    settings,
    ask,
    evidence,
    other,
)
"""Each offers `handlers()`. Free text comes late: whatever no command and no button took; then the rest."""


def handlers() -> list[Any]:
    """Return every handler in order."""
    return [*(handler for file in FILES for handler in file.handlers()), CallbackQueryHandler(press.unknown)]
