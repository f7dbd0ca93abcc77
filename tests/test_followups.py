"""Messages that go on from the question before: what they change, and nothing else."""

from datetime import date

import pytest

from knowledge import followups
from knowledge.answer import answer
from knowledge.followups import Before
from knowledge.subjects import likely_facts

DAY = date(2026, 11, 29)


def before(library, text):
    found = answer(library, text, DAY)
    verdicts = [finding.verdict for finding in found.findings]
    return Before(text, verdicts, found.reading.facts, likely_facts(library, found.reading))


@pytest.mark.parametrize(
    "text", ["and for short video?", "短视频呢？", "那没有评论呢", "what about live streaming", "没有直播"]
)
def test_followups(library, text):
    assert followups.changed(library, text, before(library, "我们加语聊房，要不要做安全评估？")) is not None


@pytest.mark.parametrize(
    "text", ["那等保呢", "and what about an ICP filing?", "我们做直播，要不要做安全评估？", "什么是算法备案", "hello"]
)
def test_new_questions(library, text):
    assert followups.changed(library, text, before(library, "我们加语聊房，要不要做安全评估？")) is None


@pytest.mark.parametrize(
    ("first", "then", "levels"),
    [
        (
            "We store 120,000 people's face templates, do we file?",
            "and with 8,000 people?",
            ("required", "not_required"),
        ),
        (
            "今年向境外提供了12万人的普通个人信息，不是关基，要签标准合同吗？",
            "那如果只有3万人呢",
            ("required", "not_required"),
        ),
        ("等保一级要去公安备案吗？", "三级呢", ("not_required", "required")),
        ("Do we file an MLPS level 2 system with the police?", "And level 1?", ("required", "not_required")),
    ],
)
def test_a_number_takes_the_place_of_the_one_before(library, first, then, levels):
    asked = before(library, first)
    changes = followups.changed(library, then, asked)
    assert changes is not None
    again = followups.anew(library, then, changes, asked, DAY, None)
    assert (answer(library, first, DAY).level, again.level) == levels


def test_nothing_else_changes(library):
    asked = before(library, "我们做直播小程序，没有评论，要不要做安全评估？")
    changes = followups.changed(library, "那有评论呢", asked)
    assert changes == {"comments": True}
    assert followups.kept(library, {"ciio": True}, asked) == dict(asked.facts)


def test_what_is_read_with_the_question_before_says_what_it_was_taken_for(library):
    asked = before(library, "虚拟恋人App上线要评估吗？")
    text, found = followups.continued(library, "那违规罚多少呢", asked, DAY, "zh")
    assert text.endswith("那违规罚多少呢")
    assert text != "那违规罚多少呢"
    assert found.tentative


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("我们做语聊房，要做安全评估吗？", "那如果换成菜谱呢"),
        ("does our voice chat need an assessment?", "and for a cookbook?"),
    ],
)
def test_what_changes_nothing_that_is_known_does_not_repeat_the_answer(library, first, then):
    _, found = followups.continued(library, then, before(library, first), DAY, None)
    assert (found.kind, found.reason, found.findings) == ("clarify", "unchanged", ())
    assert found.suggestions


def test_words_keep_what_asks_elsewhere(library):
    asked = before(library, "收费会员网站要经营许可证吗？")
    text, found = followups.continued(library, "那必须吗", asked, DAY, "zh")
    assert "会员" in text
    assert found.level


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (
            "We build an AI companion app for adults. How many users before it must be assessed?",
            "and anything before launch?",
        ),
        ("我们做AI陪伴App，要安全评估吗", "那上线前还要办什么"),
    ],
)
def test_what_else_is_asked_of_the_whole_product(library, first, then):
    asked = before(library, first)
    assert followups.changed(library, then, asked) is None
    _, found = followups.continued(library, then, asked, DAY, None)
    assert found.kind == "overview"
    assert {"cn.anthropomorphic.assessment", "cn.icp"} <= {finding.verdict for finding in found.findings}


def test_what_is_open_alone_is_decided_with_the_product_before(library):
    asked = before(library, "我们做AI陪伴App，要安全评估吗")
    _, found = followups.continued(library, "那算法备案呢", asked, DAY, "zh")
    assert found.level == "required"


@pytest.mark.parametrize(
    ("first", "then", "citation"),
    [
        ("PIPL对敏感个人信息有什么要求", "那罚款多少", "pipl-2021#66"),
        ("what must a privacy policy say?", "and who enforces it?", "pipl-2021#60"),
        ("do we need to file our recommendation algorithm?", "and the penalty?", "algorithm-recommendation-2021#31"),
        ("网站要ICP备案吗", "那多久能办下来呢", "icp-filing-2005#12"),
    ],
)
def test_what_else_is_asked_is_asked_of_the_law_of_the_answer_before(library, first, then, citation):
    assert followups.leans(then)
    _, found = followups.continued(library, then, before(library, first), DAY, None)
    assert found.cite[0] == citation
    assert found.tentative
