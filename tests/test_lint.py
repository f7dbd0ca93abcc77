"""What the checks say to whoever edits the knowledge: one fault at a time in a small law, one message with its line."""

import pytest
import small_knowledge

from knowledge import lint
from knowledge.source import KnowledgeError

FAULTS = {
    "a gap": (
        ("otherwise, then: free", "{users: few, notice: false}, then: free"),
        ("{users: many}, then: report", "{users: many, notice: true}, then: report"),
        "no rule decides",
    ),
    "a rule that is never reached": (
        ("{notice: true}, then", "{notice: [true, false]}, then"),
        "this rule is never reached",
    ),
    "an outcome nobody reaches": (("then: outside", "then: free"), 'no rule leads to outcome "outside"'),
    "an article of a law not yet in force": (("effective: 2024-01-01", "effective: 2024-06-01"), "is not in force"),
    "a case that fails": (("expect: report", "expect: free"), "gives report; expected free"),
    "a case that cites otherwise": (
        ("expect: report, cite: [sample-2024#2]", "expect: report, cite: [sample-2024#1]"),
        "the deciding rule cites sample-2024#2; expected sample-2024#1",
    ),
    "a case before the law": (
        ("at: 2026-11-22, facts: {offered: true, users: 99999", "at: 2020-01-01, facts: {offered: true, users: 99999"),
        "Give the case a date",
    ),
    "a fact nobody uses": (
        (
            "  notice:\n",
            "  unused:\n    type: bool\n    label: {zh: 无, en: none}\n    ask: {zh: 无？, en: None?}\n  notice:\n",
        ),
        'uses fact "unused"',
    ),
    "a word of two facts": (
        (
            "    label: {zh: 面向公众, en: offered to the public}",
            "    label: {zh: 面向公众, en: offered to the public}\n    words: {zh: [通知]}",
        ),
        (
            "    label: {zh: 收到书面通知, en: a written notice}",
            "    label: {zh: 收到书面通知, en: a written notice}\n    words: {zh: [通知]}",
        ),
        "already states",
    ),
    "an empty text": (("zh: 用户多。, en: Many use it.", 'zh: "", en: Many use it.'), "the zh text is empty"),
    "a space at the end": (("en: Many use it.", 'en: "Many use it. "'), "begins or ends with a space"),
    "a space before a character": (("不满10万", "不满 10万"), 'no space between digits and Chinese characters, "满1"'),
    "an English citation in Chinese": (("zh: 用户多。", "zh: 见 Art. 2。"), "Write 第…条"),
    "a label longer than a button": (
        ("100,000 or more", "a hundred thousand or more " * 3 + "users"),
        "too long for a button",
    ),
    "a title without a colon": (("Yes: report", "Yes report"), "a title has a word, a colon"),
    "a title at odds with its level": (
        ("不需要：用户少", "需要：用户少"),
        "does not fit an outcome that is not_required",
    ),
}
REFUSED = {
    "an unknown fact": (("{notice: true}", "{notices: true}"), 'unknown fact "notices". Did you mean'),
    "an unknown value": (("{users: many}", "{users: lots}"), "Known values: few, many"),
    "an unknown outcome": (("then: report", "then: reports"), "Known outcomes: report, free, outside"),
    "an article that is not there": (("cite: [sample-2024#1]", "cite: [sample-2024#9]"), "has articles 1, 2"),
    "a regulation that is not there": (("cite: [sample-2024#1]", "cite: [sample-2042#1]"), "There is no regulation"),
    "ranges with a hole": (("least: 100000", "least: 100001"), "ranges must follow each other"),
    "a language that lacks": (("{zh: 报告, en: Report}", "{zh: 报告}"), "missing required field `en`"),
}  # fmt: skip


def problems(tmp_path, *edits):
    return [str(problem) for problem in lint.check(small_knowledge.library(tmp_path, *edits)).problems]


def test_the_small_law_has_no_problems(tmp_path):
    assert problems(tmp_path) == []


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_place(tmp_path, fault):
    *edits, message = fault
    found = problems(tmp_path, *edits)
    assert any(message in problem for problem in found), found
    assert all(problem.partition(":")[2].partition(":")[0].isdigit() for problem in found), found


@pytest.mark.parametrize("fault", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_what_is_known(tmp_path, fault):
    *edits, message = fault
    with pytest.raises(KnowledgeError) as refused:
        small_knowledge.library(tmp_path, *edits)
    assert message in str(refused.value)
    assert ".yaml:" in str(refused.value)
