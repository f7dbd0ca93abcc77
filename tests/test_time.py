"""The law by day: every day of three years gives what its period gives, and no change to come is missed."""

import random
from datetime import date, timedelta

import pytest

from knowledge import evaluation
from knowledge.library import load
from knowledge.tree import NotInForce, assignments, world

LIBRARY = load()
FIRST, DAYS = date(2024, 7, 1), 3 * 365
DATED = sorted({tree.verdict.id for tree in LIBRARY.trees() if tree.overlay is None and tree.period.end is not None})
SAMPLE = 2


def leaning(verdict, facts, day):
    """The outcomes a day's answer is left with; none before the law began and after it ended."""
    try:
        return evaluation.evaluate(LIBRARY, verdict, facts, day).leaning
    except NotInForce:
        return ()


def products(verdict, count):
    """Some complete and some half-known products."""
    chance = random.Random(verdict)
    tree = next(tree for tree in LIBRARY.trees() if tree.verdict.id == verdict and tree.overlay is None)
    for number in range(count):
        facts = world(tree, chance.randrange(assignments(tree)))
        yield facts if number % 2 else {n: facts[n] for n in chance.sample(list(facts), len(facts) // 2)}


@pytest.mark.parametrize("verdict", DATED)
def test_later_changes_are_what_asking_every_day_would_find(verdict):
    for facts in products(verdict, SAMPLE):
        by_day = {day: leaning(verdict, facts, day) for day in (FIRST + timedelta(n) for n in range(DAYS))}
        days = [day for day, outcomes in by_day.items() if outcomes]
        for asked in days[:1] + days[len(days) // 2 :][:1]:
            finding = evaluation.evaluate(LIBRARY, verdict, facts, asked)
            told = dict(evaluation.later_changes(LIBRARY, finding, asked))
            changed = {
                day: outcomes
                for day, outcomes in by_day.items()
                if day > asked and outcomes != by_day[day - timedelta(1)]
            }
            assert {day: outcomes for day, outcomes in told.items() if day in by_day} == changed


@pytest.mark.parametrize("verdict", LIBRARY.verdicts)
def test_every_day_is_in_one_period_or_refused(verdict):
    """A law with one period cannot change within it; the days before its first and after its last have no answer."""
    found = LIBRARY.verdicts[verdict]
    for day in (found.since - timedelta(1), found.until):
        if day is not None:
            assert leaning(verdict, {}, day) == ()
    assert leaning(verdict, {}, found.since) != ()
