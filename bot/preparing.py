"""What would make the first questions slow, done while the bot waits for them."""

import gc
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

from knowledge import prepare
from knowledge.answer import answer
from knowledge.library import Library

QUESTIONS = (
    "does our voice-chat feature need an assessment?",
    "我们要加语聊房，120万用户，需要评估吗？",
    "xuyao beian ma",
    "how long do we have to report asess?",
    "我们做一款短视频App，要做哪些合规",
)
"""Each needs what the others do not: English, Chinese and numbers, pinyin, misspelt words, every decision tree."""
ANY_DAY = date(2026, 1, 1)


def prepare_apart(folder: Path, cache: Path) -> None:
    """Let a process of its own prepare what the cache lacks: that takes 80 MB, which Python would not give back.

    What goes wrong there does so again in this process, which says it.
    """
    if not prepare.is_ready(folder, cache):
        subprocess.run(
            [sys.executable, "-P", "-m", "knowledge.prepare", folder, cache], check=False, capture_output=True
        )


class Preparation:
    """A thread that does it. Nobody waits for it: the end of the process ends it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._is_over = threading.Event()

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._prepare, name="preparing", daemon=True).start()

    def stop(self) -> None:
        """Begin no further question."""
        self._is_over.set()

    def _prepare(self) -> None:
        """Read the indexes and compile the patterns that questions need; a fifth of a second for the first of a kind.

        What lives as long as the process is then left out of every later search for garbage, which was 20 ms each.
        """
        for question in QUESTIONS:
            if self._is_over.is_set():
                return
            answer(self._library, question, ANY_DAY)
        gc.collect()
        gc.freeze()
