"""A storm over the real process: everything that may go wrong at once, beside people who mean harm and people who ask.

A witness is a person who writes once. Each must be answered, whatever happens meanwhile; and what the bot said it
saved must be there at the end, once, as it was.
"""

import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hostile import BITS, cut
from running import REDLINE, run, settled
from telegram_faults import Fault
from telegram_server import TelegramServer
from test_hostile_chat import COMMANDS, DATA, WORDS

from bot.backup import check
from bot.local_limits import Json
from bot.store import Store

pytestmark = pytest.mark.torture

SECONDS = 120
VOICE_CHAT = "does our voice-chat feature need an assessment?"
VILLAINS = [f"{name} {number}" for name in ("mallory", '<b>Eve</b> & "co"', "{0} %s \\ `*_") for number in range(20)]
ON_THE_WIRE = ("garbage", "half", "reset before", "reset after", 500, 502, "slow")
WHERE = ("getUpdates", "sendMessage", "editMessageText", "answerCallbackQuery", "answerInlineQuery", "")
STOP_SECONDS = 10


@dataclass
class Watch(Fault):
    """No fault: it notes when the bot first turned to each chat since somebody wrote there."""

    method: str = ""
    kind: int | str = ""
    first: dict[int, float] = field(default_factory=dict)

    def strikes(self, method: str, params: Json) -> bool:
        if isinstance(chat := params.get("chat_id"), int):
            self.first.setdefault(chat, time.monotonic())
        return False


@dataclass
class Witness:
    """Somebody who asked once, or who wants to be reminded once and saves it when asked."""

    chat: int
    name: str
    at: float
    calm: bool
    saving: bool
    pressed: bool = False


class Storm:
    """One bot, its Telegram, and all that happens to them, round by round."""

    def __init__(self, server: TelegramServer, environment: dict[str, str], folder: Path, ends: ExitStack) -> None:
        self.server, self.folder, self.ends = server, folder, ends
        self.environment = environment | {"REDLINE_LIMITS__PER_USER": "100000", "REDLINE_LIMITS__PER_CHAT": "100000"}
        self.database = folder / "data" / "redline.db"
        self.chance = random.Random(8)
        self.watch = Watch()
        self.faults: list[Fault] = []
        self.done: Counter[str] = Counter()
        self.witnesses: list[Witness] = []
        self.stops: list[float] = []
        self.calm = True
        self.copies: list[Path] = []
        server.faults.append(self.watch)
        self.begin()

    def begin(self) -> None:
        self.process = self.ends.enter_context(run(self.environment, self.folder))

    # What people do

    def witness(self) -> None:
        name = f"witness{len(self.witnesses)}"
        chat = self.server.do(self.server.telegram.private, name).id
        saving = len(self.witnesses) % 3 == 0
        self.witnesses.append(Witness(chat, name, time.monotonic(), self.calm, saving))
        self.server.say(name, f"/remind 2026-12-18 report of {name}" if saving else VOICE_CHAT)

    def save(self) -> None:
        """Press "save" for those who were asked whether to."""
        for one in self.witnesses:
            if one.saving and not one.pressed and one.chat in self.watch.first:
                asked = [message for message in self.server.messages(one.name) if "reply_markup" in message]
                if asked:
                    self.server.press(one.name, asked[-1], 0)
                    one.pressed = True

    def harm(self) -> None:
        """Do one of the things that somebody may try."""
        chance, server, user = self.chance, self.server, self.chance.choice(VILLAINS)
        room = server.do(server.telegram.group, f"<i>Team {chance.randrange(9)}") if chance.random() < 0.5 else None
        text = self.text()
        self.done["inputs"] += 1
        match chance.randrange(6):
            case 0:
                server.say(user, text, room)
            case 1:
                server.say(user, cut(f"/{chance.choice(COMMANDS.split())} {text}"), room)
            case 2:
                server.say(user, cut(f"@redline_bot {text}"), room)
            case 3:
                server.do(server.telegram.ask_inline, user, text[:256])
            case 4:
                place = room or server.do(server.telegram.private, user)
                own = [one for one in server.messages(place) if not one["from"]["is_bot"] and "text" in one]
                if own:
                    server.do(server.telegram.edit, own[-1], text)
            case _:
                self.forge(user)

    def text(self) -> str:
        chance = self.chance
        match chance.randrange(4):
            case 0:
                return cut(chance.choice(BITS) * chance.choice((1, 50, 4096)))
            case 1:
                return cut("".join(chr(chance.randrange(1, 0xD7FF)) for _ in range(chance.choice((5, 200, 4096)))))
            case 2:
                return cut(chance.choice(WORDS))
        return cut(chance.choice(("", " ", "\n")).join(chance.choices(BITS, k=chance.choice((3, 30, 1000)))))

    def forge(self, user: str) -> None:
        """Press what no button of theirs says, on anybody's message."""
        chance, server = self.chance, self.server
        chat = chance.choice([one.chat for one in self.witnesses] + [server.do(server.telegram.private, user).id])
        known = server.telegram.chats[chat].messages
        number = max(known, default=1)
        message = known.get(number, {"chat": {"id": chat}, "message_id": number})
        data = chance.choice(DATA.split())
        data = data.format(*(chance.choice((0, 1, 2, 7, 30, 10**11, "x")) for _ in range(data.count("{}"))))
        server.do(server.telegram.press_data, user, message, data)

    # What goes wrong

    def fault(self) -> None:
        """Let a call go wrong, unless several others still have it before them."""
        if len([fault for fault in self.server.faults if fault.times]) - 1 > 3:
            return
        kind = self.chance.choice((*ON_THE_WIRE, 429, 403, 409))
        where = "getUpdates" if kind == 409 else self.chance.choice(WHERE[kind in (429, 403) :])
        fault = Fault(where, kind, seconds=self.chance.choice((1, 3)))
        self.faults.append(fault)
        self.server.faults.append(fault)

    def clear(self) -> None:
        self.server.faults = [self.watch]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.begin()

    def stop(self) -> None:
        before = time.monotonic()
        self.process.terminate()
        self.process.wait(120)
        self.stops.append(time.monotonic() - before)
        self.begin()

    def pause(self) -> None:
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(self.chance.uniform(0.5, 3))
        self.process.send_signal(signal.SIGCONT)

    def lock(self) -> None:
        """Keep the database as another program might."""
        with suppress(sqlite3.OperationalError):
            other = sqlite3.connect(self.database, isolation_level=None, timeout=1)
            other.execute("BEGIN IMMEDIATE")
            time.sleep(self.chance.uniform(0.5, 4))
            other.execute("ROLLBACK")
            other.close()

    def fill(self) -> None:
        """Leave no room on the disk."""
        written = self.database.with_name("redline.db-wal")
        size = written.stat().st_size if written.exists() else 1 << 16
        with suppress(ProcessLookupError):
            resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
            time.sleep(self.chance.uniform(0.5, 2))
            resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)

    def backup(self) -> None:
        copy = self.folder / f"copy{len(self.copies)}.db"
        said = subprocess.run([*REDLINE, "backup", str(copy)], env=self.environment, cwd=self.folder, check=False)
        if said.returncode == 0:
            self.copies.append(copy)

    def round(self, number: int) -> None:
        assert self.process.poll() is None, self.log()[-2000:]
        self.calm = number % 1000 > 700
        if self.calm:
            self.clear()
        self.harm()
        if number % 10 == 0:
            self.witness()
            self.save()
        if not self.calm:
            if number % 5 == 0:
                self.fault()
            if number % 150 == 149:
                happening = self.chance.choice((self.kill, self.kill, self.stop, self.pause, self.lock, self.fill))
                self.done[happening.__name__] += 1
                happening()
        if number % 1500 == 1499:
            self.backup()
        time.sleep(0.02)

    def log(self) -> str:
        return (self.folder / "log").read_text()

    # What came of it

    def unanswered(self) -> list[str]:
        return [one.name for one in self.witnesses if one.chat not in self.watch.first]

    def acknowledged(self) -> Iterator[Witness]:
        """Those whom the bot told that it saved what they wanted."""
        for one in self.witnesses:
            shown = [message for message in self.server.messages(one.name) if message["from"]["is_bot"]]
            if one.pressed and any(re.search(r"#\d", message.get("text", "")) for message in shown):
                yield one

    def kept(self) -> dict[int, list[str]]:
        """The open deadlines of each chat."""
        found = defaultdict(list)
        with Store.open(self.database) as store:
            for row in store.database.rows(
                "SELECT c.telegram_id, d.title FROM deadlines d JOIN chats c ON c.id = d.chat_id WHERE d.state = 'open'"
            ):
                found[row["telegram_id"]].append(row["title"])
        return found


def test_a_storm_loses_nothing(server: TelegramServer, environment: dict[str, str], tmp_path: Path) -> None:
    with ExitStack() as ends:
        storm = Storm(server, environment, tmp_path, ends)
        began, number = time.monotonic(), 0
        while time.monotonic() - began < SECONDS:
            storm.round(number)
            number += 1
        storm.clear()
        settled(lambda: not storm.unanswered(), 120)
        storm.save()
        assert server.ask("afterwards", VOICE_CHAT).buttons, "it is as it was"
        settled(lambda: not server.telegram.waiting())
        storm.stop()
        storm.process.kill()
        storm.process.wait()
    waits = [storm.watch.first.get(one.chat, time.monotonic()) - one.at for one in storm.witnesses]
    calm = [wait for one, wait in zip(storm.witnesses, waits, strict=True) if one.calm]
    saved, kept = list(storm.acknowledged()), storm.kept()
    lost = [one.name for one in saved if kept[one.chat] != [f"report of {one.name}"]]
    struck = sum(not fault.times for fault in storm.faults)
    print(
        f"\n{struck} faults of Telegram, {dict(storm.done)}, {len(storm.copies)} backups; {len(waits)} witnesses: "
        f"unanswered {len(storm.unanswered())}, longest answer {max(waits):.1f} s, "
        f"between the faults {max(calm):.1f} s; {len(saved)} deadlines acknowledged: lost or doubled {len(lost)}; "
        f"{len(storm.stops)} stops, the slowest {max(storm.stops):.1f} s"
    )
    assert storm.unanswered() == []
    assert lost == []
    assert saved
    busy = os.getloadavg()[0] > 2 * (os.cpu_count() or 1)
    assert max(storm.stops) < STOP_SECONDS or busy, "the machine has nothing else to do"
    assert "Traceback" not in storm.log()
    assert server.token not in storm.log()
    assert all(check(copy)["chats"] for copy in storm.copies)
