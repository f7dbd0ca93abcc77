"""Every way through every verdict, as people see it: within Telegram's limits, in both languages, with its articles.

Here each rule of each period is shown once, and each tree unanswered; `make bench` walks every path.
"""

import pytest

from bot.local_entities import parse
from handlers import screens
from handlers.citations import listed
from handlers.interviews import State
from handlers.reply import LONGEST, length
from knowledge import evaluation
from knowledge.library import load

LIBRARY = load()
TREES = [tree for tree in LIBRARY.trees() if tree.overlay is None]
BUTTON = 64
"""So many characters of a button can be read on a phone."""


def shown(tree, facts, lang, *, why=True):
    """The message of an interview in which these facts were told."""
    state = State(lang=lang, day=tree.period.start, verdicts=(tree.verdict.id,), told=facts, why=why, length=12_345)
    return screens.reply(LIBRARY, state, 1_234_567)


def check(reply):
    """What holds for every message."""
    text, _ = parse(reply.html)
    assert 0 < length(reply.html) <= LONGEST, length(reply.html)
    assert text.strip() == text
    assert "{" not in text
    for row in reply.rows:
        for button in row:
            assert 0 < len(button.label) <= BUTTON, button.label


def ways(tree):
    """One path to every rule that can decide, as facts."""
    found = {}
    for steps, rule in tree.diagram.paths(tree.root):
        found.setdefault(rule, {step.fact: step.values[0] for step in steps})
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("tree", TREES, ids=lambda tree: f"{tree.verdict.id} from {tree.period.start}")
def test_every_rule_is_shown_with_its_articles(tree, lang):
    for rule, facts in ways(tree).items():
        finding = evaluation.evaluate(LIBRARY, tree.verdict.id, facts, tree.period.start)
        assert finding.outcome_id == tree.rules[rule][1].then
        reply = shown(tree, facts, lang)
        check(reply)
        assert listed(LIBRARY, finding.rule.cite, lang) in reply.html


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("tree", TREES, ids=lambda tree: f"{tree.verdict.id} from {tree.period.start}")
def test_every_question_is_shown(tree, lang):
    """From nothing known, always answering with the last value, until nothing is left to ask."""
    facts = {}
    for _ in range(len(tree.diagram.facts) + 1):
        reply = shown(tree, facts, lang, why=False)
        check(reply)
        finding = evaluation.evaluate(LIBRARY, tree.verdict.id, facts, tree.period.start)
        asked = finding.next_question
        if asked is None:
            break
        facts = {**facts, asked: tree.diagram.domains[asked][-1]}
    assert finding.certainty == "certain"
