"""Is everything in order? Each check looks at one thing and says what it found and what to do."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import config as configuration
from bot.config import Config
from bot.database import moment
from bot.drawing import chinese_font
from bot.failure import Failure
from bot.store import Store
from bot.tick import AWAY
from knowledge import calendar_file
from knowledge.library import Library
from knowledge.source import KnowledgeError

CLOCK_TOLERANCE = timedelta(seconds=30)
LATE = timedelta(minutes=5)
NOTICE_MONTH = 12  # by December the State Council has published next year's holidays
TIMEOUT_SECONDS = 10
FREE_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One result. `level` is `ok`, `warning` (works, but look at it) or `problem`; `fix` is empty when all is well."""

    name: str
    level: str
    found: str
    fix: str = ""


def examine(
    config: Config, library: Callable[[], Library], now: datetime, *, offline: bool = False
) -> Iterator[Finding]:
    """Yield what every check found, in the order in which problems are best solved."""
    yield Finding("settings", "ok", "readable")
    yield _knowledge(library)
    yield _calendar(config.folder, now)
    yield from _database(config.database_path, now)
    yield _room(config.database_path)
    yield _drawing()
    yield _font()
    if not offline:
        yield asyncio.run(_token(config))
        yield _clock(config, now)


def _knowledge(library: Callable[[], Library]) -> Finding:
    try:
        found = library()
    except KnowledgeError as error:
        return Finding("knowledge", "problem", str(error), "mend that file, then: redline knowledge check")
    size = f"{len(found.regulations)} regulations, {len(found.verdicts)} verdicts"
    return Finding("knowledge", "ok", f"{size}, revision {found.revision}")


def _calendar(folder: Path, now: datetime) -> Finding:
    try:
        known = calendar_file.load(folder)
    except KnowledgeError as error:
        return Finding("calendar", "problem", str(error), "load the notice again: redline calendar load FILE")
    year = now.year if known.is_published(now.year) else 0
    if not year:
        return Finding("calendar", "problem", f"no notice for {now.year}", "redline calendar load FILE")
    if now.month >= NOTICE_MONTH and not known.is_published(now.year + 1):
        fix = "when it is published: redline calendar load FILE"
        return Finding("calendar", "warning", f"no notice for {now.year + 1} yet; its dates are provisional", fix)
    return Finding("calendar", "ok", f"notices up to {max(known.notices)}")


def _database(path: Path, now: datetime) -> Iterator[Finding]:
    if not path.exists():
        yield Finding("database", "ok", f"{path}: none yet; the first start makes it")
        return
    try:
        with Store.open(path, read_only=True) as store:
            damage = store.database.rows("PRAGMA quick_check")[0][0]
            if damage != "ok":
                fix = "stop the bot, then: redline restore FILE"
                yield Finding("database", "problem", f"{path}: damaged ({damage})", fix)
                return
            yield Finding("database", "ok", f"{path}: {path.stat().st_size / 1e6:.1f} MB")
            yield _reminders(store, now)
    except Failure as error:
        yield Finding("database", "problem", str(error), "see the line itself")


def _reminders(store: Store, now: datetime) -> Finding:
    last = store.meta("last_tick")
    if last is None:
        return Finding("reminders", "ok", "the bot has not run yet")
    age = now - moment(last)
    if age < -AWAY:
        fix = "set the clock right; if it is right, a maintainer confirms it in the chat"
        return Finding("reminders", "problem", f"the last tick lies ahead: {last}", fix)
    depth = store.outbox.depth(now)
    dead = depth["states"].get("dead", 0)
    late = timedelta(seconds=depth["oldest_pending_seconds"])
    found = f"last tick {last}, {depth['states'].get('pending', 0)} waiting, {dead} given up"
    if age > LATE:
        return Finding("reminders", "warning", found, "the bot is not running: redline run")
    if late > LATE:
        return Finding("reminders", "warning", f"{found}; the oldest is {late} late", "look for alerts in the log")
    return Finding("reminders", "ok", found)


def _room(path: Path) -> Finding:
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    free = shutil.disk_usage(folder).free
    if free < FREE_BYTES:
        return Finding("disk", "warning", f"{free / 1e6:.0f} MB free in {folder}", "free some space")
    return Finding("disk", "ok", f"{free / 1e9:.1f} GB free in {folder}")


def _drawing() -> Finding:
    if shutil.which("dot") is None:
        fix = "install the package graphviz; until then trees are shown as text"
        return Finding("drawing", "warning", "the program dot is not installed", fix)
    return Finding("drawing", "ok", "dot is installed")


def _font() -> Finding:
    found = chinese_font()
    if found is not None:
        return Finding("font", "ok", found)
    what = "no font with Chinese characters" if shutil.which("fc-list") else "fc-list is not there to find a font"
    fix = "install the packages fontconfig and fonts-noto-cjk (Fedora: google-noto-sans-cjk-fonts), then start anew"
    return Finding("font", "warning", what, f"{fix}; until then Chinese trees are shown as text")


async def _token(config: Config) -> Finding:
    try:
        token = configuration.token(config)
    except Failure as error:
        return Finding("token", "problem", str(error), "BotFather: /mybots, API Token")
    bot = Bot(token, base_url=config.api_url)
    try:
        async with bot:
            return Finding("token", "ok", f"it is @{bot.username}'s")
    except InvalidToken:
        return Finding("token", "problem", "Telegram does not accept it", "BotFather: /mybots, API Token")
    except TelegramError as error:
        reason = type(error.__cause__ or error).__name__  # its words could name the address, and with it the token
        return Finding(
            "token", "problem", f"{config.telegram.base_url} cannot be reached ({reason})", "check the network"
        )


def _clock(config: Config, now: datetime) -> Finding:
    try:
        answer = httpx.head(config.telegram.base_url, timeout=TIMEOUT_SECONDS, proxy=config.telegram.proxy)
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, KeyError, ValueError) as error:
        return Finding("clock", "warning", f"could not be compared ({type(error).__name__})", "check the network")
    difference = datetime.now(UTC) - theirs
    if abs(difference) > CLOCK_TOLERANCE:
        return Finding("clock", "problem", f"off by {difference}", "switch on time synchronisation (NTP)")
    return Finding("clock", "ok", "agrees with Telegram's")
