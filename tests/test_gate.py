"""How much may be asked in a minute, and by whom: refused kindly, once, and nobody else is affected."""

import msgspec
import pytest
from conversation import Conversation

from bot.config import Config, Limits, Telegram
from bot.local_telegram import TOKEN

QUESTION = "/law PIPL 38"


@pytest.fixture
def config(tmp_path) -> Config:
    limits = Limits(per_user=3, per_chat=5)
    return Config(data_folder=tmp_path, telegram=Telegram(token=TOKEN), limits=limits)


async def test_too_many_messages_are_refused_once_and_then_not_at_all(chat: Conversation, clock):
    answers = [await chat.say(QUESTION) for _ in range(6)]
    assert ["38" in reply.text for reply in answers[:3]] == [True] * 3
    assert "again in a minute" in answers[3].text
    assert not any(answers[4:])
    clock.shift(minutes=1)
    assert "38" in (await chat.say(QUESTION)).text


async def test_one_person_does_not_use_up_what_others_have(chat: Conversation):
    for _ in range(5):
        await chat.say(QUESTION, user="mei")
    assert "38" in (await chat.say(QUESTION, user="anna")).text


async def test_a_group_has_its_own_limit(chat: Conversation):
    replies = [await chat.say(QUESTION, user=f"member{number}", group=True) for number in range(8)]
    assert sum(bool(reply) for reply in replies) == 6
    assert not replies[-1]


async def test_the_talk_of_a_group_costs_nothing_and_is_never_answered(chat: Conversation):
    for _ in range(9):
        assert not await chat.say("lunch?", user="mei", group=True)
    assert await chat.say(QUESTION, user="mei", group=True)


async def test_presses_that_come_too_fast_get_a_toast(chat: Conversation):
    asked = await chat.say("does our voice-chat feature need an assessment?")
    pressed = [
        await chat.press("Why", on=asked) if n % 2 == 0 else await chat.press("Less", on=asked) for n in range(13)
    ]
    assert "again in a minute" in pressed[-1].toast


async def test_a_clock_that_jumps_back_gives_nothing_away(chat: Conversation, clock):
    for _ in range(4):
        await chat.say(QUESTION)
    clock.shift(hours=-5)
    assert not await chat.say(QUESTION)
    clock.shift(minutes=1)
    assert await chat.say(QUESTION)


class TestAllowedChats:
    @pytest.fixture
    def config(self, tmp_path) -> Config:
        config = Config(data_folder=tmp_path, telegram=Telegram(token=TOKEN), allowed_chats=(-1_000_000_004_001,))
        return msgspec.structs.replace(config, maintainers=(1001,))

    async def test_others_are_told_once_in_private_and_groups_not_at_all(self, chat: Conversation):
        chat.telegram.person("boss")
        assert "only answers in the chats" in (await chat.say(QUESTION, user="mei")).text
        assert not await chat.say(QUESTION, user="mei")
        allowed, other = chat.group("Ours"), chat.group("Theirs")
        assert "38" in (await chat.say(QUESTION, user="mei", group=allowed)).text
        assert not await chat.say(QUESTION, user="mei", group=other)
        assert "38" in (await chat.say(QUESTION, user="boss")).text
