"""`redline knowledge`: drawing, comparing, listing and counting, and what is said to input that cannot be used."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import commands
from knowledge import library as libraries

VERDICT = "cn.pi.officer-report"
CHANGED = "regimes/cn-algorithm.yaml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, ["knowledge", *map(str, arguments)])


def test_a_tree_in_text_says_the_outcomes():
    drawn = run("draw", VERDICT, "--lang", "zh")
    assert drawn.exit_code == 0
    assert "30个工作日内" in drawn.output
    assert "→ 是" in drawn.output


def test_a_tree_in_mermaid_marks_the_path_of_the_facts():
    plain = run("draw", VERDICT, "--format", "mermaid").output
    marked = run("draw", VERDICT, "--format", "mermaid", "--facts", "personal_information=false").output
    assert plain.startswith("flowchart")
    assert marked.startswith("flowchart")
    assert marked != plain


@pytest.mark.skipif(shutil.which("dot") is None, reason="needs the program dot")
@pytest.mark.parametrize(("form", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_tree_as_a_picture_goes_into_a_file(tmp_path, form, begins):
    path = tmp_path / f"tree.{form}"
    assert run("draw", VERDICT, "--format", form, "--output", path).exit_code == 0
    assert path.read_bytes().startswith(begins)


def test_a_picture_without_the_program_for_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda program: None)
    refused = run("draw", VERDICT, "--format", "svg")
    assert refused.exit_code != 0
    assert "Install graphviz, or draw text or mermaid." in refused.output + str(refused.exception)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["cn.pi.oficer-report"], 'there is no verdict "cn.pi.oficer-report". Nearest: cn.pi.officer-report'),
        ([VERDICT, "--facts", "bogus=1"], 'unknown fact "bogus"'),
        ([VERDICT, "--facts", "personal_information=maybe"], "Known values: true, false."),
        ([VERDICT, "--facts", "personal_information"], "is not ID=VALUE"),
        ([VERDICT, "--as-of", "yesterday"], "Example: --as-of 2026-11-22"),
        ([VERDICT, "--as-of", "2020-01-01"], "its law applies from 2025-07-18"),
        ([VERDICT, "--overlay", "pipl-2021"], "Its drafts: none."),
        (["cn.ai-labels.explicit", "--overlay", "nope"], "Its drafts: digital-human-draft-2026."),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_can(options, said):
    refused = run("draw", *options)
    assert refused.exit_code == 2
    assert said in refused.output


def test_a_draft_changes_its_tree():
    assert run("draw", "cn.ai-labels.explicit", "--overlay", "digital-human-draft-2026").output != (
        run("draw", "cn.ai-labels.explicit").output
    )


def test_two_versions_are_compared_by_what_they_decide(tmp_path):
    old = tmp_path / "old"
    for kind in ("facts", "regulations", "regimes", "glossary", "precedents"):
        shutil.copytree(libraries.FOLDER / kind, old / kind)
    path = old / CHANGED
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace("then: show_number", "then: no_number_yet", 1), encoding="utf-8")
    told = run("diff", old, "--as-of", "2026-11-29")
    assert told.exit_code == 0
    assert "cn.algorithm.display" in told.output
    assert run("diff", libraries.FOLDER, "--as-of", "2026-11-29").output == "0 patterns flip.\n"


def test_a_folder_that_cannot_be_read_is_named(tmp_path):
    refused = run("check", tmp_path)
    assert refused.exit_code == 2
    assert "has no folder" in refused.output
    run("copy", tmp_path / "draft")
    (tmp_path / "draft" / CHANGED).write_text("id: [1", encoding="utf-8")
    refused = run("check", tmp_path / "draft")
    assert refused.exit_code != 0
    assert CHANGED in refused.output + str(refused.exception)


def test_facts_and_verdicts_are_listed_by_words():
    assert run("facts", "voice_rooms").output.startswith("voice_rooms: bool (true, false)")
    assert run("facts", "no such fact").output == ""
    found = run("verdicts", "officer", "report").output
    assert [line.partition(":")[0] for line in found.splitlines()] == [VERDICT]
    assert len(run("verdicts").output.splitlines()) > 100


def test_everything_is_counted(library):
    counted = run("stats").output
    assert f"verdicts     {len(library.verdicts)} in {len(library.regimes)} regimes" in counted
    assert f"FAQ          {sum(len(law.faq) for law in library.regulations.values())}" in counted


@pytest.mark.parametrize("kind", ["facts", "regulations", "regimes", "glossary", "precedents"])
def test_a_schema_is_one_that_editors_read(kind):
    schema = json.loads(run("schema", kind).output)
    assert schema["$defs"]


def test_a_folder_to_copy_to_is_created(tmp_path: Path):
    assert run("copy", tmp_path / "deep" / "draft").exit_code == 0
    assert (tmp_path / "deep" / "draft" / "regimes").is_dir()
