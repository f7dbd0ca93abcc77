"""Asking in private and in groups: the verdict first, its articles, what would change it, one next question."""

import pytest


async def test_voice_chat_needs_an_assessment_before_launch(chat):
    reply = await chat.say("does our voice-chat feature need an assessment?")
    assert reply.text.splitlines()[0] == "Very likely yes: assess and submit the report before it goes live"
    assert "Arts. 2, 3(1), 7" in reply.text
    assert "Not needed if: not offered in mainland China." in reply.text
    assert "I don't know" in reply.buttons


async def test_the_same_in_chinese(chat):
    reply = await chat.say("我们要给App加语聊房，需要做安全评估吗？")
    assert reply.text.splitlines()[0] == "很可能需要：上线前完成评估并提交报告"
    assert "第2条、第3条（1）、第7条" in reply.text
    assert "不清楚" in reply.buttons


async def test_the_interview_ends_in_a_decided_verdict(chat):
    await chat.say("does our voice-chat feature need an assessment?")
    await chat.press("about to launch")
    reply = await chat.press("All assumptions are right")
    assert reply.is_edit
    assert reply.text.startswith("Yes: assess and submit the report before it goes live")
    assert "One question" not in reply.text


async def test_back_takes_the_last_answer_back(chat):
    first = await chat.say("does our voice-chat feature need an assessment?")
    await chat.press("assessed before and nothing")
    reply = await chat.press("Back")
    assert reply.text == first.text


async def test_not_knowing_is_never_no(chat):
    await chat.say("does our voice-chat feature need an assessment?")
    reply = await chat.press("I don't know")
    assert "Not known: situation" in reply.text
    assert not reply.text.startswith("No")


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("我们做一个类似Clubhouse的语音房App，要做安全评估吗", "很可能需要", id="audio rooms"),
        pytest.param(
            "karaoke app with a public square, do we need the security assessment?", "Very likely yes", id="karaoke"
        ),
        pytest.param("随机匹配陌生人一对一语音聊天，要做安全评估吗", "很可能需要", id="random voice matching"),
        pytest.param("our audiobook platform adds comments, need an assessment?", "Very likely yes", id="audiobooks"),
        pytest.param("公司官网静态页面要做安全评估吗", "很可能不需要", id="static company page"),
        pytest.param(
            "internal tool only for our employees, security assessment?", "Very likely no", id="internal tool"
        ),
    ],
)
async def test_products(chat, question, first):
    reply = await chat.say(question)
    assert reply.text.startswith(first), reply.text


async def test_the_reason_is_what_was_said_and_not_what_may_be_so_as_well(chat):
    """Sharing needs separate consent; that the data may be sensitive too is no reason to name."""
    reply = await chat.say("把会员名单给合作方用，要单独同意吗")
    assert reply.text.startswith("很可能需要")
    assert "第23条" in reply.text
    assert "敏感个人信息要取得" not in reply.text


async def test_an_entry_for_some_answers_those_who_say_that_they_are_it(chat):
    reply = await chat.say("客服外包公司帮我们打电话，要用户单独同意吗")
    assert reply.text.startswith("不需要")
    reply = await chat.say("客服外包公司帮我们打电话，还拿数据去卖自己的课，要用户单独同意吗")
    assert not reply.text.startswith("不需要")


async def test_private_calls_alone_depend(chat):
    reply = await chat.say("只有好友之间的一对一通话，没有群聊、没有社区、不能发内容，要做安全评估吗")
    assert reply.text.startswith("要看情况")
    assert "条文没有点名一对一私聊或通话" in reply.text


async def test_a_group_is_left_alone_unless_it_addresses_the_bot(chat):
    assert not await chat.say("does voice chat need an assessment?", group=True)
    assert await chat.say("@redline_bot does voice chat need an assessment?", group=True)
    assert await chat.say("/ask does voice chat need an assessment?", group=True)


async def test_a_reply_to_the_bot_is_addressed_to_it(chat):
    first = await chat.say("@redline_bot does voice chat need an assessment?", group=True)
    assert await chat.say("what does Art. 7 of the 2018 provisions say?", group=True, reply_to=first)


async def test_only_the_asker_or_an_admin_presses(chat):
    room = chat.group("Launch", "mei", "chen", "boss", admins=("boss",))
    await chat.say("@redline_bot does voice chat need an assessment?", user="mei", group=room)
    refused = await chat.press("about to launch", user="chen")
    assert refused.toast
    assert not refused.shown
    assert (await chat.press("about to launch", user="boss")).is_edit


async def test_two_members_never_cross(chat):
    room = chat.group("Launch", "mei", "chen")
    mei = await chat.say("@redline_bot does voice chat need an assessment?", user="mei", group=room)
    chen = await chat.say("@redline_bot 公司官网要做安全评估吗", user="chen", group=room)
    await chat.press("about to launch", user="mei", on=mei)
    again = await chat.press("为什么", user="chen", on=chen)
    assert "语音" not in again.text.split("\n")[0]


@pytest.mark.parametrize(
    "data",
    [
        "i:999999:1:v:event:0",
        "i:1:1:v:no_such_fact:0",
        "i:1:1:v:event:99",
        "i:1:77:w:",
        "i:1:1:m:9",
        "x",
        "i:1:1:v:event",
    ],
)
async def test_forged_buttons_change_nothing(chat, data):
    first = await chat.say("does our voice-chat feature need an assessment?")
    reply = await chat.press_data(data, on=first)
    assert not reply.shown or reply.text == first.text


async def test_out_of_field_gets_no_verdict_and_no_citation(chat):
    reply = await chat.say("What's the VAT rate in Germany?")
    assert "not my field" in reply.text
    assert "Art." not in reply.text


async def test_names_and_quotes_cannot_inject_markup(chat):
    reply = await chat.say("<b>voice rooms</b> & <a href='x'>assessment</a>?")
    assert reply


async def test_an_article_by_name_and_number(chat):
    reply = await chat.say("/law 安全评估规定 7")
    assert "30个工作日" in reply.text
    reply = await chat.say("/law 2018 Provisions Art. 13")
    assert "warn the public" in reply.text


async def test_check_lists_duties_for_a_description(chat):
    reply = await chat.say("/check an audio-room app like Clubhouse with group chat")
    assert "Public-opinion security assessment" in reply.text
    assert reply.buttons
