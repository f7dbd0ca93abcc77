"""Maintainers see what could not be answered, how much the bot is used, and whether it runs; others do not."""

import msgspec
import pytest
from conversation import Conversation

from bot.config import Config

COMMANDS = ("/unanswered", "/stats", "/status")


@pytest.fixture
def config(config: Config) -> Config:
    return msgspec.structs.replace(config, maintainers=(1001,))


@pytest.fixture(autouse=True)
def boss(chat: Conversation):
    return chat.telegram.private("boss")


async def test_questions_without_an_answer_are_shown_and_closed(chat: Conversation, store):
    store.note_question(
        store.chat(5).id, 5, "does <i>our</i> zeppelin need a filing", "en", answered=False, at=chat.telegram.clock()
    )
    listed = await chat.say("/unanswered", user="boss")
    assert "does <i>our</i> zeppelin" in listed.text
    shown = await chat.press("#1", user="boss")
    assert "Closest:" in shown.text
    closed = await chat.press("Close", user="boss")
    assert "Every question has an answer" in closed.text
    assert not store.unanswered()


async def test_use_and_state(chat: Conversation):
    await chat.say("PIPL Art. 38", user="mei")
    assert "questions: 1" in (await chat.say("/stats", user="boss")).text
    assert "regulations" in (await chat.say("/status", user="boss")).text


@pytest.mark.parametrize("command", COMMANDS)
async def test_for_others_these_commands_do_not_exist(chat: Conversation, command):
    assert "There is no command" in (await chat.say(command, user="mei")).text
    assert not await chat.say(command, user="mei", group=True)
    assert command not in (await chat.say("/help", user="mei")).text
    assert command in (await chat.say("/help", user="boss")).text


async def test_an_anonymous_admin_is_no_maintainer(chat: Conversation):
    room = chat.group("Launch", "boss")
    assert not await chat.say("/stats", user="boss", group=room, sender_chat=room.json())


async def test_forged_presses_of_others_show_nothing(chat: Conversation, store):
    store.note_question(store.chat(5).id, 5, "secret", "en", answered=False, at=chat.telegram.clock())
    asked = await chat.say("PIPL Art. 38", user="mei")
    for data in ("q:show:1", "q:close:1", "q:list:1"):
        pressed = await chat.press_data(data, user="mei", on=asked)
        assert not pressed.shown
    assert store.unanswered()


async def test_the_menu_of_a_maintainer(chat: Conversation):
    menu = chat.telegram.menus["chat:1001", ""]
    assert {"unanswered", "stats", "status", "ask"} <= {command["command"] for command in menu}
