"""A verdict as it is kept: facts, day, knowledge revision and engine, so that it can be computed again to the byte."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.evaluation import Finding, evaluate
from knowledge.library import ENGINE, Library
from knowledge.model import Text
from knowledge.tree import NotInForce


@dataclass(frozen=True, slots=True)
class Flip:
    """A kept verdict that the knowledge now answers otherwise. `now` is None where no rule is left for that day."""

    verdict: str
    before: Text
    now: Text | None


def record(library: Library, finding: Finding) -> bytes:
    """Return a finding as canonical JSON: what was asked, and what the rules said."""
    outcome = finding.outcome
    data = {
        "engine": ENGINE,
        "revision": library.revision,
        "verdict": finding.verdict,
        "day": finding.day.isoformat(),
        "overlay": finding.tree.overlay,
        "stated": dict(finding.stated),
        "likely": dict(finding.likely),
        "unknown": sorted(finding.unknown),
        "possible": list(finding.possible),
        "leaning": list(finding.leaning),
        "assumed": dict(finding.assumed),
        "certainty": finding.certainty,
        "level": finding.level,
        "cite": list(finding.cite),
        "title": {"zh": outcome.title.zh, "en": outcome.title.en} if outcome else None,
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def replayed(library: Library, kept: bytes, day: date | None = None) -> Finding:
    """Compute a kept verdict again, for its own day or for `day`. Raises NotInForce where the law has no rule then.

    Facts and values that the knowledge no longer has are left out; LookupError if the verdict itself is gone.
    """
    data = json.loads(kept)
    return evaluate(
        library,
        data["verdict"],
        _known(library, data["stated"]),
        day or date.fromisoformat(data["day"]),
        likely=_known(library, data["likely"]),
        unknown=[name for name in data["unknown"] if name in library.facts],
        overlay=data["overlay"],
    )


def flip(library: Library, kept: bytes, day: date | None = None) -> Flip | None:
    """Return how a kept verdict changes under the knowledge of today; None when its outcome stands."""
    data = json.loads(kept)
    before = Text(**data["title"]) if data["title"] else Text(zh="要看情况", en="It depends")
    try:
        finding = replayed(library, kept, day)
    except (NotInForce, LookupError):
        return Flip(data["verdict"], before, None)
    if list(finding.leaning) == data["leaning"]:
        return None
    now = finding.outcome.title if finding.outcome else Text(zh="要看情况", en="It depends")
    return Flip(data["verdict"], before, now)


def _known(library: Library, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in facts.items() if name in library.facts and value in library.facts[name].domain()
    }
