"""What tests share: the bot itself over a recorded wire (`chat`), the knowledge, a store on disk, and the clock."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conversation import Clock, Conversation

from bot.local_session import LocalSession
from bot.local_telegram import TOKEN, LocalRequest, LocalTelegram


def pytest_configure(config: pytest.Config) -> None:
    """Let the library read a `retry_after` in seconds: it warns that this will change even when only it looks."""
    config.addinivalue_line("filterwarnings", "ignore:Deprecated since version v22.2")


MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    """Monday, 23 November 2026, 10:00 in Shanghai, until the test moves it."""
    return Clock(MONDAY_MORNING)


@pytest.fixture(scope="session")
def library():
    """Every regulation and regime, loaded once for all tests."""
    from knowledge import library

    return library.load()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[object]:
    """An empty store in a file of its own."""
    from bot.store import Store

    with Store.open(tmp_path / "redline.db") as store:
        yield store


@pytest.fixture
async def chat(library, store, clock) -> AsyncIterator[Conversation]:
    """The real Application; what it tells Telegram is checked against Telegram's rules and recorded."""
    from bot.config import Config

    from bot import app

    telegram = LocalTelegram(clock=clock)
    config = Config(telegram={"token": TOKEN})
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
