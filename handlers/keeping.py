"""Answers that are kept with their facts: for the history, for replay, and to tell the chat when the law changes."""

from collections.abc import Iterable

from handlers.context import Context
from knowledge import replay, replay_check
from knowledge.evaluation import Finding
from knowledge.profile import Profile


def keep(context: Context, chat: int, person: int, interview: int, findings: Iterable[Finding]) -> None:
    """Keep the verdicts of an answer, each by itself. `chat` is our own id."""
    for finding in findings:
        record = replay.record(context.library, finding)
        context.store.save_verdict(chat, person, interview, record, context.now)


def keep_check(context: Context, chat: int, person: int, interview: int, found: Profile) -> None:
    """Keep a full check as it stands, in place of what its interview held before. `chat` is our own id."""
    if found.findings:
        record = replay_check.record(context.library, found)
        context.store.save_check(chat, person, interview, record, context.now)
