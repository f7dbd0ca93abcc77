"""On which side of a border a number falls, and that the label of a range says the same as its borders."""

import re
from itertools import pairwise

import pytest

from knowledge.library import load
from knowledge.reading import read

LIBRARY = load()
FACTS = [fact for fact in LIBRARY.facts.values() if fact.type == "number"]
UNITS = {"": 1, "million": 1_000_000, "thousand": 1_000, "万": 10_000, "亿": 100_000_000}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_a_border_belongs_to_the_range_above_it(fact):
    for (below, _), (above, span) in pairwise(fact.ranges.items()):
        assert LIBRARY.vocabulary.value(fact.id, span.least) == above
        assert LIBRARY.vocabulary.value(fact.id, span.least - 1) == below
        assert LIBRARY.vocabulary.value(fact.id, span.least - 0.01) == below


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_no_number_is_left_out(fact):
    for number in (0, 1, 10**12, -1):
        assert LIBRARY.vocabulary.value(fact.id, number) in fact.ranges


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_labels_name_the_borders(fact):
    """ "100,000 to fewer than 1 million" is from 100000 to below 1000000; "over 10 million" begins one above it."""
    for span in fact.ranges.values():
        borders = {number for number in (span.least, span.below) if number is not None}
        near = borders | {number - 1 for number in borders}
        for text, pattern in (
            (span.label.en, r"([\d,.]+)\s?(million|thousand|)"),
            (span.label.zh, r"([\d,.]+)(万|亿|)"),
        ):
            named = {float(digits.replace(",", "")) * UNITS[unit] for digits, unit in re.findall(pattern, text)}
            assert named <= near, text
            assert named or not borders, text


@pytest.mark.parametrize("text", ["6,3", "用户3，6", "%²²,0"])
def test_a_number_may_be_the_end_of_a_unit(library, text):
    assert not read(library, text).facts
