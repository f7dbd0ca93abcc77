"""What a question may mean, weighed by what it states, names and asks for."""

from datetime import date

import pytest

from knowledge.answer import answer

DAY = date(2026, 11, 29)


def verdicts(library, text):
    return [finding.verdict for finding in answer(library, text, DAY).findings]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        pytest.param(
            "We run a recipe app; users can post photos; no comments. Is a security assessment needed?",
            "cn.security-assessment",
            id="what is denied is not what is asked about",
        ),
        pytest.param(
            "只给别的公司提供换脸接口，备案要不要做", "cn.deep-synthesis.filing", id="a filing, and no assessment"
        ),
        pytest.param(
            "十五岁的娃想开直播，爸妈都同意，平台给开吗", "cn.live-streaming.minors", id="no data is spoken of"
        ),
        pytest.param("弹窗推天气预警也要新闻证吗", "cn.popups.news", id="a pop-up without news"),
    ],
)
def test_the_verdict_that_is_meant(library, text, verdict):
    assert verdicts(library, text)[0] == verdict


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("How long does the CAC take to process an algorithm filing?", "algorithm-recommendation-2021#25"),
        ("用户举报我们没处理会被罚吗", "content-ecology-2019#37"),
        ("What is the fine if we leave users' reports unread?", "content-ecology-2019#37"),
        ("单机游戏不联网，要接防沉迷吗", "minors-protection-law-2020#75"),
    ],
)
def test_the_entry_that_is_meant(library, text, article):
    assert answer(library, text, DAY).cite[0] == article


def test_a_product_that_is_described_gets_everything_it_needs(library):
    found = answer(library, "Launching a dating app with voice rooms in China: everything we need", DAY)
    assert found.kind == "overview"
    assert {"cn.security-assessment", "cn.minors.mode"} <= {finding.verdict for finding in found.findings}


@pytest.mark.parametrize(
    "text",
    [
        "Does YouTube demonetise AI-generated videos?",
        "教我做一个AI女友",
        "用Python写个弹幕爬虫",
        "我的笔记为什么没人看",
        "What does ESRB M mean?",
        "直播公会违约金三十万合理吗",
    ],
)
def test_other_fields_get_no_verdict(library, text):
    assert answer(library, text, DAY).kind == "none"
