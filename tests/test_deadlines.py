"""From a date or a verdict to a saved deadline: echoed with its sum first, then kept, then closed by a button."""

from datetime import UTC, datetime

import pytest
from conftest import MONDAY_MORNING
from conversation import Reply

from bot.local_entities import cut


async def test_nothing_is_saved_before_the_echo_is_confirmed(chat, store):
    reply = await chat.say("/remind 2026-12-18 submit the report")
    assert "Fri 2026-12-18" in reply.text
    assert "19 working days left" in reply.text
    assert not list(store.deadlines.every())
    reply = await chat.press("Save")
    assert "Saved as #1" in reply.text
    assert [entry.due for entry in store.deadlines.every()] == ["2026-12-18"]


async def test_dropping_saves_nothing(chat, store):
    await chat.say("/remind 12月18日 提交报告")
    reply = await chat.press("Don't save")
    assert reply.text == "Not saved."
    assert not list(store.deadlines.every())


async def test_a_verdict_with_a_clock_becomes_a_deadline(chat, store):
    await chat.say("does our voice-chat feature need an assessment?")
    reply = await chat.press("Remind us")
    assert "On which day does it go live?" in reply.text
    reply = await chat.say("2026-12-21")
    assert "The sum:" in reply.text
    await chat.press("Save")
    (entry,) = store.deadlines.every()
    assert entry.obligation == "cn.security-assessment"
    assert entry.event == "2026-12-21"
    assert entry.due < "2026-12-21"


async def test_an_ambiguous_date_is_asked_back(chat, store):
    asked = await chat.say("/remind 3/4/2027 renew the certificate")
    assert asked.buttons == ["Thu 2027-03-04", "Sat 2027-04-03"]
    echo = await chat.press("Sat 2027-04-03")
    assert "Sat 2027-04-03" in echo.text
    assert not list(store.deadlines.every())


@pytest.mark.parametrize("text", ["/remind", "/remind nonsense words", "/due", "/remind 2026-02-30 x"])
async def test_what_cannot_be_read_is_answered_with_a_line_to_copy(chat, text):
    reply = await chat.say(text)
    assert "e.g." in reply.text or "/remind" in reply.text


async def test_a_new_question_is_a_new_question_even_while_a_date_is_awaited(chat):
    await chat.say("does our voice-chat feature need an assessment?")
    await chat.press("Remind us")
    reply = await chat.say("what does Art. 7 of the 2018 Provisions say?")
    assert "30 working days" in reply.text


async def test_done_and_undo(chat, store):
    await chat.say("/remind 2026-12-18 submit the report")
    await chat.press("Save")
    await chat.press("#1")
    reply = await chat.press("Done")
    assert "Done: Mei" in reply.text
    assert store.deadlines[1].state == "done"
    await chat.press("Undo")
    assert store.deadlines[1].state == "open"


async def test_the_list_shows_what_is_next_first(chat):
    for day, title in (("2026-12-20", "second"), ("2026-12-01", "first")):
        await chat.say(f"/remind {day} {title}")
        await chat.press("Save")
    reply = await chat.say("/deadlines")
    assert reply.text.index("first") < reply.text.index("second")


async def test_a_deadline_of_another_chat_is_out_of_reach(chat, store):
    await chat.say("/remind 2026-12-18 secret plan", user="mei")
    saved = await chat.press("Save", user="mei")
    assert "#1" in saved.text
    first = await chat.say("/remind 2026-12-19 mine", user="chen")
    reply = await chat.press_data("d:1:show", user="chen", on=first)
    assert "secret plan" not in reply.text
    await chat.press_data("d:1:done", user="chen", on=first)
    assert store.deadlines[1].state == "open"


async def test_only_the_asker_saves_a_draft(chat, store):
    room = chat.group("Launch", "mei", "chen")
    draft = await chat.say("/remind 2026-12-18 report", user="mei", group=room)
    await chat.press("Save", user="chen", on=draft)
    assert not list(store.deadlines.every())


async def test_admins_can_keep_deadlines_to_themselves(chat, store):
    room = chat.group("Launch", "mei", "boss", admins=("boss",))
    draft = await chat.say("/remind 2026-12-18 report", user="boss", group=room)
    await chat.press("Save", user="boss", on=draft)
    store.set_settings(store.chat(room.id).id, deadline_rights="admins")
    shown = await chat.press("#1", user="mei")
    refused = await chat.press("Done", user="mei", on=shown)
    assert "Only admins" in refused.toast
    assert store.deadlines[1].state == "open"


async def test_a_reply_to_a_finished_deadline_is_its_receipt(chat, store):
    await chat.say("/remind 2026-12-18 submit the report")
    await chat.press("Save")
    await chat.press("#1")
    shown = await chat.press("Done")
    reply = await chat.say("京网评〔2026〕12号", reply_to=shown)
    assert reply.text == "The receipt is noted."
    assert store.deadlines[1].receipt == "京网评〔2026〕12号"


async def test_the_digest_previews_what_is_near(chat):
    assert "Nothing is near" in (await chat.say("/digest now")).text
    await chat.say("/remind 2026-11-25 submit the report")
    await chat.press("Save")
    reply = await chat.say("/digest")
    assert "This week" in reply.text
    assert "submit the report" in reply.text


@pytest.mark.parametrize(
    ("words", "said"), [("weekly 09:00", "first working day"), ("off", "The digest is off"), ("x", "Use /digest")]
)
async def test_the_digest_is_set_by_words(chat, words, said):
    assert said in (await chat.say(f"/digest {words}")).text


async def test_reminders_come_by_themselves(chat, clock, store):
    """The whole way: tick, outbox, sender, and the buttons on the reminder."""
    await chat.say("/remind 2026-11-24 submit the report")
    await chat.press("Save")
    for moment in ("2026-11-24T08:58+08:00", "2026-11-24T09:05+08:00"):
        clock.set(moment)
        await chat.tick()
    said = [message["text"] for message in chat.messages]
    assert any("Due today" in text and "#1 submit the report" in text for text in said), said


def times(reply: Reply) -> list[tuple[int, str]]:
    """What the readers of a reply see in their own zone: Unix times, with what older apps show."""
    return [
        (entity["unix_time"], cut(message["text"], entity["offset"], entity["length"]))
        for message in reply.messages
        for entity in message.get("entities", [])
        if entity["type"] == "date_time"
    ]


async def test_a_time_of_day_is_shown_in_the_readers_zone(chat):
    meant = (int(datetime(2026, 12, 18, 9, 30, tzinfo=UTC).timestamp()), "Fri 2026-12-18 17:30")
    assert times(await chat.say("/remind 2026-12-18 17:30 call the lawyers", language="en")) == [meant]
    assert times(await chat.press("Save")) == [meant]
    assert times(await chat.say("/deadlines")) == [meant]
    assert times(await chat.press("#1")) == [meant]
    done = await chat.press("Done")
    assert (int(MONDAY_MORNING.timestamp()), "Mon 2026-11-23 10:00") in times(done)


async def test_a_whole_day_is_the_same_day_wherever_it_is_read(chat):
    assert not times(await chat.say("/remind 2026-12-18 call the lawyers", language="en"))
    assert not times(await chat.press("Save"))
    assert not times(await chat.say("/deadlines"))


async def test_a_reminder_of_a_time_of_day_is_shown_in_the_readers_zone(chat, clock):
    await chat.say("/remind 2026-11-24 17:30 call the lawyers", language="en")
    await chat.press("Save")
    before = len(chat.calls)
    clock.set("2026-11-24T09:05+08:00")
    await chat.tick()
    assert "Tue 2026-11-24 17:30" in [words for _, words in times(Reply(chat.calls[before:]))]


@pytest.mark.parametrize(
    ("words", "due", "rhythm", "after"),
    [
        ("every Monday 9am", "2026-11-30T09:00", "every week on Monday at 09:00", "2026-12-07T09:00"),
        ("每周一上午9点", "2026-11-30T09:00", "every week on Monday at 09:00", "2026-12-07T09:00"),
        ("每月底", "2026-11-30", "every month on the last day", "2026-12-31"),
        ("every quarter", "2026-12-31", "every quarter on the last day", "2027-03-31"),
        ("每年1月31日", "2027-01-31", "every year in Jan on the 31st", "2028-01-31"),
        ("每月第一个工作日", "2026-12-01", "every month on the 1st working day", "2027-01-04"),
    ],
)
async def test_what_comes_again_is_echoed_kept_and_followed_by_the_next(chat, store, words, due, rhythm, after):
    echo = await chat.say(f"/remind {words} send the figures")
    assert f"Repeats: {rhythm}" in echo.text
    await chat.press("Save")
    assert store.deadlines[1].due == due
    await chat.press("#1")
    await chat.press("Done")
    assert store.deadlines[2].due == after


@pytest.mark.parametrize("name", ["qwertz", "2026-12-01"])
async def test_a_name_that_means_nothing_gets_a_line_to_copy(chat, name):
    assert "/due algorithm filing 2026-12-01" in (await chat.say(f"/due {name}", language="en")).text


async def test_an_unclear_repetition_offers_both_and_is_kept_as_chosen(chat, store):
    asked = await chat.say("/remind 每周一9点 报送数据", language="zh")
    assert asked.text == "报送数据\n“每周一9点”指哪一种？"
    assert asked.buttons == ["每周一 09:00", "每周一 21:00"]
    echo = await chat.press("每周一 21:00")
    assert "重复：每周一 21:00" in echo.text
    saved = await chat.press("保存")
    assert "重复：每周一 21:00" in saved.text
    assert "重复：每周一 21:00" in (await chat.press("#1")).text
    assert store.deadlines[1].due == "2026-11-23T21:00"
    assert store.deadlines[1].recurrence == {"rule": "FREQ=WEEKLY;BYDAY=MO;BYHOUR=21;BYMINUTE=0", "start": "2026-11-23"}


async def test_the_next_of_a_series_of_working_days_is_provisional_in_a_year_without_a_notice(chat, store):
    await chat.say("/remind 每月第一个工作日 报送数据", language="zh")
    await chat.press("保存")
    assert not store.deadlines[1].provisional
    await chat.press("#1")
    await chat.press("完成")
    assert (store.deadlines[2].due, store.deadlines[2].provisional) == ("2027-01-04", True)


async def test_a_single_day_that_rests_on_an_estimate_says_so(chat):
    echo = await chat.say("/remind 2027年2月第一个工作日 报送数据", language="zh")
    assert "放假通知尚未公布" in echo.text


@pytest.mark.parametrize("words", ["yesterday", "2020-01-01", "昨天", "3天前"])
async def test_a_day_of_the_teams_own_that_is_over_is_refused_with_a_line_to_copy(chat, store, words):
    reply = await chat.say(f"/remind {words} submit the report", language="en")
    assert "is over. Give a day ahead, e.g. /remind" in reply.text
    assert not reply.buttons


async def test_of_several_days_one_that_is_over_is_not_taken(chat, store):
    asked = await chat.say("/remind 11月20日 submit the report", language="en")
    assert asked.buttons == ["Fri 2026-11-20", "Sat 2027-11-20"]
    refused = await chat.press("Fri 2026-11-20")
    assert "is over" in refused.text
    assert "Sat 2027-11-20" in (await chat.press("Sat 2027-11-20")).text
