"""Word to the maintainers."""

import logging

from workweek import planned, utc

from bot.alerts import Alerts
from bot.store import Store

NOW = utc("2026-11-23 10:00")


def test_the_same_trouble_is_told_once_a_day_in_the_chat_and_always_in_the_log(store: Store, caplog) -> None:
    now = [NOW]
    alert = Alerts(store, -500, lambda: now[0])
    with caplog.at_level(logging.WARNING):
        alert("database", "locked")
        alert("database", "still locked")
        alert("token refused", "Unauthorized")
        now[0] = utc("2026-11-24 10:00")
        alert("database", "locked")
    assert planned(store) == [
        "alert:database:2026-11-23",
        "alert:token refused:2026-11-23",
        "alert:database:2026-11-24",
    ]
    assert len(caplog.records) == 4


def test_without_a_chat_there_is_the_log(store: Store, caplog) -> None:
    with caplog.at_level(logging.WARNING):
        Alerts(store, None, lambda: NOW)("database", "locked")
    assert planned(store) == []
    assert caplog.messages == ["database: locked"]


def test_a_database_in_trouble_cannot_take_the_alert_down_with_it(store: Store, caplog) -> None:
    alert = Alerts(store, -500, lambda: NOW)
    store.database.run("PRAGMA query_only = on")
    with caplog.at_level(logging.ERROR):
        alert("database", "full")
    store.database.run("PRAGMA query_only = off")
    assert "the maintainers cannot be told" in caplog.messages[-1]
