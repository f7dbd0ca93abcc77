"""/healthz and /metrics: what they say of a bot at work, and of one that is not."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from conversation import Clock
from prometheus_client.parser import text_string_to_metric_families
from running import free_port, refused, settled
from telegram_faults import Fault
from telegram_server import PATIENCE

from bot.config import Config, Operations, Webhook
from bot.database import stamp
from bot.metrics import Metrics
from bot.monitor import Monitor
from bot.store import Store

VOICE_CHAT = "does our voice-chat feature need an assessment?"
SENT = "redline_telegram_calls_total sendMessage 200"


def numbers(text: str) -> dict[str, float]:
    """Return every sample by its name and labels."""
    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in found}


def fetch(port: int, page: str) -> tuple[int, str]:
    try:
        with urlopen(f"http://127.0.0.1:{port}{page}", timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_a_bot_at_work_is_healthy_and_counts(server, start):
    port = free_port()
    start(REDLINE_OPERATIONS__HTTP_PORT=str(port))
    server.ask("mei", VOICE_CHAT)
    server.ask("mei", "ajsdhf kajshdf kjahsdf")
    server.faults.append(Fault("sendMessage", 429))
    server.ask("mei", "/help")
    server.ask("mei", "/help")
    sent = settled(lambda: numbers(fetch(port, "/metrics")[1]).get(SENT) == 4)
    assert sent, "what met a flood was sent again"
    assert fetch(port, "/healthz") == (200, '{"status": "ok", "troubles": {}}')
    assert fetch(port, "/else")[0] == 404
    status, text = fetch(port, "/metrics")
    assert status == 200
    found = numbers(text)
    assert found["redline_answers_total verdict"] == 1
    assert sum(value for name, value in found.items() if name.startswith("redline_abstentions_total")) == 1
    assert found["redline_updates_total message"] >= 3
    assert found["redline_update_seconds_count"] >= 3
    assert found["redline_telegram_calls_total sendMessage 429"] == 1
    assert not any(name.startswith("redline_failures_total") for name in found)
    assert found["redline_outbox_messages pending"] == 0
    assert found["redline_outbox_lateness_seconds"] == 0
    for secret in (server.token, "mei", "voice"):
        assert secret not in text


def test_a_port_in_use_is_said_in_one_line(server, environment, tmp_path):
    line = refused(environment, tmp_path, REDLINE_OPERATIONS__HTTP_PORT=str(server.port))
    assert "operations.http_port" in line


@pytest.fixture
def monitor(store: Store, clock: Clock) -> Callable[..., Monitor]:
    """A monitor of a bot that ticked just now; `telegram` says that Telegram answered at once."""

    def make(*, webhook: str = "", held: str | None = None, running: bool = True, telegram: bool = True) -> Monitor:
        store.set_meta("last_tick", stamp(clock.now))
        metrics = Metrics()
        if telegram:
            metrics.called("getUpdates", 200, 0.1)
        config = Config(operations=Operations(http_port=1), webhook=Webhook(url=webhook))
        reminding = SimpleNamespace(schedule=SimpleNamespace(held=held), is_running=running)
        return Monitor(config, metrics, store, reminding, clock)

    return make


def test_all_is_well(monitor):
    assert monitor().troubles() == {}


def test_a_bot_without_ticks_is_in_trouble(monitor, clock):
    found = monitor()
    clock.shift(minutes=2)
    assert found.troubles() == {"reminders": "no tick for 120 seconds"}


def test_a_clock_that_is_not_believed_is_the_trouble_and_not_the_missing_ticks(monitor, clock):
    found = monitor(held="the clock moved by two days")
    clock.shift(days=2)
    assert found.troubles() == {"clock": "the clock moved by two days"}


def test_a_sender_that_stopped_is_trouble(monitor):
    assert monitor(running=False).troubles() == {"sender": "it has stopped"}


@pytest.mark.parametrize(("webhook", "names"), [("", {"telegram"}), ("https://bot.example.com/x", set())])
def test_a_silent_telegram_is_trouble_unless_it_calls_us(monitor, webhook, names, monkeypatch):
    monkeypatch.setattr("bot.monitor.POLL_SECONDS", -1)
    assert set(monitor(webhook=webhook, telegram=False).troubles()) == names


def test_a_database_that_cannot_be_read_is_trouble(monitor, store):
    found = monitor()
    store.database.run("DROP TABLE meta")
    assert set(found.troubles()) == {"database"}
    assert json.dumps(found.troubles())
