"""The order of updates: kept within a chat, never imposed between chats."""

import asyncio
import random
from collections import defaultdict
from datetime import UTC, datetime

import pytest
from conversation import Conversation
from hypothesis import given
from hypothesis import strategies as st
from telegram import CallbackQuery, Chat, InlineQuery, Message, Update, User
from telegram.ext import Application, TypeHandler

from bot.local_session import LocalSession
from bot.local_telegram import TOKEN, LocalRequest, LocalTelegram
from bot.ordering import ChatOrder, place_of

MEI = User(1, "Mei", is_bot=False)


def message(number: int, chat: int) -> Message:
    return Message(number, datetime(2026, 11, 23, tzinfo=UTC), Chat(chat, "supergroup"), from_user=MEI, text="x")


KINDS = {
    "message": lambda number, chat: Update(number, message=message(number, chat)),
    "edit": lambda number, chat: Update(number, edited_message=message(number, chat)),
    "press": lambda number, chat: Update(
        number, callback_query=CallbackQuery(str(number), MEI, "x", message=message(number, chat))
    ),
}


async def run(order: ChatOrder, arrivals: list[tuple[int, str, int]]) -> tuple[dict[int, list[int]], int]:
    """Process updates of (chat, kind, pauses); return the numbers finished per chat, and the most in work at once."""
    finished = defaultdict(list)
    in_work: dict[int, int] = {}
    most = 0

    async def handle(number: int, chat: int, pauses: int) -> None:
        nonlocal most
        assert chat not in in_work, f"{number} began before {in_work[chat]} was done"
        in_work[chat] = number
        most = max(most, len(in_work))
        for _ in range(pauses):
            await asyncio.sleep(0)
        del in_work[chat]
        finished[chat].append(number)

    async with asyncio.TaskGroup() as tasks:
        for number, (chat, kind, pauses) in enumerate(arrivals):
            update = KINDS[kind](number, chat)
            tasks.create_task(order.process_update(update, handle(number, chat, pauses)))
    return finished, most


@given(
    arrivals=st.lists(st.tuples(st.integers(1, 5), st.sampled_from(list(KINDS)), st.integers(0, 7)), max_size=40),
    at_once=st.integers(1, 4),
)
def test_any_delays_leave_each_chat_in_order(arrivals, at_once):
    order = ChatOrder(at_once)
    finished, most = asyncio.run(run(order, arrivals))
    for chat, numbers in finished.items():
        assert numbers == [number for number, (where, *_) in enumerate(arrivals) if where == chat]
    assert most <= at_once
    assert order.waiting == 0
    assert not order._lines, "a chat that is idle is forgotten"


async def test_a_slow_chat_with_a_long_line_holds_up_nobody():
    order, opened, answered = ChatOrder(at_once=2), asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        await opened.wait()

    async def quick() -> None:
        answered.set()

    async with asyncio.TaskGroup() as tasks:
        for number in range(50):
            tasks.create_task(order.process_update(Update(number, message=message(number, 1)), slow()))
        tasks.create_task(order.process_update(Update(50, message=message(50, 2)), quick()))
        await answered.wait()
        assert order.waiting == 50
        opened.set()


async def test_updates_that_come_at_once_leave_turns_of_the_loop_to_others():
    order, turns = ChatOrder(), 0
    begun: list[int] = []

    async def work() -> None:
        begun.append(turns)

    async def count() -> None:
        nonlocal turns
        while len(begun) < 20:
            turns += 1
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as tasks:
        for number in range(20):
            tasks.create_task(order.process_update(Update(number, message=message(number, number)), work()))
        tasks.create_task(count())
    assert len(set(begun)) == 20


async def test_a_failing_or_cancelled_update_lets_the_next_one_pass():
    order, done = ChatOrder(), []

    async def fail() -> None:
        raise LookupError("a bug")

    async def hang() -> None:
        await asyncio.Event().wait()

    async def work(number: int) -> None:
        done.append(number)

    tasks = [
        asyncio.create_task(order.process_update(Update(number, message=message(number, 1)), coroutine))
        for number, coroutine in enumerate([fail(), hang(), work(2), work(3)])
    ]
    await asyncio.sleep(0.01)
    tasks[2].cancel()
    tasks[1].cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [
        LookupError,
        asyncio.CancelledError,
        asyncio.CancelledError,
        type(None),
    ]
    assert done == [3]
    assert order.waiting == 0


@pytest.mark.parametrize(
    ("update", "place"),
    [
        pytest.param(Update(1, message=message(1, -5)), ("chat", -5), id="message"),
        pytest.param(Update(1, edited_message=message(1, -5)), ("chat", -5), id="edited message"),
        pytest.param(
            Update(1, callback_query=CallbackQuery("1", MEI, "x", message=message(1, -5))), ("chat", -5), id="press"
        ),
        pytest.param(
            Update(1, callback_query=CallbackQuery("1", MEI, "x", inline_message_id="m")),
            ("inline message", "m"),
            id="press on an inline message",
        ),
        pytest.param(Update(1, inline_query=InlineQuery("1", MEI, "换脸", "")), ("user", 1), id="inline query"),
    ],
)
def test_what_keeps_its_order(update, place):
    assert place_of(update) == place


def test_anything_else_has_no_order():
    assert place_of("a string") != place_of("a string")


async def test_the_application_hands_updates_over_in_order():
    telegram, order, seen = LocalTelegram(), ChatOrder(), defaultdict(list)
    chance = random.Random(1)

    async def handle(update: Update, context: object) -> None:
        await asyncio.sleep(chance.random() / 200)
        seen[update.effective_chat.id].append(update.update_id)

    builder = Application.builder().token(TOKEN).request(LocalRequest(telegram)).job_queue(None)
    application = builder.get_updates_request(LocalRequest(telegram)).concurrent_updates(order).build()
    application.add_handler(TypeHandler(Update, handle))
    async with LocalSession(application, telegram) as session:
        chat = Conversation(session)
        groups = [chat.group(f"Team {number}") for number in range(20)]
        for _ in range(200):
            telegram.say("mei", "x", chance.choice(groups))
        await session.settle()
    assert sum(map(len, seen.values())) == 200
    assert all(numbers == sorted(numbers) for numbers in seen.values())
