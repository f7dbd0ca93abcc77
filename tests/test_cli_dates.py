"""`redline due`, `redline when` and `redline calendar`."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from test_calendar_file import NOTICE

from bot.cli import commands


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REDLINE_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def redline(*arguments: str, lines: str = "") -> Result:
    return CliRunner().invoke(commands, arguments, input=lines)


def batch(command: str, *lines: Any) -> list[dict[str, Any]]:
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    result = redline(command, "--batch", lines=text)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


class TestDue:
    def test_shows_the_day_and_its_sum(self):
        result = redline("due", "--event", "2026-11-22", "--length", "30")
        assert result.stdout.splitlines()[:3] == [
            "2027-01-04 (Monday), provisional",
            "  30 working days from 23 Nov 2026",
            "  1 to 3 Jan 2027 skipped",
        ]

    def test_answers_in_the_documented_fields(self):
        result = redline("due", "--event", "2025-06-01", "--length", "30", "--unit", "working-days", "--json")
        found = json.loads(result.stdout)
        assert list(found) == ["id", "due", "unrolled", "provisional", "steps", "error"]
        assert (found["due"], found["provisional"], found["error"]) == ("2025-07-14", False, None)
        assert found["steps"][0] == {"zh": "从2025年6月2日起算30个工作日", "en": "30 working days from 2 Jun 2025"}

    @pytest.mark.parametrize(
        ("line", "due", "unrolled"),
        [
            pytest.param({"length": 30, "unit": "days", "roll": True}, "2026-10-08", "2026-10-04", id="rolled"),
            pytest.param({"length": 30, "unit": "days", "roll": False}, "2026-10-04", "2026-10-04", id="not rolled"),
            pytest.param({"length": 30, "unit": "days"}, "2026-10-04", "2026-10-04", id="no rule: the safe day"),
            pytest.param({"length": 30, "unit": "calendar-days"}, "2026-10-04", "2026-10-04", id="another name"),
            pytest.param({"length": 5, "before": True}, "2026-08-28", "2026-08-28", id="working days before"),
            pytest.param({"length": 1, "unit": "months"}, "2026-10-04", "2026-10-04", id="months"),
        ],
    )
    def test_lines_of_a_batch(self, line, due, unrolled):
        [found] = batch("due", {"id": 7, "event": "2026-09-04", **line})
        assert (found["id"], found["due"], found["unrolled"], found["error"]) == (7, due, unrolled, None)

    def test_hours_give_a_time_in_china(self):
        [here, abroad] = batch(
            "due",
            {"id": 1, "event": "2026-11-22T22:30", "length": 4, "unit": "hours"},
            {"id": 2, "event": "2026-11-22T09:30-05:00", "length": 4, "unit": "hours"},
        )
        assert (here["due"], abroad["due"]) == ("2026-11-23T02:30", "2026-11-23T02:30")

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            pytest.param("no json", "line 1: not JSON", id="no JSON"),
            pytest.param("[1]", "line 1: not a JSON object", id="no object"),
            pytest.param(
                '{"event": "2026-11-22", "length": ' + "9" * 5000 + "}", "not JSON", id="a number without end"
            ),
            pytest.param("[" * 100_000, "not JSON", id="brackets without end"),
            pytest.param({"length": 3}, "no event", id="no event"),
            pytest.param({"event": "2026-11-22"}, "no length", id="no length"),
            pytest.param({"event": "2026-11-22", "length": "3"}, '"length" must be a whole number', id="text"),
            pytest.param({"event": "2026-11-22", "length": True}, '"length" must be a whole number', id="true"),
            pytest.param({"event": "2026-11-22", "length": 1.5}, '"length" must be a whole number', id="half"),
            pytest.param({"event": "2026-11-22", "length": 3, "unit": "moons"}, "Known units: working-days", id="unit"),
            pytest.param(
                {"event": "2026-11-22", "length": 3, "roll": "yes"}, '"roll" must be true or false', id="roll"
            ),
            pytest.param(
                {"event": "2026-02-30", "length": 3},
                '"2026-02-30" does not exist: February 2026 has 28 days. Example: 2026-02-28',
                id="no such day",
            ),
            pytest.param({"event": "22.11.2026", "length": 3}, "Example: 2026-11-22", id="not ISO"),
            pytest.param({"event": "20261122", "length": 3, "unit": "hours"}, "Example: 2026-11-22", id="no time"),
            pytest.param({"event": "2026-11-22", "length": 3, "unit": "hours"}, "needs a time", id="hours of a day"),
            pytest.param({"event": "2010-01-04", "length": 3}, "known from 2018", id="before the calendars"),
            pytest.param(
                {"event": "9999-12-31T23:00Z", "length": 3, "unit": "days"}, "does not exist", id="end of time"
            ),
            pytest.param({"event": "2026-11-22T10:00", "length": 3, "tz": "Mars"}, "unknown timezone", id="zone"),
        ],
    )
    def test_a_bad_line_has_its_error_and_the_batch_goes_on(self, line, why):
        [bad, good] = batch("due", line, {"id": "b", "event": "2026-11-22", "length": 1})
        assert why in bad["error"]
        assert bad["due"] is None
        assert good["due"] == "2026-11-23"

    def test_one_bad_period_ends_with_one_line(self):
        result = redline("due", "--event", "2026-11-22", "--length", "4", "--unit", "hours")
        assert result.exit_code == 1
        assert "the event needs a time" in str(result.exception)


class TestWhen:
    def test_shows_the_day_with_its_weekday(self):
        assert redline("when", "下周五", "--now", "2026-11-25").stdout == "2026-12-04 (Friday)\n"

    def test_shows_a_question_with_its_candidates(self):
        found = redline("when", "next", "Friday", "--now", "2026-11-25").stdout
        assert found == "Which week do you mean?\n  2026-11-27 (Friday)\n  2026-12-04 (Friday)\n"

    def test_shows_a_rule_with_its_first_day(self):
        found = redline("when", "每周一上午9点", "--now", "2026-11-25").stdout
        assert found == "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0, first 2026-11-30T09:00 (Monday)\n"

    def test_refuses_in_the_language_of_the_text(self):
        assert "读不成日期" in str(redline("when", "2月30日").exception)
        assert "I cannot read" in str(redline("when", "Feb 30").exception)

    def test_answers_in_the_documented_fields(self):
        found = json.loads(redline("when", "--json", "30个工作日内", "--now", "2026-11-22").stdout)
        assert found == {
            "id": None,
            "kind": "date",
            "value": "2027-01-04",
            "candidates": [],
            "rule": None,
            "first": None,
            "provisional": True,
            "event": None,
            "error": None,
        }

    def test_lines_of_a_batch_are_answered_in_order(self):
        now = {"now": "2026-11-25T10:00", "tz": "Asia/Shanghai"}
        found = batch(
            "when",
            {"id": 1, "text": "tmr 5pm", **now},
            {"id": 2, "text": "3/4/2026", **now},
            {"id": 3, "text": "每月15号", **now},
            {"id": 4, "text": "收到通知之日起30个工作日内", **now},
            {"id": 5, "text": "农历八月十五", **now},
            {"id": 6, "text": 5, **now},
            {"id": 7, "text": "\ud83d", **now},
            {"id": 8, "text": "tomorrow 9am", "now": "2026-11-25T10:00+08:00", "tz": "America/New_York"},
        )
        assert [each["id"] for each in found] == [1, 2, 3, 4, 5, 6, 7, 8]
        assert [each["kind"] for each in found] == [
            "datetime", "ambiguous", "recurring", "ambiguous", "error", "error", "error", "datetime",
        ]  # fmt: skip
        assert found[0]["value"] == "2026-11-26T17:00"
        assert found[1]["candidates"] == ["2026-03-04", "2026-04-03"]
        assert (found[2]["rule"], found[2]["first"]) == ("FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15")
        assert (found[3]["event"], found[3]["rule"], found[3]["value"]) == ("收到通知之日", "30 working-days", None)
        assert "农历" in found[4]["error"]
        assert found[5]["error"] == '"text" must be a string, not 5'
        assert found[7]["value"] == "2026-11-25T09:00"


class TestCalendar:
    def test_check_lists_the_notices_and_what_is_provisional(self):
        lines = redline("calendar", "check").stdout.splitlines()
        assert "2026  国办发明电〔2025〕7号" in lines
        assert lines[-1].startswith("2027 to 2036  provisional")

    def test_a_loaded_notice_is_used_from_then_on(self, tmp_path):
        file = tmp_path / "notice.yaml"
        file.write_text(NOTICE, encoding="utf-8")
        loaded = redline("calendar", "load", str(file))
        assert loaded.stdout == "2027  国办发明电〔2026〕9号: 7 holidays, 5 make-up days, new\n"
        assert "2027  国办发明电〔2026〕9号 (loaded)" in redline("calendar", "check").stdout
        [found] = batch("due", {"event": "2027-02-04", "length": 1})
        assert (found["due"], found["provisional"]) == ("2027-02-14", False)

    def test_a_wrong_notice_changes_nothing(self, tmp_path, data_folder):
        file = tmp_path / "notice.yaml"
        file.write_text(NOTICE.replace("2027-05-08", "2027-05-07"), encoding="utf-8")
        result = redline("calendar", "load", str(file))
        assert result.exit_code == 1
        assert str(result.exception).startswith("notice.yaml:10: 劳动: make-up day 2027-05-07 is a Friday")
        assert not data_folder.exists()
