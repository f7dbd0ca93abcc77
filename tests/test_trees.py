"""Every verdict that ships, in every period: proven against direct evaluation of its rules."""

import random
from itertools import combinations

import numpy as np
import pytest
from every_world import EveryWorld

from knowledge import interview, lint
from knowledge.conditions import holds
from knowledge.diagram import results
from knowledge.library import load
from knowledge.tree import NotInForce, assignments, period_of, world

SAMPLE = 400
WORLDS = 1_000_000
"""Up to this many combinations are all tried rule by rule."""

LIBRARY = load()
TREES = [
    pytest.param(
        tree, id=f"{tree.verdict.id} from {tree.period.start}" + (f" with {tree.overlay}" if tree.overlay else "")
    )
    for tree in LIBRARY.trees()
]


def worlds(tree, most):
    """All combinations of values that can be, or a sample of them where there are more than `most`."""
    total = assignments(tree)
    numbers = range(total) if total <= most else random.Random(7).sample(range(total), SAMPLE)
    possible = LIBRARY.vocabulary.possible(tree.diagram.facts)
    for number in numbers:
        facts = world(tree, number)
        if holds(possible, facts):
            yield facts


@pytest.mark.parametrize("tree", TREES)
def test_the_tree_is_the_rules(tree):
    for facts in worlds(tree, WORLDS):
        _, outcome = tree.diagram.walk(tree.outcomes, facts)
        assert outcome == tree.rule_for(facts).then


@pytest.mark.parametrize("tree", TREES)
def test_the_tree_is_the_rules_in_every_world(tree):
    """Without samples: by arrays, all worlds at once, even where there are millions."""
    every = EveryWorld(tree, LIBRARY.vocabulary)
    assert np.array_equal(every.by_tree(), every.by_rules())


@pytest.mark.parametrize("tree", TREES)
def test_every_path_ends_in_one_outcome_with_a_citation(tree):
    for _, outcome in tree.diagram.paths(tree.outcomes):
        assert outcome in tree.verdict.outcomes
    for _, rule in tree.rules:
        assert rule.cite


@pytest.mark.parametrize("tree", TREES)
def test_not_knowing_one_or_two_facts_means_every_completion(tree):
    """Brute force over the completions of partial answers, for small sets of facts drawn from each tree."""
    chance = random.Random(tree.verdict.id)
    pairs = list(combinations(tree.diagram.facts, 2)) or [tree.diagram.facts]
    possible = LIBRARY.vocabulary.possible(tree.diagram.facts)
    for facts in list(worlds(tree, 500))[:40]:
        unknown = chance.choice(pairs)
        known = {name: value for name, value in facts.items() if name not in unknown}
        domains = [tree.diagram.domains[name] for name in unknown]
        completions = [{**known, **dict(zip(unknown, values, strict=True))} for values in _product(domains)]
        expected = {tree.rule_for(full).then for full in completions if holds(possible, full)}
        assert set(interview.possible(tree, known)) == expected


def _product(domains):
    found = [()]
    for domain in domains:
        found = [(*values, value) for values in found for value in domain]
    return found


@pytest.mark.parametrize("tree", TREES)
def test_reasons_are_sufficient_and_none_can_be_dropped(tree):
    for facts in list(worlds(tree, 500))[:25]:
        outcome = interview.possible(tree, facts)
        kept = {reason.fact: reason.value for reason in interview.reasons(tree, facts)}
        assert interview.possible(tree, kept) == outcome
        for name in kept:
            fewer = {other: value for other, value in kept.items() if other != name}
            assert interview.possible(tree, fewer) != outcome


@pytest.mark.parametrize("tree", TREES)
def test_the_next_question_always_matters(tree):
    known: dict = {}
    while (name := interview.next_question(tree, LIBRARY.vocabulary, known)) is not None:
        assert name in interview.relevant(tree, known)
        open_values = [
            value
            for value in tree.diagram.domains[name]
            if results(tree.diagram.restrict(tree.outcomes, {**known, name: value}))
        ]
        known[name] = open_values[-1]
    assert len(interview.possible(tree, known)) == 1


def test_the_knowledge_has_no_problems():
    assert [str(problem) for problem in lint.check(LIBRARY).problems] == []


def test_a_day_before_the_law_is_an_error_and_never_the_nearest_rule():
    verdict = LIBRARY.verdicts["cn.security-assessment"]
    with pytest.raises(NotInForce, match="applies from 2018-11-30"):
        period_of(verdict, verdict.since.replace(year=2017))
