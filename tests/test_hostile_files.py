"""Knowledge files and notices in whatever state an editor or a merge left them: used, or refused with their name."""

from collections.abc import Callable
from pathlib import Path

import pytest
import small_knowledge
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import library as libraries
from knowledge import lint
from knowledge.calendar_file import notices
from knowledge.source import KnowledgeError, parse

LONG = 200_000
VALUES = (
    "", "~", "true", "[]", "{}", "[[]]", "{a: {b: c}}", "0", "-1", "9" * 400, "9" * 5000, "1e400", ".nan",
    "2026-13-01", "0000-00-00", '""', "'", '"', "&a", "*a", "!!python/object/apply:os.system [id]", "!x y",
    "|", ">", "? x", "- x", "%YAML 9", "---", "#", "\u2028", "\ufeff", "\x07", "\t", "😀", "x" * 5000,
    "otherwise", "{not: {not: {not: otherwise}}}", "{offered: [true, true]}", "{users: [few, few, many]}",
    "sample-2024#", "#", "#2#2", "##", "<b>", "{facts}",
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn, text: str) -> str:
    """A file in which a few lines were lost, doubled, moved, indented, cut or given another value."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        match draw(st.sampled_from(["drop", "double", "swap", "indent", "cut", "value", "value", "value", "key"])):
            case "drop":
                lines[at] = ""
            case "double":
                lines.insert(at, line)
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], line
            case "indent":
                lines[at] = " " * draw(st.integers(1, 3)) + line
            case "cut":
                lines[at] = line[: draw(st.integers(0, len(line)))]
            case "value":
                lines[at] = line.partition(":")[0] + ": " + draw(st.sampled_from(VALUES))
            case "key":
                lines[at] = draw(st.sampled_from(VALUES)) + line
    return "\n".join(lines)


calm = settings(derandomize=True, deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@calm
@pytest.mark.parametrize("name", ["FACTS", "REGULATION", "REGIME"])
@given(data=st.data())
def test_a_spoilt_file_is_used_or_refused(tmp_path_factory, name, data):
    whole = getattr(small_knowledge, name)
    text = data.draw(spoilt(whole))

    def use() -> None:
        folder = tmp_path_factory.getbasetemp() / "spoilt"
        library = small_knowledge.library(folder, (whole, text))
        lint.check(library)

    used_or_refused(use)


@calm
@given(data=st.data())
def test_a_spoilt_notice_is_used_or_refused(data):
    whole = Path(libraries.FOLDER, "calendars", "cn-holidays.yaml").read_text("utf-8")
    start = whole.index("2026:")
    text = data.draw(spoilt(whole[start : start + 3000]))
    used_or_refused(lambda: notices(parse(text, "notice.yaml")))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * LONG, id="brackets without end"),
        pytest.param("{a: " * 5000, id="maps without end"),
        pytest.param("- " * LONG, id="lists in lists"),
        pytest.param("a: " + "x" * LONG, id="a long word"),
        pytest.param("a: |\n" + " x\n" * LONG, id="a long text"),
        pytest.param("\n".join(f"a{n}: &a{n} [x, x]" for n in range(50)), id="anchors"),
        pytest.param("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]", id="aliases that grow"),
        pytest.param("a: " + "9" * 10_000, id="a number of ten thousand digits"),
        pytest.param("? " * 5000, id="keys without end"),
        pytest.param("!!binary " * 100, id="tags"),
    ],
)
def test_a_file_made_to_be_costly_is_refused_or_read_in_step_with_its_length(text):
    used_or_refused(lambda: parse(text, "x.yaml"))


def used_or_refused(action: Callable[[], object]) -> None:
    said = "x.yaml"
    try:
        action()
    except KnowledgeError as error:
        said = str(error)
    assert ".yaml" in said
