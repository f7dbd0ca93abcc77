"""A full check as it is kept: the facts of one product once, and what every verdict said of them.

It comes apart into one record for each verdict, in the form of `replay`, so that a change of the law is found in a
check as it is in a single answer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge import replay
from knowledge.evaluation import Finding
from knowledge.library import Library
from knowledge.profile import Profile, profile
from knowledge.tree import NotInForce

SHARED = ("engine", "revision", "day", "overlay", "stated", "likely", "ranges", "unknown")
"""What all records of one check have in common."""


@dataclass(frozen=True, slots=True)
class Part:
    """One verdict of a check. Only what was `listed` was shown; the rest was not needed, or nothing spoke for it."""

    record: bytes
    listed: bool


def record(library: Library, found: Profile) -> bytes:
    """Return a check as canonical JSON: its facts, and of every verdict what the rules said, now and later."""
    first = json.loads(replay.record(library, found.findings[0]))
    shown = {finding.verdict for finding in found.listed()}
    answers = {finding.verdict: _answer(library, finding, finding.verdict in shown) for finding in found.findings}
    return replay.canonical({**{key: first[key] for key in SHARED}, "answers": answers})


def _answer(library: Library, finding: Finding, listed: bool) -> dict[str, Any]:
    whole = json.loads(replay.record(library, finding))
    return {**{key: whole[key] for key in ("question", "leaning", "title", "level", "later")}, "listed": listed}


def is_check(kept: Mapping[str, Any]) -> bool:
    """Tell whether a kept record, as read from its JSON, is that of a full check."""
    return "answers" in kept


def replayed(library: Library, kept: bytes, day: date) -> Profile:
    """Compute a kept check again for `day`, with the facts that the knowledge still has."""
    data = json.loads(kept)
    stated = replay.known(library, data["stated"], data["ranges"])
    likely = replay.known(library, data["likely"], data["ranges"])
    unknown = [name for name in data["unknown"] if name in library.facts]
    return profile(library, stated, day, likely=likely, unknown=unknown)


def changed(kept: bytes, now: Profile) -> bool:
    """Tell whether a kept check would list or say something else today."""
    answers = json.loads(kept)["answers"]
    before = {name: answer["leaning"] for name, answer in answers.items() if answer["listed"]}
    return before != {finding.verdict: list(finding.leaning) for finding in now.listed()}


def parts(library: Library, kept: bytes) -> dict[str, Part]:
    """Return a check as one record for each verdict; those that came into the knowledge later had no rule then."""
    data = json.loads(kept)
    shared = {key: data[key] for key in SHARED}
    nothing: dict[str, Any] = {"leaning": [], "title": None, "later": [], "listed": False}
    answers = {
        **{name: {**nothing, "question": replay.both(verdict.question)} for name, verdict in library.verdicts.items()},
        **data["answers"],
    }
    return {
        name: Part(replay.canonical({**shared, **answer, "verdict": name}), answer["listed"])
        for name, answer in answers.items()
    }


def is_duty(library: Library, fresh: bytes, flip: replay.Flip) -> bool:
    """Tell whether a record flips to a duty: what a check that did not list the verdict would list from then on."""
    data = json.loads(fresh)
    day = flip.since or date.fromisoformat(data["day"])
    leaning = replay.leaning_on(fresh, day)
    try:
        tree = library.tree(flip.verdict, day, data["overlay"])
    except (NotInForce, LookupError):
        return False
    return bool(leaning) and all(tree.outcome(name).level == "required" for name in leaning)
