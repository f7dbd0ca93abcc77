"""Every obligation of one product: all verdicts over one set of facts. Facts are shared, trees are never joined."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from math import log2

from knowledge import interview
from knowledge.basics import STAGES, Level
from knowledge.evaluation import Finding, evaluate
from knowledge.library import Library
from knowledge.tree import NotInForce
from knowledge.vocabulary import Facts

ORDER: tuple[Level, ...] = ("required", "depends", "not_required")


@dataclass(frozen=True, slots=True)
class Profile:
    """What every verdict says about one product, the weightiest duties first."""

    findings: tuple[Finding, ...]
    library: Library = field(repr=False)
    unknown: Collection[str] = ()

    @property
    def next_question(self) -> str | None:
        """The fact to ask next, worked out when asked for: that takes longer than all the verdicts."""
        return next_question(self.library, self.findings, self.unknown)

    def at(self, level: Level) -> list[Finding]:
        """Return the findings of that level, in order."""
        return [finding for finding in self.findings if finding.level == level]

    def touched(self) -> list[Finding]:
        """Return the open findings that something stated speaks for: their doubt is worth showing."""
        return [finding for finding in self.at("depends") if speaks_for(finding)]

    def listed(self) -> list[Finding]:
        """Return what is worth a line: every duty, and the open questions that something stated speaks for."""
        return [*self.at("required"), *self.touched()]


def speaks_for(finding: Finding) -> bool:
    """Tell whether a stated fact, beyond what nearly every product has, bears on the verdict.

    A verdict on deepfakes is not spoken for by a forum: what it takes as given must be known.
    """
    given = finding.tree.verdict.subject.items()
    if any(value is True and {**finding.likely, **finding.known}.get(name) is not True for name, value in given):
        return False
    return any(value is not False and name in finding.tree.diagram.domains for name, value in finding.stated.items())


def profile(
    library: Library,
    facts: Facts,
    day: date,
    *,
    likely: Facts | None = None,
    unknown: Collection[str] = (),
    verdicts: Iterable[str] | None = None,
) -> Profile:
    """Evaluate every verdict that has a rule on `day` (or only `verdicts`) for one product."""
    findings = []
    for name in verdicts if verdicts is not None else library.verdicts:
        try:
            findings.append(evaluate(library, name, facts, day, likely=likely, unknown=unknown))
        except NotInForce:
            continue
    ordered = sorted(findings, key=lambda f: (ORDER.index(f.level), -f.tree.verdict.weight, not speaks_for(f)))
    return Profile(tuple(ordered), library, unknown)


def next_question(library: Library, findings: Iterable[Finding], unknown: Collection[str] = ()) -> str | None:
    """Return the fact whose answer is expected to settle most over all open verdicts together, or None.

    Stages count as in a single interview. What one fact settles is the number of outcomes it removes, in bits, weighed
    by the verdict. Facts that are presumed for nearly everybody are not asked.
    """
    asking: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.certainty != "certain":
            for name in interview.relevant(finding.tree, finding.known):
                if name not in unknown and library.facts[name].presume is None:
                    asking.setdefault(name, []).append(finding)
    stages = {name: STAGES.index(library.facts[name].stage) for name in asking}
    first = min(stages.values(), default=0)

    def gain(name: str) -> float:
        return sum(_gain(library, finding, name) * finding.tree.verdict.weight for finding in asking[name])

    return max((name for name in asking if stages[name] == first), key=gain, default=None)


def _gain(library: Library, finding: Finding, name: str) -> float:
    fact = library.facts[name]
    before = log2(max(1, len(finding.possible)))
    after = 0.0
    for value in fact.domain():
        left = interview.possible(finding.tree, {**finding.known, name: value})
        after += interview.weight(fact, value) * log2(max(1, len(left)))
    return before - after
