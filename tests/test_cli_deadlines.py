"""`redline deadlines` on the command line."""

import json
from pathlib import Path

import pytest
from icalendar import Calendar
from workweek import utc

from bot.cli import main
from bot.deadline import NewDeadline
from bot.store import Store

NOW = utc("2026-11-23 10:00")


@pytest.fixture
def run(capsys, tmp_path: Path):
    with Store.open(tmp_path / "redline.db") as store:
        for chat, due in ((-100, "2026-12-31"), (-100, "2026-11-27"), (-200, "2026-12-01")):
            store.deadlines.add(store.chat(chat).id, NewDeadline(f"评估 {due}", due), 7, NOW)
        store.deadlines.finish(3, 7, NOW)

        def run(*words: str) -> tuple[int, str]:
            """Run the command beside a running bot."""
            status = 0
            try:
                main(["--database", str(tmp_path / "redline.db"), "deadlines", *words])
            except SystemExit as end:
                status = int(end.code or 0)
            out = capsys.readouterr()
            return status, out.out + out.err

        yield run


def test_the_list_is_in_order_and_says_what_nobody_does(run) -> None:
    status, said = run("list")
    assert status == 0
    assert said.splitlines() == [
        "#D2  2026-11-27  评估 2026-11-27  (nobody's)",
        "#D1  2026-12-31  评估 2026-12-31  (nobody's)",
    ]
    assert "#D3  2026-12-01  评估 2026-12-01  (done, nobody's)" in run("list", "--all")[1]


def test_one_chat_at_a_time(run) -> None:
    assert [each["id"] for each in json.loads(run("list", "--json", "--all", "--chat", "-200")[1])] == [3]
    status, said = run("list", "--chat", "-300")
    assert (status, "no chat -300" in said, said.count("\n")) == (1, True, 1)


@pytest.mark.parametrize("form", ["ics", "csv", "json"])
def test_export_to_a_file(run, tmp_path: Path, form: str) -> None:
    output = tmp_path / f"out.{form}"
    status, said = run("export", "--format", form, "--output", str(output))
    assert (status, said) == (0, f"{output}: 2 deadlines\n")
    assert "评估 2026-11-27" in output.read_text("utf-8-sig")


def test_export_of_a_calendar(run, tmp_path: Path) -> None:
    run("export", "--all", "--output", str(tmp_path / "out.ics"))
    events = Calendar.from_ical((tmp_path / "out.ics").read_bytes()).walk("VEVENT")
    assert sorted(str(event["status"]) for event in events) == ["CANCELLED", "CONFIRMED", "CONFIRMED"]
