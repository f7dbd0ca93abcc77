"""A verdict in one period of law, compiled: the decision tree of that period."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from knowledge import conditions
from knowledge.basics import Value
from knowledge.conditions import Condition
from knowledge.diagram import Diagram, Node
from knowledge.model import Outcome, Rule, Verdict
from knowledge.source import KnowledgeError
from knowledge.vocabulary import Facts, Vocabulary


class NotInForce(ValueError):
    """The verdict was asked for a day on which its law has no rule."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days with the same law: from `start` to the day before `end`; without `end`, until something changes."""

    start: date
    end: date | None

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The compiled rules of one verdict in one period; a library has each but once.

    `root` ends in the position of the rule that decides, `outcomes` in outcome ids. Both belong to `diagram`.
    """

    verdict: Verdict
    period: Period
    overlay: str | None
    rules: tuple[tuple[Condition, Rule], ...]
    diagram: Diagram
    root: Node
    outcomes: Node
    possible: Node
    _elsewhere: dict[str, Node] = field(default_factory=dict, compare=False, repr=False)

    def left(self, known: Facts) -> Node:
        """Return what is left of the tree, its ends being outcomes, when `known` is fixed."""
        return _fixed(self, self.outcomes, self._told(known))

    def rules_left(self, known: Facts) -> Node:
        """Return the same with positions of rules as its ends."""
        return _fixed(self, self.root, self._told(known))

    def _told(self, known: Facts) -> tuple[tuple[str, Value], ...]:
        return tuple([(name, known[name]) for name in self.diagram.facts if name in known])

    def elsewhere(self, outcome: str) -> Node:
        """Return the condition of the worlds that end in another outcome, worked out once."""
        if outcome not in self._elsewhere:
            self._elsewhere[outcome] = self.diagram.without(self.outcomes, outcome, self.possible)
        return self._elsewhere[outcome]

    def outcome(self, name: str) -> Outcome:
        """Return the outcome of that id."""
        return self.verdict.outcomes[name]

    def rule_for(self, facts: Facts) -> Rule:
        """Return the first rule that holds, by direct evaluation of a complete assignment."""
        for condition, rule in self.rules:
            if conditions.holds(condition, facts):
                return rule
        raise KnowledgeError(f"{self.verdict.id}: no rule holds for {dict(facts)}.")


@lru_cache(maxsize=2048)  # most of what a product tells concerns few trees: a full check takes a third of the time
def _fixed(tree: Tree, node: Node, told: tuple[tuple[str, Value], ...]) -> Node:
    """A reduced tree says nothing of worlds that cannot be, so they are taken out again once facts are fixed."""
    known = dict(told)
    possible = tree.diagram.restrict(tree.possible, known)
    return tree.diagram.within(tree.diagram.restrict(node, known), possible)


def starts(verdict: Verdict, overlay: str | None = None) -> list[date]:
    """Return the days on which something about a verdict begins or ends, oldest first; `until` is the last."""
    dates = {verdict.since, verdict.until}
    for rule in verdict.rules:
        if rule.overlay in (None, overlay):
            dates |= {rule.since, rule.until}
    last = verdict.until or date.max
    return sorted(day for day in dates if day is not None and verdict.since <= day <= last)


def periods(verdict: Verdict, overlay: str | None = None) -> list[Period]:
    """Return the periods of a verdict, oldest first: between any two dates named by it or its rules."""
    days: list[date | None] = [*starts(verdict, overlay)]
    ends = days[1:] if verdict.until else [*days[1:], None]
    return [Period(start, end) for start, end in zip(days, ends, strict=False) if start is not None]


def period_of(verdict: Verdict, day: date, overlay: str | None = None) -> Period:
    """Return the period that holds `day`. Raises NotInForce when none does: there is no nearest rule."""
    for period in periods(verdict, overlay):
        if day in period:
            return period
    until = f" until {verdict.until}" if verdict.until else ""
    raise NotInForce(f"{verdict.id} has no rule for {day}: its law applies from {verdict.since}{until}.")


def applying(verdict: Verdict, day: date, overlay: str | None = None) -> list[tuple[int, Rule]]:
    """Return the rules that take part on `day`, each with its position in the file."""
    return [
        (position, rule)
        for position, rule in enumerate(verdict.rules)
        if rule.overlay in (None, overlay)
        and (rule.since is None or rule.since <= day)
        and (rule.until is None or day < rule.until)
    ]


def compile_tree(verdict: Verdict, period: Period, vocabulary: Vocabulary, overlay: str | None = None) -> Tree:
    """Compile the rules of one period. Raises KnowledgeError for a condition that cannot be read."""
    rules = applying(verdict, period.start, overlay)
    parsed = [conditions.parse(rule.when, vocabulary.facts, verdict.definitions) for _, rule in rules]
    names = order(verdict, parsed, vocabulary)
    domains = {name: vocabulary.facts[name].domain() for name in names}
    diagram = Diagram(names, domains)
    numbered = [(condition, index) for index, condition in enumerate(parsed)]
    worlds = vocabulary.possible(names)
    root = diagram.first_match(numbered, worlds)
    outcomes = diagram.relabel(root, {None: None} | {index: rule.then for index, (_, rule) in enumerate(rules)})
    return Tree(
        verdict,
        period,
        overlay,
        tuple(zip(parsed, (rule for _, rule in rules), strict=True)),
        diagram,
        root,
        outcomes,
        diagram.condition(worlds),
    )


def order(verdict: Verdict, parsed: Sequence[Condition], vocabulary: Vocabulary) -> list[str]:
    """Return the facts of a tree in the order it asks them: the verdict's own order first, then stage and file."""
    used = vocabulary.ordered(fact for condition in parsed for fact in conditions.facts_in(condition))
    return [*(fact for fact in verdict.order if fact in used), *(fact for fact in used if fact not in verdict.order)]


def assignments(tree: Tree) -> int:
    """Return the number of combinations of values over the facts of a tree."""
    product = 1
    for values in tree.diagram.domains.values():
        product *= len(values)
    return product


def world(tree: Tree, number: int) -> dict[str, Value]:
    """Return the `number`-th combination of values, counting from 0."""
    facts: dict[str, Value] = {}
    for fact, values in tree.diagram.domains.items():
        number, index = divmod(number, len(values))
        facts[fact] = values[index]
    return facts
