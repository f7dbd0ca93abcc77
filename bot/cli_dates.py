"""`redline due`, `redline when` and `redline calendar`: periods, dates in words, and the calendar they rest on."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import click

from bot.cli import Setup, pass_setup
from bot.failure import Failure
from bot.json_lines import BadLine, answered, dump, each_line, typed
from knowledge import calendar_file, dates
from knowledge.basics import Lang, Unit
from knowledge.counting_words import day as day_in_words
from knowledge.date_choices import exact
from knowledge.date_words import Refused
from knowledge.dates import Reading
from knowledge.official_calendar import Calendar
from knowledge.workdays import CountError, Due, Period
from knowledge.workdays import due as count

UNITS = {**{unit: unit for unit in get_args(Unit)}, "calendar-days": "days"}
LEGAL_ZONE = "Asia/Shanghai"
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(DAY.pattern + r"[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[-+][0-9]{2}:?[0-9]{2})?")


# -- due ------------------------------------------------------------------------------------------------------------


@click.command()
@click.option(
    "--event", metavar="D", help="The day of the event, or its moment for hours: 2026-11-22, 2026-11-22T10:30."
)
@click.option("--length", type=int, metavar="N", help="How many.")
@click.option("--unit", type=click.Choice(sorted(UNITS)), default="working-days", show_default=True)
@click.option("--roll/--no-roll", default=None, help="Whether the rule moves a last day off. Unset: both are shown.")
@click.option("--before", is_flag=True, help="Count back from the event.")
@click.option("--tz", default=LEGAL_ZONE, show_default=True, help="Zone of an event without an offset.")
@as_json
@click.option("--batch", is_flag=True, help='Read JSON lines {"id","event","length","unit","roll","before"}.')
@pass_setup
def due(
    setup: Setup,
    event: str | None,
    length: int | None,
    unit: str,
    roll: bool | None,
    before: bool,
    tz: str,
    as_json: bool,
    batch: bool,
) -> None:
    """Return the last day of a period, with the sum that leads to it."""
    calendar = calendar_file.load(setup.config.folder)
    if batch:
        each_line(lambda line: _due_line(line, calendar), _due_data)
        return
    if event is None:
        raise click.UsageError("Missing option '--event'. Example: redline due --event 2026-11-22 --length 30")
    line = {"event": event, "length": length, "unit": unit, "roll": roll, "before": before, "tz": tz}
    if as_json:
        click.echo(dump(answered(lambda: _due_line(line, calendar), None, _due_data)))
        return
    try:
        found = _count(line, calendar)
    except (BadLine, CountError) as error:
        raise Failure(str(error)) from None
    click.echo(f"{_wall(found.due)} ({found.due:%A}){', provisional' if found.provisional else ''}")
    for step in found.steps:
        click.echo(f"  {step.en}")


def _count(line: dict[str, Any], calendar: Calendar) -> Due:
    unit = UNITS.get(typed(line, "unit", str, "working-days"))
    if unit is None:
        raise BadLine(f'unknown unit "{line["unit"]}". Known units: {", ".join(UNITS)}.')
    length = typed(line, "length", int, None)
    if length is None and unit != "before-event":
        raise BadLine("no length. Example: 30")
    period = Period(length, unit, typed(line, "before", bool, False), typed(line, "roll", bool, None))
    event = typed(line, "event", str, None)
    if event is None:
        raise BadLine("no event. Example: 2026-11-22")
    return count(_event(event, _zone(line)), period, calendar)


def _event(text: str, zone: ZoneInfo) -> date | datetime:
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
        if not MOMENT.fullmatch(text):
            raise BadLine(f'cannot read "{text[:40]}" as a day or moment. Example: 2026-11-22, 2026-11-22T10:30')
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, BadLine) else BadLine(f'"{text[:40]}" does not exist: {_why(text)}') from None


def _why(text: str) -> str:
    """Say what is impossible about a day or moment written as it should be."""
    try:
        exact(*(int(part) for part in text[:10].split("-")))
    except Refused as refused:
        example = refused.example.en if DAY.fullmatch(refused.example.en) else "2026-11-22"
        return f"{refused.text.en}. Example: {example}"
    return "there is no such time. Example: 2026-11-22T10:30"


def _due_line(line: dict[str, Any], calendar: Calendar) -> dict[str, Any]:
    found = _count(line, calendar)
    return {
        "due": _wall(found.due),
        "unrolled": _wall(found.unrolled),
        "provisional": found.provisional,
        "steps": [{"zh": step.zh, "en": step.en} for step in found.steps],
        "error": None,
    }


def _due_data(error: str) -> dict[str, Any]:
    return {"due": None, "unrolled": None, "provisional": False, "steps": [], "error": error}


# -- when -----------------------------------------------------------------------------------------------------------


@click.command()
@click.argument("words", nargs=-1, metavar="TEXT")
@click.option("--now", metavar="ISO", help="The moment at which it is said. Default: now.")
@click.option("--tz", default=None, help="The zone in which it is said. Default: the configured one.")
@as_json
@click.option("--batch", is_flag=True, help='Read JSON lines {"id","text","now","tz"}.')
@pass_setup
def when(setup: Setup, words: tuple[str, ...], now: str | None, tz: str | None, as_json: bool, batch: bool) -> None:
    """Read a date in words, Chinese or English."""
    calendar = calendar_file.load(setup.config.folder)
    zone = tz or setup.config.timezone
    if batch:
        each_line(lambda line: _when_line({"now": now, "tz": zone, **_said(line)}, calendar), _when_data)
        return
    line = {"text": " ".join(words), "now": now, "tz": zone}
    if as_json:
        click.echo(dump(answered(lambda: _when_line(line, calendar), None, _when_data)))
        return
    try:
        reading = _read(line, calendar)
    except BadLine as error:
        raise Failure(str(error)) from None
    if reading.error:
        raise Failure(reading.error.get(_language(line["text"] or "")))
    click.echo("\n".join(_shown(reading)))


def _said(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if value is not None}


def _read(line: dict[str, Any], calendar: Calendar) -> Reading:
    zone = _zone(line)
    text = typed(line, "text", str, None)
    if text is None:
        raise BadLine('no text. Example: {"text": "下周五"}')
    said = typed(line, "now", str, None)
    now = datetime.now(UTC) if said is None else _event(said, zone)
    if not isinstance(now, datetime):
        now = datetime(now.year, now.month, now.day, tzinfo=zone)
    return dates.read(text, now, zone, calendar)


def _when_line(line: dict[str, Any], calendar: Calendar) -> dict[str, Any]:
    reading = _read(line, calendar)
    rule = reading.recurrence.rule() if reading.recurrence else None
    if reading.period and reading.period.length:
        rule = f"{reading.period.length} {reading.period.unit}{' before' if reading.period.before else ''}"
    return {
        "kind": reading.kind,
        "value": _wall(reading.value),
        "candidates": [_wall(each.value or each.first) for each in reading.candidates],
        "rule": rule,
        "first": _wall(reading.first),
        "provisional": reading.provisional,
        "event": reading.event,
        "error": reading.error.get(_language(line["text"])) if reading.error else None,
    }


def _when_data(error: str) -> dict[str, Any]:
    return {
        "kind": "error",
        "value": None,
        "candidates": [],
        "rule": None,
        "first": None,
        "provisional": False,
        "event": None,
        "error": error,
    }


def _shown(reading: Reading) -> list[str]:
    if reading.kind == "ambiguous":
        assert reading.question is not None
        return [reading.question.en, *(f"  {_full(each.value or each.first)}" for each in reading.candidates)]
    more = " (provisional)" if reading.provisional else ""
    if reading.recurrence:
        return [f"{reading.recurrence.rule()}, first {_full(reading.first)}{more}"]
    return [_full(reading.value) + more]


def _full(value: date | datetime | None) -> str:
    return f"{_wall(value)} ({value:%A})" if value else ""


def _language(text: str) -> Lang:
    return "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"


# -- calendar -------------------------------------------------------------------------------------------------------


@click.group()
def calendar() -> None:
    """The State Council's holiday notices: what is known, and loading a new one."""


@calendar.command("check")
@pass_setup
def check_calendar(setup: Setup) -> None:
    """List the years, their notices, and the years that are only estimated."""
    known = calendar_file.load(setup.config.folder)
    brought = calendar_file.built_in()
    for year, notice in known.notices.items():
        loaded = "" if brought.notices.get(year) == notice else " (loaded)"
        click.echo(f"{year}  {notice.notice}{loaded}")
        for name, day in known.missing(year):
            click.echo(f"      {day} ({name}) is a statutory holiday that this notice does not mention; taken as off")
    estimated = [year for year in known.festivals if year not in known.notices]
    click.echo(f"{estimated[0]} to {estimated[-1]}  provisional: no notice yet, statutory holidays only")


@calendar.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data-folder", type=click.Path(path_type=Path), help="Where to keep it. Default: the data folder.")
@pass_setup
def load_calendar(setup: Setup, file: Path, data_folder: Path | None) -> None:
    """Check a notice FILE and use it from now on."""
    for loaded in calendar_file.store(file, data_folder or setup.config.folder):
        holidays = len(loaded.notice.periods)
        makeup = sum(len(period.makeup) for period in loaded.notice.periods)
        click.echo(
            f"{loaded.year}  {loaded.notice.notice}: {holidays} holidays, {makeup} make-up days, {loaded.change}"
        )
        for name, day in loaded.missing:
            click.echo(
                f"      {day_in_words(day).en} ({name}) is a statutory holiday the file does not mention", err=True
            )


def _zone(line: dict[str, Any]) -> ZoneInfo:
    name = typed(line, "tz", str, LEGAL_ZONE)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadLine(f'unknown timezone "{name[:40]}". Example: Asia/Shanghai') from None


def _wall(value: date | datetime | None) -> str | None:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if value else None
