"""The book of deadlines as handlers use it: count on the calendar, echo, and only then save."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.deadline import LEGAL_ZONE, Deadline, NewDeadline
from bot.digests import Digest, compose
from bot.legal_dates import Dates, columns_of, count
from bot.localtime import local_date
from bot.plan_digests import News, no_news
from bot.recurrence import counts_working_days, recounted, rule_of
from bot.store import Store
from bot.store_chats import Chat
from knowledge.basics import Lang
from knowledge.official_calendar import Calendar
from knowledge.repeat_words import said
from knowledge.workdays import Period


@dataclass(frozen=True, slots=True)
class Book:
    """`calendar` returns the State Council calendar of the moment, `news` what changes in the law for a chat."""

    store: Store
    calendar: Callable[[], Calendar]
    news: News = no_news

    def count(self, event: str, period: Period) -> Dates:
        """Count a period of the law from `event`, wall time in Shanghai. Raises CountError where that is impossible."""
        return count(event, period, self.calendar(), LEGAL_ZONE)

    def save(self, chat_id: int, topic: int, actor: int, at: datetime, **entry: Any) -> Deadline:
        """Save a deadline of a chat. `entry` holds title, either event with period or due, owner, zone, recurrence.

        What the law counts is counted again here, so that nothing is saved that the calendar does not give.
        """
        period, zone = entry.get("period"), entry.get("zone") or LEGAL_ZONE
        new = NewDeadline(
            entry["title"],
            entry.get("due") or "",
            topic=topic,
            obligation=entry.get("obligation"),
            owner_id=entry.get("owner_id"),
            event=entry.get("event"),
            period=columns_of(period) if period is not None else None,
            zone=zone,
            recurrence=entry.get("recurrence"),
        )
        if new.recurrence is not None and counts_working_days(new.recurrence, new.due):
            _, provisional = recounted(new.recurrence, new.due, self.calendar())
            new = replace(new, provisional=provisional)
        if period is not None:
            new = self._counted(new, self.count(entry["event"], period))
        return self.store.deadlines.add(chat_id, new, actor, at)

    @staticmethod
    def rhythm(recurrence: Mapping[str, Any], due: str) -> dict[Lang, str]:
        """Return how a deadline comes again, in words of both languages."""
        words = said(rule_of(recurrence, due))
        return {"zh": words.zh, "en": words.en}

    def digest(self, chat: Chat, topic: int, now: datetime) -> Digest:
        """Return what a digest of this chat (of one topic of it, if not 0) would list now."""
        entries = self.store.deadlines.of_chat(chat.id, topic=topic or None)
        today = local_date(now, chat.timezone)
        return compose(entries, now, today, self.news(chat.id, today))

    @staticmethod
    def _counted(new: NewDeadline, dates: Dates) -> NewDeadline:
        return replace(new, due=dates.due, unrolled=dates.unrolled, provisional=dates.provisional, basis=dates.basis)
