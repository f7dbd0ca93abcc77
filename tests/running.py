"""`redline run` as a process over HTTP: started, waited for, its log read, killed at the end."""

import atexit
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from telegram_server import PATIENCE, TelegramServer

from knowledge import prepare
from knowledge.library import FOLDER

REDLINE = [sys.executable, "-m", "bot"]
COVERAGE = "COVERAGE_PROCESS_CONFIG"
"""Set while `make coverage` looks on. What a process did is counted only if it ends well."""

STOP_SECONDS = 60.0
"""So long a test waits for the end, which is promised within ten seconds: `make torture` measures that undisturbed."""

Start = Callable[..., "subprocess.Popen[str]"]


@cache
def _prepared() -> Path:
    """Return a folder with what the bot would prepare at its first start, which takes seconds."""
    folder = Path(mkdtemp(prefix="redline-cache-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    prepare.main(FOLDER, folder)
    return folder


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a process: nothing of this machine's settings, everything in `folder`."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", COVERAGE) if name in os.environ}
    return {**kept, "HOME": str(folder), "REDLINE_DATA_FOLDER": str(folder / "data")}


@contextmanager
def run(environment: dict[str, str], folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """Run the bot without waiting for it; it is killed at the end. What it writes is in `folder/log`."""
    if not (folder / "data" / "cache").exists():
        shutil.copytree(_prepared(), folder / "data" / "cache", copy_function=os.link)
    with (folder / "log").open("a") as log:
        command = [*REDLINE, "run"]
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log, text=True)
        try:
            yield process
        finally:
            if COVERAGE in os.environ:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(PATIENCE)
            process.kill()
            process.wait(PATIENCE)


@contextmanager
def starting(server: TelegramServer, environment: dict[str, str], folder: Path) -> Iterator[Start]:
    """Give a function that starts the bot and waits until it polls; all it started are killed at the end."""
    with ExitStack() as ends:

        def start(**more: str) -> "subprocess.Popen[str]":
            polls = server.polls
            process = ends.enter_context(run(environment | more, folder))
            server.wait_for(
                lambda: server.polls > polls or server.telegram.webhook["url"] or process.poll() is not None
            )
            assert process.poll() is None, (folder / "log").read_text()
            return process

        yield start


def settled(condition: Callable[[], object], timeout: float = PATIENCE) -> bool:
    """Tell whether something becomes true that the process does in its own time, such as counting what it sent."""
    end = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def refused(environment: dict[str, str], folder: Path, **settings: str) -> str:
    """Return the one line with which `redline run` refuses to start, after what it logged as information."""
    changed = {**environment, **settings}
    done = subprocess.run([*REDLINE, "run"], env=changed, cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if " INFO " not in line]
    assert len(lines) == 1, done.stderr
    return lines[0]


def free_port() -> int:
    """Return a port of this machine that nobody listens on, below those that a connection gets by itself meanwhile."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port
