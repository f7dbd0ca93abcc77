"""The wordings that the reader goes by, from `wording/*.yaml`."""

from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from knowledge import source
from knowledge.basics import Struct, Value
from knowledge.words import Words

FOLDER = Path(__file__).parent / "wording"

T = TypeVar("T")


class Listed(Struct, frozen=True):
    """Wordings of both languages, each list in one string with commas between."""

    zh: str = ""
    en: str = ""

    def words(self) -> Words:
        """Return the wordings one by one."""
        return Words(split(self.zh), split(self.en))


class Counted(Struct, frozen=True):
    """A number fact, the nouns that are counted, and which stated facts it takes or which forbid it."""

    fact: str
    counts: str
    when: dict[str, Value] = {}  # noqa: RUF012
    unless: tuple[str, ...] = ()
    period: str = ""
    """Only where it is counted per year, month or day."""
    yearly: bool = False
    """The fact adds up over the year, so a number "a month" is only its least."""
    beside: str = ""
    apart: str = ""
    """The words around the number must name a noun of `beside`, and not state the fact `apart`, stated elsewhere."""
    nearest: str = ""
    """A fact that the words around the number state, if those around any number do: "80,000, and 2,000 of them ill"."""


class Likewise(Struct, frozen=True):
    """A number fact that has the number of another where something holds."""

    fact: str
    of: str
    when: dict[str, Value]


class Numbers(Struct, frozen=True):
    """numbers.yaml"""

    nouns: dict[str, Listed]
    other: Listed
    """What a number counts that no fact is about."""
    facts: tuple[Counted, ...]
    likewise: tuple[Likewise, ...] = ()
    fillers: Listed = Listed()
    """What stands between a noun and a number behind it: 用户一共有两百万."""


class Statement(Struct, frozen=True):
    """Facts, and the sentences that state them without naming them."""

    facts: dict[str, Value]
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    closing: bool = False
    """Only where the row ends its clause: "no personal information", not "no personal information officer"."""
    unasked: bool = False
    """Only where its clause asks nothing: "the regulator wants an audit", not "when does it want an audit"."""
    deniable: bool = True
    """Denied, it states the opposite. "We keep no birthdays" is no statement that nothing is known of people."""


class Spelling(Struct, frozen=True):
    """spelling.yaml"""

    regional: dict[str, str]
    slang: dict[str, str]
    slips: dict[str, str]
    real: Listed
    alone: dict[str, str]


def split(listed: str) -> tuple[str, ...]:
    """Return the wordings of a list with commas between them."""
    return tuple(word for word in (part.strip() for part in listed.replace("\n", " ").split(", ")) if word)


@lru_cache
def listed(name: str) -> dict[str, Words]:
    """Return the lists of one file by their names."""
    return {key: entry.words() for key, entry in _read(name, dict[str, Listed]).items()}


@lru_cache
def numbers() -> Numbers:
    """Return which number fact a counted noun stands for."""
    return _read("numbers", Numbers)


@lru_cache
def spelling() -> Spelling:
    """Return other spellings, and words that are no slip."""
    return _read("spelling", Spelling)


@lru_cache
def elsewhere() -> dict[str, Words]:
    """Return, by what they are about, questions that belong to other fields although they may share words with ours."""
    return _read("elsewhere", dict[str, Words])


@lru_cache
def statements() -> tuple[Statement, ...]:
    """Return the sentences that state facts."""
    return _read("statements", tuple[Statement, ...])


def _read(name: str, kind: type[T]) -> T:
    return source.read(FOLDER / f"{name}.yaml", FOLDER.parent).convert((), kind)
