"""What a message is about where only what it states says so."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.spoken_for import spoken_for

DAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (
            "we got hacked last night, about 80k phone numbers gone, who do we call first",
            {"cn.incident-reporting", "cn.pi.breach-notice"},
        ),
        ("老板说把数据库搬到AWS东京，用户三十万", {"cn.data-export.route"}),
    ],
)
def test_what_is_stated_says_what_is_meant_and_that_it_was_taken_so(library, text, verdicts):
    found = answer(library, text, DAY)
    assert {finding.verdict for finding in found.findings} == verdicts
    assert found.tentative


@pytest.mark.parametrize(
    "text", ["怎么退出家族群又不让长辈知道", "my live stream keeps buffering on hotel wifi, any fix?"]
)
def test_features_alone_do_not_bring_another_field_into_ours(library, text):
    assert not answer(library, text, DAY).findings


@pytest.mark.parametrize(
    "stated", [{}, {"pi_export": True}, {"pi_breach": True, "personal_information": True}, {"app": True, "forum": True}]
)
def test_one_fact_and_what_follows_from_it_is_too_little(library, stated):
    assert spoken_for(library, stated) == ()


def test_facts_that_no_two_verdicts_ask_for_together_are_about_none(library):
    assert spoken_for(library, {"pi_breach": True, "listing_place": "abroad", "sells_goods_live": True}) == ()
