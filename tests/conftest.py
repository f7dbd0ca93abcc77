"""What tests share: the bot on a recorded wire (`chat`) or as a process (`start`), the library, a store, the clock."""

import fcntl
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conversation import Clock, Conversation
from hypothesis import settings
from running import Start, starting, surroundings
from telegram_server import TelegramServer

from bot.config import Config, Telegram
from bot.local_session import LocalSession
from bot.local_telegram import TOKEN, LocalRequest, LocalTelegram
from bot.store import Store
from knowledge import library as libraries
from knowledge import prepare
from knowledge.library import Library

MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


settings.register_profile("steady", derandomize=True, deadline=None)  # a busy machine is no failure
settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """Let the library read a `retry_after` in seconds: it warns that this will change even when only it looks."""
    config.addinivalue_line("filterwarnings", "ignore:Deprecated since version v22.2")


@pytest.fixture
def clock() -> Clock:
    """Monday, 23 November 2026, 10:00 in Shanghai, until the test moves it."""
    return Clock(MONDAY_MORNING)


@pytest.fixture(scope="session")
def knowledge_cache(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """What is prepared from the knowledge, which takes seconds: once for all workers of a run."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "knowledge"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not prepare.is_ready(libraries.FOLDER, folder):
            prepare.main(libraries.FOLDER, folder)
    return folder


@pytest.fixture(scope="session")
def library(knowledge_cache: Path) -> Library:
    """Every regulation and regime, loaded once for all tests."""
    return libraries.load(cache=knowledge_cache)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty store in a file of its own. It does not wait for the disk: no test here cuts the power."""
    for when in ("ON_DISK", "WITH_THE_NEXT"):
        monkeypatch.setattr(f"bot.database.{when}", "off")
    with Store.open(tmp_path / "redline.db") as store:
        yield store


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The settings with which the bot of `chat` runs; a test can have its own."""
    return Config(data_folder=tmp_path, telegram=Telegram(token=TOKEN))


@pytest.fixture
async def chat(config: Config, library: Library, store: Store, clock: Clock) -> AsyncIterator[Conversation]:
    """The real Application; what it tells Telegram is checked against Telegram's rules and recorded."""
    from bot import app

    telegram = LocalTelegram(clock=clock)
    application = app.build(
        config, library, store, clock=clock, request=LocalRequest(telegram), get_updates_request=LocalRequest(telegram)
    )
    async with LocalSession(application, telegram) as session:
        conversation = Conversation(session)

        async def note(update: object, context) -> None:
            conversation.errors.append(context.error)

        application.add_error_handler(note)
        yield conversation
    assert not conversation.violations


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    """A Telegram for a process to talk to over HTTP; at the end, nothing it was told may break a rule of Telegram."""
    with TelegramServer() as server:
        yield server
        assert not server.violations


@pytest.fixture
def environment(server: TelegramServer, tmp_path: Path, knowledge_cache: Path) -> dict[str, str]:
    """The environment of the process: nothing of this machine's settings, everything in a folder of the test."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cache").symlink_to(knowledge_cache)
    return surroundings(tmp_path) | server.environment


@pytest.fixture
def start(server: TelegramServer, environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Start the bot as a process and wait until it polls; it is killed at the end of the test."""
    with starting(server, environment, tmp_path) as start:
        yield start
