"""How many of our own questions are answered rightly, by part, kind, language and mood; and how long reading takes.

Right: one of the expected articles is cited, the level is one of those expected, what must be said is said.
Missed: asked back, or nothing found. Wrong: anything else. The part `held_back` was not looked at while the
knowledge was improved.
"""

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from knowledge.answer import answer
from knowledge.library import load
from knowledge.matching import match
from knowledge.reading import read
from knowledge.source import parse

FOLDER = Path(__file__).parent.parent / "questions"
DAY = date(2026, 11, 22)
LIBRARY = load()
FACTS = "facts"
ELSEWHERE = ("out_of_field", "smalltalk")


def questions(name):
    """Return the questions of one file."""
    return parse((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), name).data


def base(citation):
    return citation.partition("(")[0]


def is_cited(wanted, cited):
    """Tell whether an expected citation is among those given; one without an article fits any of the regulation."""
    if "#" in wanted:
        return wanted in cited
    return any(citation.partition("#")[0] == wanted for citation in cited)


def words(found):
    """Return all that an answer says, in both languages."""
    said = [text for passage in found.passages for text in (passage.heading, passage.body, passage.note) if text]
    outcomes = [LIBRARY.verdicts[finding.verdict].outcomes.get(str(finding.outcome)) for finding in found.findings]
    return " ".join([f"{text.zh} {text.en}" for text in said] + [str(outcome) for outcome in outcomes if outcome])


def judged(question):
    """Return "right", "wrong" or "missed", and the answer."""
    found = answer(LIBRARY, question["text"], DAY)
    if question["kind"] in ELSEWHERE:
        return {"none": "right", "clarify": "missed"}.get(found.kind, "wrong"), found
    if found.kind in ("none", "clarify"):
        return "missed", found
    cited = {base(citation) for citation in found.cite}
    levels = question.get("level", found.level)
    fits = (
        any(is_cited(wanted, cited) for wanted in question["cite"])
        and found.level in (levels if isinstance(levels, list) else [levels])
        and (not question.get("says") or any(part in words(found) for part in question["says"]))
    )
    return ("right" if fits else "wrong"), found


def shown(title, counts):
    total = sum(counts.values())
    numbers = "  ".join(f"{name} {counts[name]:>3}" for name in ("right", "wrong", "missed"))
    return f"{title:<28} {numbers}   {counts['right'] / total:6.1%} of {total}"


def test_answers_to_our_own_questions():
    tables = defaultdict(Counter)
    verdicts_elsewhere = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem == FACTS:
            continue
        part = "held back" if path.stem == "held_back" else "development"
        for question in questions(path.stem):
            result, found = judged(question)
            for title in (
                part,
                f"{part}: {question['kind']}",
                f"{part}: {question['lang']}",
                f"{part}: {question['mood']}",
            ):
                tables[title][result] += 1
            if question["kind"] in ELSEWHERE and found.kind == "verdict":
                verdicts_elsewhere.append(question["text"])
    print()
    for title, counts in sorted(tables.items()):
        print(shown(title, counts))
    assert verdicts_elsewhere == []


def test_facts_read_from_sentences():
    right = wrong = missed = 0
    for question in questions(FACTS):
        found = read(LIBRARY, question["text"]).facts
        expected, fine = question["facts"], question.get("fine", {})
        right += sum(found.get(name) == value for name, value in {**fine, **expected}.items())
        wrong += sum({**fine, **expected}.get(name) != value for name, value in found.items())
        missed += sum(found.get(name) != value for name, value in expected.items())
    print(
        f"\nfacts: precision {right / (right + wrong):.3f}, recall {right / (right + missed):.3f} of {right + missed}"
    )
    assert right / (right + wrong) >= 0.98


LONG = "我们公司准备上线一个语音房App，用户可以发弹幕，没有群聊，数据不出境。要不要做安全评估？" * 90


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("我们加语聊房，要不要做安全评估？", id="zh"),
        pytest.param("Does our voice-chat feature need an assessment?", id="en"),
        pytest.param("danmu zhibo gongneng xinzeng yao pinggu me", id="pinyin"),
        pytest.param(LONG[:4096], id="4096 characters"),
    ],
)
def test_reading_and_matching(benchmark, text):
    assert benchmark(lambda: match(LIBRARY, read(LIBRARY, text), 10))
