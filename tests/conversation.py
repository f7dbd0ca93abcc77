"""How a test talks with the bot: `chat.say`, `chat.press`, and the Reply each of them brings."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.local_entities import cut
from bot.local_limits import Json
from bot.local_people import Chat, Upload
from bot.local_session import LocalSession
from bot.local_telegram import Call, LocalTelegram

SHOWN = {"sendMessage", "editMessageText", "editMessageCaption", "sendDocument", "sendPhoto"}
FACTS_OF_LIFE = (
    "not modified",
    "not found",
    "too old",
    "blocked",
    "kicked",
    "not a member",
    "upgraded",
    "can't be",
    "PARTICIPANT_ID",
)


@dataclass
class Clock:
    """The present of a test: a call returns it, `shift(days=3)` moves it, `set("2026-12-01T09:00+08:00")` places it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def shift(self, **by: float) -> None:
        self.now += timedelta(**by)

    def set(self, to: str) -> None:
        self.now = datetime.fromisoformat(to)


@dataclass
class Reply:
    """What the bot did after one message or press. It is false if the bot showed nothing at all."""

    calls: list[Call] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.shown or self.toast)

    @property
    def shown(self) -> list[Call]:
        """The messages sent or edited, in order."""
        return [call for call in self.calls if call.method in SHOWN and call.error is None]

    @property
    def messages(self) -> list[Json]:
        return [call.result for call in self.shown if isinstance(call.result, dict)]

    @property
    def message(self) -> Json:
        """The last message."""
        assert self.messages, f"the bot showed nothing; it called {[call.method for call in self.calls]}"
        return self.messages[-1]

    @property
    def text(self) -> str:
        """What a person reads: the text without markup, of all messages."""
        return "\n\n".join(message.get("text", message.get("caption", "")) for message in self.messages)

    @property
    def html(self) -> str:
        """The text as the bot wrote it, with markup."""
        return "\n\n".join(call.params.get("text") or call.params.get("caption") or "" for call in self.shown)

    @property
    def keyboard(self) -> list[list[Json]]:
        """The rows of buttons of the last message that has some."""
        found = [message["reply_markup"]["inline_keyboard"] for message in self.messages if "reply_markup" in message]
        return found[-1] if found else []

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons, in order."""
        return [button["text"] for row in self.keyboard for button in row]

    @property
    def links(self) -> dict[str, str]:
        """The addresses of links by the words they are on."""
        return {
            cut(message["text"], entity["offset"], entity["length"]): entity["url"]
            for message in self.messages
            for entity in message.get("entities", [])
            if entity["type"] == "text_link"
        }

    @property
    def toast(self) -> str:
        """The words shown on top of the chat after a press."""
        return "".join(call.params.get("text") or "" for call in self.calls if call.method == "answerCallbackQuery")

    @property
    def files(self) -> list[Upload]:
        return [file for call in self.shown for file in call.files.values()]

    @property
    def is_edit(self) -> bool:
        """Whether the bot changed its message instead of sending another."""
        return bool(self.shown) and all(call.method.startswith("edit") for call in self.shown)


def violations_in(calls: list[Call]) -> list[str]:
    """Return the calls that broke a rule of Telegram, other than those that may happen to any bot."""
    refused = [(call.method, call.error.description) for call in calls if call.error and call.error.code in {400, 404}]
    return [
        f"{method}: {description}"
        for method, description in refused
        if not any(fact in description for fact in FACTS_OF_LIFE)
    ]


class Conversation:
    """A bot at work and people who talk to it. `telegram` is the whole local Telegram, for the unusual."""

    def __init__(self, session: LocalSession) -> None:
        self.session = session
        self.telegram: LocalTelegram = session.telegram
        self.where: Chat | None = None
        self.errors: list[BaseException] = []
        self.expects_errors = False

    def group(self, title: str = "Product team", *members: str, admins: tuple[str, ...] = (), **more: str) -> Chat:
        """Return the group of this title, made if new."""
        return self.telegram.group(title, *members, admins=admins, **more)

    async def say(
        self,
        text: str,
        user: str = "mei",
        group: bool | str | Chat = False,
        topic: str | None = None,
        reply_to: Reply | Json | None = None,
        language: str = "",
        **more: object,
    ) -> Reply:
        """Write to the bot privately, or in a group: `True`, its title, or the Chat itself."""
        person = self.telegram.person(user, language)
        if isinstance(group, bool):
            self.where = self.group() if group else self.telegram.private(user)
        else:
            self.where = self.group(group) if isinstance(group, str) else group
        answered = reply_to.message if isinstance(reply_to, Reply) else reply_to
        return await self.after(
            self.telegram.say, person.name, text, self.where, topic=topic, reply_to=answered, **more
        )

    async def press(self, button: str | int, user: str = "mei", on: Reply | Json | None = None) -> Reply:
        """Press a button by its label, the beginning of its label, or its place.

        It is pressed on the newest message that has it; or on that of a Reply as it is now; or on a message as given,
        which may be one that was edited or deleted since.
        """
        message = self.as_it_is_now(on.message) if isinstance(on, Reply) else on or self.with_button(button)
        return await self.after(self.telegram.press, user, message, button)

    async def press_data(self, data: str, user: str = "mei", on: Reply | Json | None = None) -> Reply:
        """Send a press with forged data."""
        message = on.message if isinstance(on, Reply) else on or self.messages[-1]
        return await self.after(self.telegram.press_data, user, message, data)

    async def edit(self, text: str, message: Json | None = None) -> Reply:
        """Edit one's own message, by default the last one a person wrote in this chat."""
        own = [sent for sent in self.messages if not sent["from"]["is_bot"]]
        return await self.after(self.telegram.edit, message or own[-1], text)

    async def inline(self, query: str, user: str = "mei") -> list[Json]:
        """Type `@redline_bot query` somewhere and return the results offered."""
        asked = self.telegram.ask_inline(user, query)
        await self.after(lambda: None)
        answer = self.telegram.inline_answers[asked["id"]]
        return (answer or {}).get("results", [])

    async def after(self, act, *args, **kwargs) -> Reply:
        """Do something in Telegram and return what the bot did then. Raises the error of a handler that failed."""
        before = len(self.telegram.calls)
        act(*args, **kwargs)
        await self.session.settle()
        if self.errors and not self.expects_errors:
            raise self.errors[0]
        return Reply(self.telegram.calls[before:])

    async def tick(self) -> None:
        """Let the schedule look at the clock, and wait until what it planned is sent."""
        reminding = self.session.application.bot_data["reminding"]
        await reminding.schedule.run()
        for _ in range(500):
            states = reminding.status()["outbox"]["states"]
            if not any(states.get(state) for state in ("pending", "claimed", "sending")):
                return
            await asyncio.sleep(0.01)

    @property
    def messages(self) -> list[Json]:
        """The messages now in the chat last written to, oldest first, of people and of the bot."""
        return list(self.where.messages.values()) if self.where else []

    @property
    def calls(self) -> list[Call]:
        """Everything the bot ever called."""
        return self.telegram.calls

    @property
    def violations(self) -> list[str]:
        """The calls that broke a rule of Telegram."""
        return violations_in(self.calls)

    def as_it_is_now(self, message: Json) -> Json:
        """Return the present state of a message, or the one given if it was deleted."""
        return self.telegram.chats[message["chat"]["id"]].messages.get(message["message_id"], message)

    def with_button(self, button: str | int) -> Json:
        """Return the newest message in this chat that has the button."""
        for message in reversed(self.messages):
            if "reply_markup" not in message:
                continue
            try:
                self.telegram.button(message, button)
            except LookupError:
                continue
            return message
        raise LookupError(f"no message with a button {button!r}")
