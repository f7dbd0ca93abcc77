"""The local Telegram: the limits and refusals of the real one, and a bot at work on it."""

from datetime import UTC, datetime, timedelta

import pytest
from conversation import Clock, Conversation
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.local_entities import cut, parse, units
from bot.local_limits import ApiError
from bot.local_people import Chat
from bot.local_session import LocalSession
from bot.local_telegram import TOKEN, LocalRequest, LocalTelegram


@pytest.fixture
def telegram(clock: Clock) -> LocalTelegram:
    return LocalTelegram(clock=clock)


@pytest.fixture
def mei(telegram: LocalTelegram) -> Chat:
    return telegram.private("mei")


def refusal(telegram: LocalTelegram, method: str, **params: object) -> str:
    with pytest.raises(ApiError) as caught:
        telegram.call(method, params)
    return caught.value.description


# Markup


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        pytest.param("<b>5 &lt; 6</b>", "5 < 6", [("bold", "5 < 6")], id="named references"),
        pytest.param("it&#x27;s &#39;so&#39;", "it's 'so'", [], id="numeric references"),
        pytest.param("&nbsp;&apos;", "&nbsp;&apos;", [], id="other named references stay as they are"),
        pytest.param("😀<i>界</i>", "😀界", [("italic", "界")], id="offsets count UTF-16 units"),
        pytest.param("<b>a<i>b</i></b>", "ab", [("bold", "ab"), ("italic", "b")], id="nested"),
        pytest.param('<span class="tg-spoiler">x</span>', "x", [("spoiler", "x")], id="spoiler as span"),
        pytest.param("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", "x")], id="folded quote"),
        pytest.param(
            '<a href="https://cac.gov.cn/?a=1&amp;b=2">第7条</a>', "第7条", [("text_link", "第7条")], id="link"
        ),
        pytest.param('<tg-time unix="1795000000" format="wD">Mon</tg-time>', "Mon", [("date_time", "Mon")], id="time"),
        pytest.param('<pre><code class="language-py">x</code></pre>', "x", [("pre", "x")], id="code block"),
        pytest.param("<b></b>x", "x", [], id="an empty tag leaves nothing"),
    ],
)
def test_html_is_read_as_telegram_reads_it(html, text, entities):
    plain, found = parse(html)
    assert plain == text
    assert [(entity["type"], cut(plain, entity["offset"], entity["length"])) for entity in found] == entities


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("条<br>", 'Unsupported start tag "br" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-time unix="1" format="x">x</tg-time>', "Invalid date-time format specified"),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(telegram, mei, html, complaint):
    description = refusal(telegram, "sendMessage", chat_id=mei.id, text=html, parse_mode="HTML")
    assert description == f"Bad Request: can't parse entities: {complaint}"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_back_as_it_was(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert parse(f"<b>{escaped}</b>")[0] == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_units_are_those_of_utf_16(text):
    assert units(text) == len(text.encode("utf-16-le")) // 2


def test_a_persons_message_carries_its_commands_and_mentions(telegram):
    message = telegram.say("mei", "/ask@redline_bot does it? @chen https://cac.gov.cn/a.htm.")
    found = [
        (entity["type"], cut(message["text"], entity["offset"], entity["length"])) for entity in message["entities"]
    ]
    assert found == [
        ("bot_command", "/ask@redline_bot"),
        ("mention", "@chen"),
        ("url", "https://cac.gov.cn/a.htm"),
    ]


# Limits


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("", "message text is empty", id="empty"),
        pytest.param("<b> </b>", "text must be non-empty", id="nothing but markup"),
        pytest.param("x" * 4097, "message is too long", id="4097 letters"),
        pytest.param("😀" * 2049, "message is too long", id="4098 UTF-16 units"),
        pytest.param("x" * 40_000, "text is too long", id="too long to be parsed"),
    ],
)
def test_texts_telegram_refuses(telegram, mei, text, complaint):
    description = refusal(telegram, "sendMessage", chat_id=mei.id, text=text, parse_mode="HTML")
    assert description == f"Bad Request: {complaint}"


def test_4096_units_count_after_the_markup_is_read(telegram, mei):
    sent = telegram.call("sendMessage", {"chat_id": mei.id, "text": f"<b>{'&amp;' * 4096}</b>", "parse_mode": "HTML"})
    assert units(sent["text"]) == 4096


def button(**fields: object) -> dict:
    return {"inline_keyboard": [[{"text": "Go", **fields}]]}


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        (button(callback_data="规" * 22), "BUTTON_DATA_INVALID"),
        (button(), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (button(callback_data="x", text=""), "inline keyboard button text must be non-empty"),
        (button(url="not a link"), "inline keyboard button URL 'not a link' is invalid: Wrong HTTP URL"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}, "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 9]}, "reply markup is too long"),
    ],
)
def test_buttons_telegram_refuses(telegram, mei, markup, complaint):
    description = refusal(telegram, "sendMessage", chat_id=mei.id, text="x", reply_markup=markup)
    assert description == f"Bad Request: {complaint}"


@pytest.mark.parametrize(
    ("commands", "complaint"),
    [
        ([{"command": "ask", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
        ([{"command": "Ask", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "ask", "description": " "}], "command description must be non-empty"),
        ([{"command": "ask", "description": "x" * 257}], "command description length must not exceed 256"),
    ],
)
def test_command_menus_telegram_refuses(telegram, commands, complaint):
    assert refusal(telegram, "setMyCommands", commands=commands) == f"Bad Request: {complaint}"


def test_each_scope_and_language_has_its_own_menu(telegram):
    menu = [{"command": "ask", "description": "提问"}]
    scope = {"type": "all_group_chats"}
    telegram.call("setMyCommands", {"commands": menu, "scope": scope, "language_code": "zh"})
    assert telegram.call("getMyCommands", {"scope": scope, "language_code": "zh"}) == menu
    assert telegram.call("getMyCommands", {"scope": scope}) == []


def article(name: str, text: str = "x") -> dict:
    return {"type": "article", "id": name, "title": name, "input_message_content": {"message_text": text}}


def test_inline_answers_hold_fifty_results_of_different_ids(telegram):
    query = telegram.ask_inline("mei", "换脸")["id"]
    many = [article(str(number)) for number in range(51)]
    too_many = refusal(telegram, "answerInlineQuery", inline_query_id=query, results=many)
    twice = refusal(telegram, "answerInlineQuery", inline_query_id=query, results=[article("a"), article("a")])
    assert too_many == "Bad Request: too many inline query results specified"
    assert twice == "Bad Request: RESULT_ID_DUPLICATE"
    assert telegram.call("answerInlineQuery", {"inline_query_id": query, "results": many[:50]}) is True


# Chats, messages, presses


def test_an_edit_that_changes_nothing_is_refused(telegram, mei):
    sent = telegram.call("sendMessage", {"chat_id": mei.id, "text": "x", "reply_markup": button(callback_data="a")})
    same = {"chat_id": mei.id, "message_id": sent["message_id"], "text": "x"}
    description = refusal(telegram, "editMessageText", **same, reply_markup=button(callback_data="a"))
    assert description.startswith("Bad Request: message is not modified: specified new message content")
    assert "reply_markup" not in telegram.call("editMessageText", same)


def test_only_the_bots_own_messages_can_be_edited(telegram, mei):
    theirs = telegram.say("mei", "hello")["message_id"]
    edit = {"chat_id": mei.id, "text": "y"}
    assert refusal(telegram, "editMessageText", **edit, message_id=theirs) == "Bad Request: message can't be edited"
    assert refusal(telegram, "editMessageText", **edit, message_id=99) == "Bad Request: message to edit not found"


def test_old_messages_cannot_be_deleted(telegram, mei, clock):
    sent = telegram.call("sendMessage", {"chat_id": mei.id, "text": "x"})["message_id"]
    clock.shift(hours=49)
    description = refusal(telegram, "deleteMessage", chat_id=mei.id, message_id=sent)
    assert description == "Bad Request: message can't be deleted for everyone"


@pytest.mark.parametrize(
    ("kind", "standing", "description"),
    [
        ("private", "kicked", "Forbidden: bot was blocked by the user"),
        ("group", "kicked", "Forbidden: bot was kicked from the group chat"),
        ("supergroup", "left", "Forbidden: bot is not a member of the supergroup chat"),
    ],
)
def test_a_bot_that_was_removed_cannot_write(telegram, mei, kind, standing, description):
    chat = mei if kind == "private" else telegram.group("Team", kind=kind)
    telegram.set_standing(chat, standing)
    assert refusal(telegram, "sendMessage", chat_id=chat.id, text="x") == description
    assert telegram.take()[-1]["my_chat_member"]["new_chat_member"]["status"] == standing


def test_a_migrated_group_names_its_new_id(telegram):
    old = telegram.group("Team", kind="group")
    new = telegram.migrate(old)
    with pytest.raises(ApiError) as caught:
        telegram.call("sendMessage", {"chat_id": old.id, "text": "x"})
    assert caught.value.parameters == {"migrate_to_chat_id": new.id}


def test_a_reply_goes_into_the_topic_of_what_it_answers(telegram):
    team = telegram.group("Team")
    asked = telegram.say("mei", "hello", team, topic="Launch")
    sent = telegram.call("sendMessage", {"chat_id": team.id, "text": "x", "reply_parameters": asked})
    assert sent["message_thread_id"] == asked["message_thread_id"]
    lost = refusal(telegram, "sendMessage", chat_id=team.id, text="x", message_thread_id=999)
    assert lost == "Bad Request: message thread not found"


def test_a_press_is_answered_once(telegram, mei):
    sent = telegram.call("sendMessage", {"chat_id": mei.id, "text": "x", "reply_markup": button(callback_data="a")})
    press = telegram.press("mei", sent, "Go")
    assert telegram.call("answerCallbackQuery", {"callback_query_id": press["id"], "text": "Noted"}) is True
    again = refusal(telegram, "answerCallbackQuery", callback_query_id=press["id"])
    assert again == "Bad Request: query is too old and response timeout expired or query ID is invalid"


def test_unknown_methods_do_not_exist(telegram):
    assert refusal(telegram, "sendTelepathy") == "Not Found: method not found"


# Updates


async def test_updates_stay_until_they_are_confirmed(telegram):
    telegram.say("mei", "one")
    telegram.say("mei", "two")
    first = await telegram.poll({"timeout": 0})
    again = await telegram.poll({"offset": first[0]["update_id"]})
    later = await telegram.poll({"offset": first[0]["update_id"] + 1})
    assert [update["message"]["text"] for update in again] == ["one", "two"]
    assert [update["message"]["text"] for update in later] == ["two"]


async def test_changes_of_members_are_sent_only_when_wanted(telegram):
    team = telegram.group("Team", "mei")
    telegram.set_standing(team, "left", user="mei")
    assert await telegram.poll({}) == []
    assert len(await telegram.poll({"allowed_updates": '["chat_member"]'})) == 1


# A bot at work


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Shout", callback_data="shout")]])
    await update.effective_message.reply_text(f"<i>{update.effective_message.text}</i>", "HTML", reply_markup=buttons)


async def shout(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.callback_query.answer("Loud!")
    await update.callback_query.edit_message_text(update.callback_query.message.text.upper())
    await update.callback_query.message.reply_document(b"LOUD", filename="loud.txt", caption="as a file")


@pytest.fixture
async def echo_chat(telegram):
    request = LocalRequest(telegram)
    builder = Application.builder().token(TOKEN).request(request).get_updates_request(LocalRequest(telegram))
    application = builder.job_queue(None).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(shout))
    async with LocalSession(application, telegram) as session:
        yield Conversation(session)


async def test_a_real_application_answers_edits_and_sends_files(echo_chat):
    reply = await echo_chat.say("hello", group=True, topic="Launch")
    assert (reply.text, reply.html, reply.buttons) == ("hello", "<i>hello</i>", ["Shout"])
    assert reply.message["message_thread_id"] == echo_chat.messages[0]["message_thread_id"]

    pressed = await echo_chat.press("Shout", user="chen")
    assert pressed.toast == "Loud!"
    assert [message.get("text", message.get("caption")) for message in pressed.messages] == ["HELLO", "as a file"]
    assert pressed.files[0].content == b"LOUD"


async def test_a_file_can_be_fetched_again(echo_chat, telegram):
    await echo_chat.say("hello")
    pressed = await echo_chat.press("Shout")
    file = await echo_chat.session.application.bot.get_file(pressed.message["document"]["file_id"])
    assert bytes(await file.download_as_bytearray()) == b"LOUD"


async def test_broken_rules_are_noticed(echo_chat):
    echo_chat.expects_errors = True
    await echo_chat.say("1 < 2 and <b>")
    assert echo_chat.violations == [
        'sendMessage: Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 5'
    ]


def test_the_clock_dates_messages():
    now = datetime(2026, 11, 23, tzinfo=UTC)
    telegram = LocalTelegram(clock=lambda: now + timedelta(seconds=1))
    assert telegram.say("mei", "x")["date"] == int(now.timestamp()) + 1
