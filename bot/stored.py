"""What the database holds, told in both languages: the data behind /privacy."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Stored:
    """One table. `keeps` is `until_forgotten`, `retention` (deleted after a time as well) or `operation`."""

    table: str
    keeps: str
    zh: str
    en: str
    columns: tuple[str, ...]


@lru_cache(maxsize=1)
def stored() -> tuple[Stored, ...]:
    """Return every table with what it holds, in the order in which people read it."""
    told = tomllib.loads(files("bot").joinpath("stored.toml").read_text("utf-8"))
    return tuple(
        Stored(table, about["keeps"], about["zh"], about["en"], tuple(about["columns"]))
        for table, about in told.items()
    )
