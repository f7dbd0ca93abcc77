"""Who answers for a deadline: it is acknowledged, handed over and backed up by buttons, in the group and in private."""

from conversation import Reply


async def saved(chat, group, words: str = "/remind 2026-11-24 submit the report", user: str = "mei") -> Reply:
    """Save a deadline of a group; returns the message that says so."""
    draft = await chat.say(words, user=user, group=group, language="en")
    return await chat.press("Save", user=user, on=draft)


async def told(chat, clock, moment: str) -> dict[str, str]:
    """Let time pass; returns what came unasked, by the title of its chat."""
    before = len(chat.calls)
    clock.set(f"{moment}+08:00")
    await chat.tick()
    came = Reply(chat.calls[before:]).messages
    return {message["chat"].get("title") or message["chat"]["username"]: message["text"] for message in came}


async def test_nobody_reacts_so_the_admins_who_know_the_bot_are_called_in(chat, clock):
    room = chat.group("Launch", "mei", "boss", admins=("boss",))
    await chat.say("/start", user="boss")
    await saved(chat, room, "/remind 2026-11-25 submit the report")
    await told(chat, clock, "2026-11-24T08:58")
    assert set(await told(chat, clock, "2026-11-24T09:01")) == {"Launch", "boss"}


async def test_i_own_it_acknowledges_so_nobody_else_is_called_in(chat, clock, store):
    room = chat.group("Launch", "mei", "li", "boss", admins=("boss",))
    await chat.say("/start", user="boss")
    await saved(chat, room, "/remind 2026-11-25 submit the report")
    shown = await chat.press("#1", user="li", on=await chat.say("/deadlines", user="li", group=room))
    pressed = await chat.press("I own it", user="li", on=shown)
    assert "nobody else will be called in" in pressed.toast
    assert "Owner: Li" in pressed.text
    assert store.deadlines[1].acknowledged_at is not None
    await told(chat, clock, "2026-11-24T08:58")
    assert set(await told(chat, clock, "2026-11-24T09:01")) == {"Launch"}


async def test_a_press_proves_that_a_reminder_in_doubt_arrived(chat, clock, store):
    """The press carries the key of its reminder, so no second copy is sent."""
    await chat.say("/remind 2026-11-24 submit the report", language="en")
    await chat.press("Save")
    await told(chat, clock, "2026-11-24T08:58")
    before = len(chat.calls)
    await told(chat, clock, "2026-11-24T09:01")
    reminder = Reply(chat.calls[before:])
    key = "d1:r1:T-0"
    store.outbox.unknown(key, clock().replace(year=2027), "the answer was lost")
    await chat.press("I own it", on=reminder)
    row = store.database.row("SELECT state, message_id FROM outbox WHERE key = 'd1:r1:T-0'")
    assert (row["state"], row["message_id"]) == ("sent", reminder.message["message_id"])


async def test_a_forged_press_marks_no_reminder_of_another_deadline(chat, store, clock):
    await chat.say("/remind 2026-12-18 mine", user="mei", language="en")
    saved = await chat.press("Save", user="mei")
    store.outbox.add("d2:r1:T-0", 1, "due", clock())
    store.outbox.unknown("d2:r1:T-0", clock(), "lost")
    for forged in ("d:1:show:r1:T-0", "d:2:mine:r1:T-0", "d:1:mine:r1:T-0:" + "x" * 30):
        await chat.press_data(forged, user="mei", on=saved)
    assert store.database.row("SELECT state FROM outbox WHERE key = 'd2:r1:T-0'")["state"] == "pending"


async def called_in(chat, clock, *, boss_knows: bool = True) -> Reply:
    """A deadline of the group Launch on which nobody reacted; returns what its admin got in private."""
    room = chat.group("Launch", "mei", "li", "boss", admins=("boss",))
    await chat.say("/start", user="boss", language="en")
    await saved(chat, room, "/remind 2026-11-25 submit the report")
    await told(chat, clock, "2026-11-24T08:58")
    before = len(chat.calls)
    await told(chat, clock, "2026-11-24T09:01")
    return Reply([call for call in Reply(chat.calls[before:]).shown if call.result["chat"]["type"] == "private"])


async def test_who_is_called_in_reads_of_which_group_and_can_act_there(chat, clock, store):
    letter = await called_in(chat, clock)
    assert "and nobody has reacted" in letter.text
    assert "Group: Launch" in letter.text
    pressed = await chat.press("I own it", user="boss", on=letter)
    assert "Owner: Boss" in pressed.text
    assert "Group: Launch" in pressed.text
    assert store.deadlines[1].owner_id == chat.telegram.person("boss").id
    assert (await told(chat, clock, "2026-11-24T09:02"))["Launch"].startswith("Boss owns #1 submit the report")
    done = await chat.press("Done", user="boss", on=pressed)
    assert "Done: Boss" in done.text
    assert "Back to the list" not in done.buttons
    assert "Boss has done #1" in (await told(chat, clock, "2026-11-24T09:03"))["Launch"]


async def test_who_was_called_in_and_left_the_group_can_do_nothing_any_more(chat, clock, store):
    letter = await called_in(chat, clock)
    room = chat.group("Launch")
    room.standing[chat.telegram.person("boss").id] = "left"
    assert "gone" in (await chat.press("Done", user="boss", on=letter)).toast
    assert store.deadlines[1].state == "open"


async def test_who_was_not_called_in_cannot_reach_a_deadline_of_a_group_in_private(chat, clock, store):
    await called_in(chat, clock)
    hello = await chat.say("/start", user="li", language="en")
    for action in ("show", "done", "files"):
        assert "gone" in (await chat.press_data(f"d:1:{action}", user="li", on=hello)).toast
    assert store.deadlines[1].state == "open"


async def test_who_was_called_in_may_change_only_what_the_admins_let_everybody_change(chat, clock, store):
    room = chat.group("Launch", "mei", "li", "boss", admins=("boss",))
    await chat.say("/start", user="li", language="en")
    await saved(chat, room, "/remind 2026-11-25 submit the report")
    store.deadlines.assign(1, None, clock(), owner=1, backup=chat.telegram.person("li").id)
    store.set_settings(store.chat(room.id).id, deadline_rights="admins")
    await told(chat, clock, "2026-11-24T08:58")
    before = len(chat.calls)
    assert "li" in await told(chat, clock, "2026-11-24T09:01")
    letter = next(m for m in Reply(chat.calls[before:]).messages if m["chat"]["type"] == "private")
    assert "Only admins" in (await chat.press("Done", user="li", on=letter)).toast


# Hand over


async def shown(chat, room, user: str = "mei") -> Reply:
    return await chat.press("#1", user=user, on=await chat.say("/deadlines", user=user, group=room))


async def test_hand_over_by_a_button_that_the_other_presses(chat, store):
    room = chat.group("Launch", "mei", "li")
    await saved(chat, room)
    asked = await chat.press("Hand over", on=await shown(chat, room))
    assert "Who takes it?" in asked.text
    taken = await chat.press("I take it", user="li", on=asked)
    assert "Owner: Li" in taken.text
    assert store.deadlines[1].owner_id == chat.telegram.person("li").id


async def test_hand_over_to_a_name_the_bot_has_met_or_knows_as_an_admin(chat, store):
    room = chat.group("Launch", "mei", "lihua", "boss", admins=("boss",))
    await chat.say("/deadlines", user="lihua", group=room)
    await saved(chat, room)
    for name in ("lihua", "boss"):
        asked = await chat.press("Hand over", on=await shown(chat, room))
        reply = await chat.say(f"@{name} please", group=room, reply_to=asked)
        assert reply.text == f"{name.title()} owns #1 submit the report now."
        assert reply.message["entities"][0]["type"] == "text_mention"
        assert store.deadlines[1].owner_id == chat.telegram.person(name).id


async def test_hand_over_to_somebody_picked_from_the_members(chat, store):
    room = chat.group("Launch", "mei", "wang")
    await saved(chat, room)
    asked = await chat.press("Hand over", on=await shown(chat, room))
    wang = {"type": "text_mention", "offset": 0, "length": 4, "user": chat.telegram.person("wang").json()}
    reply = await chat.say("Wang", group=room, reply_to=asked, entities=[wang])
    assert reply.text == "Wang owns #1 submit the report now."


async def test_hand_over_to_a_stranger_is_answered_with_what_to_do(chat, store):
    room = chat.group("Launch", "mei", "wang")
    await saved(chat, room)
    asked = await chat.press("Hand over", on=await shown(chat, room))
    assert "press the button" in (await chat.say("@nobody_here", group=room, reply_to=asked)).text
    ghost = {
        "type": "text_mention",
        "offset": 0,
        "length": 5,
        "user": {"id": 99, "is_bot": False, "first_name": "Ghost"},
    }
    assert "not in the group" in (await chat.say("Ghost", group=room, reply_to=asked, entities=[ghost])).text
    assert store.deadlines[1].owner_id == chat.telegram.person("mei").id


async def test_a_backup_by_a_button_or_a_name_and_none_again(chat, store):
    room = chat.group("Launch", "mei", "li", "boss", admins=("boss",))
    await saved(chat, room)
    asked = await chat.press("Backup", on=await shown(chat, room))
    assert "cannot be the backup" in (await chat.press("I stand in", user="mei", on=asked)).toast
    asked = await chat.press("Backup", on=await shown(chat, room))
    assert "Backup: Li" in (await chat.press("I stand in", user="li", on=asked)).text
    asked = await chat.press("Backup", on=await shown(chat, room))
    assert (await chat.say("@boss", group=room, reply_to=asked)).text == "Boss stands in for #1 submit the report now."
    assert store.deadlines[1].backup_id == chat.telegram.person("boss").id
    asked = await chat.press("Backup", on=await shown(chat, room))
    assert "Backup:" not in (await chat.press("No backup", on=asked)).text
    assert store.deadlines[1].backup_id is None


async def test_the_backup_who_takes_it_is_no_longer_the_backup(chat, store):
    room = chat.group("Launch", "mei", "li")
    await saved(chat, room)
    await chat.press("I stand in", user="li", on=await chat.press("Backup", on=await shown(chat, room)))
    await chat.press("I own it", user="li", on=await shown(chat, room, "li"))
    assert (store.deadlines[1].owner_id, store.deadlines[1].backup_id) == (chat.telegram.person("li").id, None)


async def test_where_admins_keep_deadlines_nobody_else_hands_over(chat, store):
    room = chat.group("Launch", "mei", "li", "boss", admins=("boss",))
    await saved(chat, room, user="boss")
    store.set_settings(store.chat(room.id).id, deadline_rights="admins")
    asked = await chat.press("Hand over", user="boss", on=await shown(chat, room))
    assert "Only admins" in (await chat.press("I take it", user="li", on=asked)).toast
    assert "Only admins" in (await chat.say("me", user="li", group=room, reply_to=asked)).text
    assert store.deadlines[1].owner_id == chat.telegram.person("boss").id
    assert (
        "Li owns"
        in (
            await chat.say(
                "Li",
                user="boss",
                group=room,
                reply_to=asked,
                entities=[
                    {"type": "text_mention", "offset": 0, "length": 2, "user": chat.telegram.person("li").json()}
                ],
            )
        ).text
    )


async def test_in_private_there_is_nobody_to_hand_over_to(chat):
    await chat.say("/remind 2026-12-18 submit the report", language="en")
    entry = await chat.press("#1", on=await chat.press("Save"))
    assert not {"Hand over", "Backup"} & set(entry.buttons)
