"""`redline statutes` and `redline search`, as they are called."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import commands

LANTERNS = (
    "灯笼法\n2019年3月15日通过\n第一条 点灯应当登记。\n第二条 未登记的，罚款五元。\n第三条 本法自2019年6月1日起施行。"
)
KITES = "风筝办法\n2020年1月1日公布\n第一条 放风筝应当用结实的线。\n第二条 本办法自公布之日起施行。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "more").mkdir(parents=True)
    (folder / "灯笼法.txt").write_text(LANTERNS, encoding="utf-8")
    (folder / "more" / "风筝办法.md").write_text(KITES, encoding="gb18030")
    return folder


def redline(tmp_path: Path, *arguments: str | Path, text: str | None = None) -> Result:
    line = ["--database", str(tmp_path / "redline.db"), *map(str, arguments)]
    return CliRunner().invoke(commands, line, input=text, catch_exceptions=False)


def test_a_folder_is_imported_and_listed(tmp_path: Path, folder: Path):
    imported = redline(tmp_path, "statutes", "import", folder)
    assert imported.exit_code == 0
    assert "灯笼法 (2019-03-15): 3 articles" in imported.stdout
    assert "2 files imported, 0 of them unchanged" in imported.stdout
    listed = redline(tmp_path, "statutes", "list").stdout.splitlines()
    assert "灯笼法 (2019-03-15): 3 articles, in force from 2019-06-01" in listed
    assert listed[-1] == "2 statutes, 5 articles"
    assert (tmp_path / "statutes.db").is_file()
    assert not (tmp_path / "redline.db").exists()


def test_importing_again_shows_what_changed(tmp_path: Path, folder: Path):
    redline(tmp_path, "statutes", "import", folder)
    assert "2 files imported, 2 of them unchanged" in redline(tmp_path, "statutes", "import", folder).stdout
    (folder / "灯笼法.txt").write_text(LANTERNS.replace("五元", "九元") + "\n第四条 新条。", encoding="utf-8")
    again = redline(tmp_path, "statutes", "import", folder).stdout
    assert "灯笼法 (2019-03-15): 1 changed: 第二条; 1 added: 第四条" in again


def test_bad_files_get_a_line_each_and_the_others_are_imported(tmp_path: Path, folder: Path):
    (folder / "scan.pdf").write_bytes(b"%PDF")
    (folder / "bad\nname.txt").write_bytes(b"\x00\x01")
    os.mkfifo(folder / "pipe.txt")
    (folder / "link.txt").symlink_to("/etc/passwd")
    (folder / ".hidden.txt").write_bytes(b"\x00")
    result = redline(tmp_path, "statutes", "import", folder)
    assert result.exit_code == 1
    told = [line for line in result.stderr.splitlines() if ": " in line]
    assert told == [
        "bad?name.txt: not a text file (character 0 is U+0000)",
        "pipe.txt: not a file",
        "scan.pdf: cannot read .pdf files. Known kinds: .txt, .md, .docx, .html, .htm, .markdown",
    ]
    assert "2 files imported" in result.stdout


def test_missing_numbers_are_told(tmp_path: Path, folder: Path):
    (folder / "excerpt.txt").write_text("雨法（节选）\n第三条 甲。\n第四条 乙。\n第九条 丙。", encoding="utf-8")
    told = redline(tmp_path, "statutes", "import", folder / "excerpt.txt").stdout
    assert "3 articles (numbers are missing between 第四条 and 第九条)" in told


def test_a_statute_is_removed_by_its_title(tmp_path: Path, folder: Path):
    redline(tmp_path, "statutes", "import", folder)
    assert redline(tmp_path, "statutes", "remove", "灯笼法").stdout == "灯笼法 (2019-03-15): removed, 3 articles\n"
    assert "灯笼法" not in redline(tmp_path, "search", "--json", "罚款五元").stdout
    gone = CliRunner().invoke(commands, ["--database", str(tmp_path / "redline.db"), "statutes", "remove", "灯笼法"])
    assert 'No statute is called "灯笼法"' in str(gone.exception)


def test_search_shows_the_article_that_is_named(tmp_path: Path, folder: Path):
    redline(tmp_path, "statutes", "import", folder)
    shown = redline(tmp_path, "search", "灯笼法第二条").stdout.splitlines()
    assert shown[0].startswith("灯笼法 第二条")
    assert "罚款五元" in shown[1]


def test_search_in_json_keeps_to_the_contract(tmp_path: Path, folder: Path):
    redline(tmp_path, "statutes", "import", folder)
    [hit] = json.loads(redline(tmp_path, "search", "--json", "--limit", "1", "灯笼法第二条").stdout)
    assert hit == {
        "regulation": "灯笼法",
        "title": "灯笼法",
        "article": "2",
        "text": "未登记的，罚款五元。",
        "score": 1.0,
    }


def test_a_batch_answers_every_line_with_an_array(tmp_path: Path, folder: Path):
    redline(tmp_path, "statutes", "import", folder)
    answers = redline(tmp_path, "search", "--batch", text="灯笼法 1\n\n\"(' OR *\n结实的线\n").stdout.splitlines()
    found = [[(hit["title"], hit["article"]) for hit in json.loads(line)] for line in answers]
    assert [hits[:1] for hits in found] == [[("灯笼法", "1")], [], [], [("风筝办法", "1")]]


def test_search_without_a_query_is_a_wrong_call(tmp_path: Path):
    assert redline(tmp_path, "search").exit_code == 2


def test_importing_what_is_not_there_is_a_wrong_call(tmp_path: Path):
    assert redline(tmp_path, "statutes", "import", tmp_path / "nowhere").exit_code == 2
