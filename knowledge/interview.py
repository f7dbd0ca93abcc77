"""The talk about one verdict: what is still possible, what to ask next, and why the answer is what it is. All exact."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log2

from knowledge import conditions
from knowledge.basics import STAGES, Value
from knowledge.diagram import IMPOSSIBLE, Branch, Leaf, Node, nodes, results
from knowledge.fact_model import Fact
from knowledge.tree import Tree
from knowledge.vocabulary import Facts, Vocabulary

LIKELY = 0.9
"""How probable a presumed value is taken to be when questions are weighed. Only the order of questions rests on it."""
FEW = 4
"""Up to so many open screens every order of questions is tried, which takes a few milliseconds."""
IN_GROUP = 0.2
"""How probable each of the many features of a screen is."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that the verdict needs, and the articles that make it matter."""

    fact: str
    value: Value
    cite: tuple[str, ...]


def possible(tree: Tree, known: Facts) -> tuple[str, ...]:
    """Return the outcomes that some completion of `known` leads to. One means decided, whatever is still unknown."""
    return tuple(str(result) for result in results(tree.left(known)))


def relevant(tree: Tree, known: Facts) -> list[str]:
    """Return the facts that can still change the outcome, in tree order."""
    return _asked(tree, tree.left(known))


def _asked(tree: Tree, node: Node) -> list[str]:
    levels = {inner.level for inner in nodes(node) if isinstance(inner, Branch)}
    return [fact for level, fact in enumerate(tree.diagram.facts) if level in levels]


def next_question(tree: Tree, vocabulary: Vocabulary, known: Facts, unknown: Collection[str] = ()) -> str | None:
    """Return the fact to ask next, or None when nothing that can still be asked would change the outcome."""
    return best_question(tree, vocabulary, tree.left(known), unknown)


def best_question(tree: Tree, vocabulary: Vocabulary, left: Node, unknown: Collection[str] = ()) -> str | None:
    """Return the fact to ask when `left` is what is left of the tree; of a screen, its first fact.

    Facts that are presumed for nearly everybody come last. Among the others the screen comes first after which the
    fewest further questions are expected; where many screens are left, the one that leaves the least doubt about the
    outcome. Stages decide between equals. To keep the stages strictly was measured: it costs 6 % more questions on the
    mean and up to twice as many (tests/benchmarks/test_questions_asked.py).
    """
    return _best(tree, vocabulary, left, frozenset(unknown))


@lru_cache(maxsize=2048)  # what is left of a tree comes back: half of our test questions leave what another has left
def _best(tree: Tree, vocabulary: Vocabulary, left: Node, unknown: frozenset[str]) -> str | None:
    found = _screens(tree, vocabulary, left, unknown)

    def doubt(node: Node) -> float:
        """Return the entropy over the outcomes, in bits."""
        return _entropy(_distribution(tree, vocabulary, node))

    def questions(node: Node) -> float:
        return _questions(tree, vocabulary, node, unknown)

    after = questions if len(found) <= FEW else doubt

    def cost(facts: list[Fact]) -> tuple[float, int]:
        further = sum(part * after(end) for part, end in after_screen(tree, left, facts))
        return round(further, 9), STAGES.index(facts[0].stage)

    return min(found, key=cost)[0].id if found else None


@lru_cache(maxsize=8192)  # the next question of an interview was mostly worked out with the one before
def _questions(tree: Tree, vocabulary: Vocabulary, node: Node, unknown: frozenset[str]) -> float:
    """Return the fewest questions that are expected until the outcome is decided."""
    if len(results(node)) <= 1:
        return 0.0
    orders = [
        sum(part * _questions(tree, vocabulary, end, unknown) for part, end in after_screen(tree, node, facts))
        for facts in _screens(tree, vocabulary, node, unknown)
    ]
    return 1 + min(orders) if orders else 0.0


def _screens(tree: Tree, vocabulary: Vocabulary, left: Node, unknown: Collection[str]) -> list[list[Fact]]:
    asked = [vocabulary.facts[name] for name in _asked(tree, left) if name not in unknown]
    doubtful = [fact for fact in asked if fact.presume is None] or asked
    screens: dict[str, list[Fact]] = {}
    for fact in doubtful:
        screens.setdefault(fact.group or fact.id, []).append(fact)
    return list(screens.values())


def after_screen(tree: Tree, left: Node, facts: Sequence[Fact]) -> list[tuple[float, Node]]:
    """Return what can be left once the facts of one screen are answered, each with its probability."""
    levels = {node.level for node in nodes(left) if isinstance(node, Branch)}
    names = [fact for fact in facts if tree.diagram.facts.index(fact.id) in levels]
    if not names:
        return [(1.0, left)]
    found = []
    for value in names[0].domain():
        node = tree.diagram.restrict(left, {names[0].id: value})
        if node is not IMPOSSIBLE:
            part = weight(names[0], value)
            found += [(part * rest, end) for rest, end in after_screen(tree, node, names[1:])]
    whole = sum(part for part, _ in found)
    return [(part / whole, end) for part, end in found]


def weight(fact: Fact, value: Value) -> float:
    """Return how probable `value` is taken to be when nothing is known."""
    if fact.presume is not None:
        return LIKELY if value == fact.presume else (1 - LIKELY) / (len(fact.domain()) - 1)
    if fact.group is not None:
        return IN_GROUP if value is True else 1 - IN_GROUP
    return 1 / len(fact.domain())


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
    """Return the position among the tree's rules of the one to name: of those left, the first that holds already.

    None when none can decide. Whoever shares data hears of sharing first, whether or not the data is sensitive as well.
    """
    found = sorted(result for result in results(tree.rules_left(known)) if isinstance(result, int))
    holding = (position for position in found if conditions.holds_already(tree.rules[position][0], known))
    told = next((position for position in holding if tree.rules[position][0] != conditions.ALWAYS), None)
    return told if told is not None else next(iter(found), None)


def _rule_facts(tree: Tree, known: Facts) -> list[str]:
    position = deciding_rule(tree, known)
    return [] if position is None else list(conditions.facts_in(tree.rules[position][0]))


def _cites(tree: Tree, name: str) -> tuple[str, ...]:
    return next((rule.cite for condition, rule in tree.rules if name in conditions.facts_in(condition)), ())
