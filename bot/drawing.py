"""Pictures by Graphviz's program `dot`, where it is installed with a font for the language; otherwise none."""

import logging
import shutil
import subprocess
import threading
from functools import cached_property
from typing import Literal

log = logging.getLogger(__name__)

SECONDS = 15
"""A tree that takes longer is shown as text."""
LARGEST = 9_000_000
"""Bytes of a picture; Telegram takes 10 MB."""
DOTS_PER_INCH = 120
PREFERRED = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei")
LATIN = "Helvetica"


class Pen:
    """Called with Graphviz's language it returns a PNG, or None where there is no `dot`, no font or no success.

    For any thread. `{font}` in the source is the name of the font.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drawing: set[subprocess.Popen[bytes]] = set()
        self._is_over = False

    def __call__(self, source: str, lang: str, engine: Literal["dot", "neato"] = "dot") -> bytes | None:
        """Draw `source`; `lang` is zh or en. With `neato` every node stands where its `pos` says."""
        font = self._chinese if lang == "zh" else self._chinese or LATIN
        if self._program is None or font is None:
            return None
        placed = ["-n2"] if engine == "neato" else []
        command = [self._program, f"-K{engine}", *placed, "-Tpng", f"-Gdpi={DOTS_PER_INCH}"]
        try:
            drawn = self._run(command, source.replace("{font}", font).encode())
        except (OSError, subprocess.SubprocessError) as error:
            if not self._is_over:
                log.warning("a picture could not be drawn: %s", type(error).__name__)
            return None
        return drawn if drawn and len(drawn) <= LARGEST else None

    def stop(self) -> None:
        """Draw nothing more: a thread that waits for a picture would hold up the end of the process."""
        with self._lock:
            self._is_over = True
            for process in self._drawing:
                process.kill()

    def _run(self, command: list[str], source: bytes) -> bytes:
        """Return what the program draws. Raises OSError or SubprocessError."""
        pipe = subprocess.PIPE
        with self._lock:
            if self._is_over:
                raise subprocess.SubprocessError("stopped")
            process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
            self._drawing.add(process)
        try:
            drawn, _ = process.communicate(source, timeout=SECONDS)
        finally:
            with self._lock:
                self._drawing.discard(process)
            process.kill()
            process.wait()
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return drawn

    @cached_property
    def _program(self) -> str | None:
        return shutil.which("dot")

    @cached_property
    def _chinese(self) -> str | None:
        return chinese_font()


def chinese_font() -> str | None:
    """Return the name of a font with Chinese characters, the best of those installed, or None."""
    try:
        listed = subprocess.run(
            ["fc-list", ":lang=zh-cn", "family"], capture_output=True, timeout=SECONDS, check=True
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.SubprocessError):
        return None
    families = [name.strip() for line in listed.splitlines() for name in line.split(",")]
    return next((font for font in PREFERRED if font in families), families[0] if families else None)


def no_pictures(_source: str, _lang: str, _engine: str = "dot") -> bytes | None:
    """Draw nothing: for a terminal."""
    return None
