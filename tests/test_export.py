"""What is taken away: a memo that says what the chat said, in Word and Markdown, and a calendar file."""

from io import BytesIO

import docx
import pytest
from conversation import Conversation
from icalendar import Calendar

from bot.deadline import NewDeadline

QUESTION = "我们要给App加语聊房，需要做舆论属性安全评估吗？"


def opened(content: bytes):
    return docx.Document(BytesIO(content))


def words(content: bytes) -> str:
    file = opened(content)
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


async def test_the_memo_says_what_the_chat_said(chat: Conversation, library):
    answer = await chat.say(QUESTION)
    reply = await chat.press("备忘录")
    assert reply.files[0].name == "redline-memo-2026-11-23-1.docx"
    memo = words(reply.files[0].content)
    assert answer.text.splitlines()[0] in memo
    for part in (QUESTION, "2026-11-23", library.revision, "语音聊天室", "暂按，待确认", "不构成法律意见", "第7条"):
        assert part in memo
    for chapter in ("事实", "结论", "法律依据", "要做什么"):
        assert chapter in memo


async def test_the_memo_has_fonts_for_chinese_and_links_to_the_law(chat: Conversation):
    await chat.say(QUESTION)
    file = opened((await chat.press("备忘录")).files[0].content)
    assert 'w:eastAsia="宋体"' in file.styles["Normal"].element.xml
    assert 'w:eastAsia="黑体"' in file.styles["Heading 1"].element.xml
    targets = [part.target_ref for part in file.part.rels.values() if part.is_external]
    assert any("cac.gov.cn" in target for target in targets)


async def test_markdown_and_a_link_with_the_same_facts(chat: Conversation):
    await chat.say(QUESTION)
    reply = await chat.press("备忘录")
    payload = reply.text.split("start=")[1].split()[0]
    again = await chat.say(f"/start {payload}", user="chen", language="zh-hans")
    assert "已知：语音聊天室" in again.text
    chat.where = chat.telegram.private("mei")
    markdown = (await chat.press("Markdown")).files[0]
    assert markdown.name.endswith(".md")
    assert markdown.content.decode().startswith("# 合规备忘录")


async def test_a_full_check_as_a_memo(chat: Conversation):
    await chat.say("/check an audio-room app with group chat and virtual gifts", language="en")
    reply = await chat.say("/export")
    memo = words(reply.files[0].content)
    assert "Compliance check" in memo
    assert "Duties" in memo
    assert "Yes" in memo


async def test_the_deadlines_as_a_calendar(chat: Conversation, store, clock):
    assert "no deadlines" in (await chat.say("/export ics", language="en")).text
    ours = store.known_chat(chat.where.id).id
    store.deadlines.add(ours, NewDeadline("Submit the report", "2026-12-18"), None, clock())
    reply = await chat.say("/export")
    assert reply.files[0].name == "redline-deadlines.ics"
    (event,) = Calendar.from_ical(reply.files[0].content).walk("VEVENT")
    assert event["SUMMARY"] == "Submit the report"


async def test_the_memo_has_the_deadlines(chat: Conversation, store, clock):
    await chat.say(QUESTION)
    ours = store.known_chat(chat.where.id).id
    store.deadlines.add(ours, NewDeadline("提交<b>报告</b>", "2026-12-18", provisional=True), None, clock())
    memo = words((await chat.press("备忘录")).files[0].content)
    assert "提交<b>报告</b>" in memo
    assert "2026-12-18（周五）" in memo
    assert "（暂定）" in memo


async def test_what_people_write_stays_words(chat: Conversation):
    question = "需要做舆论属性安全评估吗？语聊房 <b>x</b> | **y** [z](http://evil) \x0b `q`"
    await chat.say(question)
    reply = await chat.press("备忘录")
    assert "<b>x</b> | **y** [z](http://evil)" in words(reply.files[0].content)
    markdown = (await chat.press("Markdown")).files[0].content.decode()
    assert r"\<b\>x\</b\> \| \*\*y\*\* \[z\](http://evil)" in markdown


async def test_traditional_characters(chat: Conversation):
    await chat.say("/language 繁體")
    await chat.say(QUESTION)
    memo = words((await chat.press("備忘錄")).files[0].content)
    assert "合規備忘錄" in memo
    assert "规" not in memo.replace(QUESTION, "")


async def test_other_chats_memos_are_out_of_reach(chat: Conversation):
    await chat.say(QUESTION, user="anna")
    asked = await chat.say(QUESTION, user="mei")
    for data in ("y:docx:1", "y:md:999", "y:pdf:1", "y:docx:"):
        pressed = await chat.press_data(data, user="mei", on=asked)
        assert not pressed.files
        assert [call.method for call in pressed.calls].count("answerCallbackQuery") == 1


@pytest.mark.parametrize("command", ["/export", "/export md", "/export nonsense"])
async def test_nothing_to_export_is_said(chat: Conversation, command):
    assert "no verdict to export" in (await chat.say(command, language="en")).text


async def test_an_article_question_between_does_not_hide_the_verdict(chat: Conversation):
    await chat.say(QUESTION)
    await chat.say("PIPL Art. 38")
    assert (await chat.say("/export")).files
