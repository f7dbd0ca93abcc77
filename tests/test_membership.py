"""Where the bot is: greeted once, moved with its group, silent when removed, back without having lost anything."""

from conversation import Conversation

VOICE_CHAT = "@redline_bot does our voice-chat feature need an assessment?"


async def added(chat: Conversation, title: str = "Launch", by: str = "boss"):
    room = chat.group(title, "mei", "chen", admins=("boss",))
    room.standing[chat.telegram.bot.id] = "left"
    return room, await chat.after(chat.telegram.set_standing, room, "member", by=by)


async def test_a_group_is_greeted_once_with_three_commands_and_the_settings(chat: Conversation):
    room, greeting = await added(chat)
    assert len(greeting.messages) == 1
    assert [line.split()[0] for line in greeting.text.splitlines() if line.startswith("/")] == [
        "/ask",
        "/check",
        "/deadlines",
    ]
    assert greeting.buttons == ["Settings (admins)"]
    await chat.after(chat.telegram.set_standing, room, "left")
    assert not await chat.after(chat.telegram.set_standing, room, "member")


async def test_becoming_an_admin_is_no_reason_to_greet(chat: Conversation):
    room, _ = await added(chat)
    assert not await chat.after(chat.telegram.set_standing, room, "administrator")


async def test_the_settings_of_the_greeting_are_for_admins(chat: Conversation):
    room, greeting = await added(chat)
    chat.where = room
    assert (await chat.press("Settings", user="chen", on=greeting)).toast
    assert "Time zone" in (await chat.press("Settings", user="boss", on=greeting)).text


async def test_a_channel_is_not_greeted(chat: Conversation):
    channel = chat.group("News", kind="channel")
    channel.standing[chat.telegram.bot.id] = "left"
    assert not await chat.after(chat.telegram.set_standing, channel, "administrator")


async def test_a_group_that_becomes_a_supergroup_keeps_everything(chat: Conversation, store):
    room = chat.group("Small", "mei", kind="group")
    await chat.say(VOICE_CHAT, group=room)
    ours = store.known_chat(room.id).id
    store.set_settings(ours, deadline_rights="admins")
    new = chat.telegram.migrate(room)
    await chat.after(lambda: None)
    assert store.known_chat(new.id).id == ours
    assert store.known_chat(new.id).settings["deadline_rights"] == "admins"
    assert store.known_chat(room.id) is None
    assert len(store.verdicts(ours)) == 1


async def test_removal_silences_it_and_return_finds_everything(chat: Conversation, store):
    room, _ = await added(chat)
    await chat.say(VOICE_CHAT, group=room)
    await chat.after(chat.telegram.set_standing, room, "kicked")
    assert store.known_chat(room.id).state == "blocked"
    await chat.after(chat.telegram.set_standing, room, "member")
    known = store.known_chat(room.id)
    assert known.state == "active"
    assert store.verdicts(known.id)


async def test_somebody_who_blocks_the_bot_is_left_alone(chat: Conversation, store):
    await chat.say("hello")
    private = chat.telegram.private("mei")
    await chat.after(chat.telegram.set_standing, private, "kicked")
    assert store.known_chat(private.id).state == "blocked"


async def test_a_member_who_leaves_answers_for_nothing_any_more(chat: Conversation, store, clock):
    from bot.deadline import NewDeadline

    room = chat.group("Launch", "mei")
    mei = chat.telegram.person("mei").id
    ours = store.chat(room.id, room.type).id
    saved = store.deadlines.add(ours, NewDeadline("File it", "2026-12-18", owner_id=mei), mei, clock())
    chat.telegram.say("mei", "", room, left_chat_member=chat.telegram.person("mei").json())
    await chat.after(lambda: None)
    assert store.deadlines[saved.id].owner_id is None


async def test_channel_posts_are_not_answered(chat: Conversation):
    channel = chat.group("News", kind="channel")
    for text in ("/ask voice chat?", VOICE_CHAT, "/settings", "/nothing"):
        assert not await chat.say(text, group=channel)


async def test_a_post_of_the_linked_channel_is_not_answered(chat: Conversation):
    channel = {"id": -1_000_000_009_999, "type": "channel", "title": "News"}
    room = chat.group("Discussion", "mei")
    assert not await chat.say(VOICE_CHAT, group=room, sender_chat=channel, is_automatic_forward=True)
    assert await chat.say(VOICE_CHAT, group=room, sender_chat=channel)


async def test_an_anonymous_admin_may_ask_and_change_settings(chat: Conversation):
    room = chat.group("Launch", "mei", "boss", admins=("boss",))
    as_group = {"sender_chat": room.json()}
    assert "Art" in (await chat.say(VOICE_CHAT, user="GroupAnonymousBot", group=room, **as_group)).text
    assert "Time zone" in (await chat.say("/settings", user="GroupAnonymousBot", group=room, **as_group)).text
    as_channel = {"sender_chat": {"id": -1_000_000_009_999, "type": "channel", "title": "News"}}
    refused = await chat.say("/settings", user="ChannelBot", group=room, **as_channel)
    assert "Only admins" in refused.text
