"""One verdict for one product on one day: decided, decided under stated assumptions, or still open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge import conditions, interview, what_if
from knowledge.basics import Lang, Level, Value
from knowledge.fact_model import LEFT_OPEN
from knowledge.interview import Reason
from knowledge.library import Library
from knowledge.model import Outcome, Rule
from knowledge.tree import NotInForce, Tree, starts
from knowledge.vocabulary import Facts, Vocabulary
from knowledge.what_if import Change

Certainty = Literal["certain", "assumed", "open"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rules say.

    `possible` holds every outcome that some completion of the stated facts leads to. `assumed` holds the assumptions
    that were needed to say more than that; without them the outcome is as in `possible`.
    """

    verdict: str
    day: date
    tree: Tree
    known: Facts
    """Stated facts with all that follows from them."""
    stated: Facts
    assumed: Mapping[str, Value]
    possible: tuple[str, ...]
    leaning: tuple[str, ...]
    """The outcomes that are left under the assumptions."""
    certainty: Certainty
    rule: Rule | None
    unknown: frozenset[str]
    likely: Facts
    vocabulary: Vocabulary

    @property
    def next_question(self) -> str | None:
        """The fact to ask next, worked out when asked for; None when no answer would change the outcome."""
        return interview.next_question(self.tree, self.vocabulary, self.known, self.unknown)

    @property
    def outcome_id(self) -> str | None:
        """The outcome's id, when there is one."""
        return self.leaning[0] if len(self.leaning) == 1 else None

    @property
    def outcome(self) -> Outcome | None:
        """The outcome, when there is one."""
        return self.tree.outcome(self.leaning[0]) if len(self.leaning) == 1 else None

    @property
    def level(self) -> Level:
        """What to say first: the level all remaining outcomes share, or `depends`."""
        levels = {self.tree.outcome(name).level for name in self.leaning}
        return levels.pop() if len(levels) == 1 else "depends"

    @property
    def cite(self) -> tuple[str, ...]:
        """What the answer rests on: the deciding rule's citations and the outcome's; when open, those of its rules."""
        if self.rule is not None:
            return tuple(dict.fromkeys(self.rule.cite + (self.outcome.cite if self.outcome else ())))
        open_rules = [rule for _, rule in self.tree.rules if rule.then in self.leaning]
        return tuple(dict.fromkeys(citation for rule in open_rules for citation in rule.cite))


def evaluate(
    library: Library,
    verdict: str,
    facts: Facts,
    day: date,
    *,
    likely: Facts | None = None,
    unknown: Collection[str] = (),
    overlay: str | None = None,
) -> Finding:
    """Decide a verdict for the stated `facts` as of `day`.

    `likely` holds what usually goes with the kind of product, `unknown` the facts of which somebody said that they do
    not know: those are never assumed. Of facts that contradict each other the more special one counts.
    Raises NotInForce where the law has no rule on that day.
    """
    tree = library.tree(verdict, day, overlay)
    vocabulary = library.vocabulary
    facts = vocabulary.reconcile(facts)
    known = vocabulary.derive(facts)
    possible = interview.possible(tree, known)
    assumed = {} if len(possible) == 1 else _assume(library, tree, known, likely or {}, unknown)
    full = vocabulary.derive({**known, **assumed})
    leaning = interview.possible(tree, full) or possible
    decided = len(leaning) == 1
    position = interview.deciding_rule(tree, full) if decided else None
    return Finding(
        verdict,
        day,
        tree,
        known,
        dict(facts),
        _needed(library, tree, known, assumed) if decided else assumed,
        possible,
        leaning,
        "certain" if len(possible) == 1 else "assumed" if decided else "open",
        tree.rules[position][1] if position is not None else None,
        frozenset(unknown),
        dict(likely or {}),
        vocabulary,
    )


def _assume(library: Library, tree: Tree, known: Facts, likely: Facts, unknown: Collection[str]) -> dict[str, Value]:
    """Return the assumptions that fit what is known: the product's usual facts, the verdict's, then everybody's."""
    wanted = dict(likely)
    against = [known.get(name) == value for name, value in tree.verdict.presume_without.items() if name in known]
    if not against or not all(against):
        for name, value in tree.verdict.presume.items():
            wanted.setdefault(name, value)
    for name in tree.diagram.facts:
        presumed = library.facts[name].presume
        if presumed is not None:
            wanted.setdefault(name, presumed)
    assumed: dict[str, Value] = {}
    world = dict(known)
    for name, value in wanted.items():
        if value == LEFT_OPEN:
            continue
        implied = library.vocabulary.implied(name, value)
        fits = all(world.get(other, meant) == meant for other, meant in implied.items())
        if name not in world and name not in unknown and fits:
            assumed[name] = value
            world = library.vocabulary.derive({**world, name: value})
    return assumed


def _needed(library: Library, tree: Tree, known: Facts, assumed: Mapping[str, Value]) -> dict[str, Value]:
    """Return the assumptions without which the outcome would not be decided."""
    kept = dict(assumed)
    for name in reversed(list(assumed)):
        fewer = {other: value for other, value in kept.items() if other != name}
        if len(interview.possible(tree, library.vocabulary.derive({**known, **fewer}))) == 1:
            kept = fewer
    return kept


def full_facts(library: Library, finding: Finding) -> dict[str, Value]:
    """Return the known facts with the assumptions and all that follows."""
    return library.vocabulary.derive({**finding.known, **finding.assumed})


def reasons(library: Library, finding: Finding) -> tuple[Reason, ...]:
    """Return the minimal facts that force the outcome, each with its articles. Empty while the verdict is open."""
    return interview.reasons(finding.tree, full_facts(library, finding)) if finding.outcome else ()


def changes(library: Library, finding: Finding) -> tuple[Change, ...]:
    """Return what would change the outcome, fewest facts first. Empty while the verdict is open."""
    if finding.outcome is None:
        return ()
    counted = {*finding.stated, *finding.assumed}
    return what_if.changes(finding.tree, library.vocabulary, full_facts(library, finding), counted)


def because(library: Library, finding: Finding, lang: Lang) -> str:
    """Return the deciding rule's reason with the decisive facts named in it. Empty while the verdict is open."""
    if finding.rule is None:
        return ""
    text = finding.rule.because.get(lang)
    return text.replace("{facts}", _labels(library, finding, lang)) if "{facts}" in text else text


def _labels(library: Library, finding: Finding, lang: Lang) -> str:
    condition = next(condition for condition, rule in finding.tree.rules if rule is finding.rule)
    facts = {**finding.known, **finding.assumed}
    named = [
        library.facts[name].label.get(lang)
        for name in dict.fromkeys(conditions.facts_in(condition))
        if facts.get(name) is True
    ]
    if not named:
        return {"zh": "这类功能", "en": "this kind of function"}[lang]
    return ("、" if lang == "zh" else ", ").join(named[:4])


def under_drafts(library: Library, finding: Finding) -> list[Finding]:
    """Return what the verdict would be if a draft or adopted regulation applied, for each that changes it."""
    found = []
    for overlay in library.overlays(finding.verdict):
        other = evaluate(
            library,
            finding.verdict,
            finding.stated,
            finding.day,
            likely={**finding.likely, **finding.assumed},
            unknown=finding.unknown,
            overlay=overlay,
        )
        if other.leaning != finding.leaning:
            found.append(other)
    return found


def later_changes(library: Library, finding: Finding, day: date) -> list[tuple[date, tuple[str, ...]]]:
    """Return the days after `day` on which the answer to the same question changes, each with its outcomes from then.

    No outcomes mean that from that day on the law has no rule.
    """
    found: list[tuple[date, tuple[str, ...]]] = []
    current = finding.leaning
    for start in starts(finding.tree.verdict, finding.tree.overlay):
        if start > day:
            outcomes = _on(library, finding, start)
            if outcomes != current:
                found.append((start, outcomes))
                current = outcomes
    return found


def _on(library: Library, finding: Finding, day: date) -> tuple[str, ...]:
    try:
        return evaluate(
            library,
            finding.verdict,
            finding.stated,
            day,
            likely=finding.likely,
            unknown=finding.unknown,
            overlay=finding.tree.overlay,
        ).leaning
    except NotInForce:
        return ()
