"""What every handler finds on its context: the library, the store, the clock, and who speaks which language."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from telegram import Update
from telegram.ext import CallbackContext, ExtBot

from handlers.document import Document
from handlers.texts import Texts
from knowledge.answer_model import Answer
from knowledge.basics import Lang
from knowledge.library import Library
from knowledge.official_calendar import Calendar

LAW_ZONE = ZoneInfo("Asia/Shanghai")
"""Legal days begin and end here, wherever the chat is."""

SPOKEN = "spoken"
"""The setting of a chat that holds the language it was last answered in."""


class Chat(Protocol):
    """What the store knows of a chat."""

    @property
    def id(self) -> int: ...
    @property
    def telegram_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def language(self) -> str | None: ...
    @property
    def timezone(self) -> str: ...
    @property
    def settings(self) -> Mapping[str, Any]: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Services:
    """What the Application was assembled with. `store` is bot.store.Store, which handlers cannot import."""

    library: Library
    store: Any
    clock: Callable[[], datetime]
    config: Any
    calendar: Callable[[], Calendar]
    """The State Council calendar of the moment."""
    book: Any
    """bot.book.Book: counts on the calendar and saves deadlines."""
    changes: Any
    """bot.chat_changes: what it means for a chat when the bot is removed, returns, or somebody leaves."""
    find: Callable[[str, int], list[Any]]
    """Finds articles in the knowledge and the imported statutes: bot.finding.Found, best first. For any thread."""
    official: Callable[[str, str], str | None]
    """Returns the imported official text of an article by the law's title and the number. For any thread."""
    draw: Callable[..., bytes | None]
    """Makes a PNG of Graphviz's language, or None where that is not possible: bot.drawing.Pen. For any thread."""
    ics: Callable[[Iterable[Any], datetime], bytes]
    """Makes a calendar file of deadlines: bot.deadline_export.ics. For a thread."""
    word: Callable[[Document, datetime], bytes]
    """Makes a .docx of a document: handlers.word.word. For a thread."""
    stored: Callable[[], Sequence[Any]]
    """What the database holds, table by table, in both languages: bot.stored.Stored."""
    answered: Callable[[Answer], None]
    """Told every answer, to count them."""
    explain: Callable[[BaseException | None], str]
    """The one line of an error that whoever runs the bot can mend, such as a full disk; empty for a bug."""


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """PTB's context with the services by name."""

    @property
    def services(self) -> Services:
        """Everything the Application was assembled with."""
        found = self.application.bot_data["services"]
        assert isinstance(found, Services)
        return found

    @property
    def library(self) -> Library:
        """The law."""
        return self.services.library

    @property
    def store(self) -> Any:
        """What chats told us."""
        return self.services.store

    @property
    def now(self) -> datetime:
        """The present, in UTC."""
        return self.services.clock()

    @property
    def today(self) -> date:
        """The legal day."""
        return self.now.astimezone(LAW_ZONE).date()

    def kept(self, words: str) -> str:
        """Return the words of a message as they may be written down: none when nothing is to be kept."""
        return words if self.services.config.privacy.retention_days else ""

    def commands(self, scopes: Collection[str]) -> list[str]:
        """Return the names of the commands that a menu of these scopes shows, in the order of the table."""
        table = self.application.bot_data["commands"]
        return [command.name for command in table if not set(scopes).isdisjoint(command.scopes)]

    def chat(self, update: Update) -> Any:
        """Return the store's row for the chat of an update."""
        chat = update.effective_chat
        assert chat is not None
        found = self.store.chat(chat.id, chat.type)
        if chat.title and chat.title != found.title:
            self.store.note_setting(found.id, "title", chat.title)
        return found

    def preference(self, update: Update) -> str | None:
        """Return what the person, the chat or the operator chose: zh, zh-hant (traditional characters), en, or None."""
        user = update.effective_user
        mine = self.store.user(user.id).language if user is not None else None
        ours = self.chat(update).language if update.effective_chat is not None else None
        fixed = None if self.services.config.language == "auto" else self.services.config.language
        return mine or ours or fixed

    def chosen_language(self, update: Update) -> Lang | None:
        """Return the language that was chosen; None lets the message decide."""
        found = self.preference(update)
        return "en" if found == "en" else "zh" if found is not None and found.startswith("zh") else None

    def language(self, update: Update) -> Lang:
        """Return the language for a message without words of its own: the chosen one, or that of the person's app."""
        return self.chosen_language(update) or language_of_app(update)

    def speaks(self, chat: Any, lang: Lang) -> None:
        """Note in which language a chat was last answered: reminders and news speak it where nobody chose one."""
        if chat.settings.get(SPOKEN) != lang:
            self.store.note_setting(chat.id, SPOKEN, lang)

    def texts(self, update: Update) -> Texts:
        """Return the words in the language to speak."""
        return Texts(self.language(update))


Handler: TypeAlias = Callable[[Update, Context], Any]


def language_of_app(update: Update) -> Lang:
    """Return the language in which the person of an update uses Telegram, as far as we speak it."""
    user = update.effective_user
    return "zh" if user is not None and (user.language_code or "").startswith("zh") else "en"


def topic_of(update: Update) -> int:
    """Return the forum topic of an update, 0 where there is none."""
    message = update.effective_message
    return (message.message_thread_id or 0) if message is not None and message.is_topic_message else 0
