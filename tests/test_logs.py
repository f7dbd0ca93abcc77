"""Nothing that the process shows of itself holds the token, nor what people wrote."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from running import REDLINE
from telegram.error import NetworkError, TimedOut
from telegram_faults import Fault
from telegram_server import PATIENCE

from bot.config import Config, Operations, Privacy, Webhook
from bot.logs import configure

TOKEN = "123456789:AAExample_Example-Example"
SECRET = TOKEN.partition(":")[2]


@pytest.fixture
def line(capsys):
    """Log as the bot would and return what came out."""
    root, hook = logging.getLogger(), sys.excepthook
    before = root.level, list(root.handlers)

    def line(record=None, **settings) -> str:
        sections = {"operations": Operations(log_level="DEBUG", log_format=settings.pop("log_format", "text"))}
        configure(Config(**sections, **settings), TOKEN)
        if record:
            record()
        return capsys.readouterr().err

    yield line
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    sys.excepthook = hook
    logging.captureWarnings(False)


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_the_token_is_masked_whoever_says_it_and_however(line, log_format):
    def record() -> None:
        log = logging.getLogger("anything")
        log.warning("at https://api.telegram.org/bot%s/getMe", TOKEN)
        log.warning("encoded: %s", TOKEN.replace(":", "%3A"))
        log.warning("in an object: %r", {"url": TOKEN})
        try:
            raise ValueError(f"cannot open bot{TOKEN}/getMe")
        except ValueError:
            log.exception("failed")
        sys.excepthook(*_raised(RuntimeError(f"bot{TOKEN}")))

    said = line(record, log_format=log_format)
    assert SECRET not in said
    assert said.count("<secret>") == 5
    assert "Traceback" in said
    if log_format == "json":
        assert [json.loads(each)["level"] for each in said.splitlines()][-1] == "CRITICAL"


def _raised(error: Exception):
    try:
        raise error
    except Exception:
        return sys.exc_info()


def test_the_webhooks_secret_is_masked(line):
    secret = "a-secret-of-the-tests"
    webhook = Webhook(url="https://bot.example.com", secret=secret)
    assert secret not in line(lambda: logging.getLogger("x").error("had %s", secret), webhook=webhook)


def test_trouble_with_telegram_is_one_line(line):
    def record() -> None:
        try:
            raise NetworkError("no connection") from OSError("refused")
        except NetworkError:
            logging.getLogger("telegram.ext.Updater").exception("while polling")

    assert line(record).splitlines()[0].endswith("while polling (NetworkError: no connection)")
    assert "Traceback" not in line(record)


def test_the_librarys_lines_with_what_people_wrote_are_left_out_unless_asked_for(line):
    def record() -> None:
        log = logging.getLogger("telegram.Bot")
        log.debug("Calling Bot API endpoint `sendMessage` with parameters %s", {"text": "our secret plan"})
        log.critical("Error while parsing updates! Received data was %r", ["our secret plan"], exc_info=TimedOut())

    said = line(record)
    assert "our secret plan" not in said
    assert "could not be read" in said
    assert line(record, privacy=Privacy(log_messages=True)).count("our secret plan") == 2


def test_the_token_is_nowhere_at_the_most_talkative_level(server, start, environment, tmp_path: Path):
    """Not in the log, the arguments of the process, the files, the backup, nor in what the doctor says."""
    process = start(REDLINE_OPERATIONS__LOG_LEVEL="DEBUG")
    for kind in ("garbage", "reset before", 500, 403):
        fault = Fault("sendMessage", kind)
        server.faults += [fault, Fault("getUpdates", kind)]
        server.say("mei", "our secret plan")
        server.wait_for(lambda fault=fault: not fault.times)
    assert server.ask("mei", "/help")
    arguments = Path(f"/proc/{process.pid}/cmdline").read_text()
    said = [
        subprocess.run(
            [*REDLINE, *command], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE
        )
        for command in (["doctor"], ["backup", str(tmp_path / "copy.db")])
    ]
    server.token = "1234567:another-token"
    refused = subprocess.run([*REDLINE, "doctor"], env=environment, cwd=tmp_path, capture_output=True, text=True)
    secret = environment["REDLINE_TELEGRAM__TOKEN"].partition(":")[2].encode()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"log", "copy.db", "redline.db"} <= {path.name for path in files}
    shown = [each.stdout + each.stderr for each in (*said, refused)]
    for text in (arguments, *shown, *(path.read_bytes() for path in files)):
        assert secret not in (text.encode() if isinstance(text, str) else text)
    assert b"our secret plan" not in (tmp_path / "log").read_bytes()
    assert "does not accept" in refused.stdout
