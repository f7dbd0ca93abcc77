"""The talk about one verdict: what to ask next, why the answer is what it is, and what would change it. All exact."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log2

from knowledge import conditions
from knowledge.diagram import IMPOSSIBLE, Branch, Leaf, Node, nodes, results
from knowledge.model import STAGES, Fact, Value
from knowledge.tree import Tree
from knowledge.vocabulary import Facts, Vocabulary

LIKELY = 0.9
"""How probable a presumed value is taken to be when questions are weighed. Only the order of questions rests on it."""
IN_GROUP = 0.2
"""How probable each of the many features of a screen is."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that the verdict needs, and the articles that make it matter."""

    fact: str
    value: Value
    cite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest set of facts which, had they these values, would give another outcome."""

    facts: Mapping[str, Value]
    outcome: str


def possible(tree: Tree, known: Facts) -> tuple[str, ...]:
    """Return the outcomes that some completion of `known` leads to. One means decided, whatever is still unknown."""
    return tuple(str(result) for result in results(tree.left(known)))


def relevant(tree: Tree, known: Facts) -> list[str]:
    """Return the facts that can still change the outcome, in tree order."""
    rest = tree.left(known)
    levels = {node.level for node in nodes(rest) if isinstance(node, Branch)}
    return [fact for level, fact in enumerate(tree.diagram.facts) if level in levels]


def next_question(
    tree: Tree, vocabulary: Vocabulary, known: Facts, unknown: Collection[str] = (), calm: bool = True
) -> str | None:
    """Return the fact to ask next, or None when nothing that can still be asked would change the outcome.

    Facts that are presumed for nearly everybody come last. Among the others the lowest stage comes first, and within it
    the largest expected drop in entropy over the outcomes. With `calm` false the stages are not kept.
    """
    open_facts = [vocabulary.facts[name] for name in relevant(tree, known) if name not in unknown]
    if not open_facts:
        return None
    doubtful = [fact for fact in open_facts if fact.presume is None] or open_facts
    if calm:
        first = min(STAGES.index(fact.stage) for fact in doubtful)
        doubtful = [fact for fact in doubtful if STAGES.index(fact.stage) == first]
    return min(doubtful, key=lambda fact: _expected_entropy(tree, vocabulary, known, fact)).id


def weight(fact: Fact, value: Value) -> float:
    """Return how probable `value` is taken to be when nothing is known."""
    if fact.presume is not None:
        return LIKELY if value == fact.presume else (1 - LIKELY) / (len(fact.domain()) - 1)
    if fact.group is not None:
        return IN_GROUP if value is True else 1 - IN_GROUP
    return 1 / len(fact.domain())


def _expected_entropy(tree: Tree, vocabulary: Vocabulary, known: Facts, fact: Fact) -> float:
    total = 0.0
    for value in fact.domain():
        after = tree.left({**known, fact.id: value})
        if after is not IMPOSSIBLE:
            total += weight(fact, value) * _entropy(_distribution(tree, vocabulary, after))
    return total


def _distribution(tree: Tree, vocabulary: Vocabulary, root: Node) -> Mapping[Hashable, float]:
    @cache
    def visit(node: Node) -> dict[Hashable, float]:
        if isinstance(node, Leaf):
            return {} if node is IMPOSSIBLE else {node.result: 1.0}
        fact = vocabulary.facts[tree.diagram.fact(node)]
        found: dict[Hashable, float] = {}
        whole = 0.0
        for value, child in zip(fact.domain(), node.children, strict=True):
            if child is not IMPOSSIBLE:
                whole += weight(fact, value)
                for result, part in visit(child).items():
                    found[result] = found.get(result, 0.0) + weight(fact, value) * part
        return {result: part / whole for result, part in found.items()}

    return visit(root)


def _entropy(distribution: Mapping[Hashable, float]) -> float:
    return -sum(part * log2(part) for part in distribution.values() if part > 0)


def reasons(tree: Tree, known: Facts) -> tuple[Reason, ...]:
    """Return a smallest set of the known facts that still forces the outcome: dropping any one of them would not.

    `known` must decide the verdict. What a rule other than the deciding one asks is dropped first where it can be.
    """
    goal = tree.left(known)
    kept = {name: value for name, value in known.items() if name in tree.diagram.domains}
    deciding = set(_rule_facts(tree, known))
    for name in sorted(kept, key=lambda name: (name in deciding, -tree.diagram.facts.index(name))):
        fewer = {other: value for other, value in kept.items() if other != name}
        if tree.left(fewer) is goal:
            kept = fewer
    return tuple(Reason(name, kept[name], _cites(tree, name)) for name in tree.diagram.facts if name in kept)


def deciding_rule(tree: Tree, known: Facts) -> int | None:
    """Return the position among the tree's rules of the first that can still decide; None when none can."""
    found = [result for result in results(tree.rules_left(known)) if isinstance(result, int)]
    return min(found, default=None)


def _rule_facts(tree: Tree, known: Facts) -> list[str]:
    position = deciding_rule(tree, known)
    return [] if position is None else list(conditions.facts_in(tree.rules[position][0]))


def _cites(tree: Tree, name: str) -> tuple[str, ...]:
    return next((rule.cite for condition, rule in tree.rules if name in conditions.facts_in(condition)), ())


def changes(tree: Tree, vocabulary: Vocabulary, known: Facts, stated: Collection[str]) -> tuple[Change, ...]:
    """Return, for every other outcome that can be reached, the smallest change of facts that leads there, fewest first.

    Only facts that a team can change are changed. A fact that merely follows from others changes with them and is not
    counted; `stated` names those that do count. Facts that are unknown count when they must be so for the outcome.
    """
    current = possible(tree, known)
    free = {
        name: value
        for name, value in known.items()
        if name in tree.diagram.domains and vocabulary.facts[name].changeable
    }
    fixed = {name: value for name, value in known.items() if name not in free}
    found: dict[Hashable, tuple[int, dict[str, Value]]] = {}
    for result, (_, facts) in _cheapest(tree, tree.left(fixed), free, stated).items():
        if result not in current:
            shown = {name: value for name, value in facts.items() if known.get(name) != value}
            told = {name: value for name, value in shown.items() if name in stated or name not in known} or shown
            found[result] = (len(told), told)
    ordered = sorted(found.items(), key=lambda item: item[1][0])
    return tuple(Change(facts, str(result)) for result, (_, facts) in ordered)


def _cheapest(
    tree: Tree, root: Node, free: Facts, stated: Collection[str]
) -> dict[Hashable, tuple[int, dict[str, Value]]]:
    """For every outcome, the fewest facts that differ from `free` on a path to it, with all facts of that path."""
    done: dict[int, dict[Hashable, tuple[int, dict[str, Value]]]] = {}

    def visit(node: Node) -> dict[Hashable, tuple[int, dict[str, Value]]]:
        if isinstance(node, Leaf):
            return {} if node is IMPOSSIBLE else {node.result: (0, {})}
        if id(node) not in done:
            name = tree.diagram.fact(node)
            best: dict[Hashable, tuple[int, dict[str, Value]]] = {}
            for value, child in zip(tree.diagram.domains[name], node.children, strict=True):
                same = name in free and free[name] == value
                cost = 0 if same or (name in free and name not in stated) else 1
                for result, (rest, facts) in visit(child).items():
                    if result not in best or cost + rest < best[result][0]:
                        best[result] = (cost + rest, {name: value, **facts})
            done[id(node)] = best
        return done[id(node)]

    return visit(root)
