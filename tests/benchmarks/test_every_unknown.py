"""Not knowing one or two facts, for every combination of the others: exactly the outcomes of all completions."""

from itertools import combinations, product

import numpy as np
from every_world import NOWHERE, EveryWorld
from test_trees import LIBRARY

from knowledge import interview
from knowledge.tree import assignments

MOST = 3_000
"""Trees with more worlds than this are left to the samples of the tests."""


def test_every_combination_with_one_and_two_unknowns():
    count, trees = 0, [tree for tree in LIBRARY.trees() if assignments(tree) <= MOST]
    for tree in trees:
        every = EveryWorld(tree, LIBRARY.vocabulary)
        results = every.by_rules()
        for size in (1, 2):
            for unknown in combinations(every.facts, size):
                named = [name for name in every.facts if name not in unknown]
                for values in product(*(every.domains[name] for name in named)):
                    known = dict(zip(named, values, strict=True))
                    ends = set(np.unique(results[every.where(known)]).tolist()) - {NOWHERE}
                    assert set(interview.possible(tree, known)) == {every.outcomes[end] for end in ends}
                    count += 1
    print(f"\n{count:,} combinations in {len(trees)} trees")
