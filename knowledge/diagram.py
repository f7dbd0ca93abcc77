"""Reduced, ordered decision diagrams with many-valued facts: the trees that people see, walk and test.

A node asks one fact and has a child for every value of its domain. Facts come in one fixed order on every path, equal
nodes are one object, and a node whose children agree does not exist. So a diagram is the same function as the rules it
was compiled from, and two diagrams over the same order are equal exactly if they are the same object.

Combinations of facts that cannot be (see `implies`) end in IMPOSSIBLE; a fact on whose possible values the rest agrees
is not asked.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final
from weakref import WeakValueDictionary

from knowledge.basics import Value
from knowledge.conditions import All, AnyOf, Condition, Is, Not


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """An end: the result of every path that leads here."""

    result: Hashable


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Branch:
    """A fact and, for each value of its domain in order, what comes next."""

    level: int
    children: tuple["Node", ...]


Node = Leaf | Branch
IMPOSSIBLE: Final = Leaf("impossible")
YES: Final = Leaf(True)
NO: Final = Leaf(False)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: the fact and the values that take it."""

    fact: str
    values: tuple[Value, ...]


class Diagram:
    """The nodes over one order of facts. Every operation returns a node of this diagram."""

    def __init__(self, facts: Sequence[str], domains: Mapping[str, Sequence[Value]]) -> None:
        self.facts = tuple(facts)
        self.domains = {fact: tuple(domains[fact]) for fact in self.facts}
        self._level = {fact: level for level, fact in enumerate(self.facts)}
        self._leaves: dict[Hashable, Leaf] = {}
        self._branches: WeakValueDictionary[tuple[int, tuple[int, ...]], Branch] = WeakValueDictionary()
        self._making = Lock()
        self._chosen: dict[tuple[int, int, int], tuple[Node, ...]] = {}

    def leaf(self, result: Hashable) -> Leaf:
        """Return the end with that result."""
        return self._leaves.setdefault(result, Leaf(result))

    def branch(self, level: int, children: Sequence[Node]) -> Node:
        """Return the node that asks the fact of `level`, or what all its possible children agree on."""
        possible = [child for child in children if child is not IMPOSSIBLE]
        if all(child is possible[0] for child in possible[1:]):
            return possible[0] if possible else IMPOSSIBLE
        key = (level, tuple(id(child) for child in children))
        node = self._branches.get(key)
        if node is None:
            with self._making:  # a memo is made in a thread of its own: equal nodes must be one object there too
                node = self._branches.get(key)
                if node is None:
                    self._branches[key] = node = Branch(level, tuple(children))
        return node

    def condition(self, condition: Condition) -> Node:
        """Return the diagram of a condition, with results True and False."""
        match condition:
            case Is(fact, values):
                return self.branch(self._level[fact], [YES if v in values else NO for v in self.domains[fact]])
            case All(items):
                node: Node = YES
                for item in items:
                    node = self.choose(node, self.condition(item), NO)
                return node
            case AnyOf(items):
                node = NO
                for item in items:
                    node = self.choose(node, YES, self.condition(item))
                return node
            case Not(item):
                return self.choose(self.condition(item), NO, YES)

    def choose(self, test: Node, then: Node, otherwise: Node) -> Node:
        """Return the diagram that is `then` where `test` is true and `otherwise` where it is false."""
        if test is YES:
            return then
        if test is NO:
            return otherwise
        if then is otherwise:
            return then
        key = (id(test), id(then), id(otherwise))
        found = self._chosen.get(key)
        if found is None:
            level = min(node.level for node in (test, then, otherwise) if isinstance(node, Branch))
            width = len(self.domains[self.facts[level]])
            children = [
                self.choose(below(test, level, i), below(then, level, i), below(otherwise, level, i))
                for i in range(width)
            ]
            # The operands are kept with the result: while they live, no other node can have their id.
            self._chosen[key] = found = (self.branch(level, children), test, then, otherwise)
        return found[0]

    def first_match(self, rules: Sequence[tuple[Condition, Hashable]], possible: Condition) -> Node:
        """Compile ordered rules: the first whose condition holds gives the result; worlds outside `possible` cannot be.

        Where no rule matches the result is None.
        """
        node: Node = self.leaf(None)
        for condition, result in reversed(rules):
            node = self.choose(self.condition(condition), self.leaf(result), node)
        return self.within(node, self.condition(possible))

    def within(self, node: Node, possible: Node) -> Node:
        """Return the diagram with everything outside `possible` impossible."""
        node = self.choose(possible, node, IMPOSSIBLE)
        self._chosen.clear()
        return node

    def restrict(self, node: Node, known: Mapping[str, Value]) -> Node:
        """Return the diagram that is left when the known facts are fixed. Facts of other diagrams are passed over."""
        fixed = {
            self._level[fact]: self.domains[fact].index(value) for fact, value in known.items() if fact in self._level
        }
        done: dict[int, Node] = {}

        def visit(node: Node) -> Node:
            if isinstance(node, Leaf):
                return node
            if id(node) not in done:
                if node.level in fixed:
                    done[id(node)] = visit(node.children[fixed[node.level]])
                else:
                    done[id(node)] = self.branch(node.level, [visit(child) for child in node.children])
            return done[id(node)]

        return visit(node)

    def without(self, node: Node, result: Hashable, possible: Node) -> Node:
        """Return the condition that holds in the possible worlds in which `node` ends in anything but `result`."""
        done: dict[int, Node] = {}

        def visit(node: Node) -> Node:
            if isinstance(node, Leaf):
                return NO if node.result == result or node is IMPOSSIBLE else YES
            if id(node) not in done:
                done[id(node)] = self.branch(node.level, [visit(child) for child in node.children])
            return done[id(node)]

        return self.choose(possible, visit(node), NO)

    def for_some(self, level: int, node: Node) -> Node:
        """Return the condition that holds where `node` holds for some value of the fact of `level`, its first."""
        if isinstance(node, Leaf) or node.level != level:
            return node
        found: Node = NO
        for child in node.children:
            found = self.choose(found, YES, child)
        return found

    def relabel(self, node: Node, names: Mapping[Hashable, Hashable]) -> Node:
        """Return the diagram with its results renamed, reduced again."""
        done: dict[int, Node] = {}

        def visit(node: Node) -> Node:
            if isinstance(node, Leaf):
                return node if node is IMPOSSIBLE else self.leaf(names[node.result])
            if id(node) not in done:
                done[id(node)] = self.branch(node.level, [visit(child) for child in node.children])
            return done[id(node)]

        return visit(node)

    def fact(self, node: Branch) -> str:
        """Return the fact a node asks."""
        return self.facts[node.level]

    def steps(self, node: Branch) -> Iterator[tuple[tuple[Value, ...], Node]]:
        """Yield the possible children of a node, each once, with all values that lead there."""
        values: dict[int, list[Value]] = {}
        nodes: dict[int, Node] = {}
        for value, child in zip(self.domains[self.fact(node)], node.children, strict=True):
            if child is not IMPOSSIBLE:
                values.setdefault(id(child), []).append(value)
                nodes[id(child)] = child
        for key, child in nodes.items():
            yield tuple(values[key]), child

    def walk(self, node: Node, facts: Mapping[str, Value]) -> tuple[tuple[Step, ...], Hashable]:
        """Follow a complete assignment to its end. Returns the steps taken and the result."""
        steps: list[Step] = []
        while isinstance(node, Branch):
            fact = self.fact(node)
            steps.append(Step(fact, (facts[fact],)))
            node = node.children[self.domains[fact].index(facts[fact])]
        return tuple(steps), node.result

    def paths(self, node: Node) -> Iterator[tuple[tuple[Step, ...], Hashable]]:
        """Yield every path to a possible end: its steps, and the result."""
        if isinstance(node, Leaf):
            if node is not IMPOSSIBLE:
                yield (), node.result
            return
        for values, child in self.steps(node):
            for rest, result in self.paths(child):
                yield (Step(self.fact(node), values), *rest), result


def below(node: Node, level: int, index: int) -> Node:
    """Return what is left of `node` when the fact of `level`, its first or one above it, has its `index`-th value."""
    return node.children[index] if isinstance(node, Branch) and node.level == level else node


def nodes(root: Node) -> list[Node]:
    """Return every node under `root` once, parents before children."""
    found: dict[int, Node] = {}

    def visit(node: Node) -> None:
        if id(node) not in found:
            found[id(node)] = node
            if isinstance(node, Branch):
                for child in node.children:
                    visit(child)

    visit(root)
    return list(found.values())


def results(root: Node) -> list[Hashable]:
    """Return the results that are still possible under `root`, in the order of the tree."""
    return [node.result for node in nodes(root) if isinstance(node, Leaf) and node is not IMPOSSIBLE]


def depth(root: Node) -> int:
    """Return the number of facts asked on the longest path."""
    deepest: dict[int, int] = {}
    branches = (node for node in nodes(root) if isinstance(node, Branch))
    for node in sorted(branches, key=lambda node: -node.level):
        deepest[id(node)] = 1 + max(deepest.get(id(child), 0) for child in node.children)
    return deepest.get(id(root), 0)
