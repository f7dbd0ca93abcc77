"""Every combination of values of a tree at once: one array, one axis a fact. It shares no evaluation with the product.

A condition becomes an array over the facts it mentions alone; numpy spreads it over the others where they meet. So even
seven million worlds are a second's work.
"""

import numpy as np

from knowledge.conditions import All, AnyOf, Is, Not
from knowledge.diagram import IMPOSSIBLE, Leaf

NOWHERE = -1


class EveryWorld:
    """The worlds of a tree, by the order of its facts and of their values."""

    def __init__(self, tree, vocabulary):
        self.tree = tree
        self.facts = tree.diagram.facts
        self.domains = tree.diagram.domains
        self.shape = tuple(len(values) for values in self.domains.values())
        self.outcomes = list(dict.fromkeys(rule.then for _, rule in tree.rules))
        self.possible = self._spread(self.holds(vocabulary.possible(self.facts)))

    def holds(self, condition):
        """Where a condition holds."""
        match condition:
            case Is(fact, values):
                axis = [1] * len(self.facts)
                axis[self.facts.index(fact)] = len(self.domains[fact])
                return np.array([value in values for value in self.domains[fact]]).reshape(axis)
            case All(items):
                return _together(np.logical_and, [self.holds(item) for item in items], True)
            case AnyOf(items):
                return _together(np.logical_or, [self.holds(item) for item in items], False)
            case Not(item):
                return ~self.holds(item)

    def by_rules(self):
        """The outcome of every world by its first rule that holds; NOWHERE for worlds that cannot be."""
        found = np.full(self.shape, NOWHERE, np.int8)
        for condition, rule in reversed(self.tree.rules):
            found = np.where(self.holds(condition), np.int8(self.outcomes.index(rule.then)), found)
        return np.where(self.possible, found, np.int8(NOWHERE))

    def by_tree(self):
        """The outcome of every world by the tree; NOWHERE for worlds that cannot be."""
        done = {}

        def visit(node):
            if isinstance(node, Leaf):
                index = NOWHERE if node is IMPOSSIBLE else self.outcomes.index(node.result)
                return np.full([1] * len(self.facts), index, np.int8)
            if id(node) not in done:
                children = np.broadcast_arrays(*[visit(child) for child in node.children])
                done[id(node)] = np.concatenate(children, axis=node.level)
            return done[id(node)]

        return np.where(self.possible, self._spread(visit(self.tree.outcomes)), np.int8(NOWHERE))

    def where(self, known):
        """The part of an array in which the known facts are so."""
        return tuple(self.domains[fact].index(known[fact]) if fact in known else slice(None) for fact in self.facts)

    def _spread(self, array):
        return np.broadcast_to(array, self.shape)


def _together(operation, arrays, empty):
    found = np.array(empty)
    for array in arrays:
        found = operation(found, array)
    return found
