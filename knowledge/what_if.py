"""What would change a verdict: for every other outcome the fewest facts that would have to be otherwise. Exact.

A change is a set of facts which, put in place of what is known, leaves nothing but the outcome, whatever is still
unknown. Facts that merely follow from others are not counted: while their grounds stand they stand too, and with the
grounds gone they are unknown.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from knowledge import interview
from knowledge.basics import Value
from knowledge.diagram import NO, YES, Node, below, results
from knowledge.tree import Tree
from knowledge.vocabulary import Facts, Vocabulary

Told = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest set of facts which, had they these values, would give another outcome."""

    facts: Mapping[str, Value]
    outcome: str


def changes(tree: Tree, vocabulary: Vocabulary, known: Facts, stated: Collection[str]) -> tuple[Change, ...]:
    """Return, for every other outcome that can be reached, the smallest change of facts that leads there, fewest first.

    Known facts that a team cannot change stay. `stated` names the known facts that count; the others follow from them.
    """
    inside = frozenset(item for item in known.items() if item[0] in tree.diagram.domains)
    return _changes(tree, vocabulary, inside, frozenset(name for name, _ in inside if name in stated))


@lru_cache(maxsize=1024)  # other questions state the same of a tree; each time it took a twentieth of an answer
def _changes(
    tree: Tree, vocabulary: Vocabulary, inside: frozenset[tuple[str, Value]], stated: frozenset[str]
) -> tuple[Change, ...]:
    known = dict(sorted(inside))
    current = interview.possible(tree, known)
    grounds = _grounds(tree, vocabulary, known, stated)
    fixed = {name: value for name, value in known.items() if not vocabulary.facts[name].changeable}
    found = []
    for result in results(tree.left(fixed)):
        if result not in current:
            told = _Search(tree, grounds, fixed, str(result)).cheapest()
            if told is not None:
                found.append(Change(_without_followers(vocabulary, dict(told), grounds), str(result)))
    return tuple(sorted(found, key=lambda change: len(change.facts)))


def _grounds(tree: Tree, vocabulary: Vocabulary, known: Facts, stated: Collection[str]) -> dict[str, Value]:
    """Return the facts of the tree that do not follow from others of the tree."""
    grounds = {name: value for name, value in known.items() if name in stated}
    following = vocabulary.derive(grounds)
    return grounds | {name: value for name, value in known.items() if name not in following}


def _without_followers(vocabulary: Vocabulary, told: dict[str, Value], grounds: Facts) -> dict[str, Value]:
    """Leave out what follows from the rest of a change: no public expression means no voice rooms."""
    kept = dict(told)
    for name in told:
        fewer = {other: value for other, value in kept.items() if other != name}
        if fewer and vocabulary.derive(fewer).get(name) == told[name]:
            kept = fewer
    return kept


class _Search:
    """Goes through the facts in tree order: what was said stays or is changed, what is unknown stays so or is set.

    What is left of two conditions is carried along: the worlds that can be, and those of them with another outcome.
    """

    def __init__(self, tree: Tree, grounds: Facts, fixed: Facts, outcome: str) -> None:
        self._diagram = tree.diagram
        self._grounds = grounds
        self._fixed = fixed
        self._possible = tree.diagram.restrict(tree.possible, fixed)
        self._other = tree.diagram.restrict(tree.elsewhere(outcome), fixed)
        self._done: dict[tuple[int, Node, Node], Told | None] = {}

    def cheapest(self) -> Told | None:
        """Return the fewest facts to change or to set; None when no change leads to the outcome."""
        return self._from(0, self._possible, self._other)

    def _from(self, level: int, possible: Node, other: Node) -> Told | None:
        if possible is NO or other is YES:
            return None
        if level == len(self._diagram.facts) or (other is NO and possible is YES):
            return () if other is NO else None
        key = (level, possible, other)
        if key not in self._done:
            self._done[key] = self._fewest(level, possible, other)
        return self._done[key]

    def _fewest(self, level: int, possible: Node, other: Node) -> Told | None:
        diagram, name = self._diagram, self._diagram.facts[level]
        if name in self._grounds:
            stays = self._set(level, possible, other, self._grounds[name])
        else:
            stays = self._from(level + 1, diagram.for_some(level, possible), diagram.for_some(level, other))
        best = stays
        for value in diagram.domains[name]:
            if name not in self._fixed and self._grounds.get(name) != value and (best is None or best):
                rest = self._set(level, possible, other, value)
                if rest is not None and (best is None or len(rest) + 1 < len(best)):
                    best = ((name, value), *rest)
        return best

    def _set(self, level: int, possible: Node, other: Node, value: Value) -> Told | None:
        index = self._diagram.domains[self._diagram.facts[level]].index(value)
        return self._from(level + 1, below(possible, level, index), below(other, level, index))
