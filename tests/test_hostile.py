"""Whatever people send: no exception reaches the error handler, and Telegram refuses nothing of what we say."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from typing import Any

import hostile
import pytest
from conversation import Clock, Conversation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import app
from bot.config import Config, Limits, Telegram
from bot.local_session import LocalSession
from bot.local_telegram import TOKEN, LocalRequest, LocalTelegram
from bot.store import Store

ANY = 10**9
NAMES = ("mei", "<b>Mei</b> & \"co\" 'x'", "{0} %s \\ `*_", "李\u202e雷", "𝕸𝖊𝖎" * 16)
TITLES = ("Team", "<script>alert(1)</script> & {title}", "红线\u200b项目组")
VOICE_CHAT = "does our voice-chat feature need an assessment?"
Do = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture(scope="module")
def talk(library, tmp_path_factory) -> Iterator[tuple[Conversation, Do]]:
    """A bot that stays for all examples, and what runs a coroutine beside it."""
    folder = tmp_path_factory.mktemp("hostile")
    clock = Clock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    config = Config(data_folder=folder, telegram=Telegram(token=TOKEN), limits=Limits(ANY, ANY), maintainers=(1001,))
    loop = asyncio.new_event_loop()
    with Store.open(folder / "redline.db") as store:
        telegram = LocalTelegram(clock=clock)
        application = app.build(
            config, library, store, clock=clock, request=LocalRequest(telegram),
            get_updates_request=LocalRequest(telegram), pictures=False,
        )  # fmt: skip
        session = LocalSession(application, telegram)
        loop.run_until_complete(session.__aenter__())
        conversation = Conversation(session)

        async def note(update: object, context) -> None:
            conversation.errors.append(context.error)

        application.add_error_handler(note)
        yield conversation, loop.run_until_complete
        loop.run_until_complete(session.__aexit__(None, None, None))
    loop.close()


def check(conversation: Conversation) -> None:
    """Nothing failed, nothing was refused; then forget what was said, so that many examples stay quick."""
    assert not conversation.errors
    assert not conversation.violations
    conversation.calls.clear()


calm = settings(
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@calm
@given(
    text=st.one_of(hostile.texts, hostile.commands()),
    user=st.sampled_from(NAMES),
    group=st.sampled_from([False, *TITLES]),
    edited=st.booleans(),
)
def test_messages_and_commands(talk, text, user, group, edited):
    conversation, do = talk
    addressed = text if group is False or text.startswith("/") else hostile.cut(f"@redline_bot {text}")
    do(conversation.say(addressed, user=user, group=group))
    if edited:
        do(conversation.edit(hostile.cut(f"{addressed} {VOICE_CHAT}")))
    check(conversation)


@calm
@given(text=hostile.texts, command=st.sampled_from(["", "/due data-export-assessment ", "/remind "]))
def test_replies_to_what_the_bot_asked(talk, text, command):
    """For instance to its question for a date, a name, a receipt."""
    conversation, do = talk
    asked = do(conversation.say(command + "2026-12-01" if command else VOICE_CHAT))
    do(conversation.say(text, reply_to=asked.message))
    check(conversation)


@calm
@given(data=hostile.presses(), user=st.sampled_from(NAMES), group=st.sampled_from([False, "Team"]))
def test_forged_buttons(talk, data, user, group):
    conversation, do = talk
    shown = do(conversation.say(f"@redline_bot {VOICE_CHAT}" if group else VOICE_CHAT, group=group))
    do(conversation.press_data(data, user=user, on=shown.message))
    check(conversation)


@calm
@given(query=hostile.texts.map(lambda text: text[:256]), user=st.sampled_from(NAMES))
def test_inline_queries(talk, query, user):
    conversation, do = talk
    do(conversation.inline(query, user=user))
    check(conversation)
