"""The terminal chat: what a person types, and what they read."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.local_entities import parse
from bot.local_session import LocalSession
from bot.local_telegram import TOKEN, LocalRequest, LocalTelegram
from bot.terminal import Terminal
from bot.terminal_text import label, readable, speech, wrap

QUESTION = '<b>Very likely yes</b> (<a href="https://www.cac.gov.cn/a.htm">Art. 7</a>).'


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    asked = update.effective_message
    if asked.chat.type != "private" and not (asked.reply_to_message or "@redline_bot" in asked.text):
        return
    rows = [
        [InlineKeyboardButton("Not yet", callback_data="no"), InlineKeyboardButton("Yes", callback_data="yes")],
        [InlineKeyboardButton("Law", url="https://www.cac.gov.cn/")],
    ]
    await asked.reply_text(QUESTION, "HTML", reply_markup=InlineKeyboardMarkup(rows))


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    await query.answer(f"Noted, {query.from_user.username}")
    await query.edit_message_text(f"You said {query.data}.")
    await query.message.reply_document(b"memo", filename="memo.txt")


@pytest.fixture
async def start():
    """Return a function that opens a terminal; what it writes is in its list `written`."""
    sessions = []

    async def start(**options) -> Terminal:
        telegram = LocalTelegram()
        builder = Application.builder().token(TOKEN).request(LocalRequest(telegram)).job_queue(None)
        application = builder.get_updates_request(LocalRequest(telegram)).build()
        application.add_handler(MessageHandler(filters.TEXT, answer))
        application.add_handler(CallbackQueryHandler(press))
        session = await LocalSession(application, telegram).__aenter__()
        sessions.append(session)
        written = []
        terminal = Terminal(session, written.append, **options)
        terminal.written = written
        return terminal

    yield start
    for session in sessions:
        await session.__aexit__(None, None, None)


async def test_a_question_is_answered_with_numbered_buttons(start):
    terminal = await start()
    assert await terminal.enter("does our voice chat need an assessment?\n")
    assert terminal.written == [
        "Redline  Very likely yes (Art. 7 ‹cac.gov.cn›).\n         [1] Not yet  [2] Yes\n         [3] Law ↗"
    ]


async def test_a_number_presses_that_button_and_edits_show_as_such(start):
    terminal = await start()
    await terminal.enter("hello")
    await terminal.enter("2")
    assert terminal.written[1:] == [
        "         (Noted, you)",
        "Redline  (edited)\n         You said yes.",
        "Redline  (memo.txt, 4 bytes; to save it: :save 1)",
    ]


async def test_a_number_that_no_button_has_is_an_ordinary_message(start):
    terminal = await start()
    await terminal.enter("1")
    await terminal.enter("4")
    assert [message["text"] for message in terminal.chat.messages.values() if not message["from"]["is_bot"]] == [
        "1",
        "4",
    ]


async def test_a_button_with_a_link_shows_where_it_leads(start):
    terminal = await start()
    await terminal.enter("hello")
    await terminal.enter("3")
    assert terminal.written[-1] == "         (Law: https://www.cac.gov.cn/)"


async def test_in_a_group_several_people_speak_and_the_bot_minds_its_manners(start):
    terminal = await start(you="mei", members=("chen", "anna"))
    await terminal.enter("lunch?")
    await terminal.enter("chen: @redline_bot does it?")
    await terminal.enter("anna: 1")
    await terminal.enter("chen: > and now?")
    await terminal.enter("https://cac.gov.cn: a link is no speaker")
    speakers = [message["from"]["username"] for message in terminal.chat.messages.values()]
    assert speakers == ["mei", "chen", "redline_bot", "redline_bot", "chen", "redline_bot", "mei"]
    assert terminal.written[0] == "         (The bot is silent: nobody addressed it.)"
    assert "         (Noted, anna)" in terminal.written


async def test_empty_lines_do_nothing_and_quit_ends(start):
    terminal = await start()
    assert await terminal.enter("   \n")
    assert terminal.written == []
    assert not await terminal.enter(":quit")


async def test_files_can_be_saved(start, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    terminal = await start()
    for line in ("hello", "1", ":save 1"):
        await terminal.enter(line)
    assert (tmp_path / "memo.txt").read_bytes() == b"memo"


async def test_help_names_the_bot(start):
    terminal = await start()
    await terminal.enter(":help")
    assert "@redline_bot text" in terminal.written[0]


async def test_commands_are_those_of_the_chat_and_language(start):
    terminal = await start(language="zh-hans")
    menu = [{"command": "ask", "description": "提问"}]
    scope = {"type": "all_private_chats"}
    terminal.telegram.call("setMyCommands", {"commands": menu, "scope": scope, "language_code": "zh"})
    assert terminal.commands() == menu


# Text


def shown(html: str, **options) -> str:
    return readable(*parse(html), **options)


def test_markup_becomes_plain_text():
    html = "😀 <b>Yes</b>, see <i>below</i>\n<blockquote expandable>one\ntwo</blockquote>\n<code>/due</code> &lt;3"
    assert shown(html) == "😀 Yes, see below\n│ one\n│ two\n/due <3"


def test_text_cannot_command_the_terminal():
    assert shown("a\x1b[2Jb\rc\td", colours=True) == "a[2Jbc\td"


def test_a_site_is_named_once_in_a_message():
    link = '<a href="https://www.cac.gov.cn/{}">Art. {}</a>'
    assert shown(f"{link.format(1, 2)}, {link.format(2, 3)}") == "Art. 2 ‹cac.gov.cn›, Art. 3"


def test_colours_and_live_links():
    assert shown("<b>Yes</b>", colours=True) == "\x1b[1mYes\x1b[0m"
    assert shown('<a href="https://a.cn/">x</a>', colours=True).startswith("\x1b]8;;https://a.cn/\x1b\\")


def test_long_lines_break_at_spaces_and_between_chinese_characters():
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("语音聊天室需要评估", 8) == ["语音聊天", "室需要评", "估"]
    assert wrap("要不要评估？要", 10) == ["要不要评估？", "要"]
    assert wrap("│ one two", 6) == ["│ one", "│ two"]


def test_text_stands_beside_its_speaker():
    assert speech("mei", "one\n\ntwo three", columns=29) == "mei      one\n\n         two three"
    assert label("小美") == "小美     "
