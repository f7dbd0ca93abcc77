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
from handlers import notices, script
from handlers.context import SPOKEN
from handlers.reply import LONGEST, Reply, length, plain
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
        script.choose(chat.language)
        texts = self.texts(store, chat, parcel.payload.get("from_chat"))
        reply = self.reply(store, parcel, chat, texts)
        if reply is None:
            return None
        marked = parcel.repeats and parcel.kind not in REMINDERS  # those carry the mark themselves
        words = (texts("notices.repeated") if marked else "") + reply.html
        if length(words) <= LONGEST:
            return Mail(script.written(words), keyboard(reply))
        head, _, _ = script.written(words).partition("\n")
        return Mail(head, document=(f"redline-{parcel.kind}.txt", plain(words).encode("utf-8-sig")))

    def texts(self, store: Store, chat: Chat, group: int | None = None) -> Texts:
        """Return the words in the chat's language: the chosen one, or the one it was last answered in, or Chinese.

        A person who was never answered reads the language of the `group` (our id) that the message is about.
        """
        mine = store.user(chat.telegram_id).language if chat.kind == "private" else None
        fixed = None if self._language == "auto" else self._language
        found = mine or chat.language or fixed or chat.settings.get(SPOKEN)
        if found is None and group is not None:
            return self.texts(store, store.chat_by_id(group))
        return Texts("en" if found == "en" else "zh")

    def reply(self, store: Store, parcel: Parcel, chat: Chat, texts: Texts) -> Reply | None:
        """Return the words and buttons of one parcel."""
        now, calendar, payload = self._clock(), self._calendar(), parcel.payload
        if parcel.kind in REMINDERS:
            entry = store.deadlines.get(parcel.deadline_id or 0)
            if entry is None or entry.state != "open" or (parcel.kind == "escalation" and entry.acknowledged_at):
                return None
            away = store.chat_by_id(entry.chat_id).title if entry.chat_id != chat.id else ""
            reminder = notices.reminder(
                parcel.kind, entry, store, now, calendar, texts, key=parcel.key, repeated=bool(parcel.repeats)
            )
            return notices.in_group(reminder, away, texts)
        if parcel.kind in ("digest", "catchup"):
            return self._lists(store, parcel, chat, texts, now, calendar)
        if parcel.kind == "revised":
            return notices.revised(payload, texts)
        if parcel.kind == "law":
            return notices.law(payload, texts)
        if parcel.kind == "alert":
            return Reply(escape(texts("notices.alert", name=payload["name"], detail=payload["detail"])))
        if parcel.kind == "acted":
            return notices.acted(payload, store.deadlines[parcel.deadline_id or 0], store, texts)
        if parcel.kind == "unreachable":
            return Reply(texts("notices.unreachable", group=escape(store.chat_by_id(payload["from_chat"]).title)))
        if parcel.kind == "left":
            return Reply(texts("notices.left_group", numbers=_numbers(payload, texts)))
        return Reply(texts(f"notices.{parcel.kind}"))

    def _lists(
        self, store: Store, parcel: Parcel, chat: Chat, texts: Texts, now: datetime, calendar: Calendar
    ) -> Reply | None:
        today = local_date(now, chat.timezone)
        if parcel.kind == "digest":
            entries = store.deadlines.of_chat(chat.id, topic=parcel.topic or None)
            news = self._news(chat.id, today) if parcel.payload.get("news") else ()
            found = digests.compose(entries, now, today, news)
            head = texts("notices.digest", day=today.isoformat())
            return None if found.is_empty else notices.lists(head, found, store, now, calendar, texts, whole=True)
        missed = digests.catch_up(store.deadlines.of_chat(chat.id), now, today)  # one message for all topics
        span = {name: _beijing(parcel.payload[key]) for name, key in (("start", "from"), ("end", "to"))}
        head = texts("notices.catchup", **span)
        return None if missed.is_empty else notices.lists(head, missed, store, now, calendar, texts, whole=True)


def _beijing(stamp: str) -> str:
    return moment(stamp).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def _numbers(payload: Mapping[str, Any], texts: Texts) -> str:
    return texts.join([f"#{number}" for number in payload["deadlines"]])
