"""/forget: counted before, gone after, and nobody deletes what is not theirs."""

import pytest
from conversation import Conversation

QUESTION = "我们要给App加语聊房，需要做舆论属性安全评估吗？"


@pytest.fixture
def room(chat: Conversation):
    return chat.group("Launch", "mei", "chen", "boss", admins=("boss",))


async def test_a_person_is_forgotten_with_proof(chat: Conversation, store):
    await chat.say(QUESTION, language="en")
    person = chat.where.id
    asked = await chat.say("/forget")
    assert "1 questions" in asked.text
    reply = await chat.press("Delete what is about me")
    assert "nothing is left" in reply.text
    assert not any(store.export_of_user(person).values())
    assert store.known_chat(person) is None


async def test_nothing_is_deleted_without_confirmation(chat: Conversation, store):
    await chat.say(QUESTION, language="en")
    await chat.say("/forget")
    assert "Nothing was deleted" in (await chat.press("Delete nothing")).text
    assert store.export_of_user(chat.where.id)["questions"]


async def test_members_delete_their_own_and_admins_the_chat(chat: Conversation, store, room):
    await chat.say(f"@redline_bot {QUESTION}", user="mei", group=room)
    ours = store.known_chat(room.id).id
    mine = await chat.say("/forget", user="mei", group=room)
    assert not any("deadlines too" in label for label in mine.buttons)
    assert (await chat.press("Delete what is about me", user="chen", on=mine)).toast
    theirs = await chat.say("/forget", user="boss", group=room)
    assert (await chat.press("Delete all of this chat", user="mei", on=theirs)).toast
    assert store.export_of_chat(ours)["questions"]
    assert "nothing is left" in (await chat.press("Delete all of this chat", user="boss", on=theirs)).text
    assert not any(store.export_of_chat(ours).values())


@pytest.mark.parametrize("data", ["x:me:1002", "x:chat:1001", "x:all:1", "x:me:", "x:chat:99999999999999999999"])
async def test_forged_confirmations_delete_nothing(chat: Conversation, store, room, data):
    for user in ("mei", "chen"):
        await chat.say(f"@redline_bot {QUESTION}", user=user, group=room)
    asked = await chat.say("/forget", user="mei", group=room)
    before = store.totals()
    pressed = await chat.press_data(data, user="mei", on=asked)
    assert [call.method for call in pressed.calls].count("answerCallbackQuery") == 1
    assert store.totals() == before


async def test_privacy_tells_of_every_table_and_hands_out_what_is_about_oneself(chat: Conversation, store):
    await chat.say(QUESTION, language="en")
    told = await chat.say("/privacy")
    for each in chat.session.application.bot_data["services"].stored():
        assert each.en in told.text
    assert "deleted after 90 days" in told.text
    file = (await chat.press("Export what is about me")).files[0]
    assert QUESTION in file.content.decode()


async def test_in_a_group_nobody_is_handed_anything(chat: Conversation, room):
    await chat.say(f"@redline_bot {QUESTION}", user="mei", group=room)
    told = await chat.say("/privacy", user="mei", group=room)
    assert not told.buttons
    assert not (await chat.press_data("z:mine", user="mei", on=told)).files
