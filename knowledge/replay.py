"""A verdict as it is kept: facts, day, knowledge revision and engine, so that it can be computed again to the byte.

Two records of one question, of different days or under different knowledge, tell how its answer flips.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.basics import Text
from knowledge.evaluation import Finding, evaluate, later_changes
from knowledge.library import ENGINE, Library
from knowledge.tree import NotInForce, Tree
from knowledge.vocabulary import Facts

OPEN = Text(zh="要看情况", en="It depends")


@dataclass(frozen=True, slots=True)
class Flip:
    """A question whose answer changes; None stands for a day without a rule. No `since`: it is so already."""

    verdict: str
    question: Text
    before: Text | None
    now: Text | None
    since: date | None = None


def record(library: Library, finding: Finding) -> bytes:
    """Return a finding as canonical JSON: what was asked, what the rules said, and on which later days they change."""
    tree = finding.tree
    later = [
        {"day": day.isoformat(), "leaning": list(outcomes), "title": _title(tree, outcomes)}
        for day, outcomes in later_changes(library, finding, finding.day)
    ]
    return canonical(
        {
            "engine": ENGINE,
            "revision": library.revision,
            "verdict": finding.verdict,
            "question": both(tree.verdict.question),
            "day": finding.day.isoformat(),
            "overlay": tree.overlay,
            "stated": dict(finding.stated),
            "likely": dict(finding.likely),
            "ranges": _ranges(library, {**finding.likely, **finding.stated}),
            "unknown": sorted(finding.unknown),
            "possible": list(finding.possible),
            "leaning": list(finding.leaning),
            "assumed": dict(finding.assumed),
            "certainty": finding.certainty,
            "level": finding.level,
            "cite": list(finding.cite),
            "title": _title(tree, finding.leaning),
            "later": later,
        }
    )


def replayed(library: Library, kept: bytes, day: date | None = None) -> Finding:
    """Compute a kept verdict again, for its own day or for `day`. Raises NotInForce where the law has no rule then.

    Facts and values that the knowledge no longer has are left out, and so are ranges of numbers that a border was
    drawn through; LookupError if the verdict itself is gone.
    """
    data = json.loads(kept)
    return evaluate(
        library,
        data["verdict"],
        known(library, data["stated"], data["ranges"]),
        day or date.fromisoformat(data["day"]),
        likely=known(library, data["likely"], data["ranges"]),
        unknown=[name for name in data["unknown"] if name in library.facts],
        overlay=data["overlay"],
    )


def renewed(library: Library, kept: bytes, day: date) -> bytes:
    """Return the record of the same question for `day` under this knowledge; without outcomes where no rule is left."""
    try:
        return record(library, replayed(library, kept, day))
    except (NotInForce, LookupError):
        nothing: dict[str, Any] = {"possible": [], "leaning": [], "assumed": {}, "cite": [], "title": None, "later": []}
        here = {"engine": ENGINE, "revision": library.revision, "day": day.isoformat()}
        return canonical({**json.loads(kept), **here, **nothing})


def flip(kept: bytes, fresh: bytes) -> Flip | None:
    """Return how the answer of one question changes between two records; None when it stands.

    The answer itself comes first, then the first later day for which another answer is expected than before.
    """
    old, new = json.loads(kept), json.loads(fresh)
    expected, expecting = _expected(old, new["day"]), _expected(new, new["day"])
    for day in ("", *sorted(expected.keys() | expecting.keys())):
        before, after = _told(_on(day, expected, old)), _told(_on(day, expecting, new))
        if before != after:
            since = date.fromisoformat(day) if day else None
            return Flip(new["verdict"], Text(**new["question"]), before, after, since)
    return None


def coming(kept: bytes, today: date, until: date) -> Flip | None:
    """Return the first change of an answer that a record expects after `today` and up to `until`; None without one."""
    data = json.loads(kept)
    expected = _expected(data, data["day"])
    before = _told(_on(today.isoformat(), expected, data))
    for day in sorted(expected):
        if today.isoformat() < day <= until.isoformat() and (after := _told(expected[day])) != before:
            return Flip(data["verdict"], Text(**data["question"]), before, after, date.fromisoformat(day))
    return None


def leaning_on(kept: bytes, day: date) -> tuple[str, ...]:
    """Return the outcomes that a record expects for a day, which is its own or a later one."""
    data = json.loads(kept)
    return tuple(_on(day.isoformat(), _expected(data, data["day"]), data)["leaning"])


def _expected(data: dict[str, Any], day: str) -> dict[str, Any]:
    return {change["day"]: change for change in data["later"] if change["day"] > day}


def _on(day: str, expected: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """Return what a record expects for a later day: its last change until then, or the answer as it stands."""
    until = [known for known in sorted(expected) if known <= day]
    found: dict[str, Any] = expected[until[-1]] if until else data
    return found


def _title(tree: Tree, outcomes: tuple[str, ...]) -> dict[str, str] | None:
    return both(tree.outcome(outcomes[0]).title) if len(outcomes) == 1 else None


def _told(answer: dict[str, Any]) -> Text | None:
    """Return what the answer is called; None where there is no rule."""
    if not answer["leaning"]:
        return None
    return Text(**answer["title"]) if answer["title"] else OPEN


def both(text: Text) -> dict[str, str]:
    """Return a text as JSON."""
    return {"zh": text.zh, "en": text.en}


def canonical(data: dict[str, Any]) -> bytes:
    """Return JSON of which there is one form only."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _ranges(library: Library, facts: Facts) -> dict[str, list[float | None]]:
    """Return the borders of the ranges that number facts are in: the same name can stand for other numbers later."""
    spans = {name: library.facts[name].ranges.get(str(value)) for name, value in facts.items()}
    return {name: [span.least, span.below] for name, span in spans.items() if span is not None}


def known(library: Library, facts: dict[str, Any], ranges: dict[str, list[float | None]]) -> dict[str, Any]:
    """Return the kept facts that the knowledge still has, numbers by the names that their ranges have now."""
    found = {}
    for name, value in facts.items():
        if name in library.facts:
            now = library.facts[name].range_within(*ranges[name]) if name in ranges else value
            if now in library.facts[name].domain():
                found[name] = now
    return found
