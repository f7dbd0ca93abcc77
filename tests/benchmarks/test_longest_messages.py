"""How long the bot thinks about the longest messages, of shapes that make programs slow: at most a tenth of a second.

Measured in processor time over the recorded wire, reply and all, so that a busy machine does not count.
"""

import asyncio
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from conversation import Clock, Conversation
from hostile import BITS, LONGEST

from bot import app
from bot.config import Config, Limits, Telegram
from bot.local_session import LocalSession
from bot.local_telegram import TOKEN, LocalRequest, LocalTelegram
from bot.store import Store
from knowledge import library as libraries
from knowledge import pinyin, reading, tokens

ANY = 10**9
TRIES, MOST_TRIES = 3, 12
SHOWN = 12
LIMIT = 0.1
QUESTIONS = Path(__file__).parents[1] / "questions"


def shapes() -> dict[str, str]:
    """Messages of full length: one thing again and again, things at random, and questions one after the other."""
    rng = random.Random(7)
    found = {f"{bit[:12]!r} again and again": bit * LONGEST for bit in BITS}
    found |= {f"{bit[:12]!r} with spaces": f"{bit} " * LONGEST for bit in BITS}
    found["random bits"] = "".join(rng.choice(BITS) for _ in range(LONGEST))
    found["random words"] = " ".join("".join(rng.choices("aeioubcdst", k=rng.randint(1, 12))) for _ in range(LONGEST))
    found["random characters"] = "".join(chr(rng.randint(0x4E00, 0x9FA5)) for _ in range(LONGEST))
    found["one long word"] = "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=LONGEST))
    asked = [
        entry["text"]
        for path in sorted(QUESTIONS.glob("*.yaml"))
        for entry in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    ]
    for name, chosen in (("Chinese", [t for t in asked if t > "一"]), ("English", [t for t in asked if t < "一"])):
        rng.shuffle(chosen)
        found[f"{name} questions"] = " ".join(chosen)
        found[f"{name} questions without ends"] = "".join(chosen).replace("？", "").replace("?", "").replace("。", "")
    return {name: text.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore") for name, text in found.items()}


@pytest.mark.timeout(600)
def test_longest_messages(tmp_path: Path) -> None:
    clock = Clock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    config = Config(data_folder=tmp_path, telegram=Telegram(token=TOKEN), limits=Limits(ANY, ANY))

    async def spent(conversation: Conversation, text: str) -> float:
        best, tries = float("inf"), 0
        while tries < TRIES or (best >= LIMIT and tries < MOST_TRIES):  # a neighbour on the machine only adds
            tries += 1
            reading._read.cache_clear()
            pinyin.sound.cache_clear()
            tokens.tokens.cache_clear()
            before = time.process_time()
            await conversation.say(text)
            best = min(best, time.process_time() - before)
        conversation.calls.clear()
        return best

    async def measure() -> dict[str, float]:
        telegram = LocalTelegram(clock=clock)
        application = app.build(
            config, libraries.load(), store, clock=clock, request=LocalRequest(telegram),
            get_updates_request=LocalRequest(telegram), pictures=False,
        )  # fmt: skip
        async with LocalSession(application, telegram) as session:
            conversation = Conversation(session)
            await spent(conversation, "does our voice chat need an assessment?")
            return {name: await spent(conversation, text) for name, text in shapes().items() if text.strip()}

    with Store.open(tmp_path / "redline.db") as store:
        times = asyncio.run(measure())
    slowest = sorted(times, key=lambda name: -times[name])
    print(f"\n{len(times)} shapes of {LONGEST} characters; the slowest, in milliseconds:")
    for name in slowest[:SHOWN]:
        print(f"  {times[name] * 1000:6.1f}  {name}")
    assert times[slowest[0]] < LIMIT
