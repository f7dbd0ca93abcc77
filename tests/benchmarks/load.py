"""Many chats that ask a bot at once over HTTP, and what that cost its process."""

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from telegram_server import TelegramServer

from bot.local_telegram import Call

CHATS = 100
IN_LINE = 2
"""Questions that each chat has open while a bot is saturated."""
WARMING = 2.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Run:
    """What one load showed. Times are in seconds."""

    seconds: float = 0.0
    cpu: float = 0.0
    waits: list[float] = field(default_factory=list)
    misplaced: list[tuple[str, str]] = field(default_factory=list)
    """Answers that were not those of the oldest open question of their chat, each with that question."""

    @property
    def rate(self) -> float:
        """Answered questions a second."""
        return len(self.waits) / self.seconds

    @property
    def cpu_each(self) -> float:
        """Processor time of the bot for an answered question, polling and all."""
        return self.cpu / len(self.waits)

    def wait(self, share: float) -> float:
        """The wait that so large a share of the questions did not exceed."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(share * len(self.waits)))]


class Load:
    """Chats that know what the answer to each question is, so that no message can take another's place unseen."""

    def __init__(self, server: TelegramServer, process: int, questions: Sequence[str]) -> None:
        self._server = server
        self._process = process
        self._questions = questions
        self._answers: dict[str, str] = {}
        self._open: dict[int, deque[tuple[str, float]]] = {}
        self._turns = {name: count(number * 7) for number, name in enumerate(self._names())}
        self._run = Run()
        self._is_endless = False
        for question in questions:
            self._answers[question] = server.ask("learner", question).calls[0].params["text"]

    @staticmethod
    def _names() -> list[str]:
        return [f"person {number}" for number in range(CHATS)]

    def saturate(self, seconds: float) -> Run:
        """Ask again in every chat as soon as a question is answered."""
        with self._answered():
            self._is_endless = True
            for name in self._names() * IN_LINE:
                self._server.do(self._ask, name)
            time.sleep(WARMING)
            self._measure(lambda: time.sleep(seconds))
            self._is_endless = False
            self._server.wait_for(lambda: not any(self._open.values()), 60)
            return self._run

    def pace(self, rate: float, seconds: float) -> Run:
        """Ask so many questions a second, evenly, in one chat after the other."""
        with self._answered():

            def ask_evenly() -> None:
                began = time.monotonic()
                for number in range(int(rate * seconds)):
                    time.sleep(max(0.0, began + number / rate - time.monotonic()))
                    self._server.do(self._ask, f"person {number % CHATS}")
                self._server.wait_for(lambda: not any(self._open.values()), 60)

            self._measure(ask_evenly)
            return self._run

    def _measure(self, act) -> None:
        run = Run()
        before, began = cpu_of(self._process), time.monotonic()
        self._run = run
        act()
        run.cpu, run.seconds = cpu_of(self._process) - before, time.monotonic() - began
        self._run = Run(run.seconds, run.cpu, list(run.waits), run.misplaced)

    @contextmanager
    def _answered(self) -> Iterator[None]:
        telegram = self._server.telegram
        earlier, telegram.on_call = telegram.on_call, self._note
        try:
            yield
        finally:
            telegram.on_call = earlier

    def _ask(self, name: str) -> None:
        question = self._questions[next(self._turns[name]) % len(self._questions)]
        chat = self._server.telegram.person(name).id
        self._open.setdefault(chat, deque()).append((question, time.monotonic()))
        self._server.telegram.say(name, question)

    def _note(self, call: Call) -> None:
        if call.method != "sendMessage" or not self._open.get(call.params["chat_id"]):
            return
        question, asked = self._open[call.params["chat_id"]].popleft()
        self._run.waits.append(time.monotonic() - asked)
        if call.params["text"] != self._answers[question]:
            self._run.misplaced.append((call.params["text"], question))
        if self._is_endless:
            self._ask(f"person {call.params['chat_id'] - self._server.telegram.person('person 0').id}")


def cpu_of(process: int) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_of(process: int) -> tuple[float, float]:
    """Return the resident memory of a process, now and at its peak, in MB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    sizes = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    return int(sizes["VmRSS"][0]) / 1024, int(sizes["VmHWM"][0]) / 1024
