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
