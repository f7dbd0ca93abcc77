"""What whoever runs the bot can measure, in Prometheus' format. Nothing here names a person or a chat."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from telegram import Update

from bot.store import Store, StoreError
from knowledge.answer_model import Answer

QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
"""Bounds, in seconds, of what people wait for."""
LATE = (5, 10, 20, 60, 300, 3600, 86_400)
"""Bounds, in seconds, of how long after their moment reminders arrive."""
UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
LOST = "lost"
"""The status of a call that brought no answer."""


class Metrics:
    """The numbers of one process, from its start."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._updates = self._counter("updates", "Updates handled", "kind")
        self._answers = self._counter("answers", "Questions answered", "kind")
        self._abstentions = self._counter("abstentions", "Questions not answered", "reason")
        self._failures = self._counter("failures", "Handlers that failed", "error")
        self._calls = self._counter("telegram_calls", "Calls of the Bot API by HTTP status", "method", "status")
        self._update_seconds = self._histogram("update_seconds", "From an update's arrival to the end of its handling")
        self._call_seconds = self._histogram("telegram_call_seconds", "What the Bot API took to answer", "method")
        self._lateness = self._histogram("lateness_seconds", "From a message's moment to its arrival", "kind", by=LATE)
        self.answered_at: float | None = None
        """When Telegram last answered anything, by the monotonic clock."""

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(f"redline_{name}", words, labels, registry=self._registry)

    def _histogram(self, name: str, words: str, *labels: str, by: tuple[float, ...] = QUICK) -> Histogram:
        return Histogram(f"redline_{name}", words, labels, buckets=by, registry=self._registry)

    def handled(self, update: object, seconds: float) -> None:
        """An update was handled, `seconds` after it arrived."""
        known = (kind for kind in UPDATES if getattr(update, kind, None) is not None)
        self._updates.labels(next(known, "other") if isinstance(update, Update) else "other").inc()
        self._update_seconds.observe(seconds)

    def answered(self, answer: Answer) -> None:
        """A question was answered, or not."""
        if answer.kind in ("none", "clarify"):
            self._abstentions.labels(answer.reason or "unsure").inc()
        else:
            self._answers.labels(answer.kind).inc()

    async def failed(self, _update: object, context: Any) -> None:
        """A handler failed: an error handler of the Application."""
        self._failures.labels(type(context.error).__name__).inc()

    def called(self, method: str, status: int | None, seconds: float) -> None:
        """The Bot API answered a call with an HTTP status, or not at all (None). Long polls are not timed."""
        self._calls.labels(method, LOST if status is None else str(status)).inc()
        if status is not None:
            self.answered_at = time.monotonic()
            if method != "getUpdates":
                self._call_seconds.labels(method).observe(seconds)

    def arrived(self, kind: str, seconds: float) -> None:
        """A reminder or digest arrived, `seconds` after its moment."""
        self._lateness.labels(kind).observe(seconds)

    def watch(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Show the outbox of `store` whenever somebody looks."""
        self._registry.register(_Outbox(store, clock))

    def text(self) -> bytes:
        """Return everything as Prometheus reads it."""
        return generate_latest(self._registry)


class _Outbox(Collector):
    """How many messages wait, and how late the oldest is; left out while the database cannot be read."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            depth = self._store.outbox.depth(self._clock())
        except StoreError:
            return
        messages = GaugeMetricFamily("redline_outbox_messages", "Planned messages by state", labels=["state"])
        usual = ("pending", "claimed", "sending")
        for state in (*usual, *sorted(depth["states"].keys() - set(usual))):
            messages.add_metric([state], depth["states"].get(state, 0))
        yield messages
        late = depth["oldest_pending_seconds"]
        yield GaugeMetricFamily("redline_outbox_lateness_seconds", "How late the oldest pending message is", late)
