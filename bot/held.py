"""The answers that a chat holds: of each question the newest, from single answers and from full checks."""

import json
from dataclasses import dataclass
from typing import Any

from bot.store import Store
from bot.store_answers import Verdict
from knowledge import replay_check
from knowledge.basics import Text
from knowledge.library import Library
from knowledge.replay import Flip

NEWEST = 1000
"""How far back in a chat's answers the newest one to each question is looked for."""


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that a chat holds: where it is kept, its own record, and whether the chat was told it."""

    kept: Verdict
    record: bytes
    told: bool


def newest(store: Store, library: Library, chat_id: int) -> dict[str, Held]:
    """Return a chat's newest answer to each question. A full check answers all; of several the newest counts."""
    found: dict[str, Held] = {}
    unlisted: dict[str, Held] = {}
    is_checked = False
    for kept in store.verdicts(chat_id, NEWEST):
        data = json.loads(kept.payload)
        if not replay_check.is_check(data):
            found.setdefault(data["verdict"], Held(kept, kept.payload, True))
        elif not is_checked:
            is_checked = True
            for name, part in replay_check.parts(library, kept.payload).items():
                (found if part.listed else unlisted).setdefault(name, Held(kept, part.record, part.listed))
    return {**unlisted, **found}


def told(flip: Flip) -> dict[str, Any]:
    """Return how an answer flips, as what is to be said keeps it."""
    return {
        "question": _both(flip.question),
        "before": _both(flip.before),
        "now": _both(flip.now),
        "since": flip.since.isoformat() if flip.since is not None else None,
    }


def _both(text: Text | None) -> dict[str, str] | None:
    return {"zh": text.zh, "en": text.en} if text is not None else None
