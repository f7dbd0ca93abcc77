"""What would change a verdict, against brute force: every set of facts tried, smallest first."""

import random
from itertools import combinations, product

import pytest
from every_world import EveryWorld

from knowledge import interview, what_if
from knowledge.conditions import holds
from knowledge.library import load
from knowledge.tree import assignments, world

LIBRARY = load()
VOCABULARY = LIBRARY.vocabulary
SMALL = 100
"""Trees with at most this many worlds are tried from everything that can be known; of the others, a sample."""
SAMPLE = 6
MOST_FACTS = 3
"""Brute force looks for changes of up to this many facts."""
TREES = [
    pytest.param(tree, id=f"{tree.verdict.id} {tree.period.start} {tree.overlay or ''}") for tree in LIBRARY.trees()
]


def decided(tree):
    """What can be known of a product and decides the verdict, as (stated facts, all that follows)."""
    chance = random.Random(tree.verdict.id)
    names = tree.diagram.facts
    if assignments(tree) <= SMALL:
        choices = [(*tree.diagram.domains[name], None) for name in names]
        partial = [{n: v for n, v in zip(names, values, strict=True) if v is not None} for values in product(*choices)]
        partial = chance.sample(partial, min(len(partial), 30))
    else:
        worlds = [world(tree, chance.randrange(assignments(tree))) for _ in range(40)]
        partial = [{n: w[n] for n in chance.sample(names, chance.randint(1, len(names)))} for w in worlds]
    possible = VOCABULARY.possible(names)
    found = []
    for stated in partial:
        known = VOCABULARY.derive(stated)
        complete = {n: v for n, v in known.items() if n in tree.diagram.domains}
        fits = len(complete) < len(names) or holds(possible, complete)
        if fits and len(interview.possible(tree, known)) == 1:
            found.append((stated, known))
    return found if assignments(tree) <= SMALL else found[:SAMPLE]


class BruteForce:
    """Everything that was said stays or is changed; what was not said may be anything, unless it is set."""

    def __init__(self, tree, stated, known):
        self.every = EveryWorld(tree, VOCABULARY)
        self.results = self.every.by_rules()
        self.tree = tree
        self.known = {name: value for name, value in known.items() if name in tree.diagram.domains}
        self.grounds = {name: value for name, value in stated.items() if name in tree.diagram.domains}
        self.free = [n for n in tree.diagram.facts if n not in self.known or LIBRARY.facts[n].changeable]

    def outcome(self, change):
        """The one outcome of every world that is left under a change; None when there are several, or no world."""
        fixed = {n: v for n, v in self.known.items() if not LIBRARY.facts[n].changeable}
        left = self.results[self.every.where({**fixed, **self.grounds, **change})]
        ends = set(left.flatten().tolist()) - {-1}
        return self.every.outcomes[ends.pop()] if len(ends) == 1 else None

    def smallest(self, most):
        """The fewest facts for every outcome that at most `most` facts lead to."""
        found = {}
        for count in range(1, most + 1):
            for names in combinations(self.free, count):
                others = [[v for v in self.tree.diagram.domains[n] if self.grounds.get(n) != v] for n in names]
                for values in product(*others):
                    outcome = self.outcome(dict(zip(names, values, strict=True)))
                    if outcome is not None:
                        found.setdefault(outcome, count)
        return found


def in_full(change, grounds):
    """The facts of a change with those that were said and cannot be so any more."""
    after = VOCABULARY.derive(change)
    return change | {n: after[n] for n, value in grounds.items() if after.get(n, value) != value}


@pytest.mark.parametrize("tree", TREES)
def test_the_change_is_the_smallest_and_leads_where_it_says(tree):
    for stated, known in decided(tree):
        brute = BruteForce(tree, stated, known)
        (current,) = interview.possible(tree, known)
        found = {c.outcome: in_full(c.facts, brute.grounds) for c in what_if.changes(tree, VOCABULARY, known, stated)}
        assert {brute.outcome(change): change for change in found.values()} == found
        most = MOST_FACTS if len(tree.diagram.facts) <= 8 else 2 if len(tree.diagram.facts) < 16 else 1
        fewest = {outcome: count for outcome, count in brute.smallest(most).items() if outcome != current}
        assert {outcome: len(change) for outcome, change in found.items() if len(change) <= most} == fewest
