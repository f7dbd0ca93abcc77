"""A second library, `dd`, proves every tree equal to its rules; it knows booleans only, so a value is one variable."""

import pytest
from dd.autoref import BDD

from knowledge.conditions import All, AnyOf, Is, Not
from knowledge.diagram import IMPOSSIBLE, Leaf
from knowledge.library import load

LIBRARY = load()
TREES = list(LIBRARY.trees())


class Second:
    """The rules and the tree of a verdict as functions in `dd`, which are equal exactly if they are the same."""

    def __init__(self, tree):
        self.tree = tree
        self.bdd = BDD()
        self.name = {
            (fact, value): f"x{level}_{index}"
            for level, (fact, values) in enumerate(tree.diagram.domains.items())
            for index, value in enumerate(values)
        }
        self.bdd.declare(*self.name.values())
        self.worlds = self.one_value_each() & self.condition(LIBRARY.vocabulary.possible(tree.diagram.facts))

    def value(self, fact, value):
        return self.bdd.var(self.name[fact, value])

    def one_value_each(self):
        found = self.bdd.true
        for fact, values in self.tree.diagram.domains.items():
            only = self.bdd.false
            for value in values:
                term = self.bdd.true
                for other in values:
                    term &= self.value(fact, other) if other == value else ~self.value(fact, other)
                only |= term
            found &= only
        return found

    def condition(self, condition):
        match condition:
            case Is(fact, values):
                return self.any(self.value(fact, value) for value in values)
            case All(items):
                found = self.bdd.true
                for item in items:
                    found &= self.condition(item)
                return found
            case AnyOf(items):
                return self.any(self.condition(item) for item in items)
            case Not(item):
                return ~self.condition(item)

    def any(self, functions):
        found = self.bdd.false
        for function in functions:
            found |= function
        return found

    def by_rules(self):
        """For every outcome the worlds in which the first rule that holds leads there."""
        found, left = {}, self.worlds
        for condition, rule in self.tree.rules:
            holds = self.condition(condition)
            found[rule.then] = found.get(rule.then, self.bdd.false) | (left & holds)
            left &= ~holds
        assert left == self.bdd.false
        return {outcome: worlds for outcome, worlds in found.items() if worlds != self.bdd.false}

    def by_tree(self):
        """For every outcome the worlds whose path ends there."""
        found = {}

        def visit(node, here):
            if isinstance(node, Leaf):
                if node is not IMPOSSIBLE and here != self.bdd.false:
                    found[node.result] = found.get(node.result, self.bdd.false) | here
                return
            fact = self.tree.diagram.fact(node)
            for values, child in self.tree.diagram.steps(node):
                visit(child, here & self.any(self.value(fact, value) for value in values))

        visit(self.tree.outcomes, self.worlds)
        return found


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: f"{tree.verdict.id} {tree.period.start} {tree.overlay or ''}")
def test_a_second_library_proves_the_tree(tree):
    second = Second(tree)
    assert second.by_tree() == second.by_rules()
