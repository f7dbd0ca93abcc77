"""The JSON of `redline ask` and `redline check` is a contract."""

import json

import pytest
from click.testing import CliRunner

from bot.cli import commands

ASK = {
    "id",
    "kind",
    "lang",
    "text",
    "verdict",
    "citations",
    "verdicts",
    "facts",
    "suggestions",
    "confidence",
    "answers",
}
VERDICT = {
    "id",
    "title",
    "verdict",
    "outcome",
    "because",
    "citations",
    "deadline",
    "next_question",
    "possible",
    "assumed",
}
OBLIGATION = {"id", "title", "regulation", "title_zh", "articles", "verdict", "certainty", "outcome", "deadline"}


@pytest.fixture
def run(tmp_path, monkeypatch, knowledge_cache):
    (tmp_path / "cache").symlink_to(knowledge_cache)
    monkeypatch.setenv("REDLINE_DATA_FOLDER", str(tmp_path))

    def call(*arguments: str, text: str | None = None):
        return CliRunner().invoke(commands, arguments, input=text, catch_exceptions=False)

    return call


def test_a_verdict_in_json(run):
    found = json.loads(
        run("ask", "--json", "--as-of", "2026-11-22", "does our voice-chat feature need an assessment?").output
    )
    assert set(found) == ASK
    assert (found["kind"], found["lang"], found["verdict"]) == ("verdict", "en", "required")
    assert set(found["verdicts"][0]) == VERDICT
    assert found["verdicts"][0]["deadline"] == {"event": "launch_date", "length": None, "unit": "before-event"}
    cited = {(citation["title"], citation["article"]) for citation in found["citations"]}
    assert ("具有舆论属性或社会动员能力的互联网信息服务安全评估规定", "7") in cited
    assert found["facts"] == {"voice_rooms": True}


def test_out_of_field_in_json(run):
    found = json.loads(run("ask", "--json", "企业所得税汇算清缴怎么弄").output)
    assert (found["kind"], found["verdict"], found["citations"], found["verdicts"]) == ("none", None, [], [])


def test_a_day_before_the_law_has_no_verdict(run):
    question = "do we need a public-opinion security assessment for voice rooms?"
    found = json.loads(run("ask", "--json", "--as-of", "2018-01-01", question).output)
    assert found["verdict"] is None
    assert "2018-11-30" in found["text"]


def test_a_batch_answers_every_line_in_order_and_goes_on_after_a_bad_one(run):
    lines = [
        '{"id": "a", "text": "do voice rooms need an assessment?"}',
        "nonsense",
        '{"id": 3, "text": 7}',
        "",
        '{"id": "b", "text": "hello"}',
    ]
    answers = [json.loads(line) for line in run("ask", "--batch", text="\n".join(lines)).output.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, 3, "b"]
    assert ["error" in answer for answer in answers] == [False, True, True, False]


def test_a_check_in_json(run):
    found = json.loads(
        run("check", "--json", "--text", "an audio-room app like Clubhouse", "--fact", "is_news_service=no").output
    )
    assert set(found["obligations"][0]) == OBLIGATION
    assert found["facts"]["is_news_service"] is False
    duties = {duty["id"]: duty for duty in found["obligations"]}
    assert duties["cn.security-assessment"]["verdict"] == "required"
    assert duties["cn.security-assessment"]["articles"][:3] == ["2", "3", "7"]
    levels = [duty["verdict"] for duty in found["obligations"]]
    assert levels == sorted(levels, key=["required", "depends", "not_required"].index)


def test_a_number_becomes_the_range_that_holds_it(run):
    found = json.loads(run("check", "--json", "--fact", "registered_users=1,000,000").output)
    assert found["facts"] == {"registered_users": "from_1m"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--fact", "voice_roms=true"], 'unknown fact "voice_roms"'),
        (["check", "--fact", "voice_rooms"], "is not ID=VALUE"),
        (["ask", "--as-of", "2026-13-01", "x"], "cannot read"),
        (["ask", "--lang", "fr", "x"], "'fr' is not one of"),
    ],
)
def test_a_slip_is_answered_with_what_to_write(run, arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_the_language_can_be_chosen(run):
    found = json.loads(run("ask", "--json", "--lang", "zh", "does our voice-chat feature need an assessment?").output)
    assert found["lang"] == "zh"
    assert found["text"].startswith("很可能需要")
