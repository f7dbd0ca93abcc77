"""`redline chat` as people start it: piped, in a group, at a terminal."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from telegram_server import PATIENCE

CHAT = [sys.executable, "-m", "bot", "chat"]
VOICE_CHAT = "does our voice-chat feature need an assessment?"


@pytest.fixture
def environment(tmp_path: Path, knowledge_cache: Path) -> dict[str, str]:
    (tmp_path / "cache").symlink_to(knowledge_cache)
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return {**kept, "HOME": str(tmp_path), "REDLINE_DATA_FOLDER": str(tmp_path), "TERM": "xterm"}


@pytest.fixture
def talk(environment, tmp_path):
    """Return a function that pipes lines into the chat and returns what comes out."""

    def talk(*lines: str, options: tuple[str, ...] = ()) -> str:
        done = subprocess.run(
            [*CHAT, *options],
            input="\n".join(lines),
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return talk


@pytest.mark.parametrize(
    ("question", "verdict", "articles"),
    [
        (VOICE_CHAT, "yes", r"Arts?\. 2\b.*\b3.*\b7\b"),
        ("我们的App要加语音聊天室，需要做安全评估吗？", "需要", "第2条.*第3条.*第7条"),
    ],
)
def test_a_piped_question_is_answered_in_its_first_line(talk, question, verdict, articles):
    shown = talk(question)
    assert verdict in shown.splitlines()[0]
    assert re.search(articles, shown)
    assert "[1] " in shown


def test_the_whole_interview_goes_by_numbers(talk):
    screens = talk(VOICE_CHAT, *["1"] * 4, "").split("\nRedline  ")
    assert len(screens) == 5
    assert all(screen.startswith("(edited)\n") for screen in screens[1:])
    assert "One question" in screens[-2]
    assert "One question" not in screens[-1]


def test_nothing_said_is_nothing_shown(talk):
    assert talk("", "", "") == ""


def test_in_a_group_only_what_is_addressed_is_answered(talk):
    shown = talk("lunch?", f"mei: @redline_bot {VOICE_CHAT}", "chen: 1", options=("--group", "--lang", "en"))
    silence, answer, *_ = re.split(r"\n(?=\S)", shown)
    assert silence.strip() == "(The bot is silent: nobody addressed it.)"
    assert answer.startswith("Redline  ")
    assert shown.rstrip().endswith(")"), "whoever did not ask gets a toast"


def test_a_second_chat_starts_afresh_on_the_same_data(talk):
    first = talk(VOICE_CHAT, "1").split("\nRedline")[0]
    assert talk(VOICE_CHAT).rstrip() == first


def read_until(descriptor: int, wanted: str, seconds: float = PATIENCE) -> str:
    """Return what a terminal shows, up to and with `wanted`."""
    shown, deadline = b"", time.monotonic() + seconds
    while wanted not in (text := shown.decode(errors="replace")):
        ready, _, _ = select.select([descriptor], [], [], max(deadline - time.monotonic(), 0))
        assert ready, text
        shown += os.read(descriptor, 65536)
    return text


@pytest.mark.parametrize("ending", [b"\x04", b"\x03"], ids=["Ctrl-D", "Ctrl-C"])
def test_at_a_terminal_commands_complete_and_it_ends_when_asked(environment, tmp_path, ending):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(CHAT, env=environment, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    try:
        read_until(ours, "you")
        os.write(ours, b"/he")
        read_until(ours, "/help")
        os.write(ours, b"\x15" + ending)
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)


@pytest.mark.skipif(
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="a job of the background hears no interrupt"
)
def test_an_interrupted_pipe_ends_quietly(environment, tmp_path):
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(CHAT, env=environment, cwd=tmp_path, text=True, **streams) as process:
        process.stdin.write(f"{VOICE_CHAT}\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith("Redline")
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == ""
