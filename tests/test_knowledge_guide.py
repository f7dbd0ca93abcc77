"""The guide for lawyers: its examples work on a copy of the knowledge, its commands and messages exist."""

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import commands
from knowledge import changes, lint
from knowledge import library as libraries
from knowledge.evaluation import evaluate
from knowledge.tree import NotInForce

GUIDE = (libraries.FOLDER / "README.md").read_text(encoding="utf-8")
SOURCES = "".join(path.read_text(encoding="utf-8") for path in libraries.FOLDER.glob("*.py"))


def run(*arguments) -> str:
    result = CliRunner().invoke(commands, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def draft(tmp_path) -> Path:
    """What `redline knowledge copy` makes."""
    run("knowledge", "copy", tmp_path / "draft")
    return tmp_path / "draft"


def test_the_new_regulation_of_the_guide_is_complete(draft, library):
    for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.S):
        name = block.splitlines()[0].removeprefix("# ")
        (draft / name).write_text(block, encoding="utf-8")
    new = libraries.load(draft)
    assert [str(problem) for problem in lint.check(new).problems] == []
    facts = {"public_service": True, "pi_subjects": "from_100k"}
    assert evaluate(new, "cn.sample.report", facts, date(2027, 3, 1)).outcome_id == "report"
    with pytest.raises(NotInForce, match="applies from 2027-03-01"):
        evaluate(new, "cn.sample.report", facts, date(2027, 2, 28))
    flips = list(changes.differences(library, new, date(2027, 3, 1)))
    assert [flip.verdict for flip in flips] == ["cn.sample.report"]


def test_a_copy_is_the_knowledge_and_brings_completion(draft):
    assert "0 problems" in run("knowledge", "check", draft)
    assert (draft / ".vscode" / "settings.json").is_file()
    assert "voice_rooms" in (draft / ".vscode" / "regimes.json").read_text(encoding="utf-8")


def test_a_copy_never_overwrites(draft):
    result = CliRunner().invoke(commands, ["knowledge", "copy", str(draft)])
    assert result.exit_code != 0
    assert "is not empty" in result.output


def test_every_message_in_the_guide_is_one_that_exists():
    told = [message for row in re.findall(r"^\| (`.*?`) \|", GUIDE, re.M) for message in re.findall(r"`([^`]+)`", row)]
    parts = [part.strip(" .;,") for message in told for part in message.split("…")]
    ours = [
        part
        for part in parts
        if part
        and part
        not in (
            "mapping values are not allowed here",
            "did not find expected",
            "Object contains unknown field",
            "missing required field",
        )
    ]
    assert [part for part in ours if part not in SOURCES] == []


def test_every_command_in_the_guide_is_one_that_exists():
    told = set(re.findall(r"redline knowledge (\w+)", GUIDE))
    assert told <= set(re.findall(r"^  (\w+)  ", run("knowledge", "--help"), re.M))
