"""Settings by buttons and commands: what they change, who may, and that nothing else gets in."""

import pytest
from conversation import Conversation


@pytest.fixture
def room(chat: Conversation):
    return chat.group("Launch", "mei", "boss", admins=("boss",))


async def test_admins_change_settings_with_buttons(chat: Conversation, store, room):
    await chat.say("/settings", user="boss", group=room)
    await chat.press("Deadline rights", user="boss")
    reply = await chat.press("admins only", user="boss")
    assert reply.is_edit
    assert "Who may change deadlines: admins only" in reply.text
    assert store.known_chat(room.id).settings["deadline_rights"] == "admins"


@pytest.mark.parametrize("command", ["/settings", "/language en", "/timezone Berlin"])
async def test_other_members_are_refused(chat: Conversation, store, room, command):
    assert (await chat.say(command, user="mei", group=room)).text == "Only admins of the group may change settings."
    await chat.say("/settings", user="boss", group=room)
    pressed = await chat.press("Time zone", user="mei")
    assert pressed.toast
    assert not pressed.shown
    assert store.known_chat(room.id).timezone == "Asia/Shanghai"


async def test_in_private_everybody_sets_their_own(chat: Conversation):
    assert "时区" in (await chat.say("/settings", user="anna", language="zh-hans")).text
    assert (await chat.say("/language en", user="anna")).text == "From now on I answer in English."
    assert (await chat.say("/law 个保法 38", user="anna")).text.startswith("PIPL Art. 38")


async def test_traditional_characters_on_request(chat: Conversation):
    await chat.say("/language 繁體")
    reply = await chat.say("/check 我们要加语聊房")
    assert "需要辦的" in reply.text
    assert "需要办的" not in reply.text
    assert "不清楚" in reply.buttons
    assert "需要辦的" in (await chat.press("不清楚")).text
    await chat.say("/language 中文")
    assert "需要办的" in (await chat.say("/check 我们要加语聊房")).text


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("new york", "America/New_York"),
        ("香港", "Asia/Hong_Kong"),
        ("北京", "Asia/Shanghai"),
        ("UTC", "UTC"),
    ],
)
async def test_a_zone_by_its_name_or_city(chat: Conversation, store, words, zone):
    await chat.say(f"/timezone {words}")
    assert store.known_chat(chat.where.id).timezone == zone


@pytest.mark.parametrize(
    ("words", "zone"),
    [("berln", "Europe/Berlin"), ("UTC+8", "Asia/Shanghai"), ("+05:30", "Asia/Kolkata"), ("CST", "Asia/Shanghai")],
)
async def test_what_is_not_exact_is_confirmed_first(chat: Conversation, store, words, zone):
    reply = await chat.say(f"/timezone {words}", user="anna")
    store.known_chat(chat.where.id)
    assert any(button.startswith(zone) for button in reply.buttons)
    await chat.press(zone, user="anna")
    assert store.known_chat(chat.where.id).timezone == zone


async def test_words_that_are_no_zone_get_an_example(chat: Conversation):
    reply = await chat.say("/timezone <b>qqq zzz</b>")
    assert "/timezone Berlin" in reply.text
    assert not reply.buttons


async def test_the_digest_of_a_topic(chat: Conversation, store, room):
    await chat.say("/settings", user="boss", group=room, topic="Filing")
    thread = chat.messages[-1]["message_thread_id"]
    await chat.press("Digest", user="boss")
    await chat.press("once a week", user="boss")
    await chat.press("10:00", user="boss")
    ours = store.known_chat(room.id).id
    assert [(each.topic, each.rhythm, each.at) for each in store.subscriptions.of_chat(ours)] == [
        (thread, "weekly", "10:00")
    ]
    await chat.press("off", user="boss")
    assert not store.subscriptions.of_chat(ours)


async def test_quiet_hours(chat: Conversation, store, room):
    await chat.say("/settings", user="boss", group=room)
    await chat.press("Quiet hours", user="boss")
    await chat.press("22:00", user="boss")
    assert store.known_chat(room.id).quiet.start == "22:00"


@pytest.mark.parametrize(
    "data",
    ["s:zone:../../etc/passwd", "s:zone:Mars/Base", "s:lang:fr", "s:rights:root", "s:digest:hourly", "s:hour:25:00",
     "s:quiet:0", "s:menu:x", "s:what:x", "s:zone:"],
)  # fmt: skip
async def test_forged_values_change_nothing(chat: Conversation, store, room, data):
    await chat.say("/settings", user="boss", group=room)
    before = store.known_chat(room.id)
    pressed = await chat.press_data(data, user="boss")
    assert [call.method for call in pressed.calls].count("answerCallbackQuery") == 1
    assert store.known_chat(room.id) == before
