"""`redline chat`: the bot in the terminal, with no token and no network."""

import asyncio
import logging
import os
import shutil
import sys
import threading
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime

import click
import msgspec
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.patch_stdout import patch_stdout

from bot import app
from bot.cli import Setup, pass_setup
from bot.config import Limits
from bot.local_session import LocalSession
from bot.local_telegram import TOKEN, LocalRequest, LocalTelegram
from bot.logs import without_noise
from bot.store import Store
from bot.terminal import MEMBERS, Terminal
from bot.terminal_text import label

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_WIDEST = 100
_ANY = 1_000_000
"""Messages a minute: nobody needs protection from a terminal, and piped questions come all at once."""


@click.command()
@click.option("--group", is_flag=True, help=f"Simulate a group with {', '.join(MEMBERS)}.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of your Telegram app. Default: your locale's.")
@click.option("--as", "name", default="you", metavar="NAME", help="Your name.")
@pass_setup
def chat(setup: Setup, group: bool, lang: str | None, name: str) -> None:
    """Talk with the bot here, without Telegram."""
    handler = logging.StreamHandler()
    handler.addFilter(without_noise)
    logging.basicConfig(level=logging.ERROR, handlers=[handler])
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    language = lang or ("zh" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("zh") else "en")
    try:
        asyncio.run(_converse(setup, MEMBERS if group else (), "zh-hans" if language == "zh" else "en", name))
    except KeyboardInterrupt:
        click.echo()


async def _converse(setup: Setup, members: Iterable[str], language: str, name: str) -> None:
    clock = _now
    telegram = LocalTelegram(clock=clock, first_id=int((clock() - _EPOCH).total_seconds()))
    settings = msgspec.structs.replace(setup.config.telegram, token=TOKEN)
    config = msgspec.structs.replace(setup.config, telegram=settings, limits=Limits(_ANY, _ANY), allowed_chats=())
    path = config.database or config.folder / "chat.db"
    with Store.open(path) as store:
        request, polling = LocalRequest(telegram), LocalRequest(telegram)
        application = app.build(
            config, setup.library, store, clock=clock, request=request, get_updates_request=polling, pictures=False
        )
        async with LocalSession(application, telegram) as session:
            terminal = Terminal(
                session,
                _write,
                you=name,
                members=members,
                language=language,
                colours=_is_tty(sys.stdout),
                columns=_columns(),
            )
            async for line in _typed(terminal) if _is_tty(sys.stdin) else _piped():
                if not await terminal.enter(line):
                    break


def _write(text: str) -> None:
    print(text, flush=True)


def _now() -> datetime:
    return datetime.now(UTC)


def _is_tty(stream: object) -> bool:
    return bool(getattr(stream, "isatty", lambda: False)())


def _columns() -> int | None:
    return min(shutil.get_terminal_size().columns, _WIDEST) if _is_tty(sys.stdout) else None


async def _piped() -> AsyncIterator[str]:
    """Yield the lines of standard input; the thread that reads them never holds up the end."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line


async def _typed(terminal: Terminal) -> AsyncIterator[str]:
    """Yield the lines that a person types, with completion; ends with Ctrl-D or Ctrl-C."""
    prompt: PromptSession[str] = PromptSession(label(terminal.you), completer=_Commands(terminal))
    print("You are talking with Redline, here and without Telegram. :help shows how; Ctrl-D ends.")
    if terminal.is_group:
        bot = terminal.telegram.bot.name
        print(f"In the group: {', '.join(sorted(terminal.members))}. Speak as one: mei: @{bot} your question")
    with patch_stdout(raw=True):
        while True:
            try:
                yield await prompt.prompt_async()
            except (EOFError, KeyboardInterrupt):
                return


class _Commands(Completer):
    """Completes the commands that the bot registered for this kind of chat."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Yield the commands that begin as the line does, with their short help."""
        typed = document.text_before_cursor
        if typed.startswith("/") and " " not in typed:
            for command in self.terminal.commands():
                if command["command"].startswith(typed[1:]):
                    name = f"/{command['command']}"
                    yield Completion(name, -len(typed), display_meta=command["description"])
