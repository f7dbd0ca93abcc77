"""What `redline doctor`, `backup` and `restore` say on the command line."""

from datetime import timedelta
from pathlib import Path

import pytest
from workweek import utc

from bot.cli import main
from bot.config import Config
from bot.doctor import examine
from bot.store import Store

NOW = utc("2026-11-23 10:00")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data_folder=tmp_path)


def findings(config: Config, library, now=NOW) -> dict[str, tuple[str, str]]:
    return {each.name: (each.level, each.found) for each in examine(config, lambda: library, now, offline=True)}


def run(capsys, tmp_path: Path, *words: str) -> tuple[int, str]:
    status = 0
    try:
        main(["--database", str(tmp_path / "redline.db"), *words])
    except SystemExit as end:
        status = int(end.code or 0)
    out = capsys.readouterr()
    return status, out.out + out.err


def test_a_fresh_installation_is_in_order(config: Config, library) -> None:
    found = findings(config, library)
    assert {name: level for name, (level, _) in found.items() if name not in ("drawing", "font")} == {
        "settings": "ok", "knowledge": "ok", "calendar": "ok", "database": "ok", "disk": "ok",
    }  # fmt: skip


def test_a_bot_that_stopped_ticking_is_noticed(config: Config, library) -> None:
    with Store.open(config.database_path) as store:
        store.set_meta("last_tick", (NOW - timedelta(minutes=6)).isoformat(timespec="seconds"))
    assert findings(config, library)["reminders"][0] == "warning"
    assert findings(config, library, NOW - timedelta(minutes=5))["reminders"][0] == "ok"


def test_a_clock_behind_the_last_tick_is_a_problem(config: Config, library) -> None:
    with Store.open(config.database_path) as store:
        store.set_meta("last_tick", (NOW + timedelta(days=2)).isoformat(timespec="seconds"))
    assert findings(config, library)["reminders"][0] == "problem"


def test_a_message_that_waits_too_long_is_noticed(config: Config, library) -> None:
    with Store.open(config.database_path) as store:
        store.set_meta("last_tick", NOW.isoformat(timespec="seconds"))
        store.outbox.add("d1:r1:T-0", store.chat(-1).id, "due", NOW - timedelta(minutes=6))
    level, found = findings(config, library)["reminders"]
    assert level == "warning"
    assert "1 waiting" in found
    assert "0:06:00 late" in found


def test_a_damaged_database_is_a_problem(config: Config, library) -> None:
    config.database_path.write_bytes(b"no database" * 1000)
    level, found = findings(config, library)["database"]
    assert level == "problem"
    assert "damaged, or not a database" in found


@pytest.mark.parametrize(
    ("programs", "levels", "found"),
    [
        pytest.param({"dot": "", "fc-list": "echo Noto Sans CJK SC"}, ("ok", "ok"), "Noto Sans CJK SC", id="both"),
        pytest.param({"dot": "", "fc-list": ""}, ("ok", "warning"), "no font", id="no font"),
        pytest.param({"dot": ""}, ("ok", "warning"), "fc-list is not there", id="nothing to find a font with"),
        pytest.param({}, ("warning", "warning"), "fc-list is not there", id="neither"),
    ],
)
def test_what_draws_trees_is_looked_for(config, library, tmp_path, monkeypatch, programs, levels, found) -> None:
    for name, does in programs.items():
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    said = findings(config, library)
    assert (said["drawing"][0], said["font"][0]) == levels
    assert found in said["font"][1]


def test_next_years_notice_is_asked_for_in_december(config: Config, library) -> None:
    assert findings(config, library, utc("2026-12-01 10:00"))["calendar"][0] == "warning"
    assert findings(config, library, utc("2028-12-01 10:00"))["calendar"][0] == "problem"


def test_backup_and_restore_on_the_command_line(capsys, tmp_path: Path) -> None:
    with Store.open(tmp_path / "redline.db") as store:
        store.chat(-100)
    status, said = run(capsys, tmp_path, "backup", str(tmp_path / "copy.db"))
    assert (status, "checked: 1 chats" in said) == (0, True)
    status, said = run(capsys, tmp_path, "restore", str(tmp_path / "copy.db"))
    assert (status, "what stood there before" in said) == (0, True)


def test_a_restore_over_a_running_bot_is_one_line_and_status_one(capsys, tmp_path: Path) -> None:
    with Store.open(tmp_path / "redline.db"):
        run(capsys, tmp_path, "backup", str(tmp_path / "copy.db"))
        status, said = run(capsys, tmp_path, "restore", str(tmp_path / "copy.db"))
    assert (status, said.count("\n")) == (1, 1)
    assert "another redline process" in said


def test_old_copies_go_when_enough_newer_ones_are_there(capsys, tmp_path: Path) -> None:
    Store.open(tmp_path / "redline.db").close()
    folder = tmp_path / "copies"
    folder.mkdir()
    for day in ("20260101", "20260102"):
        (folder / f"redline-{day}T000000Z.db").touch()
    (folder / "other.db").touch()
    run(capsys, tmp_path, "backup", "--keep", "2", str(folder))
    names = sorted(each.name for each in folder.iterdir())
    assert names[0] == "other.db"
    assert names[1] == "redline-20260102T000000Z.db"
    assert len(names) == 3


def test_doctor_ends_with_status_one_when_there_is_a_problem(capsys, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("REDLINE_DATA_FOLDER", str(tmp_path))
    (tmp_path / "redline.db").write_bytes(b"no database" * 1000)
    status, said = run(capsys, tmp_path, "doctor", "--offline")
    assert status == 1
    assert "PROBLEM  database:" in said
