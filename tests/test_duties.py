"""Which kinds of duty a question is about: filings, licences, assessments."""

from datetime import date

import pytest

from knowledge import duties
from knowledge.answer import answer
from knowledge.duty_kinds import KINDS
from knowledge.reading import read

DAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("要备案什么？", {"filing"}),
        ("what licences and filings do we need", {"licence", "filing"}),
        ("要做什么", set()),
    ],
)
def test_kinds(library, text, kinds):
    assert duties.kinds(read(library, text)) == kinds


def test_every_kind_has_verdicts(library):
    assert all(duties.of_kinds(library, frozenset({kind})) for kind in KINDS)


def test_who_asks_for_filings_is_not_told_of_assessments(library):
    found = answer(library, "我们做一个宠物社区小程序，用户能发帖能评论，要备案什么？", DAY)
    named = [finding.verdict for finding in found.findings]
    assert found.kind == "overview"
    assert {"cn.app-filing", "cn.icp", "cn.police-filing"} <= set(named)
    assert "cn.security-assessment" not in named
    assert "cn.deep-synthesis.filing" not in named  # nothing was said of deepfakes
