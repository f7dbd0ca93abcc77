"""Loading a holiday notice."""

from datetime import date
from pathlib import Path

import pytest

from knowledge import calendar_file
from knowledge.source import KnowledgeError
from knowledge.workdays import Period, due

NOTICE = """
years:
  "2027":
    'notice': 国办发明电〔2026〕9号
    published: 2026-11-28
    periods:
      - {name: 元旦, holiday: [2027-01-01, 2027-01-03], makeup: []}
      - {name: 春节, holiday: [2027-02-05, 2027-02-12], makeup: ['2027-02-14', 2027-02-20]}
      - {name: 清明, holiday: ["2027-04-03", 2027-04-05]}
      - {name: 劳动, holiday: [2027-05-01, 2027-05-05], makeup: [2027-05-08]}
      - {name: 端午, holiday: [2027-06-09, 2027-06-09], makeup: []}
      - {name: 中秋, holiday: [2027-09-15, 2027-09-15], makeup: []}
      - {name: 国庆, holiday: [2027-10-01, 2027-10-07], makeup: [2027-09-26, 2027-10-09]}
"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.yaml"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def test_a_loaded_notice_makes_provisional_dates_final(notice, tmp_path):
    before = due(date(2027, 2, 4), Period(1, "working-days"), calendar_file.load(tmp_path))
    [loaded] = calendar_file.store(notice, tmp_path)
    after = due(date(2027, 2, 4), Period(1, "working-days"), calendar_file.load(tmp_path))
    assert (loaded.year, loaded.change, loaded.missing) == (2027, "new", ())
    assert (before.due, before.provisional) == (date(2027, 2, 11), True)
    assert (after.due, after.provisional) == (date(2027, 2, 14), False)


def test_without_a_data_folder_the_calendar_is_the_built_in_one():
    assert calendar_file.load(None) is calendar_file.built_in()


def test_loading_the_same_notice_again_changes_nothing(notice, tmp_path):
    calendar_file.store(notice, tmp_path)
    signature = calendar_file.signature(tmp_path)
    [again] = calendar_file.store(notice, tmp_path)
    assert again.change == "unchanged"
    assert calendar_file.signature(tmp_path) == signature


def test_a_changed_notice_replaces_the_former_one(notice, tmp_path):
    calendar_file.store(notice, tmp_path)
    notice.write_text(NOTICE.replace("[2027-06-09, 2027-06-09]", "[2027-06-09, 2027-06-10]"), encoding="utf-8")
    signature = calendar_file.signature(tmp_path)
    [changed] = calendar_file.store(notice, tmp_path)
    assert changed.change == "replaced"
    assert not calendar_file.load(tmp_path).is_workday(date(2027, 6, 10))
    assert calendar_file.signature(tmp_path) != signature


def test_the_built_in_file_can_be_loaded_as_it_is(tmp_path):
    assert {loaded.change for loaded in calendar_file.store(calendar_file.BUILT_IN, tmp_path)} == {"unchanged"}


def test_a_notice_in_force_can_be_revised(tmp_path):
    longer = tmp_path / "longer.yaml"
    text = calendar_file.BUILT_IN.read_text(encoding="utf-8")
    longer.write_text(text.replace("[2026-10-01, 2026-10-07]", "[2026-10-01, 2026-10-09]"), encoding="utf-8")
    changed = [loaded.year for loaded in calendar_file.store(longer, tmp_path) if loaded.change == "replaced"]
    assert changed == [2026]
    assert not calendar_file.load(tmp_path).is_workday(date(2026, 10, 9))


def test_a_statutory_holiday_that_the_file_forgot_is_reported_and_stays_off(notice, tmp_path):
    lines = [line for line in NOTICE.splitlines() if "端午" not in line]
    notice.write_text("\n".join(lines), encoding="utf-8")
    [loaded] = calendar_file.store(notice, tmp_path)
    assert loaded.missing == (("端午", date(2027, 6, 9)),)
    assert not calendar_file.load(tmp_path).is_workday(date(2027, 6, 9))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param(
            "    'notice': 国办发明电〔2026〕9号\n",
            "",
            "notice.yaml:3: 2027 has no notice number",
            id="no notice number",
        ),
        pytest.param("2027-02-14", "2027-02-15", "notice.yaml:8: 春节: make-up day 2027-02-15 is a Mon", id="weekday"),
        pytest.param("'2027-02-14'", "2027-02-06", "make-up day 2027-02-06 is also a day off of 春节", id="both"),
        pytest.param("2027-05-08", "2027-02-20", "yaml:10: 劳动: make-up day 2027-02-20 stands here twice", id="twice"),
        pytest.param(
            "2027-06-09, 2027-06-09", "2027-05-05, 2027-05-06", "端午: 2027-05-05 is already a day off of", id="overlap"
        ),
        pytest.param("2027-04-05]", "2026-04-05]", "2027-04-03 to 2026-04-05 ends before it starts", id="order"),
        pytest.param("2027-09-15, 2027-09-15", "2026-09-15, 2026-09-15", "does not lie in 2027", id="wrong year"),
        pytest.param("2027-10-09", "2028-10-08", "2028-10-08 does not lie in 2027", id="make-up in another year"),
        pytest.param("2027-10-07", "2027-11-07", "longer than any holiday", id="a month off"),
        pytest.param("2027-10-07", "2027-10-32", "notice.yaml:13: Invalid RFC3339", id="no such day"),
        pytest.param("name: 端午, holiday", "name: 端午, off", "unknown field `off`. Known", id="a key named off"),
        pytest.param('"2027":', '"27":', '"27" is not a year', id="short year"),
        pytest.param('"2027":', "2040:", "does not lie in 2040", id="far year"),
        pytest.param("years:", "jahre:", "no notices found", id="no years"),
        pytest.param("years:", "note: x\nyears:", 'unknown key "note"', id="unknown key"),
        pytest.param("{name: 元旦", "[name: 元旦", "not readable as YAML", id="not YAML"),
    ],
)
def test_what_is_wrong_with_a_notice_is_said_with_its_line(notice, tmp_path, old, new, message):
    assert old in NOTICE
    notice.write_text(NOTICE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=message.replace("(", r"\(")):
        calendar_file.store(notice, tmp_path)
    assert calendar_file.signature(tmp_path) == ()


def test_everything_wrong_is_said_at_once(notice, tmp_path):
    notice.write_text(NOTICE.replace("2027-02-14", "2027-02-15").replace("2027-05-08", "2027-05-07"), encoding="utf-8")
    with pytest.raises(KnowledgeError) as wrong:
        calendar_file.store(notice, tmp_path)
    assert len(str(wrong.value).splitlines()) == 2


def test_a_year_whose_moon_is_not_written_down_is_refused(notice, tmp_path):
    text = "years:\n  2040:\n    notice: 某号\n    periods: [{name: 元旦, holiday: [2040-01-01, 2040-01-01]}]\n"
    notice.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="the year must be from 2018 to 2036"):
        calendar_file.store(notice, tmp_path)
