"""How the bot behaves among people: it speaks when spoken to, and every member's interview is their own."""

import random

import pytest
from conversation import Conversation, Reply

VOICE_CHAT = "does our voice-chat feature need an assessment?"
ASK = f"@redline_bot {VOICE_CHAT}"


@pytest.mark.parametrize(
    "text", ["lunch?", VOICE_CHAT, "@chen does our voice chat need an assessment?", "/ask@other_bot x"]
)
async def test_chatter_in_a_group_is_left_alone(chat: Conversation, text):
    assert not await chat.say(text, group=True)


@pytest.mark.parametrize(
    "text", [ASK, f"{VOICE_CHAT} @redline_bot", f"/ask {VOICE_CHAT}", f"/ask@redline_bot {VOICE_CHAT}"]
)
async def test_in_a_group_it_answers_who_addresses_it(chat: Conversation, text):
    reply = await chat.say(text, group=True, language="en")
    assert "Art" in reply.text
    assert reply.message["reply_to_message"]["text"] == text


async def test_a_reply_to_the_bot_is_for_the_bot(chat: Conversation):
    first = await chat.say(ASK, group=True)
    assert await chat.say(VOICE_CHAT, user="chen", group=True, reply_to=first)


async def test_it_answers_in_the_topic_where_it_was_asked(chat: Conversation):
    reply = await chat.say(ASK, group=True, topic="Launch")
    asked = chat.messages[0]
    assert reply.message["message_thread_id"] == asked["message_thread_id"]
    assert (await chat.press(0)).message["message_thread_id"] == asked["message_thread_id"]


async def test_an_interview_lives_in_one_message(chat: Conversation):
    first = await chat.say(VOICE_CHAT)
    for _ in range(3):
        pressed = await chat.press(0)
        assert pressed.is_edit
        assert pressed.message["message_id"] == first.message["message_id"]


async def test_only_the_asker_answers_others_get_a_toast(chat: Conversation):
    asked = await chat.say(ASK, user="mei", group=True)
    pressed = await chat.press(0, user="chen")
    assert pressed.toast
    assert not pressed.shown
    assert chat.messages[-1]["text"] == asked.text


@pytest.mark.parametrize("data", ["", "x", "a:b:c:d", "规" * 21, "\x00", "i:999999:1", "../../etc/passwd"])
async def test_forged_presses_change_nothing(chat: Conversation, data):
    asked = await chat.say(VOICE_CHAT)
    pressed = await chat.press_data(data, on=asked)
    assert not pressed.shown
    assert len(chat.telegram.called("answerCallbackQuery")) == 1, "the button must not keep spinning"


@pytest.mark.parametrize("action", "vutdcbwpfmx")
async def test_a_forged_press_that_looks_right_never_fails(chat: Conversation, action):
    for argument in ["", "nothing", "voice_chat", "voice_chat:99", "event", "event:99", "99", "0", "-"]:
        asked = await chat.say(VOICE_CHAT)
        real = asked.keyboard[0][0]["callback_data"].split(":")
        pressed = await chat.press_data(":".join([*real[:3], action, argument]), on=asked)
        assert [call.method for call in pressed.calls].count("answerCallbackQuery") == 1
    assert (await chat.say(VOICE_CHAT)).text == asked.text


async def test_a_press_on_a_deleted_message_is_answered(chat: Conversation):
    asked = await chat.say(VOICE_CHAT)
    del chat.where.messages[asked.message["message_id"]]
    await chat.press(0, on=asked)
    assert chat.telegram.called("answerCallbackQuery")


async def test_a_button_pressed_twice_counts_once(chat: Conversation):
    asked = await chat.say(VOICE_CHAT)
    chat.telegram.press("mei", asked.message, 0)
    await chat.press(0, on=asked)
    alone = await chat.say(VOICE_CHAT, user="anna")
    once = await chat.press(0, user="anna", on=alone)
    mine = chat.telegram.private("mei").messages[asked.message["message_id"]]
    assert mine["text"] == once.text


@pytest.mark.parametrize("seed", range(3))
async def test_twenty_members_are_interviewed_at_once_without_crossing(chat: Conversation, seed):
    chance = random.Random(seed)
    alone = [(await chat.say(VOICE_CHAT, user="anna")).text]
    alone += [(await chat.press(0, user="anna")).text for _ in range(3)]
    asked: dict[str, Reply] = {}
    steps = dict.fromkeys((f"member{number}" for number in range(20)), 0)
    while waiting := [name for name, step in steps.items() if step < len(alone)]:
        name = chance.choice(waiting)
        topic = f"topic {int(name[6:]) % 3}"
        if name in asked:
            reply = await chat.press(0, user=name, on=asked[name])
            assert reply.message["message_id"] == asked[name].message["message_id"]
        else:
            reply = await chat.say(ASK, user=name, group=True, topic=topic)
        asked[name] = reply
        assert reply.text == alone[steps[name]]
        steps[name] += 1
