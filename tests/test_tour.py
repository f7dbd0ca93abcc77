"""The whole tour over HTTP: a group meets the bot and uses everything, and no call breaks a rule of Telegram."""

from io import BytesIO

import docx
import pytest
from conversation import Reply
from running import Start
from telegram_faults import Pace
from telegram_server import TelegramServer

QUESTION = "我们要给App加语聊房，需要做舆论属性安全评估吗？"


@pytest.fixture
def room(server: TelegramServer):
    server.pace = Pace()
    return server.do(server.telegram.group, "Launch", "mei", "chen", "boss", admins=("boss",))


def replies(server: TelegramServer, chat: int, since: int, count: int = 1) -> Reply:
    """Wait until the bot showed so many messages in a chat."""
    server.wait_for(lambda: len(server.shown(chat, since)) >= count)
    return Reply(server.shown(chat, since))


def test_a_group_meets_the_bot_and_uses_everything(server: TelegramServer, start: Start, room):
    boss = server.do(server.telegram.person, "boss").id
    server.do(server.telegram.private, "boss")
    start(REDLINE_MAINTAINERS=str(boss))

    server.do(server.telegram.set_standing, room, "left")
    before = len(server.calls)
    server.do(server.telegram.set_standing, room, "member", by="boss")
    greeting = replies(server, room.id, before)
    assert "/deadlines" in greeting.text
    settings = server.tap("boss", greeting, 0)
    assert "Asia/Shanghai" in settings.text

    asked = server.ask("mei", f"@redline_bot {QUESTION}", room)
    assert asked.text.startswith("很可能需要")
    told = server.tap("mei", asked, "准备上线")
    told = server.tap("mei", told, "假设都对")
    assert told.text.startswith("需要：上线前完成评估并提交报告")
    assert told.message["message_id"] == asked.message["message_id"]

    which = server.tap("mei", told, "提醒我们")
    echo = server.ask("mei", "2026年12月18日", room, reply_to=which.message)
    assert "2026" in echo.text
    saved = server.tap("mei", echo, 0)
    assert "#1" in saved.text

    memo = server.tap("mei", told, "备忘录")
    words = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(memo.files[0].content)).paragraphs)
    assert "需要：上线前完成评估并提交报告" in words

    history = server.ask("chen", "/history", room)
    again = server.tap("chen", history, "1")
    assert "about to launch or add a function" in again.text

    voting = server.tap("chen", again, "Feedback")
    before = len(server.calls)
    server.press("chen", voting.message, "Wrong")
    prompt = replies(server, room.id, before, 2)
    server.ask("chen", "第七条的期限写得不清楚", room, reply_to=prompt.messages[-1])
    server.wait_for(lambda: any("第七条" in str(call.params) for call in server.shown(boss)))

    query = server.do(server.telegram.ask_inline, "anna", "换脸")
    answer = server.wait_for(lambda: server.telegram.inline_answers[query["id"]])
    url = next(
        button["url"]
        for result in answer["results"]
        for row in result["reply_markup"]["inline_keyboard"]
        for button in row
        if not button["url"].endswith("=inline")
    )
    opened = server.ask("anna", f"/start {url.partition('start=')[2]}", language="zh-hans")
    assert opened.buttons

    tree = server.ask("anna", "/tree")
    assert tree.files or "▶" in tree.text
    search = server.ask("anna", "/search 未成年人 游戏")
    assert "《" in search.text
    edited = server.ask("anna", "PIPL Art. 38")
    before = len(server.calls)
    own = [message for message in server.messages("anna") if message.get("text") == "PIPL Art. 38"][-1]
    server.do(server.telegram.edit, own, "PIPL Art. 39")
    changed = replies(server, edited.message["chat"]["id"], before)
    assert "39" in changed.text
    assert changed.is_edit

    asked_to_forget = server.ask("anna", "/forget")
    gone = server.tap("anna", asked_to_forget, 0)
    assert "没有剩余" in gone.text or "nothing is left" in gone.text
    assert not server.violations


def test_a_group_that_moves_keeps_its_deadlines(server: TelegramServer, start: Start):
    small = server.do(lambda: server.telegram.group("Small", "mei", kind="group"))
    start()
    echo = server.ask("mei", "/remind 2026-12-18 submit the report", small)
    server.tap("mei", echo, 0)
    new = server.do(server.telegram.migrate, small)
    listed = server.ask("mei", "/deadlines", new)
    assert "submit the report" in listed.text
    assert not server.violations
