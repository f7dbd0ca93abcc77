"""The State Council calendar of the moment: read again when a notice was loaded into the data folder."""

from pathlib import Path

from knowledge import calendar_file
from knowledge.official_calendar import Calendar


class Calendars:
    """Called without arguments, it returns the calendar as the notices stand now."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._signature = calendar_file.signature(folder)
        self._calendar = calendar_file.load(folder)

    def __call__(self) -> Calendar:
        """Return the calendar; the files are looked at, and read only when they changed."""
        signature = calendar_file.signature(self._folder)
        if signature != self._signature:
            self._signature, self._calendar = signature, calendar_file.load(self._folder)
        return self._calendar
