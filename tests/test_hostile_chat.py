"""Whatever people write, press, edit or search for: no handler fails, every press is answered, no rule is broken."""

import random

import msgspec
import pytest
from conversation import Conversation

from bot.config import Config, Limits

WORDS = [
    "",
    "7",
    "-1",
    "PIPL 38",
    "个保法",
    "我们要加语聊房，需要评估吗",
    "<b>",
    "&amp;",
    "</b></pre>",
    "%s{0}{x}",
    "\u202e",
    "💣" * 50,
    "2026-12-18",
    "31.02.2026",
    "next friday",
    "docx",
    "ics",
    "en",
    "繁體",
    "Berlin",
    "UTC+99",
    "vAAAABBBBCC",
    "inline",
    "a" * 4000,
    "（" * 2000,
    "第" * 1000,
    "9" * 400,
    "\n\n\n",
    "' OR 1=1 --",
    '"NEAR(',
    "cn.algorithm.filing",
    "1" * 30,
    "off",
    "weekly 25:00",
    "daily 09:00",
    "@redline_bot",
    "/law /law /law",
    "null",
    "0",
    "١٢٣",
    "不知道",
    "没有",
    "x\x0by",
]
COMMANDS = (
    "ask check law search tree due remind deadlines digest settings language timezone history export "
    "feedback help privacy forget start unanswered stats status nothing"
)
DATA = (
    "i:{}:{}:v:{} i:{}:{}:u:{} i:{}:{}:t:{} i:{}:{}:d:{} i:{}:{}:p:{} i:{}:{}:m:{} i:{}:{}:e:{} "
    "i:{}:{}:g: i:{}:{}:r: i:{}:{}:f: i:{}:{}:w: i:{}:{}:b: i:{}:{}:c: d:{}:done d:{}:undo d:{}:show "
    "d:{}:list n:{}:{}:save n:{}:{}:drop n:{}:{}:3 h:open:{} h:page:{} y:docx:{} y:md:{} y:ics:{} "
    "t:text:{}:{} t:whole:{}:{} t:timeline:{}: s:menu:{} s:zone:{} s:hour:{} x:me:{} x:chat:{} x:no:{} "
    "q:show:{} z:mine"
)


@pytest.fixture
def config(config: Config) -> Config:
    return msgspec.structs.replace(config, maintainers=(1001,), limits=Limits(10**6, 10**6))


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_that_people_do_fails(chat: Conversation, seed):
    chance = random.Random(seed)
    room = chat.group("Launch", "boss", "mei", "chen", admins=("boss",))
    assert chat.telegram.person("boss").id == 1001
    for _ in range(120):
        user, where = chance.choice(["boss", "mei", "chen"]), chance.choice([False, room])
        words = chance.choice(WORDS)
        match chance.randrange(5):
            case 0:
                await chat.say(f"/{chance.choice(COMMANDS.split())} {words}", user=user, group=where, language="en")
            case 1:
                await chat.say(f"@redline_bot {words}", user=user, group=where)
            case 2:
                await chat.inline(words[:256], user=user)
            case 3:
                own = [one for one in chat.messages if not one["from"]["is_bot"] and one["from"]["username"] == user]
                if own and "text" in own[-1]:
                    await chat.edit(chance.choice(WORDS) or "x", own[-1])
            case _:
                await _press(chat, chance, user)


async def _press(chat: Conversation, chance: random.Random, user: str) -> None:
    shown = [one for one in chat.messages if one["from"]["is_bot"]]
    if not shown:
        return
    message = chance.choice(shown[-5:])
    real = [one for row in message.get("reply_markup", {}).get("inline_keyboard", []) for one in row]
    pressable = [one["callback_data"] for one in real if "callback_data" in one]
    data = chance.choice(DATA.split())
    data = data.format(*(chance.choice([0, 1, 2, 3, 7, 10**11, "x", "event:1"]) for _ in range(data.count("{}"))))
    pressed = await chat.press_data(chance.choice([*pressable, data]), user=user, on=message)
    assert [call.method for call in pressed.calls].count("answerCallbackQuery") == 1, data
