"""With a retention of 0 days, nothing that people wrote reaches the disk, and every button still works."""

from pathlib import Path

import pytest
from conversation import Conversation

from bot.config import Config, Privacy, Telegram
from bot.local_telegram import TOKEN

MARK = "zanzibar"
"""A word that stands in everything that is said here."""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data_folder=tmp_path, telegram=Telegram(token=TOKEN), privacy=Privacy(retention_days=0))


async def test_no_word_of_a_question_reaches_the_disk(chat: Conversation, tmp_path: Path):
    asked = await chat.say(f"does our {MARK} voice-chat feature need an assessment?")
    assert (await chat.press(0, on=asked)).is_edit
    assert await chat.press("Why")
    assert await chat.say(f"what about {MARK}?", reply_to=asked)
    assert await chat.edit(f"does the {MARK} live streaming feature need an assessment?")
    assert await chat.say(f"/check {MARK}, an app with voice chat and 2 million users")
    assert await chat.say(f"/search {MARK} personal information")
    assert await chat.say(f"{MARK} " * 20)
    assert await chat.say(f"@redline_bot {MARK} voice chat?", group=True)
    assert await chat.inline(f"{MARK} voice chat")
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or MARK.encode() not in path.read_bytes().lower(), path.name


async def test_what_was_asked_can_be_answered_again_from_the_history(chat: Conversation):
    await chat.say("does our voice-chat feature need an assessment?")
    assert "assessment" in (await chat.say("/history")).text
