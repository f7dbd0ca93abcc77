"""Replies under Telegram's limits: a flood is waited out, a long one is not, reminders pass."""

import asyncio
import time

import pytest
from telegram.error import RetryAfter

from bot.limiter import PACED, Limiter


class Wire:
    """Answers, after as many floods as told."""

    def __init__(self, floods: int, seconds: int = 1) -> None:
        self.floods = floods
        self.seconds = seconds
        self.calls: list[float] = []

    async def __call__(self) -> bool:
        self.calls.append(time.monotonic())
        if len(self.calls) <= self.floods:
            raise RetryAfter(self.seconds)
        return True


async def say(limiter: Limiter, wire: Wire, chat: int = 7, args: int | None = None):
    return await limiter.process_request(wire, (), {}, "sendMessage", {"chat_id": chat}, args)


@pytest.fixture
def replied() -> list[int]:
    return []


@pytest.fixture
def limiter(replied) -> Limiter:
    return Limiter(30, replied.append)


async def test_a_reply_is_sent_again_after_a_short_flood(limiter, replied):
    wire = Wire(floods=1)
    assert await say(limiter, wire)
    assert wire.calls[1] - wire.calls[0] >= 1
    assert replied == [7, 7], "the sender hears of both: Telegram counts them"


async def test_during_a_flood_every_reply_keeps_silent(limiter):
    flooded, other = Wire(floods=1), Wire(floods=0)
    first = asyncio.create_task(say(limiter, flooded))
    await asyncio.sleep(0.01)
    assert await say(limiter, other, chat=8)
    assert other.calls[0] - flooded.calls[0] >= 1
    assert await first


async def test_nobody_waits_for_a_long_flood(limiter):
    wire = Wire(floods=1, seconds=3600)
    with pytest.raises(RetryAfter):
        await say(limiter, wire)
    assert len(wire.calls) == 1


async def test_a_reminder_is_not_sent_again_here(limiter, replied):
    wire = Wire(floods=1)
    with pytest.raises(RetryAfter):
        await say(limiter, wire, args=PACED)
    assert (len(wire.calls), replied) == (1, [])


async def test_a_paid_bot_may_have_no_pace_of_ours():
    limiter, wire = Limiter(0, lambda _: None), Wire(floods=0)
    async with asyncio.timeout(5):
        await asyncio.gather(*(say(limiter, wire, chat=-9) for _ in range(200)))
    assert len(wire.calls) == 200
