"""Opinions of answers: three buttons, one line, and the maintainers can replay what was answered."""

import json

import msgspec
import pytest
from conversation import Conversation

from bot.config import Config
from knowledge import replay

QUESTION = "我们要给App加语聊房，需要做舆论属性安全评估吗？"
MAINTAINER = 1001


@pytest.fixture
def config(config: Config) -> Config:
    return msgspec.structs.replace(config, maintainers=(MAINTAINER,))


@pytest.fixture
def boss(chat: Conversation):
    assert chat.telegram.person("boss").id == MAINTAINER
    return chat.telegram.private("boss")


async def test_a_helpful_answer_gets_a_thank_you_and_nothing_more(chat: Conversation, store, boss):
    await chat.say(QUESTION)
    assert (await chat.press("反馈")).buttons[-3:] == ["有帮助", "有错误", "不完整"]
    pressed = await chat.press("有帮助")
    assert pressed.toast == "谢谢，已记下。"
    assert store.votes() == {"helpful": 1}
    assert "反馈" in chat.as_it_is_now(pressed.shown[0].result)["reply_markup"]["inline_keyboard"][-1][-1]["text"]


async def test_what_is_wrong_is_told_in_a_line_and_goes_to_the_maintainers(chat: Conversation, store, library, boss):
    await chat.say(QUESTION)
    await chat.press("反馈")
    prompt = await chat.press("有错误")
    thanks = await chat.say("第 7 条的期限<b>不对</b>", reply_to=chat.messages[-1])
    assert "已转给维护者" in thanks.text
    assert store.votes() == {"wrong": 1}
    sent = list(boss.messages.values())
    assert "第 7 条的期限<b>不对</b>" in sent[-1]["caption"]
    assert QUESTION in sent[-1]["caption"]
    kept = json.loads(chat.telegram.contents[sent[-1]["document"]["file_id"]])
    again = replay.replayed(library, json.dumps(kept["verdicts"][0]).encode())
    assert list(again.leaning) == kept["verdicts"][0]["leaning"]
    assert prompt


async def test_everybody_in_the_group_may_vote_once(chat: Conversation, store, boss):
    asked = await chat.say(f"@redline_bot {QUESTION}", group=True, user="mei")
    for user in ("chen", "anna", "chen"):
        await chat.press("反馈", user=user, on=asked)
        await chat.press("有帮助", user=user, on=asked)
    assert store.votes() == {"helpful": 2}


async def test_an_article_can_be_voted_on_too(chat: Conversation, store, boss):
    await chat.say("PIPL Art. 38", language="en")
    await chat.press("Feedback")
    await chat.press("Missing")
    assert store.votes() == {"missing": 1}


async def test_a_line_of_somebody_else_is_no_comment(chat: Conversation, store, boss):
    asked = await chat.say(f"@redline_bot {QUESTION}", group=True, user="mei")
    await chat.press("反馈", on=asked)
    await chat.press("有错误", on=asked)
    prompt = chat.messages[-1]
    reply = await chat.say("PIPL Art. 38", user="chen", group=True, reply_to=prompt)
    assert "转给维护者" not in reply.text


async def test_the_command(chat: Conversation, store, boss):
    assert "/feedback the period" in (await chat.say("/feedback", language="en")).text
    assert "maintainers have it" in (await chat.say("/feedback the period of Art. 7 is wrong")).text
    assert "the period of Art. 7 is wrong" in list(boss.messages.values())[-1]["text"]


async def test_maintainers_who_never_wrote_to_the_bot_are_no_trouble(chat: Conversation, store):
    await chat.say(QUESTION)
    await chat.press("反馈")
    assert (await chat.press("有错误")).toast


@pytest.mark.parametrize("vote", ["", "x", "note", "helpful:1", "1"])
async def test_forged_votes_do_not_count(chat: Conversation, store, vote):
    asked = await chat.say(QUESTION)
    mark = asked.keyboard[0][0]["callback_data"].split(":")
    pressed = await chat.press_data(f"i:{mark[1]}:{mark[2]}:e:{vote}", on=asked)
    assert [call.method for call in pressed.calls].count("answerCallbackQuery") == 1
    assert not store.votes()
