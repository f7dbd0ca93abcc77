"""The webhook: who may speak as Telegram, and what they may say."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from running import free_port, refused
from telegram_server import PATIENCE

SECRET = "a-secret-of-the-tests"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
VOICE_CHAT = "does our voice-chat feature need an assessment?"
MEI = {"id": 666, "is_bot": False, "first_name": "Mallory"}
FORGED = {
    "update_id": 1,
    "message": {"message_id": 1, "date": 1, "chat": {"id": 666, "type": "private"}, "from": MEI, "text": "/help"},
}

Post = Callable[..., int]


@pytest.fixture
def post(server, start) -> Post:
    """Send a body to the webhook of a bot at work; returns the HTTP status."""
    url = f"http://127.0.0.1:{free_port()}/redline"
    start(
        REDLINE_WEBHOOK__URL=url,
        REDLINE_WEBHOOK__PORT=url.rpartition(":")[2].partition("/")[0],
        REDLINE_WEBHOOK__SECRET=SECRET,
    )

    assert server.ask("mei", "/help"), "it listens"

    def post(body: bytes, secret: str | None = SECRET, path: str = "", kind: str = "application/json") -> int:
        headers = {"Content-Type": kind} | ({HEADER: secret} if secret is not None else {})
        try:
            with urlopen(Request(url + path, body, headers), timeout=PATIENCE) as answer:
                return answer.status
        except HTTPError as error:
            return error.code

    return post


def test_only_who_knows_the_secret_is_heard_and_nothing_that_is_said_brings_it_down(server, post, tmp_path: Path):
    body = json.dumps(FORGED).encode()
    assert post(body, secret=None) == 403
    assert post(body, secret="") == 403
    assert post(body, secret=SECRET + "x") == 403
    assert post(body, kind="text/plain") == 403
    assert post(body, path="/else") == 404
    for hostile in (
        b"", b"null", b"[]", b"{}", b"7", b'"x"', b"{", b"\xff\xfe", b"[" * 100_000, b'{"update_id": "x"}',
        b'{"update_id": 1, "message": {}}', b'{"update_id": 1, "message": []}', b'{"update_id": 1, "message": 7}',
        json.dumps({"update_id": 10**400}).encode(),
        json.dumps({"update_id": 2, "callback_query": {"id": "1", "from": MEI, "data": 7}}).encode(),
    ):  # fmt: skip
        assert post(hostile) in (200, 400, 500), hostile[:50]
    assert not server.shown(666)
    assert server.ask("mei", VOICE_CHAT)
    log = (tmp_path / "log").read_text()
    assert SECRET not in log
    assert server.token not in log
    assert "Mallory" not in log


def test_a_webhook_without_a_secret_is_refused(environment, tmp_path):
    line = refused(environment, tmp_path, REDLINE_WEBHOOK__URL="https://bot.example.com/redline")
    assert "webhook.secret" in line
    short = refused(
        environment, tmp_path, REDLINE_WEBHOOK__URL="https://bot.example.com/redline", REDLINE_WEBHOOK__SECRET="short"
    )
    assert "webhook.secret" in short
    assert '"short"' not in short


def test_a_port_in_use_is_said_in_one_line(server, environment, tmp_path):
    address = {"REDLINE_WEBHOOK__URL": "https://bot.example.com/x", "REDLINE_WEBHOOK__PORT": str(server.port)}
    assert "webhook: cannot listen" in refused(environment, tmp_path, **address, REDLINE_WEBHOOK__SECRET=SECRET)
