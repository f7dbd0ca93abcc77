"""The tests' Bot API server: an ordinary bot over HTTP, its pace and its faults."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from running import free_port
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters
from telegram.request import HTTPXRequest
from telegram_faults import Fault, Pace
from telegram_server import TelegramServer

from bot.local_limits import ApiError


@pytest.fixture
def server():
    with TelegramServer() as server:
        yield server


@pytest.fixture
async def bot(server):
    async with Bot(server.token, base_url=server.url, base_file_url=server.url.replace("/bot", "/file/bot")) as bot:
        yield bot


@pytest.fixture
def mei(server) -> int:
    return server.say("mei", "hello")["chat"]["id"]


async def echo(update: Update, context: object) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Shout", callback_data="shout")]])
    await update.effective_message.reply_text(update.effective_message.text, reply_markup=buttons)


async def shout(update: Update, context: object) -> None:
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(update.callback_query.message.text.upper())


def echo_bot(server: TelegramServer) -> Application:
    application = Application.builder().token(server.token).base_url(server.url).job_queue(None).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(shout))
    return application


async def converse(server: TelegramServer) -> None:
    reply = await asyncio.to_thread(server.ask, "mei", "hello", "Team")
    assert (reply.text, reply.buttons) == ("hello", ["Shout"])
    pressed = await asyncio.to_thread(server.tap, "mei", reply, "Shout")
    assert pressed.text == "HELLO"
    assert [message["text"] for message in server.messages("Team")] == ["hello", "HELLO"]


async def test_a_bot_that_polls(server):
    async with echo_bot(server) as application:
        await application.start()
        await application.updater.start_polling()
        await converse(server)
        await application.updater.stop()
        await application.stop()


async def test_a_bot_with_a_webhook(server):
    port = free_port()
    async with echo_bot(server) as application:
        await application.start()
        address = {"listen": "127.0.0.1", "port": port, "url_path": "hook"}
        await application.updater.start_webhook(
            **address, webhook_url=f"http://127.0.0.1:{port}/hook", secret_token="s3cret"
        )
        await converse(server)
        await application.updater.stop()
        await application.stop()


async def test_files_travel_both_ways(bot, mei):
    sent = await bot.send_document(mei, "内容".encode(), filename="备忘录.txt")
    assert sent.document.file_name == "备忘录.txt"
    file = await bot.get_file(sent.document.file_id)
    assert (await file.download_as_bytearray()).decode() == "内容"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (429, RetryAfter),
        (500, NetworkError),
        (502, NetworkError),
        (403, Forbidden),
        ("garbage", TelegramError),
    ],
)
async def test_faults_answer_as_telegram_does(server, bot, mei, fault, error):
    server.faults.append(Fault("sendMessage", fault))
    with pytest.raises(error):
        await bot.send_message(mei, "one")
    assert (await bot.send_message(mei, "two")).text == "two"


@pytest.mark.parametrize(("kind", "arrived"), [("reset before", []), ("reset after", ["one"])])
async def test_a_broken_connection_does_not_say_whether_the_message_arrived(server, bot, mei, kind, arrived):
    server.faults.append(Fault("sendMessage", kind))
    with pytest.raises(NetworkError):
        await bot.send_message(mei, "one")
    assert [message["text"] for message in server.messages("mei") if message["from"]["is_bot"]] == arrived


async def test_a_second_poller_ends_the_first(server, bot):
    async with Bot(server.token, base_url=server.url) as twin:
        first = asyncio.create_task(bot.get_updates(timeout=20))
        while not server.polls:
            await asyncio.sleep(0.01)
        assert await twin.get_updates(timeout=0) == ()
        with pytest.raises(Conflict):
            await first


async def test_a_wrong_token_opens_nothing(server):
    async with HTTPXRequest() as request:
        with pytest.raises(InvalidToken):
            await request.post(f"{server.url}1:wrong/getMe")


async def test_a_migrated_group_tells_its_new_id(server, bot):
    old = server.do(server.telegram.group, "Team", kind="group")
    new = server.do(server.telegram.migrate, old)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(old.id, "one")
    assert caught.value.new_chat_id == new.id


def buttons(*rows: list[str]) -> dict[str, object]:
    return {
        "reply_markup": InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=d) for d in r] for r in rows])
    }


@pytest.mark.parametrize(
    ("text", "more"),
    [
        pytest.param("x" * 4097, {}, id="4096 units"),
        pytest.param("😀" * 2049, {}, id="an emoji is two units"),
        pytest.param("<b>x", {"parse_mode": "HTML"}, id="a tag left open"),
        pytest.param("<b><i>x</b></i>", {"parse_mode": "HTML"}, id="tags that cross"),
        pytest.param("<p>x</p>", {"parse_mode": "HTML"}, id="a tag that Telegram has not"),
        pytest.param("", {}, id="nothing to say"),
        pytest.param("x", buttons(["规" * 22]), id="64 bytes of data"),
        pytest.param("x", buttons(["x"] * 9), id="8 buttons a row"),
        pytest.param("x", buttons(*[["x"]] * 101), id="100 buttons"),
    ],
)
async def test_a_message_that_breaks_a_limit_is_refused_and_noted(server, bot, mei, text, more):
    with pytest.raises(BadRequest):
        await bot.send_message(mei, text, **more)
    assert len(server.violations) == 1


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda bot, mei: bot.send_document(mei, b"x", caption="x" * 1025), id="a caption of 1024"),
        pytest.param(lambda bot, mei: bot.set_my_commands([("Ask", "x")]), id="a command in capitals"),
        pytest.param(lambda bot, mei: bot.set_my_commands([("ask", "x" * 257)]), id="help of 256"),
        pytest.param(lambda bot, mei: bot.set_my_commands([(f"c{n}", "x") for n in range(101)]), id="100 commands"),
    ],
)
async def test_other_calls_that_break_a_limit_are_refused_and_noted(server, bot, mei, call):
    with pytest.raises(BadRequest):
        await call(bot, mei)
    assert len(server.violations) == 1


async def test_more_than_fifty_inline_results_are_refused_and_noted(server, bot, mei):
    asked = server.do(server.telegram.ask_inline, "mei", "x")
    results = [InlineQueryResultArticle(str(n), "x", InputTextMessageContent("x")) for n in range(51)]
    with pytest.raises(BadRequest):
        await bot.answer_inline_query(asked["id"], results)
    assert len(server.violations) == 1


def test_the_twenty_first_message_of_a_minute_to_a_group_is_too_many():
    now = [0.0]
    pace = Pace(clock=lambda: now[0])
    for _ in range(20):
        now[0] += 2.5
        pace.check(-100)
        pace.check(7)
    now[0] += 2.5
    pace.check(7)
    with pytest.raises(ApiError):
        pace.check(-100)
    assert pace.refused == ["more than 20 messages in 60 s to ('group', -100)"]


@pytest.mark.parametrize(("kind", "most"), [("private", 5), ("supergroup", 5)])
async def test_the_pace_of_one_chat_is_enforced(kind, most):
    with TelegramServer() as server:
        server.pace = Pace(clock=lambda: 0.0)
        chat = server.do(server.telegram.private, "mei") if kind == "private" else server.do(server.telegram.group, "T")
        async with Bot(server.token, base_url=server.url) as bot:
            for number in range(most):
                await bot.send_message(chat.id, str(number))
            with pytest.raises(RetryAfter):
                await bot.send_message(chat.id, "one too many")


def test_it_runs_as_a_process_of_its_own():
    command = [sys.executable, str(Path(__file__).with_name("telegram_server.py"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        token, base = (process.stdout.readline().strip().split("=", 1)[1] for _ in range(2))
        control = re.sub(r"/bot$", "/control/say", base)
        assert httpx.post(control, json={"user": "mei", "text": "hello"}, timeout=60).json()["ok"]
        assert httpx.get(f"{base}{token}/getUpdates", timeout=60).json()["result"][0]["message"]["text"] == "hello"
        process.terminate()
