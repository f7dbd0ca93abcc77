"""Holiday notices as files: the ones that come with Redline, and those loaded later into the data folder.

A loaded notice is one file per year, `calendars/cn-2027.yaml` in the data folder, and takes precedence over what comes
with Redline. The shape is that of calendars/cn-holidays.yaml; keys may be quoted or not.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from knowledge import source
from knowledge.official_calendar import Calendar, Festivals, Notice, Stretch
from knowledge.source import KnowledgeError, Place, Source

BUILT_IN = Path(__file__).parent / "calendars" / "cn-holidays.yaml"
EXAMPLE = "Example: notice: 国办发明电〔2025〕7号"
LONGEST_HOLIDAY = 15


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one year of a loaded file. `missing` are statutory days off that its notice does not mention."""

    year: int
    notice: Notice
    change: Literal["new", "replaced", "unchanged"]
    missing: tuple[tuple[str, date], ...]


@cache
def built_in() -> Calendar:
    """Return the calendar that comes with Redline."""
    file = source.read(BUILT_IN, BUILT_IN.parent)
    festivals = {int(year): file.convert(("festivals", year), Festivals) for year in file.data["festivals"]}
    return Calendar(notices(file), festivals)


def load(folder: Path | None = None) -> Calendar:
    """Return the calendar with the notices stored in `folder`, the data folder. Raises KnowledgeError."""
    calendar = built_in()
    loaded: dict[int, Notice] = {}
    for path in _stored(folder):
        loaded.update(notices(source.read(path, path.parent)))
    return calendar.with_notices(loaded) if loaded else calendar


def signature(folder: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when a notice is loaded: name, time and size of every stored file."""
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in _stored(folder))


def store(path: Path, folder: Path) -> list[Loaded]:
    """Check the notice file at `path` and put its years into `folder`; nothing is written unless all of it is right.

    Raises KnowledgeError, one line for each thing that is wrong, with file and line.
    """
    file = source.read(path, path.parent)
    known = load(folder)
    found = notices(file)
    for year in found:
        if not known.first.year <= year <= known.last.year:
            raise file.error(("years", str(year)), f"the year must be from {known.first.year} to {known.last.year}.")
    merged = known.with_notices(found)
    report = []
    for year, notice in found.items():
        change: Literal["new", "replaced", "unchanged"] = "replaced" if year in known.notices else "new"
        if known.notices.get(year) == notice:
            change = "unchanged"
        else:
            _write(folder / "calendars" / f"cn-{year}.yaml", _yaml(year, notice))
        report.append(Loaded(year, notice, change, tuple(merged.missing(year))))
    return report


def notices(file: Source) -> dict[int, Notice]:
    """Return the notices of a file by year. Raises KnowledgeError, one line for each thing that is wrong."""
    years = file.data.get("years") if isinstance(file.data, dict) else None
    if not isinstance(years, dict) or not years:
        raise file.error((), "no notices found. The file starts with `years:` and, below it, a year such as `2027:`.")
    unknown = [key for key in file.data if key not in ("years", "festivals")]
    problems = [str(file.error((key,), f'unknown key "{key}". Known keys: years.')) for key in unknown]
    found: dict[int, Notice] = {}
    for key in years:
        try:
            found[int(key)] = notice = _notice(file, key)
            problems.extend(_problems(file, key, notice))
        except KnowledgeError as error:
            problems.append(str(error))
    if problems:
        raise KnowledgeError("\n".join(problems))
    return found


def _notice(file: Source, key: str) -> Notice:
    place = ("years", key)
    if not (key.isascii() and key.isdigit() and len(key) == 4):
        raise file.error(place, f'"{key}" is not a year. Example: 2027')
    raw = file.data["years"][key]
    if not isinstance(raw, dict):
        raise file.error(place, f"{key} must have `notice` and `periods`.")
    if not str(raw.get("notice") or "").strip():
        raise file.error(place, f"{key} has no notice number. {EXAMPLE}")
    if not raw.get("periods"):
        raise file.error(place, f"{key} has no holidays. Add `periods`.")
    if isinstance(raw["periods"], list):
        wrong = [line for index in range(len(raw["periods"])) if (line := _misshapen(file, (*place, "periods", index)))]
        if wrong:
            raise KnowledgeError("\n".join(wrong))
    return file.convert(place, Notice)


def _misshapen(file: Source, place: Place) -> str | None:
    try:
        file.convert(place, Stretch)
    except KnowledgeError as error:
        return str(error)
    return None


def _problems(file: Source, key: str, notice: Notice) -> Iterator[str]:
    """Yield a line for each thing in a notice that cannot be right."""
    earliest, latest = date(int(key) - 1, 12, 20), date(int(key), 12, 31)
    taken: dict[date, str] = {}
    for index, period in enumerate(notice.periods):
        place = ("years", key, "periods", index, "holiday")
        first, last = period.holiday
        if not earliest <= first <= last <= latest:
            why = "ends before it starts" if last < first else f"does not lie in {key}"
            yield str(file.error(place, f"{period.name}: holiday {first} to {last} {why}."))
            continue
        if (last - first).days >= LONGEST_HOLIDAY:
            yield str(
                file.error(place, f"{period.name}: {first} to {last} is longer than any holiday. Check the year.")
            )
            continue
        for day in period.days():
            if day in taken:
                yield str(file.error(place, f"{period.name}: {day} is already a day off of {taken[day]}."))
            taken.setdefault(day, period.name)
    worked: set[date] = set()
    for index, period in enumerate(notice.periods):
        for number, day in enumerate(period.makeup):
            place_of_day = ("years", key, "periods", index, "makeup", number)
            if wrong := _wrong_makeup(day, earliest, latest, taken, worked):
                yield str(file.error(place_of_day, f"{period.name}: make-up day {day} {wrong}"))
            worked.add(day)


def _wrong_makeup(day: date, earliest: date, latest: date, taken: dict[date, str], worked: set[date]) -> str | None:
    if not earliest <= day <= latest:
        return f"does not lie in {latest.year}."
    if day in taken:
        return f"is also a day off of {taken[day]}."
    if day in worked:
        return "stands here twice."
    if day.weekday() < 5:
        return f"is a {day:%A}: only a Saturday or Sunday is made a working day."
    return None


def _stored(folder: Path | None) -> list[Path]:
    return sorted((folder / "calendars").glob("cn-*.yaml")) if folder else []


def _yaml(year: int, notice: Notice) -> str:
    lines = ["years:", f"  {year}:", f"    notice: {_quoted(notice.notice)}"]
    if notice.published:
        lines.append(f"    published: {_quoted(notice.published)}")
    lines.append("    periods:")
    for period in notice.periods:
        first, last = period.holiday
        makeup = ", ".join(day.isoformat() for day in period.makeup)
        lines.append(f"      - {{name: {_quoted(period.name)}, holiday: [{first}, {last}], makeup: [{makeup}]}}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _write(path: Path, text: str) -> None:
    """Replace a file as a whole: whoever reads it sees the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
