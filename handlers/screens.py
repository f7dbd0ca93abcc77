"""What an interview shows: the answer as it stands, the next question, and its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from handlers import render
from handlers.citations import listed
from handlers.interviews import State
from handlers.reply import LONGEST, Button, Reply, length
from handlers.texts import Texts
from knowledge.answer_model import Answer
from knowledge.basics import Value
from knowledge.deciding import decide
from knowledge.evaluation import Finding
from knowledge.fact_model import Fact
from knowledge.library import Library
from knowledge.reading import Reading, read

TOGGLES_A_ROW = 2
SHORT_LABEL = 14
"""Choices whose labels are at most this long share a row."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The answer to show now, and the fact it asks next, if any."""

    answer: Answer
    finding: Finding | None
    asked: str | None


def screen(library: Library, state: State, reading: Reading | None = None) -> Screen:
    """Evaluate an interview as it stands. The first verdict that is still open asks the next question."""
    reading = reading or read(library, state.text, state.lang)
    found = decide(
        library, reading, state.verdicts, state.day, state.lang, state.facts, state.unknown, likely=state.likely
    )
    found = replace(found, tentative=state.tentative)
    for finding in found.findings:
        asked = finding.next_question
        if asked is not None:
            return Screen(found, finding, asked)
    return Screen(found, found.findings[0] if found.findings else None, None)


def reply(library: Library, state: State, interview: int, reading: Reading | None = None) -> Reply:
    """Return the message of an interview: the answer, one question, and the buttons in the order people need them."""
    texts = Texts(state.lang)
    now = screen(library, state, reading)
    rows: list[tuple[Button, ...]] = []
    ask = ""
    if now.asked is not None and now.finding is not None:
        ask = "\n\n" + question(library, library.facts[now.asked], texts)
        fact = library.facts[now.asked]
        members = group_facts(library, now.finding, state, fact.group) if fact.group else []
        rows += answers(library, fact, now.finding, members, state, interview, texts)
    rows += [*_rather(state, interview, texts), _navigation(state, interview, texts)]
    rows.append(more(state, interview, texts, now.finding))
    html = render.answer(library, now.answer, texts, why=state.why, room=LONGEST - length(ask))
    return Reply(html + ask, tuple(row for row in rows if row))


def offers(library: Library, state: State, interview: int, found: Answer) -> Reply:
    """Return the message that asks which of several things was meant."""
    texts = Texts(state.lang)
    rows: list[tuple[Button, ...]] = [
        (Button(_cut(offer["label"]), _data(interview, state, "m", str(index))),)
        for index, offer in enumerate(state.offers)
    ]
    if found.tentative:
        rows = _rather(state, interview, texts)
    if found.kind not in ("none", "clarify") or not (rows or found.kind == "none"):
        rows.append(more(state, interview, texts))
    return Reply(render.answer(library, found, texts), tuple(rows))


def _rather(state: State, interview: int, texts: Texts) -> list[tuple[Button, ...]]:
    """Return a button for each thing that an answer that is not sure to be meant may have missed."""
    return [
        (Button(_cut(texts("ask.rather_button", label=offer["label"])), _data(interview, state, "m", str(index))),)
        for index, offer in enumerate(state.offers if state.tentative else ())
    ]


def question(library: Library, fact: Fact, texts: Texts) -> str:
    """Return the question for a fact, with its help and, where a person must judge, the criteria."""
    ask = library.vocabulary.groups[fact.group].ask if fact.group else fact.ask
    lines = [f"<b>{escape(texts('ask.question', ask=ask.get(texts.lang)))}</b>"]
    if fact.help is not None and not fact.group:
        lines.append(escape(fact.help.get(texts.lang)))
    if fact.judgement is not None:
        cite = listed(library, fact.judgement.cite, texts.lang)
        lines.append(texts("ask.criteria", criteria=escape(fact.judgement.criteria.get(texts.lang)), cite=cite))
    return "\n".join(lines)


def group_facts(library: Library, finding: Finding, state: State, group: str) -> list[str]:
    """Return the facts of a screen that are still open in a tree, in file order."""
    return [
        name
        for name in finding.tree.diagram.facts
        if library.facts[name].group == group and name not in finding.known and name not in state.unknown
    ]


def answers(
    library: Library,
    fact: Fact,
    finding: Finding,
    members: Sequence[str],
    state: State,
    interview: int,
    texts: Texts,
) -> list[tuple[Button, ...]]:
    """Return the buttons that answer a fact: yes and no, its values, or a toggle for each of a group's `members`."""
    rows: list[tuple[Button, ...]]
    unknown = Button(texts("ask.unknown_button"), _data(interview, state, "u", fact.id))
    if fact.group:
        return _toggles(library, members, state, interview, texts, fact.group, unknown)
    if fact.type == "bool":
        yes = Button(texts("ask.yes_button"), _value(interview, state, fact, True))
        no = Button(texts("ask.no_button"), _value(interview, state, fact, False))
        rows = [(yes, no, unknown)]
    else:
        values = [
            Button(fact.value_label(value, texts.lang), _value(interview, state, fact, value))
            for value in fact.domain()
        ]
        rows = [*_packed(values), (unknown,)]
    if finding.certainty == "assumed" and all(library.facts[name].presume is not None for name in finding.assumed):
        rows.append((Button(texts("ask.confirm_button"), _data(interview, state, "c")),))
    return rows


def _toggles(
    library: Library,
    members: Sequence[str],
    state: State,
    interview: int,
    texts: Texts,
    group: str,
    unknown: Button,
) -> list[tuple[Button, ...]]:
    toggles = [
        Button(
            f"{'☑' if name in state.picked else '☐'} {library.facts[name].label.get(texts.lang)}",
            _data(interview, state, "t", name),
        )
        for name in members
    ]
    rows = [tuple(toggles[start : start + TOGGLES_A_ROW]) for start in range(0, len(toggles), TOGGLES_A_ROW)]
    done = texts("ask.done_button" if state.picked else "ask.none_button")
    return [*rows, (Button(done, _data(interview, state, "d", group)), unknown)]


def _packed(buttons: list[Button]) -> list[tuple[Button, ...]]:
    short = all(len(button.label.encode()) <= SHORT_LABEL for button in buttons)
    width = 3 if short else 1
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def _navigation(state: State, interview: int, texts: Texts) -> tuple[Button, ...]:
    buttons = [Button(texts("ask.hide_button" if state.why else "ask.why_button"), _data(interview, state, "w"))]
    if state.mode == "ask":
        buttons.append(Button(texts("ask.check_button"), _data(interview, state, "f")))
    if state.can_go_back:
        buttons.append(Button(texts("ask.back_button"), _data(interview, state, "b")))
    return tuple(buttons)


def more(
    state: State, interview: int, texts: Texts, finding: Finding | None = None, duties: Sequence[Finding] = ()
) -> tuple[Button, ...]:
    """Return the last row: what to do with an answer, or, once asked for, what to think of it.

    It is that of one `finding`, or of the `duties` on a page of a full check.
    """
    if state.rating:
        votes = ("helpful", "wrong", "missing")
        return tuple(Button(texts(f"feedback.{vote}"), _data(interview, state, "e", vote)) for vote in votes)
    buttons = []
    shown = duties if finding is None else (finding,)
    if any(each.outcome is not None and each.outcome.deadline is not None for each in shown):
        buttons.append(Button(texts("deadlines.remind_button"), _data(interview, state, "r")))
    if finding is not None or state.mode == "check":
        buttons.append(Button(texts("memo.button"), f"y:docx:{interview}"))
    return (*buttons, Button(texts("feedback.button"), _data(interview, state, "g")))


def paging(state: State, interview: int, texts: Texts, pages: int) -> tuple[Button, ...]:
    """Return the buttons below a full check: its pages, and back."""
    buttons = []
    if state.page > 0:
        buttons.append(Button(texts("check.previous_page"), _data(interview, state, "p", str(state.page - 1))))
    if state.page + 1 < pages:
        label = texts("check.next_page", page=state.page + 2, pages=pages)
        buttons.append(Button(label, _data(interview, state, "p", str(state.page + 1))))
    if state.can_go_back:
        buttons.append(Button(texts("ask.back_button"), _data(interview, state, "b")))
    return tuple(buttons)


def _value(interview: int, state: State, fact: Fact, value: Value) -> str:
    return _data(interview, state, "v", f"{fact.id}:{fact.domain().index(value)}")


def _data(interview: int, state: State, action: str, argument: str = "") -> str:
    """Return what a button carries: which interview, at which of its events, and what the press does."""
    return f"i:{interview}:{state.length}:{action}:{argument}"


def _cut(label: str) -> str:
    return label if len(label) <= 60 else label[:59] + "…"
