"""A law of two articles, written to a folder of its own: what a lawyer would edit, small enough to read in a test."""

from pathlib import Path

from knowledge import library as libraries
from knowledge.library import Library

FACTS = """\
facts:
  offered:
    type: bool
    stage: scope
    label: {zh: 面向公众, en: offered to the public}
    ask: {zh: 面向公众吗？, en: Is it offered to the public?}
    changeable: false
  users:
    type: number
    label: {zh: 用户数, en: users}
    ask: {zh: 有多少用户？, en: How many users are there?}
    ranges:
      few: {label: {zh: 不满10万, en: "fewer than 100,000"}, below: 100000}
      many: {label: {zh: 10万以上, en: "100,000 or more"}, least: 100000}
  notice:
    type: bool
    label: {zh: 收到书面通知, en: a written notice}
    ask: {zh: 收到书面通知了吗？, en: Did a written notice arrive?}
"""

REGULATION = """\
id: sample-2024
title: {zh: 样例规定, en: Sample Provisions}
issuers: {zh: 样例部门, en: Sample Office}
status: in-force
effective: 2024-01-01
url: https://example.org/sample
articles:
  - {number: "1", gist: {zh: 适用于公众服务。, en: It applies to public services.}, verified: full-text}
  - {number: "2", gist: {zh: 用户多的要报告。, en: Services with many users report.}, verified: full-text}
"""

REGIME = """\
id: sample
title: {zh: 样例, en: Sample}
verdicts:
  sample.report:
    title: {zh: 报告, en: Report}
    question: {zh: 要报告吗？, en: Is a report needed?}
    regulation: sample-2024
    since: 2024-01-01
    rules:
      - {when: {offered: false}, then: outside, cite: [sample-2024#1], because: {zh: 不公开。, en: Not public.}}
      - {when: {notice: true}, then: report, cite: [sample-2024#2], because: {zh: 已通知。, en: It was told to.}}
      - {when: {users: many}, then: report, cite: [sample-2024#2], because: {zh: 用户多。, en: Many use it.}}
      - {when: otherwise, then: free, cite: [sample-2024#2], because: {zh: 用户少。, en: Few use it.}}
outcomes:
  report: {level: required, title: {zh: 需要：报告, en: "Yes: report"}}
  free: {level: not_required, title: {zh: 不需要：用户少, en: "No: few users"}}
  outside: {level: not_required, title: {zh: 不需要：不在范围, en: "No: outside the scope"}}
cases:
  - {at: 2026-11-22, facts: {offered: true, users: 100000}, expect: report, cite: [sample-2024#2]}
  - {at: 2026-11-22, facts: {offered: true, users: 99999, notice: false}, expect: free}
"""


def library(folder: Path, *edits: tuple[str, str]) -> Library:
    """Load the small law after `edits`: pairs of a text that stands in it and the text to put in its place."""
    for name, text in (
        ("facts/sample.yaml", FACTS),
        ("regulations/sample-2024.yaml", REGULATION),
        ("regimes/sample.yaml", REGIME),
    ):
        for old, new in edits:
            text = text.replace(old, new)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return libraries.load(folder)
