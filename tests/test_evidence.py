"""A file, a picture or a number proves that a deadline was kept."""

import pytest
from conversation import Reply

PICTURE = {"photo": [{"file_id": "small", "file_unique_id": "a", "width": 90, "height": 90},
                     {"file_id": "large", "file_unique_id": "b", "width": 900, "height": 900}]}  # fmt: skip
FILE = {"document": {"file_id": "receipt", "file_unique_id": "c", "file_name": "receipt.pdf"}}


async def done(chat, group=False) -> Reply:
    draft = await chat.say("/remind 2026-11-24 submit the report", group=group, language="en")
    entry = await chat.press("#1", on=await chat.press("Save", on=draft))
    return await chat.press("Done", on=entry)


@pytest.mark.parametrize(("sent", "kept"), [(PICTURE, "photo:large"), (FILE, "document:receipt")])
async def test_a_file_without_words_in_reply_to_what_was_done_is_its_evidence(chat, store, sent, kept):
    room = chat.group("Launch", "mei")
    entry = await done(chat, room)
    reply = await chat.say("", group=room, reply_to=entry, **sent)
    assert reply.text == "Kept as evidence of #1 submit the report."
    assert store.deadlines[1].evidence == kept
    assert store.deadlines.audit(1)[-1].action == "proof"


async def test_a_picture_in_reply_to_a_reminder_is_kept_and_asks_whether_it_is_done(chat, store, clock):
    room = chat.group("Launch", "mei")
    draft = await chat.say("/remind 2026-11-24 submit the report", group=room, language="en")
    await chat.press("Save", on=draft)
    clock.set("2026-11-24T08:58+08:00")
    await chat.tick()
    before = len(chat.calls)
    clock.set("2026-11-24T09:01+08:00")
    await chat.tick()
    reminder = Reply(chat.calls[before:])
    assert "Due today" in reminder.text
    reply = await chat.say("", group=room, reply_to=reminder, **PICTURE)
    assert reply.text.endswith("Is it done?")
    assert store.deadlines[1].evidence == "photo:large"
    await chat.press("Done", on=reply)
    assert store.deadlines[1].state == "done"


async def test_a_file_right_after_pressing_done_in_private_needs_no_reply(chat, store, clock):
    await done(chat)
    assert "Kept as evidence" in (await chat.say("", **FILE)).text
    clock.shift(minutes=11)
    assert "Kept" not in (await chat.say("", **PICTURE)).text
    assert store.deadlines[1].evidence == "document:receipt"


async def test_a_caption_is_the_receipt_and_the_file_the_evidence(chat, store):
    entry = await done(chat)
    await chat.say("", reply_to=entry, caption="No. 12 of 2026", **FILE)
    assert (store.deadlines[1].receipt, store.deadlines[1].evidence) == ("No. 12 of 2026", "document:receipt")


async def test_an_album_is_kept_whole_and_answered_once(chat, store):
    entry = await done(chat)
    pages = [{"document": {"file_id": f"page{number}", "file_unique_id": str(number)}} for number in range(3)]
    replies = [await chat.say("", reply_to=entry, media_group_id="7", **page) for page in pages]
    assert [bool(reply.text if reply.shown else "") for reply in replies] == [True, False, False]
    assert store.deadlines[1].evidence == "document:page0 document:page1 document:page2"


async def test_the_evidence_is_shown_again_by_a_button(chat, store):
    entry = await done(chat)
    await chat.say("", reply_to=entry, **FILE)
    chat.telegram.files["receipt"] = {"file_id": "receipt", "file_unique_id": "c"}
    shown = await chat.press_data("d:1:show", on=entry)
    assert "Evidence: 1 file" in shown.text
    sent = await chat.press("Evidence", on=shown)
    assert sent.message["document"]["file_id"] == "receipt"


async def test_a_picture_that_replies_to_something_else_stays_a_picture(chat, store):
    await done(chat)
    answer = await chat.say("what is an algorithm filing?")
    assert "Kept" not in (await chat.say("", reply_to=answer, **PICTURE)).text
    room = chat.group("Launch", "mei")
    assert not await chat.say("", group=room, **PICTURE)
    assert store.deadlines[1].evidence is None


async def test_only_who_may_change_a_deadline_adds_evidence(chat, store):
    room = chat.group("Launch", "mei", "boss", admins=("boss",))
    draft = await chat.say("/remind 2026-11-24 submit the report", user="boss", group=room, language="en")
    saved = await chat.press("Save", user="boss", on=draft)
    store.set_settings(store.chat(room.id).id, deadline_rights="admins")
    assert not (await chat.say("", user="mei", group=room, reply_to=saved, **PICTURE)).shown
    assert store.deadlines[1].evidence is None


@pytest.mark.parametrize("place", ["group", "private"])
async def test_a_caption_under_a_file_in_reply_to_an_open_reminder_is_kept_as_its_receipt(chat, store, clock, place):
    room = chat.group("Launch", "mei") if place == "group" else False
    draft = await chat.say("/remind 2026-11-24 submit the report", group=room, language="en")
    await chat.press("Save", on=draft)
    clock.set("2026-11-24T08:58+08:00")
    await chat.tick()
    before = len(chat.calls)
    clock.set("2026-11-24T09:01+08:00")
    await chat.tick()
    reminder = Reply(chat.calls[before:])
    reply = await chat.say("", group=room, reply_to=reminder, caption="No. 12 of 2026", **FILE)
    assert reply.text.endswith("Is it done?")
    kept = store.deadlines[1]
    assert (kept.state, kept.receipt, kept.evidence) == ("open", "No. 12 of 2026", "document:receipt")
    shown = await chat.press("Done", on=reply)
    assert "Receipt: No. 12 of 2026" in shown.text


async def test_more_files_than_are_kept_are_not_said_to_be_kept(chat, store):
    entry = await done(chat)
    for number in range(12):
        last = await chat.say("", reply_to=entry, document={"file_id": f"f{number}", "file_unique_id": str(number)})
    assert "was not kept" in last.text
    assert "f11" not in store.deadlines[1].evidence


async def test_what_is_done_without_proof_says_how_to_add_one(chat):
    entry = await done(chat)
    assert "Reply to this message with a receipt number or a file" in entry.text
