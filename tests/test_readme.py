"""The transcripts of the README are true: each is typed into the terminal chat, and the bot says the same.

A line `…` stands for any lines left out, within a line it stands for any words. Lines that begin with
somebody's name are theirs; `[2] Yes` is the button.
"""

import re
from pathlib import Path

import pytest
from conversation import Conversation

from bot.terminal import MEMBERS, Terminal

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
SPOKEN = re.compile(r"(You|Mei|Chen|Anna) +(.*)")
PRESSED = re.compile(r"\[(\d+)\] .*")
TRANSCRIPTS = [block for block in re.findall(r"```\n(.*?)```", README, re.S) if SPOKEN.match(block)]


def squeezed(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def matches(shown: list[str], written: list[str]) -> bool:
    """Tell whether what was shown is what is written, of which some lines may be left out."""
    if not written:
        return not shown
    if written[0].strip() == "…":
        return any(matches(shown[skipped:], written[1:]) for skipped in range(len(shown) + 1))
    line = ".*".join(map(re.escape, written[0].split("…")))
    return bool(shown) and re.fullmatch(line, shown[0]) is not None and matches(shown[1:], written[1:])


def test_only_what_is_left_out_may_differ():
    assert matches(["a", "b", "c 12"], ["a", "…", "c …"])
    assert not matches(["a", "b"], ["a"])
    assert not matches(["a", "c"], ["a", "b"])
    assert not matches(["a"], ["a", "b"])


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda text: text.splitlines()[0][:40])
async def test_a_transcript_of_the_readme_is_what_happens(chat: Conversation, transcript):
    out: list[str] = []
    is_group = "@redline_bot" in transcript
    language = "zh-hans" if re.search(r"[\u4e00-\u9fff]", transcript.splitlines()[0]) else "en"
    terminal = Terminal(chat.session, out.append, members=MEMBERS if is_group else (), language=language)
    turns = re.split(r"^(?=(?:You|Mei|Chen|Anna) )", transcript, flags=re.M)[1:]
    for turn in turns:
        line, _, written = turn.partition("\n")
        name, said = SPOKEN.fullmatch(line).groups()
        pressed = PRESSED.fullmatch(said)
        if pressed is not None:
            assert said in "\n".join(out), "the button stands in what was shown before"
            said = pressed[1]
        shown_before = len(out)
        await terminal.enter(f"{name.lower()}: {said}" if is_group else said)
        shown = squeezed("\n".join(out[shown_before:]))
        assert matches(shown, squeezed(written)), "\n".join(shown)


def test_the_readme_shows_the_main_screens():
    everything = "\n".join(TRANSCRIPTS)
    for screen in ("One question:", "/check", "/history", "/due", "@redline_bot"):
        assert screen in everything
