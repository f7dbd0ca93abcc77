"""From an unanswered question to knowledge: written to a file of its own, proven, and only then kept."""

import shutil
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from bot.cli import commands
from bot.store import Store
from knowledge import answer, library
from knowledge.basics import Text
from knowledge.learning import NAME, learn
from knowledge.model import Faq, LearnedFaq, LearnedWording
from knowledge.source import KnowledgeError
from knowledge.words import Words

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(library.FOLDER, tmp_path / "knowledge", ignore=shutil.ignore_patterns("*.py", "__pycache__"))


def test_a_new_wording_reaches_its_verdict(folder):
    learn(folder, LearnedWording("cn.security-assessment", Words(en=("is the zorble paperwork due",))))
    found = answer.answer(library.load(folder), "is the zorble paperwork due?", NOW.date())
    assert found.findings[0].verdict == "cn.security-assessment"


def test_a_new_faq_entry_is_answered_with_its_citation(folder):
    entry = Faq(
        q=Text(zh="评估报告用什么封面？", en="Which cover does the assessment report have?"),
        a=Text(zh="规定没有要求。", en="The Provisions ask for none."),
        cite=("security-assessment-2018#6",),
        kind="procedure",
    )
    learn(folder, LearnedFaq("security-assessment-2018", entry))
    found = answer.answer(library.load(folder), "评估报告用什么封面？", NOW.date())
    assert found.passages[0].body == entry.a


@pytest.mark.parametrize(
    "lesson",
    [
        LearnedWording("cn.no-such-verdict", Words(zh=("什么",))),
        LearnedFaq("pipl-2021", Faq(q=Text("问", "q"), a=Text("答", "a"), cite=("pipl-2021#999",), kind="procedure")),
    ],
)
def test_a_lesson_that_the_knowledge_refuses_leaves_nothing_behind(folder, lesson):
    with pytest.raises(KnowledgeError):
        learn(folder, lesson)
    assert not (folder / NAME).exists()
    library.load(folder)


def test_the_guided_command_closes_what_was_learned(folder, tmp_path):
    path = tmp_path / "redline.db"
    with Store.open(path) as store:
        chat = store.chat(5).id
        store.note_question(chat, 5, "is the zorble paperwork due?", "en", answered=False, at=NOW)
        store.note_question(chat, 5, "nonsense", "en", answered=False, at=NOW)
    typed = "w\n\ncn.security-assessment\nc\n"
    result = CliRunner().invoke(
        commands,
        ["--database", str(path), "knowledge", "learn"],
        input=typed,
        env={"REDLINE_KNOWLEDGE": str(folder), "REDLINE_DATA_FOLDER": str(tmp_path)},
        catch_exceptions=False,
    )
    assert result.exit_code == 0, result.output
    assert "zorble" in (folder / NAME).read_text(encoding="utf-8")
    with Store.open(path) as store:
        assert store.unanswered() == []
