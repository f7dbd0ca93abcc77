"""What can be set in a chat, and the screens with a button for every choice."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.reply import Button, Reply
from handlers.script import TRADITIONAL
from handlers.texts import Texts
from handlers.zones import COMMON

LANGUAGES = ("auto", "zh", TRADITIONAL, "en")
RIGHTS = ("all", "admins")
RHYTHMS = ("daily", "weekly")
HOURS = ("08:00", "09:00", "10:00", "14:00", "17:00")
QUIET = {
    "none": ("00:00", "00:00"),
    "21:00-08:30": ("21:00", "08:30"),
    "22:00-08:00": ("22:00", "08:00"),
    "19:00-09:30": ("19:00", "09:30"),
}
"""Quiet hours by name, as local times of day."""
USUAL_HOUR = "09:00"
TOPICS = ("lang", "zone", "rights", "digest", "quiet")


def screen(name: str, store: Any, chat: Any, topic: int, texts: Texts, retention_days: int) -> Reply:
    """Return a screen: `main` with everything as it is, or the choices of one setting."""
    if name not in TOPICS:
        return _main(store, chat, topic, texts, retention_days)
    rows = {"lang": _languages, "zone": _zones, "rights": _rights, "quiet": _quiet}.get(name)
    buttons = _digest(store, chat, topic, texts) if rows is None else rows(chat, texts)
    back = (Button(texts("settings.back_button"), "s:menu:main"),)
    return Reply(texts(f"settings.choose_{name}"), (*buttons, back))


def _main(store: Any, chat: Any, topic: int, texts: Texts, retention_days: int) -> Reply:
    rhythm = rhythm_of(store, chat, topic)
    hour = hour_of(store, chat, topic)
    html = texts(
        "settings.main",
        language=texts(f"settings.{language_of(chat).replace('-', '_')}"),
        zone=chat.timezone,
        rights=texts(f"settings.rights_{rights_of(chat)}"),
        digest=texts(f"settings.{rhythm}") + ("" if rhythm == "off" else f" {hour}"),
        quiet=_quiet_words(quiet_of(chat), texts),
        days=retention_days,
    )
    names = [name for name in TOPICS if name != "rights" or chat.kind != "private"]
    buttons = [Button(texts(f"settings.{name}_button"), f"s:menu:{name}") for name in names]
    return Reply(html, tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)))


def _languages(chat: Any, texts: Texts) -> list[tuple[Button, ...]]:
    now = language_of(chat)
    found = [_choice(texts(f"settings.{name.replace('-', '_')}"), f"s:lang:{name}", name == now) for name in LANGUAGES]
    return [tuple(found[:2]), tuple(found[2:])]


def _zones(chat: Any, texts: Texts) -> list[tuple[Button, ...]]:
    found = [
        _choice(name.rpartition("/")[2].replace("_", " "), f"s:zone:{name}", name == chat.timezone) for name in COMMON
    ]
    return [tuple(found[start : start + 2]) for start in range(0, len(found), 2)]


def _rights(chat: Any, texts: Texts) -> list[tuple[Button, ...]]:
    now = rights_of(chat)
    return [tuple(_choice(texts(f"settings.rights_{name}"), f"s:rights:{name}", name == now) for name in RIGHTS)]


def _digest(store: Any, chat: Any, topic: int, texts: Texts) -> list[tuple[Button, ...]]:
    rhythm, hour = rhythm_of(store, chat, topic), hour_of(store, chat, topic)
    rhythms = [_choice(texts(f"settings.{name}"), f"s:digest:{name}", name == rhythm) for name in ("off", *RHYTHMS)]
    hours = [_choice(name, f"s:hour:{name}", rhythm != "off" and name == hour) for name in HOURS]
    return [tuple(rhythms), tuple(hours)]


def _quiet(chat: Any, texts: Texts) -> list[tuple[Button, ...]]:
    now = quiet_of(chat)
    return [(_choice(_quiet_words(name, texts), f"s:quiet:{name}", name == now),) for name in QUIET]


def _choice(label: str, data: str, is_chosen: bool) -> Button:
    return Button(f"● {label}" if is_chosen else label, data)


def _quiet_words(name: str, texts: Texts) -> str:
    return texts("settings.quiet_none") if name == "none" else name.replace("-", "–")


def language_of(chat: Any) -> str:
    """Return the language a chat chose, or auto."""
    return chat.language if chat.language in LANGUAGES else "auto"


def rights_of(chat: Any) -> str:
    """Return who may change the deadlines of a chat: all or admins."""
    found = chat.settings.get("deadline_rights", "all")
    return found if found in RIGHTS else "all"


def quiet_of(chat: Any) -> str:
    """Return the name of a chat's quiet hours."""
    span = (chat.quiet.start, chat.quiet.end)
    return next((name for name, hours in QUIET.items() if hours == span), f"{span[0]}-{span[1]}")


def rhythm_of(store: Any, chat: Any, topic: int) -> str:
    """Return how often a topic gets a digest: off, daily or weekly."""
    return next((each.rhythm for each in store.subscriptions.of_chat(chat.id) if each.topic == topic), "off")


def hour_of(store: Any, chat: Any, topic: int) -> str:
    """Return the local time of a topic's digest."""
    return next((each.at for each in store.subscriptions.of_chat(chat.id) if each.topic == topic), USUAL_HOUR)


def zone_words(name: str, now: datetime) -> str:
    """Return a zone with its time of day, so that it can be recognised."""
    return f"{name} ({now.astimezone(ZoneInfo(name)):%H:%M})"
