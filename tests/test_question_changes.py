"""Questions that change or come in other shapes: edited, forwarded, mistyped, spoken."""

import pytest
from conversation import Conversation

DESCRIPTION = (
    "Our product is an audio social app. Users open voice rooms, up to fifty people talk at the same time, followers "
    "get a push message, and the hosts receive virtual gifts. There is a public square with posts and comments. "
    "Registration is by phone number and everybody may sign up."
)
FORWARDED = {"forward_origin": {"type": "hidden_user", "sender_user_name": "PM", "date": 1_790_000_000}}


@pytest.mark.parametrize("group", [False, True])
async def test_an_edited_question_edits_its_answer(chat: Conversation, group):
    at = "@redline_bot " if group else ""
    first = await chat.say(f"{at}PIPL Art. 38", group=group)
    changed = await chat.edit(f"{at}PIPL Art. 39")
    assert changed.is_edit
    assert changed.message["message_id"] == first.message["message_id"]
    assert "Art. 39" in changed.text


async def test_an_edited_command_is_answered_in_place(chat: Conversation):
    first = await chat.say("/ask PIPL Art. 38")
    changed = await chat.edit("/ask PIPL Art. 39")
    assert changed.is_edit
    assert "Art. 39" in changed.text
    assert first.message["message_id"] == changed.message["message_id"]
    assert not await chat.edit("/forget")


async def test_buttons_from_before_the_edit_are_stale(chat: Conversation, store):
    first = await chat.say("/check an audio-room app with voice rooms")
    old = first.keyboard[0][0]["callback_data"]
    changed = await chat.edit("/check a static company page")
    pressed = await chat.press_data(old, on=changed)
    assert "out of date" in pressed.toast


async def test_an_edit_after_the_answer_was_deleted_is_answered_anew(chat: Conversation):
    first = await chat.say("PIPL Art. 38")
    del chat.where.messages[first.message["message_id"]]
    own = chat.messages[-1]
    changed = await chat.edit("PIPL Art. 39", own)
    assert "Art. 39" in changed.text
    assert not changed.is_edit


async def test_a_mention_added_by_an_edit_counts(chat: Conversation):
    assert not await chat.say("PIPL Art. 38", group=True)
    assert "Art. 38" in (await chat.edit("@redline_bot PIPL Art. 38")).text
    assert not await chat.say("lunch?", group=True)
    assert not await chat.edit("dinner?")


@pytest.mark.parametrize("more", [FORWARDED, {}], ids=["forwarded", "long"])
async def test_a_description_gets_a_full_check_with_what_was_read(chat: Conversation, more):
    reply = await chat.say(DESCRIPTION, **more)
    assert reply.text.startswith("Duties:")
    assert "Understood:" in reply.text


async def test_a_long_question_is_a_question(chat: Conversation):
    reply = await chat.say(f"{DESCRIPTION} Do we need a security assessment?")
    assert not reply.text.startswith("Duties:")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("/chek an audio app", "/check an audio app"), ("/lwa PIPL 38", "/law PIPL 38"), ("/HLEP", "/help")],
)
async def test_a_mistyped_command_is_answered_with_a_line_to_copy(chat: Conversation, typed, meant):
    assert meant in (await chat.say(typed)).text.splitlines()


async def test_a_command_like_no_other(chat: Conversation):
    assert "There is no command /x&lt;b&gt;" in (await chat.say("/x<b>")).html


async def test_unknown_commands_in_a_group_are_left_alone(chat: Conversation):
    assert not await chat.say("/chek an audio app", group=True)
    assert not await chat.say("/chek@redline_bot an audio app", group=True)


PHOTO = [{"file_id": "a", "file_unique_id": "a", "width": 8, "height": 8}]
VOICE = {"file_id": "a", "file_unique_id": "a", "duration": 2}


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"voice": VOICE}, "recordings"),
        ({"photo": PHOTO}, "pictures"),
        ({"document": {"file_id": "a", "file_unique_id": "a"}}, "files"),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, "only understand words"),
    ],
)
async def test_messages_without_words_get_a_kind_line_in_private_only(chat: Conversation, what, words):
    assert words in (await chat.say("", **what)).text
    assert not await chat.say("", group=True, **what)


async def test_an_album_is_answered_once(chat: Conversation):
    replies = [await chat.say("", photo=PHOTO, media_group_id="7") for _ in range(3)]
    assert [bool(reply) for reply in replies] == [True, False, False]


async def test_a_caption_is_a_question(chat: Conversation):
    assert "Art. 38" in (await chat.say("", photo=PHOTO, caption="PIPL Art. 38")).text


@pytest.mark.parametrize(
    "text",
    [
        "We are launching a short video app with live streaming, gifts, private messages and an AI face swap effect",
        "我们做一个短视频App，带直播打赏、私信和AI换脸特效，准备下个月上线，用户大约两百万",
    ],
)
async def test_a_product_described_in_a_line_is_checked(chat: Conversation, text):
    reply = await chat.say(text)
    assert reply.text.startswith(("Duties: ", "需要办的"))


async def test_one_feature_described_in_a_line_is_answered(chat: Conversation):
    assert (await chat.say("We are adding voice chat rooms to our app next month.")).text.startswith("Very likely yes")


async def test_a_message_goes_on_from_an_answer_without_a_verdict(chat: Conversation):
    await chat.say("what must a privacy policy say?")
    reply = await chat.say("and who enforces it?")
    assert "Art. 60" in reply.text


async def test_a_reply_goes_on_from_an_answer_without_a_verdict(chat: Conversation):
    first = await chat.say("@redline_bot what must a privacy policy say?", group=True)
    reply = await chat.say("and what's the fine?", group=True, reply_to=first)
    assert "Art. 66" in reply.text


async def test_a_message_goes_on_from_the_last_that_was_understood(chat: Conversation):
    first = await chat.say("does our voice chat need an assessment?")
    assert first.text.startswith("Very likely yes")
    unclear = await chat.say("and for a cookbook?")
    assert "Very likely" not in unclear.text
    reply = await chat.say("and if only our staff use it?")
    assert reply.text.startswith("Very likely no")
