"""The sentences that state facts without naming them, as rows of words to find."""

import re
from functools import lru_cache

import msgspec

from knowledge import field, wording
from knowledge.basics import Struct
from knowledge.kept import kept
from knowledge.library import Library
from knowledge.sentences import FARTHEST, NEAR, Kept, Pattern, Rows, keep
from knowledge.wording import Statement

_BETWEEN = re.compile(" (…|~) ")


class Patterns(Struct, frozen=True):
    """The rows as they are kept, each with the position of its statement, and the statements without them."""

    rows: Kept[int]
    statements: tuple[Statement, ...]


@lru_cache(maxsize=2)
def patterns(library: Library) -> tuple[Rows[int], tuple[Statement, ...]]:
    """Return the rows to look for, and for the number that each stands for what it states."""
    known = kept(library, "patterns", Patterns, _prepare)
    return Rows(known.rows), known.statements


def _prepare() -> Patterns:
    statements = wording.statements()
    rows = [
        Pattern(
            [_part(part) for part in parts[::2]],
            index,
            tuple(NEAR if mark == "~" else FARTHEST for mark in parts[1::2]),
        )
        for index, statement in enumerate(statements)
        for parts in map(_BETWEEN.split, statement.zh + statement.en)
    ]
    return Patterns(keep(rows), tuple(msgspec.structs.replace(each, zh=(), en=()) for each in statements))


def _part(part: str) -> tuple[str, ...]:
    """Return the wordings of one part; a class such as <abroad> or <people> stands for all of its words."""
    words: list[str] = []
    for word in (word.strip() for word in part.strip().split(" | ")):
        if word in ("<abroad>", "<foreign>"):
            words += field.places(near=word == "<abroad>")
        else:
            words += wording.listed("classes")[word[1:-1]].all() if word.startswith("<") else [word]
    return tuple(words)
