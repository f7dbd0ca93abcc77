"""/healthz and /metrics, on the loopback address: for a container's health check, a watchdog and Prometheus."""

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.config import Config, ConfigError
from bot.database import moment
from bot.metrics import Metrics
from bot.reminding import Reminding
from bot.store import Store, StoreError

LOOPBACK = "127.0.0.1"
TICK_SECONDS = 60.0
"""A tick comes every few seconds; without one for so long, reminders are late."""
POLL_SECONDS = 120.0
"""A long poll is answered within half a minute."""


class Monitor:
    """Says how the bot is. `start` and `stop` open and close the port."""

    def __init__(
        self, config: Config, metrics: Metrics, store: Store, reminding: Reminding, clock: Callable[[], datetime]
    ) -> None:
        self._port = config.operations.http_port
        self._polls = not config.webhook.url
        self._metrics = metrics
        self._store = store
        self._reminding = reminding
        self._clock = clock
        self._began = time.monotonic()
        self._server: HTTPServer | None = None

    def start(self) -> None:
        """Listen. Raises ConfigError if the port is another program's."""
        pages = Application(
            [("/healthz", _Health, {"monitor": self}), ("/metrics", _Numbers, {"metrics": self._metrics})],
            log_function=lambda _: None,
        )
        try:
            sockets = bind_sockets(self._port, LOOPBACK)
        except OSError as error:
            raise ConfigError(f"operations.http_port: cannot listen on {self._port}: {error.strerror}.") from None
        self._server = HTTPServer(pages)
        self._server.add_sockets(sockets)

    async def stop(self) -> None:
        """Close the port."""
        if self._server is not None:
            self._server.stop()
            await self._server.close_all_connections()

    def troubles(self) -> dict[str, str]:
        """Return what keeps the bot from its work, by name; empty when all is well."""
        found = {}
        try:
            last = self._store.meta("last_tick")
            age = (self._clock() - moment(last)).total_seconds() if last else self._uptime()
            if age > TICK_SECONDS and not self._reminding.schedule.held:
                found["reminders"] = f"no tick for {age:.0f} seconds"
        except StoreError as error:
            found["database"] = str(error)
        if self._reminding.schedule.held:
            found["clock"] = self._reminding.schedule.held
        if not self._reminding.is_running:
            found["sender"] = "it has stopped"
        silence = time.monotonic() - (self._metrics.answered_at or self._began)
        if self._polls and silence > POLL_SECONDS:
            found["telegram"] = f"no answer for {silence:.0f} seconds"
        return found

    def _uptime(self) -> float:
        return time.monotonic() - self._began


class _Health(RequestHandler):
    def initialize(self, monitor: Monitor) -> None:
        self.monitor = monitor

    def get(self) -> None:
        troubles = self.monitor.troubles()
        self.set_status(503 if troubles else 200)
        self.set_header("Content-Type", "application/json")
        self.write(json.dumps({"status": "trouble" if troubles else "ok", "troubles": troubles}, ensure_ascii=False))


class _Numbers(RequestHandler):
    def initialize(self, metrics: Metrics) -> None:
        self.metrics = metrics

    def get(self) -> None:
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.write(self.metrics.text())

    def write_error(self, status_code: int, **_: Any) -> None:
        self.finish()
