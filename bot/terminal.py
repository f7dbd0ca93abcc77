"""A conversation in the terminal: lines become messages and presses, and what the bot does becomes text."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bot.local_limits import Json
from bot.local_people import Chat, Upload
from bot.local_session import LocalSession
from bot.local_telegram import Call
from bot.terminal_text import buttons, keyboard, readable, speech

MEMBERS = ("mei", "chen", "anna")
_SPOKEN = re.compile(r"(\w{1,20}): *(.*)")
_FILES = {"sendDocument", "sendPhoto"}
_SENT = _FILES | {"sendMessage"}
_EDITED = {"editMessageText", "editMessageCaption", "editMessageReplyMarkup"}

HELP = """\
A line is a message to the bot. A number presses that button of the newest message with buttons.
  > text       replies to the bot's last message
  mei: text    speaks as mei, in a group (also mei: 2 and mei: > text)
  :inline text types @{bot} text, as in any other chat
  :save N      saves the Nth file the bot sent into this folder
  :quit        ends, as Ctrl-D does"""


class Terminal:
    """What one person types and reads. `write` gets what the bot does, a message at a time.

    `members` are the others in a simulated group; without them the chat is private.
    """

    def __init__(
        self,
        session: LocalSession,
        write: Callable[[str], None],
        *,
        you: str = "you",
        members: Iterable[str] = (),
        language: str = "en",
        colours: bool = False,
        columns: int | None = None,
    ) -> None:
        self.session = session
        self.telegram = session.telegram
        self.write = write
        self.you = you
        self.members = {you, *members}
        self.colours = colours
        self.columns = columns
        self.files: list[Upload] = []
        for name in self.members:
            self.telegram.person(name, language)
        self.chat = self._group() if members else self.telegram.private(you)
        self.telegram.on_call = self._show

    def _group(self) -> Chat:
        return self.telegram.group("Product team", *sorted(self.members), admins=(self.you,))

    @property
    def is_group(self) -> bool:
        """Whether several people are in the chat."""
        return self.chat.type != "private"

    def commands(self) -> list[Json]:
        """Return the bot's menu for this kind of chat, in the language of whoever types."""
        language = self.telegram.person(self.you).language[:2]
        scopes = ("all_chat_administrators", "all_group_chats") if self.is_group else ("all_private_chats",)
        for scope in (*scopes, "default"):
            for code in (language, ""):
                if menu := self.telegram.menus.get((scope, code)):
                    return menu
        return []

    async def enter(self, line: str) -> bool:
        """Do what a line says and wait for the bot; return False if the line ends the conversation."""
        line = line.strip()
        if line in {":quit", ":q"}:
            return False
        if line.startswith(":"):
            await self._own_command(line)
        elif line:
            user, text = self._speaker(line)
            shown = len(self.telegram.calls)
            self._say(user, text)
            await self.session.settle()
            if self.is_group and len(self.telegram.calls) == shown:
                self._note("(The bot is silent: nobody addressed it.)")
        return True

    def _speaker(self, line: str) -> tuple[str, str]:
        spoken = _SPOKEN.fullmatch(line) if self.is_group else None
        return (spoken[1], spoken[2]) if spoken and spoken[1] in self.members else (self.you, line)

    def _say(self, user: str, text: str) -> None:
        pressed = self._button(text)
        if pressed is None:
            answered = self._last() if text.startswith(">") else None
            self.telegram.say(user, text.lstrip("> ") if answered else text, self.chat, reply_to=answered)
            return
        message, button = pressed
        if "callback_data" in button:
            self.telegram.press_data(user, message, button["callback_data"])
        else:
            self._note(f"({button['text']}: {_target(button)})")

    def _button(self, text: str) -> tuple[Json, Json] | None:
        """Return the button that a bare number presses, with its message."""
        newest = next((m for m in reversed(self.chat.messages.values()) if buttons(m)), None)
        if newest and text.isascii() and text.isdigit() and 1 <= int(text) <= len(buttons(newest)):
            return newest, buttons(newest)[int(text) - 1]
        return None

    def _last(self) -> Json | None:
        own = (m for m in reversed(self.chat.messages.values()) if m.get("from", {}).get("is_bot"))
        return next(own, None)

    async def _own_command(self, line: str) -> None:
        command, _, argument = line.partition(" ")
        if command == ":save" and argument.isdigit() and 1 <= int(argument) <= len(self.files):
            file = self.files[int(argument) - 1]
            Path(Path(file.name).name).write_bytes(file.content)
            self._note(f"(Saved {Path(file.name).name}.)")
        elif command == ":inline":
            await self._inline(argument)
        else:
            self._note(HELP.format(bot=self.telegram.bot.name))

    async def _inline(self, query: str) -> None:
        asked = self.telegram.ask_inline(self.you, query)
        await self.session.settle()
        results = (self.telegram.inline_answers[asked["id"]] or {}).get("results", [])
        lines = [f"{result.get('title', '')}: {result.get('description', '')}".strip(": ") for result in results]
        self._note("\n".join(lines) or "(No results.)")

    # What the bot does

    def _show(self, call: Call) -> None:
        """Write what a call changed in this chat."""
        here = call.params.get("chat_id") == self.chat.id
        if call.error:
            return
        if call.method == "answerCallbackQuery" and call.params.get("text"):
            self._note(f"({call.params['text']})")
        elif here and call.method in _SENT | _EDITED:
            self._show_message(call)
        elif here and call.method == "deleteMessage":
            self._note("(The bot deleted a message.)")
        elif here and call.method == "setMessageReaction":
            self._note(" ".join(one.get("emoji", "") for one in call.params.get("reaction") or []))

    def _show_message(self, call: Call) -> None:
        message: Json = call.result
        field = "text" if "text" in message else "caption"
        entities = message.get("entities" if field == "text" else "caption_entities", [])
        parts = [readable(message[field], entities, self.colours)] if message.get(field) else []
        parts += [self._file(file) for file in call.files.values()]
        if call.method == "editMessageReplyMarkup":
            parts = ["(buttons changed)" if buttons(message) else "(buttons removed)"]
        elif call.method in _EDITED:
            parts.insert(0, "(edited)")
        self._note("\n".join([*parts, *keyboard(message)]), "Redline")

    def _file(self, file: Upload) -> str:
        self.files.append(file)
        return f"({file.name}, {_size(len(file.content))}; to save it: :save {len(self.files)})"

    def _note(self, text: str, name: str = "") -> None:
        self.write(speech(name, text, self.columns))


def _target(button: Json) -> str:
    """Return what a button that does not ask the bot would open or insert."""
    copied: dict[str, Any] = button.get("copy_text") or {}
    query = button.get("switch_inline_query_current_chat", button.get("switch_inline_query", ""))
    return button.get("url") or copied.get("text") or f"types the bot's name and {query!r} in a chat"


def _size(size: int) -> str:
    return f"{size} bytes" if size < 1000 else f"{round(size / 1000)} kB"
