"""What goes wrong around the process: each time one clear line in the log, and it goes on or ends well."""

import resource
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from running import STOP_SECONDS, free_port, run, settled
from telegram_faults import Fault
from telegram_server import TelegramServer

VOICE_CHAT = "does our voice-chat feature need an assessment?"


@pytest.fixture
def log(tmp_path: Path) -> Callable[[], list[str]]:
    """What the process wrote, without what it tells as information."""

    def read() -> list[str]:
        return [line for line in (tmp_path / "log").read_text().splitlines() if " INFO " not in line]

    return read


def test_it_waits_for_a_telegram_that_is_down_when_it_starts(environment, log, tmp_path):
    server = TelegramServer(port=free_port())
    with run(environment | server.environment, tmp_path) as process:
        assert settled(lambda: process.poll() is not None or log())
        with server:
            assert server.ask("mei", VOICE_CHAT)
    assert "Telegram does not answer; trying again until it does" in log()[0]


def test_polling_goes_on_after_whatever_telegram_answers(server, start, log):
    start()
    for number, kind in enumerate(("garbage", "half", "reset before", "reset after", 502, 409), 1):
        fault = Fault("getUpdates", kind)
        server.faults.append(fault)
        assert server.ask("mei", "/help")
        server.wait_for(lambda fault=fault: not fault.times)
        assert server.ask("mei", "/help")
        assert settled(lambda number=number: len(log()) == number), kind
    assert all("no updates from Telegram" in line for line in log())
    assert "another process uses the same token" in log()[-1]


def test_a_token_revoked_while_it_runs_ends_it_with_one_line(server, start, log):
    process = start()
    server.faults.append(Fault("getUpdates", 401, times=10))
    server.say("mei", "/help")
    assert process.wait(STOP_SECONDS) == 1
    assert len(log()) == 2
    assert "the token is refused" in log()[0]
    assert "@BotFather" in log()[1]


def test_answers_that_telegram_breaks_are_one_line_each_and_the_next_one_arrives(server, start, log):
    start()
    for kind in ("garbage", "half", "reset before", "reset after", 500, 403):
        fault = Fault("sendMessage", kind)
        server.faults.append(fault)
        server.say("mei", "/help")
        server.wait_for(lambda fault=fault: not fault.times)
    assert server.ask("mei", VOICE_CHAT)
    assert settled(lambda: len(log()) == 6)
    assert all("an answer did not reach its chat" in line for line in log())


def test_a_chat_that_is_never_answered_does_not_hold_up_the_end(server, start, log):
    process = start()
    server.faults.append(Fault("sendMessage", "slow", seconds=600))
    for _ in range(3):
        server.say("mei", "/help")
    server.wait_for(lambda: not server.faults[0].times)
    process.terminate()
    assert process.wait(STOP_SECONDS) == 0
    assert "left unanswered" in log()[-1]


def test_a_telegram_that_hangs_does_not_hold_up_the_end(server, start):
    process = start()
    fault = Fault("getUpdates", "slow", times=100, seconds=600)
    server.faults.append(fault)
    server.say("mei", "/help")
    server.wait_for(lambda: fault.times < 100)
    process.terminate()
    assert process.wait(STOP_SECONDS) == 0


def test_a_picture_that_takes_long_does_not_hold_up_the_end(server, start, tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, does in {"dot": "echo $$ > drawing\nexec sleep 60", "fc-list": "echo SimHei"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{does}\n")
        (programs / name).chmod(0o755)
    process = start(PATH=f"{programs}:/usr/bin:/bin")
    server.ask("mei", VOICE_CHAT)
    server.say("mei", "/tree")
    drawing = tmp_path / "drawing"
    assert settled(lambda: drawing.exists() and drawing.read_text().strip())
    process.terminate()
    assert process.wait(STOP_SECONDS) == 0
    assert not Path("/proc", drawing.read_text().strip()).exists()


def test_a_database_that_another_program_locks_is_said_and_comes_back(server, start, log, tmp_path):
    start()
    server.ask("mei", "/help")
    other = sqlite3.connect(tmp_path / "data" / "redline.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    sorry = server.ask("mei", VOICE_CHAT)
    other.execute("ROLLBACK")
    other.close()
    assert "Sorry" in sorry.text
    assert server.ask("mei", VOICE_CHAT).buttons
    assert [line for line in log() if "redline.db: another program holds a lock on it" not in line] == []


def test_a_disk_without_room_is_said_and_what_was_answered_is_kept(server, start, log, tmp_path):
    process = start()
    first = server.tap("mei", server.ask("mei", VOICE_CHAT), 0)
    server.ask("mei", "/help")
    written = (tmp_path / "data" / "redline.db-wal").stat().st_size
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (written, resource.RLIM_INFINITY))
    assert "Sorry" in server.ask("mei", VOICE_CHAT).text
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert server.tap("mei", first, 0).is_edit
    assert [line for line in log() if "redline.db: the disk fails or has no room left" not in line] == []
