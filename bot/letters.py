"""What a parcel of the outbox says at the moment it leaves: the right words for its kind, in the chat's language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from bot import digests
from bot.database import moment
from bot.localtime import local_date
from bot.mail import Mail
from bot.outbox import Parcel
from bot.store import Store
from bot.store_chats import Chat
from handlers import notices
from handlers.reply import Reply
from handlers.send import keyboard
from handlers.texts import Texts
from knowledge.official_calendar import Calendar

REMINDERS = ("lead", "due", "limit", "overdue", "escalation")
BEIJING = ZoneInfo("Asia/Shanghai")


class Letters:
    """The Render that the sender calls."""

    def __init__(
        self,
        calendar: Callable[[], Calendar],
        clock: Callable[[], datetime],
        news: Callable[[int, Any], Any],
        language: str = "auto",
    ) -> None:
        self._calendar = calendar
        self._clock = clock
        self._news = news
        self._language = language

    def __call__(self, store: Store, parcel: Parcel) -> Mail | None:
        """Return the message, or None when nothing is left to say: done meanwhile, or an empty digest."""
        chat = store.chat_by_id(parcel.chat_id)
        reply = self.reply(store, parcel, chat, self.texts(chat))
        return Mail(reply.html, keyboard(reply)) if reply is not None else None

    def texts(self, chat: Chat) -> Texts:
        """Return the words in the chat's language; Chinese where nobody chose one, as the deadlines are China's."""
        return Texts("en" if (chat.language or self._language) == "en" else "zh")

    def reply(self, store: Store, parcel: Parcel, chat: Chat, texts: Texts) -> Reply | None:
        """Return the words and buttons of one parcel."""
        now, calendar, payload = self._clock(), self._calendar(), parcel.payload
        if parcel.kind in REMINDERS:
            entry = store.deadlines.get(parcel.deadline_id or 0)
            if entry is None or entry.state != "open":
                return None
            return notices.reminder(parcel.kind, entry, store, now, calendar, texts, repeated=bool(parcel.repeats))
        if parcel.kind in ("digest", "catchup"):
            return self._lists(store, parcel, chat, texts, now, calendar)
        if parcel.kind == "revised":
            return notices.revised(payload, texts)
        if parcel.kind == "law":
            return notices.law(payload, texts)
        if parcel.kind == "alert":
            return Reply(escape(texts("notices.alert", name=payload["name"], detail=payload["detail"])))
        if parcel.kind == "left":
            return Reply(texts("notices.left_group", numbers=_numbers(payload, texts)))
        return Reply(texts(f"notices.{parcel.kind}"))

    def _lists(
        self, store: Store, parcel: Parcel, chat: Chat, texts: Texts, now: datetime, calendar: Calendar
    ) -> Reply | None:
        today = local_date(now, chat.timezone)
        entries = store.deadlines.of_chat(chat.id, topic=parcel.topic or None)
        if parcel.kind == "digest":
            found = digests.compose(entries, now, today, self._news(chat.id, today))
            head = texts("notices.digest", day=today.isoformat())
            return None if found.is_empty else notices.lists(head, found, store, now, calendar, texts)
        missed = digests.catch_up(entries, now, today)
        span = {name: _beijing(parcel.payload[key]) for name, key in (("start", "from"), ("end", "to"))}
        return (
            None
            if missed.is_empty
            else notices.lists(texts("notices.catchup", **span), missed, store, now, calendar, texts)
        )


def _beijing(stamp: str) -> str:
    return moment(stamp).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def _numbers(payload: Mapping[str, Any], texts: Texts) -> str:
    return texts.join([f"#{number}" for number in payload["deadlines"]])
