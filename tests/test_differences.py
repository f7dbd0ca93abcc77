"""`redline knowledge diff`: the printed patterns are the combinations of facts that flip, all of them and no others."""

from datetime import date
from itertools import product

import pytest
import small_knowledge

from knowledge import changes
from knowledge.conditions import holds
from knowledge.diagram import Step
from knowledge.evaluation import evaluate

DAY = date(2026, 11, 22)
LOWERED = (("least: 100000", "least: 50000"), ("below: 100000", "below: 50000"))
EDITS = {
    "nothing": (),
    "an exception less": (("      - {when: {notice: true}", "      - {when: {notice: true, users: many}"),),
    "a condition turned": (("{when: {offered: false}", "{when: {offered: true}"),),
    "another outcome": (
        ("{users: many}, then: report", "{users: many}, then: free"),
        ("expect: report", "expect: free"),
    ),
    "a rule in force later": (
        (
            "cite: [sample-2024#2], because: {zh: 已通知。",
            "since: 2027-01-01, cite: [sample-2024#2], because: {zh: 已通知。",
        ),
    ),
    "facts that exclude each other": (
        ("    ask: {zh: 收到书面通知了吗？", "    implies: [{then: {users: many}}]\n    ask: {zh: 收到书面通知了吗？"),
    ),
}


def test_a_moved_threshold_flips_the_numbers_between_its_borders(tmp_path):
    old = small_knowledge.library(tmp_path / "old")
    new = small_knowledge.library(tmp_path / "new", *LOWERED)
    (found,) = changes.differences(old, new, DAY)
    assert (found.before, found.after) == ("free", "report")
    assert found.steps[-2:] == (Step("users", ("50000 to below 100000",)), Step("notice", (False,)))


def test_later_days_are_looked_at_too(tmp_path):
    old = small_knowledge.library(tmp_path / "old")
    new = small_knowledge.library(tmp_path / "new", EDITS["a rule in force later"][0])
    assert changes.days(old, new, DAY) == [DAY, date(2027, 1, 1)]


def worlds(library):
    """Every combination of values that can be."""
    names = list(library.facts)
    for values in product(*(library.facts[name].domain() for name in names)):
        facts = dict(zip(names, values, strict=True))
        if holds(library.vocabulary.possible(names), facts):
            yield facts


def outcome(library, facts):
    return evaluate(library, "sample.report", facts, DAY).outcome_id


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
def test_patterns_are_exactly_the_flips(tmp_path, edits):
    old = small_knowledge.library(tmp_path / "old")
    new = small_knowledge.library(tmp_path / "new", *edits)
    found = list(changes.differences(old, new, DAY))
    later = list(worlds(new))
    for facts in [facts for facts in worlds(old) if facts in later]:
        before, after = outcome(old, facts), outcome(new, facts)
        fitting = [d for d in found if all(facts[step.fact] in step.values for step in d.steps)]
        assert [(d.before, d.after) for d in fitting] == ([(before, after)] if before != after else [])


def test_a_verdict_that_is_new_or_gone_is_one_line(tmp_path):
    old = small_knowledge.library(tmp_path / "old")
    new = small_knowledge.library(tmp_path / "new", ("sample.report", "sample.tell"))
    assert [(d.verdict, d.steps, d.before, d.after) for d in changes.differences(old, new, DAY)] == [
        ("sample.report", (), "sample.report", None),
        ("sample.tell", (), None, "sample.tell"),
    ]


NUMBERS = {
    "below": (("least: 100000", "least: 50000"), ("below: 100000", "below: 50000")),
    "above": (("least: 100000", "least: 200000"), ("below: 100000", "below: 200000")),
    "a range more": (
        ("few: {label", "tiny: {label: {zh: 极少, en: tiny}, below: 10}\n      few: {label"),
        ("below: 100000}", "least: 10, below: 100000}"),
        ("{users: many}, then", "{users: [tiny, many]}, then"),
    ),
}


@pytest.mark.parametrize("edits", NUMBERS.values(), ids=NUMBERS)
def test_every_number_is_told_rightly(tmp_path, edits):
    old = small_knowledge.library(tmp_path / "old")
    new = small_knowledge.library(tmp_path / "new", *edits)
    found = list(changes.differences(old, new, DAY))
    for users in (0, 9, 10, 49_999, 50_000, 99_999, 100_000, 150_000, 199_999, 200_000):
        stated = {"offered": True, "notice": False}
        outcomes = [outcome(law, stated | {"users": law.vocabulary.value("users", users)}) for law in (old, new)]
        told = [(d.before, d.after) for d in found if any(_holds(users, value) for value in _values(d, "users"))]
        assert told == ([tuple(outcomes)] if outcomes[0] != outcomes[1] else [])


def _values(difference, fact):
    return next(step.values for step in difference.steps if step.fact == fact)


def _holds(number, piece):
    """Whether a piece such as `50000 to below 100000` holds a number."""
    if piece.startswith("below "):
        return number < float(piece.removeprefix("below "))
    if piece.endswith(" or more"):
        return number >= float(piece.removesuffix(" or more"))
    least, limit = piece.split(" to below ")
    return float(least) <= number < float(limit)
