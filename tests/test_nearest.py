"""Which verdict of a field is answered: the one that asks for what was told."""

from datetime import date

import pytest

from knowledge import nearest
from knowledge.answer import answer
from knowledge.library import load

LIBRARY = load()
DAY = date(2026, 11, 29)
ROUTE, FILING = "cn.data-export.route", "cn.data-export.contract-filing"


def test_a_number_told_goes_to_the_verdict_that_asks_for_it():
    found = nearest.ranked(LIBRARY, {FILING: 0.9, ROUTE: 0.7}, {"pi_export": True, "export_people": "under_100k"}, 0.55)
    assert list(found.items()) == [(ROUTE, 0.9), (FILING, 0.9)]


@pytest.mark.parametrize(
    ("scores", "facts"),
    [
        pytest.param({FILING: 0.9, ROUTE: 0.7}, {"pi_export": True}, id="nothing told that only one asks for"),
        pytest.param({FILING: 0.9, ROUTE: 0.3}, {"export_people": "under_100k"}, id="the other is hardly meant"),
        pytest.param({FILING: 0.9, "cn.mlps.filing": 0.7}, {"mlps_level": "level_2"}, id="another field, far behind"),
        pytest.param({FILING: 0.9, "cn.mlps.filing": 0.8}, {"event": "launch"}, id="a choice of many fields"),
    ],
)
def test_otherwise_the_likeliest_stays_first(scores, facts):
    assert list(nearest.ranked(LIBRARY, scores, facts, 0.55)) == [*scores]


def test_a_choice_of_its_own_told_goes_to_the_verdict_that_asks_for_it():
    found = nearest.ranked(LIBRARY, {FILING: 0.9, "cn.mlps.filing": 0.8}, {"mlps_level": "level_2"}, 0.55)
    assert list(found) == ["cn.mlps.filing", FILING]


def test_nothing_to_rank():
    assert nearest.ranked(LIBRARY, {}, {}, 0.55) == {}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("只有六十个人的体检报告发给美国总部的医生看，也要走合同备案吗", id="zh"),
        pytest.param("Check-up reports of 60 people go to doctors in Boston. Must the contract be filed?", id="en"),
    ],
)
def test_the_number_of_people_decides_the_route(text):
    found = answer(LIBRARY, text, DAY)
    assert found.findings[0].verdict == ROUTE
    assert found.level == "required"


def test_a_purchase_is_not_answered_with_listings():
    found = answer(LIBRARY, "We are a critical-infrastructure operator and buy a database. Cybersecurity review?", DAY)
    assert [finding.verdict for finding in found.findings] == ["cn.cybersecurity-review.procurement"]
