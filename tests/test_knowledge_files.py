"""What is wrong in a knowledge file is said with file, line, what was found and what is known."""

import re
import shutil
from pathlib import Path

import pytest

from knowledge import library
from knowledge.source import KnowledgeError, parse

REGULATION = "regulations/security-assessment-2018.yaml"
REGIME = "regimes/cn-security-assessment.yaml"
FACTS = "facts/product.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the knowledge that a test may spoil."""
    return Path(
        shutil.copytree(library.FOLDER, tmp_path / "knowledge", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        pytest.param(
            REGULATION,
            "status: in-force",
            "status: alive",
            r"Known values: adopted, amended, draft, in-force",
            id="unknown status",
        ),
        pytest.param(
            REGULATION,
            "status: in-force",
            "statut: in-force",
            r"unknown field `statut`. Known fields: id",
            id="unknown field",
        ),
        pytest.param(
            REGULATION,
            'cite: ["#13"]',
            'cite: ["#52"]',
            r"cites security-assessment-2018#52\. That regulation has",
            id="no such article",
        ),
        pytest.param(
            REGIME,
            "{voice_rooms: true}",
            "{voice_roms: true}",
            r'unknown fact "voice_roms"\. Did you mean voice_rooms',
            id="misspelt fact",
        ),
        pytest.param(
            REGIME,
            "then: internal_only",
            "then: internal",
            r'unknown outcome "internal"\. Known outcomes: ',
            id="unknown outcome",
        ),
        pytest.param(
            REGIME,
            "event: written_notice}",
            "event: notice}",
            r'fact "event" has no value \'notice\'\. Known values: launch',
            id="unknown value",
        ),
        pytest.param(
            REGIME,
            "event: launch_date",
            "event: launch",
            r'deadline event "launch" is not a date fact',
            id="clock without a date",
        ),
        pytest.param(
            FACTS,
            "    stage: scope",
            "    stage: first",
            r"Known values: detail, exception, scope, trigger",
            id="unknown stage",
        ),
        pytest.param(
            FACTS,
            "    group: features",
            "    group: feature",
            r'unknown group "feature"\. Known groups: .*features',
            id="unknown group",
        ),
        pytest.param(
            FACTS, "  group_chat:", "  voice_rooms:", r'"voice_rooms" stands here a second time', id="a key twice"
        ),
    ],
)
def test_an_error_names_file_line_and_what_is_known(folder, file, old, new, said):
    path = folder / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=said) as error:
        library.load(folder)
    name, line, _ = str(error.value).split(":", 2)
    assert name == file
    assert 1 <= int(line) <= before.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1, 2", r"x\.yaml:\d+: not readable as YAML"),
        ("a: &x 1\nb: {c: *x}", r"^$"),
        ("a: &x [1]\nb: *x", r"x\.yaml:2: aliases|x\.yaml:1: aliases"),
        ("a: 1\na: 2", r'x\.yaml:2: "a" stands here a second time'),
        ("a: \x00", r"x\.yaml"),
    ],
)
def test_what_is_not_yaml_or_says_a_thing_twice_is_refused(text, said):
    if said == "^$":
        assert parse(text, "x.yaml").data == {"a": 1, "b": {"c": 1}}
        return
    with pytest.raises(KnowledgeError, match=said):
        parse(text, "x.yaml")


def test_words_that_yaml_1_1_takes_for_booleans_stay_words():
    assert parse("off: no\non: yes\nat: 2026-11-22", "x.yaml").data == {"off": "no", "on": "yes", "at": "2026-11-22"}


def test_a_file_that_is_not_utf_8_is_refused(folder):
    (folder / FACTS).write_bytes("facts: {}".encode("utf-16"))
    with pytest.raises(KnowledgeError, match="not UTF-8"):
        library.load(folder)


def test_the_cache_is_the_same_knowledge_and_a_damaged_one_is_written_anew(tmp_path):
    fresh = library.load(cache=tmp_path)
    (kept,) = tmp_path.glob("knowledge-*.msgpack")
    assert library.load(cache=tmp_path).verdicts == fresh.verdicts
    kept.write_bytes(kept.read_bytes()[:1000])
    assert library.load(cache=tmp_path).regulations == fresh.regulations
    kept.write_bytes(b"\x00" * 64)
    assert library.load(cache=tmp_path).facts == fresh.facts


def test_a_change_of_a_file_is_another_revision(folder):
    before = library.revision_of(folder)
    path = folder / FACTS
    path.write_text(re.sub("Is there a website", "Is there a site", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert library.revision_of(folder) != before
