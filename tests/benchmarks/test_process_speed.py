"""`redline run` over HTTP beside a bare echo bot on the same library, in the same run: the numbers are their ratios."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import as_installed
import pytest
import yaml
from load import Load, Run, memory_of
from running import REDLINE, surroundings
from telegram_server import TelegramServer

from knowledge import library as libraries
from knowledge.reading import read

HERE = Path(__file__).parent
ECHO = [sys.executable, str(HERE / "echo_bot.py")]
UNLIMITED = {
    "REDLINE_LIMITS__PER_USER": "1000000",
    "REDLINE_LIMITS__PER_CHAT": "1000000",
    "REDLINE_LIMITS__PER_SECOND": "0",
}
"""The load is to meet the machine, not our patience with one person."""
SLOW = 0.05
SECONDS = 10.0
SAMPLE = 3


@cache
def questions() -> list[str]:
    """Every third of the questions under tests/questions that is answered with one message."""
    library = libraries.load()
    texts = [
        entry["text"]
        for path in sorted((HERE.parent / "questions").glob("*.yaml"))
        for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    ]
    return [text for text in texts[::SAMPLE] if len(read(library, text).parts) <= 1]


@contextmanager
def bot(command: list[str], server: TelegramServer, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a bot and wait until it polls."""
    environment = surroundings(folder) | as_installed.environment() | server.environment | UNLIMITED
    with (
        (folder / "log").open("ab") as log,
        subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log) as process,
    ):
        server.wait_for(lambda: server.polls or process.poll() is not None)
        assert process.poll() is None, (folder / "log").read_text()
        try:
            yield process
        finally:
            process.kill()


def measured(command: list[str], delay: float, folder: Path) -> tuple[Run, Run, tuple[float, float]]:
    """Saturate a bot, then ask half as much; return both, and its memory at the end."""
    folder.mkdir(exist_ok=True)
    with TelegramServer(delay=delay) as server, bot(command, server, folder) as process:
        load = Load(server, process.pid, questions())
        full = load.saturate(SECONDS)
        half = load.pace(full.rate / 2, SECONDS)
        return full, half, memory_of(process.pid)


def shown(name: str, full: Run, half: Run, memory: tuple[float, float]) -> str:
    """Return a row of the table."""
    waits = [f"{half.wait(share) * 1000:6.0f}" for share in (0.5, 0.95, 0.99)]
    cells = [f"{name:<16}", f"{full.rate:6.0f}", f"{full.cpu_each * 1000:5.2f}", *waits]
    return " | ".join([*cells, f"{memory[0]:4.0f}", f"{memory[1]:4.0f}"])


@pytest.mark.timeout(600)
def test_answered_questions_beside_an_echo_bot(tmp_path: Path) -> None:
    print("\nbot, delay       | full/s | CPU ms | p50 ms | p95 | p99 at half | MB | peak MB")
    rows = {}
    for name, command, delay in [
        ("echo, none", ECHO, 0.0),
        ("redline, none", [*REDLINE, "run"], 0.0),
        ("redline, 50 ms", [*REDLINE, "run"], SLOW),
        ("echo, none again", ECHO, 0.0),
    ]:
        full, half, memory = measured(command, delay, tmp_path / name)
        rows[name] = full, half
        print(shown(name, full, half, memory), flush=True)
        assert not full.misplaced
        assert not half.misplaced
    floor = max(rows[name][0].rate for name in ("echo, none", "echo, none again"))
    cost = min(rows[name][0].cpu_each for name in ("echo, none", "echo, none again"))
    slow, half = rows["redline, 50 ms"]
    print(f"at 50 ms: {slow.rate / floor:.2f} of the echo bot's rate, {slow.cpu_each / cost:.2f} of its CPU a question")
    assert slow.rate >= floor / 2
    assert half.wait(0.99) < 0.25


def test_start_and_memory(tmp_path: Path) -> None:
    """From the start of the process to its first poll, the knowledge prepared by an earlier start."""
    times = []
    for _ in range(4):
        with TelegramServer() as server:
            began = time.monotonic()
            with bot([*REDLINE, "run"], server, tmp_path) as process:
                times.append(time.monotonic() - began)
                memory = memory_of(process.pid)
    print(f"\nfirst start {times[0]:.2f} s, then {min(times[1:]):.2f} s; {memory[0]:.0f} MB resident at the first poll")
    assert min(times[1:]) < 1
    assert memory[0] < 120


def test_one_question_on_the_command_line(tmp_path: Path) -> None:
    times = []
    for _ in range(4):
        began = time.monotonic()
        command = [*REDLINE, "ask", "does our voice-chat feature need an assessment?"]
        environment = surroundings(tmp_path) | as_installed.environment()
        subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True)
        times.append(time.monotonic() - began)
    print(f"\nfirst {times[0]:.2f} s, then {min(times[1:]):.2f} s")
    assert min(times[1:]) < 0.7
