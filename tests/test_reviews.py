"""A lawyer compares our gist with the imported official text; what was confirmed is kept while neither changes."""

import shutil
from datetime import date

import pytest
from click.testing import CliRunner

from bot.cli import commands
from knowledge import library, reviews
from knowledge.reviews import Review

LAW = "具有舆论属性或社会动员能力的互联网信息服务安全评估规定\n第一条 甲。\n第二条 乙。\n第三条 丙。\n"


@pytest.fixture
def run(tmp_path):
    folder = shutil.copytree(
        library.FOLDER, tmp_path / "knowledge", ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    environment = {"REDLINE_KNOWLEDGE": str(folder), "REDLINE_DATA_FOLDER": str(tmp_path)}

    def call(*arguments, text=None):
        result = CliRunner().invoke(commands, arguments, input=text, env=environment, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    (tmp_path / "law.txt").write_text(LAW, encoding="utf-8")
    call("statutes", "import", str(tmp_path / "law.txt"))
    return call


def test_gist_and_text_stand_side_by_side(run):
    shown = run("knowledge", "review", "security-assessment-2018")
    assert "official  甲。" in shown
    assert "no official text is imported" in shown
    assert "3 not compared yet" in shown


def test_what_was_confirmed_is_recorded_with_who_and_when(run):
    run("knowledge", "review", "security-assessment-2018", "--by", "Li", text="a\nd\nwrong item\nq\n")
    shown = run("knowledge", "review", "security-assessment-2018")
    assert "agrees (Li, 20" in shown
    assert "disagrees: wrong item (Li," in shown
    assert "1 not compared yet" in shown


def test_a_changed_gist_is_to_be_compared_again(library):
    article = library.regulations["security-assessment-2018"].articles[0]
    kept = Review(article.number, "Li", date(2026, 11, 22), reviews.gist_mark(article), reviews.mark("text"), True)
    assert reviews.stands((kept,), article, "text") == kept
    assert reviews.stands((kept,), article, "another text") is None
