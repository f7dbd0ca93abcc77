"""What a chat was told: listed, opened again with its facts, and only where it was said."""

import json

from conversation import Conversation

QUESTION = "我们要给App加语聊房，需要做舆论属性安全评估吗？"


async def test_the_verdicts_of_a_chat_newest_first(chat: Conversation):
    assert "No verdicts here yet" in (await chat.say("/history", language="en")).text
    await chat.say(QUESTION, group=True)
    assert "No verdicts here yet" in (await chat.say("/history", group=True, user="chen")).text
    await chat.say(f"@redline_bot {QUESTION}", group=True)
    listed = await chat.say("/history", group=True, user="chen")
    assert listed.text.splitlines()[2].startswith("1. 11-23 ")
    assert listed.buttons[0] == "1"
    assert "No verdicts here yet" in (await chat.say("/history", user="chen")).text


async def test_a_verdict_is_opened_again_with_its_facts_and_one_can_be_changed(chat: Conversation):
    await chat.say(f"@redline_bot {QUESTION}", group=True)
    await chat.say("/history", group=True, user="chen")
    reply = await chat.press("1", user="chen")
    assert "Understood: " in reply.text
    assert (await chat.press("I don't know", user="chen", on=reply)).is_edit
    assert (await chat.press("Back", user="mei", on=reply)).toast


async def test_a_verdict_that_rests_on_assumptions_says_so(chat: Conversation):
    await chat.say(QUESTION, language="en")
    assert "(under assumptions)" in (await chat.say("/history")).text
    await chat.press("准备上线")
    await chat.press("假设都对")
    assert "(under assumptions)" not in (await chat.say("/history")).text


async def test_the_steps_of_one_interview_are_one_line(chat: Conversation):
    await chat.say(QUESTION, language="en")
    before = len((await chat.say("/history")).buttons)
    await chat.press("不清楚")
    assert len((await chat.say("/history")).buttons) == before


async def test_a_full_check_is_one_line_and_opens_again_with_its_facts(chat: Conversation, store):
    asked = await chat.say("/check 我们做短视频App，有直播打赏", group=True, language="zh-hans")
    await chat.press("是", on=asked)
    listed = await chat.say("/history", group=True, user="chen", language="zh-hans")
    lines = listed.text.splitlines()[2:]
    assert lines[0].startswith("1. 11-23 全面检查：需要办的")
    assert "短视频" in lines[1]
    assert len(lines) == 2
    again = await chat.press("1", user="chen")
    assert not again.toast
    assert again.text == chat.as_it_is_now(asked.message)["text"]
    assert (await chat.press("不清楚", user="chen", on=again)).is_edit


async def test_a_question_that_became_a_check_is_kept_as_the_check(chat: Conversation):
    asked = await chat.say(QUESTION, language="zh-hans")
    await chat.press("全面检查", on=asked)
    listed = await chat.say("/history")
    assert [line[:12] for line in listed.text.splitlines()[2:]] == ["1. 11-23 全面检", "语音聊天室、App"]


async def test_a_check_of_older_rules_says_so_when_opened(chat: Conversation, store):
    await chat.say("/check 我们做短视频App", language="en")
    (kept,) = store.verdicts()
    old = json.loads(kept.payload)
    dropped = next(name for name, answer in old["answers"].items() if answer["listed"])
    del old["answers"][dropped]
    store.save_verdict(kept.chat_id, kept.user_id, None, json.dumps(old).encode(), kept.at)
    await chat.say("/history", language="en")
    assert (await chat.press("1")).toast.startswith("The rules changed since")


async def test_a_long_history_has_pages(chat: Conversation):
    for _ in range(10):
        await chat.say(QUESTION, language="en")
    first = await chat.say("/history")
    assert any(label.startswith("Next 2/") for label in first.buttons)
    second = await chat.press("Next 2/")
    assert second.is_edit
    assert "9." in second.text


async def test_verdicts_of_other_chats_are_out_of_reach(chat: Conversation, store):
    await chat.say(QUESTION, user="anna")
    theirs = store.verdicts(store.known_chat(chat.where.id).id)[0].id
    await chat.say(QUESTION, user="mei")
    listed = await chat.say("/history", user="mei")
    for data in (f"h:open:{theirs}", "h:open:999999", "h:page:999999", "h:open:", "h:drop:1"):
        pressed = await chat.press_data(data, on=listed)
        assert [call.method for call in pressed.calls].count("answerCallbackQuery") == 1
        assert "已知" not in pressed.text
