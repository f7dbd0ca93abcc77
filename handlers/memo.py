"""The memo: a question, its facts, the verdicts with reasons and articles, what is open, and by when.

Nothing is said here that the chat would not say; it is only put in the order in which it is filed.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Any

from handlers import checklist, render, screens
from handlers.citations import listed
from handlers.days import day
from handlers.document import Block, Document, Heading, Listing, Paragraph, Table
from handlers.interviews import State
from handlers.texts import Texts
from knowledge import evaluation
from knowledge.evaluation import Finding
from knowledge.library import Library
from knowledge.profile import Profile

MANY = 8
"""More assumptions than this are a paragraph instead of rows."""


def memo(library: Library, state: State, entries: Sequence[Any], made: date, texts: Texts) -> Document:
    """Return the memo of an interview. `entries` are the chat's deadlines, `made` is the day of the memo."""
    blocks: list[Block] = [_about(library, state, made, texts)]
    if state.mode == "check":
        found = checklist.profile_of(library, state)
        findings = list(found.findings)
        shown = [*found.at("required"), *found.touched()]
        blocks += _facts(library, state, shown, texts) + _duties(library, found, texts)
        title, subtitle = (
            texts("memo.check"),
            texts("check.headline", duties=len(found.at("required")), doubts=len(found.touched())),
        )
    else:
        findings = list(screens.screen(library, state).answer.findings)
        title = texts("memo.title")
        subtitle = escape(findings[0].tree.verdict.title.get(texts.lang)) if findings else ""
        blocks += _facts(library, state, findings, texts)
        for finding in findings:
            blocks += _verdict(library, finding, texts, is_one=len(findings) == 1)
        blocks += _basis(library, findings, texts)
    blocks += _deadlines(entries, {finding.verdict for finding in findings}, texts)
    blocks += [Heading(texts("memo.limits")), Paragraph(texts("memo.disclaimer"), is_small=True)]
    return Document(title, subtitle, tuple(blocks), texts("ask.disclaimer"), texts.lang)


def _about(library: Library, state: State, made: date, texts: Texts) -> Table:
    rows = [
        (texts("memo.question"), escape(state.text)),
        (texts("memo.as_of"), day(state.day, texts)),
        (texts("memo.made"), day(made, texts)),
        (texts("memo.knowledge"), texts("memo.revision", revision=library.revision)),
    ]
    return Table((), tuple(rows if state.text else rows[1:]), (1, 4))


def _facts(library: Library, state: State, findings: Iterable[Finding], texts: Texts) -> list[Block]:
    """Return every fact that bears on the verdicts: stated, assumed, or said to be unknown."""
    assumed: dict[str, Any] = {}
    for finding in findings:
        assumed.update(finding.assumed)
    guessed = {name: value for name, value in assumed.items() if name not in state.facts}
    in_words = [Paragraph(texts("ask.assumed", facts=render.fact_list(library, guessed, texts)))] * (
        len(guessed) > MANY
    )
    groups = (("stated", state.facts), ("assumed", {} if in_words else guessed))
    rows = [
        (escape(render.fact(library, name, facts[name], texts)), texts(f"memo.{how}"))
        for how, facts in groups
        for name in library.vocabulary.ordered(name for name in facts if name in library.facts)
    ]
    rows += [
        (escape(library.facts[name].label.get(texts.lang)), texts("memo.unknown")) for name in sorted(state.unknown)
    ]
    head = (texts("memo.fact"), texts("memo.how_known"))
    table = Table(head, tuple(rows), (3, 1)) if rows else Paragraph(texts("memo.no_facts"))
    return [Heading(texts("memo.facts")), table, *in_words]


def _verdict(library: Library, finding: Finding, texts: Texts, *, is_one: bool) -> list[Block]:
    title = escape(finding.tree.verdict.title.get(texts.lang))
    said = escape(render.headline(library, finding, texts))
    blocks: list[Block] = [Heading(texts("memo.conclusion") if is_one else f"{texts('memo.conclusion')}: {title}")]
    blocks += [Paragraph(f"<b>{said}</b>"), *map(Paragraph, render.grounds(library, finding, texts))]
    reasons = [
        texts(
            "memo.reason",
            fact=escape(render.fact(library, reason.fact, reason.value, texts)),
            cite=listed(library, reason.cite, texts.lang),
        )
        for reason in evaluation.reasons(library, finding)
    ]
    if reasons:
        blocks += [Heading(texts("memo.reasons"), 2), Listing(tuple(reasons))]
    if finding.outcome is not None and finding.outcome.do:
        steps = tuple(escape(step.get(texts.lang)) for step in finding.outcome.do)
        blocks += [Heading(texts("ask.steps"), 2), Listing(steps, is_numbered=True)]
    for name, parts in (
        ("changes", (render.changes, render.later)),
        ("open_points", (render.missing, render.cautions)),
    ):
        points = [point for lines in parts for point in lines(library, finding, texts)]
        if points:
            blocks += [Heading(texts(f"memo.{name}"), 2), Listing(tuple(points))]
    return blocks


def _basis(library: Library, findings: Iterable[Finding], texts: Texts) -> list[Block]:
    """Return the articles the verdicts rest on: what each says in our words, and how that was verified."""
    rows = []
    for citation in dict.fromkeys(cite for finding in findings for cite in finding.cite):
        regulation, number = library.cited(citation)
        article = regulation.article(number)
        if article is None:
            continue
        name = listed(library, [f"{regulation.id}#{article.number}"], texts.lang)
        rows.append((name, escape(article.gist.get(texts.lang)), texts(f"memo.{article.verified.replace('-', '_')}")))
    head = (texts("memo.article"), texts("memo.gist"), texts("memo.verified"))
    unique = tuple(dict.fromkeys(rows))
    return [Heading(texts("memo.basis")), Table(head, unique, (3, 6, 2))] if unique else []


def _duties(library: Library, found: Profile, texts: Texts) -> list[Block]:
    """Return a full check: what is due, what is open, what is not needed."""
    blocks: list[Block] = []
    for level, findings in (("required", found.at("required")), ("depends", found.touched())):
        if findings:
            rows = tuple(_duty(library, finding, texts) for finding in findings)
            head = (texts("memo.duty"), texts("memo.said"), texts("memo.article"))
            blocks += [Heading(texts(f"memo.{level}")), Table(head, rows, (3, 4, 3))]
    free = [escape(finding.tree.verdict.title.get(texts.lang)) for finding in found.at("not_required")]
    if free:
        blocks += [Heading(texts("memo.not_required")), Paragraph(texts.join(free), is_small=True)]
    return blocks


def _duty(library: Library, finding: Finding, texts: Texts) -> tuple[str, str, str]:
    clock = finding.outcome.deadline if finding.outcome else None
    when = "\n" + texts("memo.by_when", period=render.period(library, clock, texts)) if clock else ""
    cite = listed(library, finding.rule.cite if finding.rule else finding.cite[:3], texts.lang)
    title = escape(finding.tree.verdict.title.get(texts.lang))
    return f"<b>{title}</b>", escape(render.headline(library, finding, texts)) + when, cite


def _deadlines(entries: Sequence[Any], verdicts: set[str], texts: Texts) -> list[Block]:
    """Return the chat's deadlines for these verdicts; when it has none, all its open ones."""
    own = [entry for entry in entries if entry.obligation in verdicts]
    shown = own or [entry for entry in entries if entry.state == "open"]
    if not shown:
        return []
    rows = tuple(
        (
            escape(entry.title),
            day(entry.due, texts),
            texts(f"memo.state_{entry.state}") + (texts("memo.provisional") if entry.provisional else ""),
        )
        for entry in shown
    )
    head = (texts("memo.deadline"), texts("memo.due"), texts("memo.state"))
    return [Heading(texts("memo.deadlines")), Table(head, rows, (5, 3, 2))]
