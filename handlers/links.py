"""Deep links: an address that opens the bot with a verdict and the facts already known.

A link is `t.me/<bot>?start=<payload>`; a payload is at most 64 characters of A-Z, a-z, 0-9, _ and -. Ids are longer
than that, so each is written as the beginning of its hash: a link stays good when knowledge is added or reordered, and
what the knowledge no longer has is left out.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

from knowledge.basics import Value
from knowledge.library import Library

MARK = "v"
"""The version of this way to write a link."""
LONGEST = 64
ID, VALUE = 4, 2
"""How many characters stand for an id and for a value."""
PAYLOAD = re.compile(rf"{MARK}[A-Za-z0-9_-]{{{ID}}}(?:[A-Za-z0-9_-]{{{ID + VALUE}}})*")
MOST_FACTS = (LONGEST - len(MARK) - ID) // (ID + VALUE)


def link(username: str, library: Library, verdict: str, facts: Mapping[str, Value] | None = None) -> str:
    """Return the address that opens a verdict with these facts."""
    return f"https://t.me/{username}?start={payload(library, verdict, facts or {})}"


def payload(library: Library, verdict: str, facts: Mapping[str, Value]) -> str:
    """Return the payload of a verdict with facts, in tree order; those beyond the first nine do not fit."""
    known = library.vocabulary.ordered(name for name in facts if name in library.facts)
    parts = [_short(name, ID) + _short(repr(facts[name]), VALUE) for name in known]
    return MARK + _short(verdict, ID) + "".join(parts[:MOST_FACTS])


def opened(library: Library, said: str) -> tuple[str, dict[str, Value]] | None:
    """Return the verdict and the facts that a payload stands for; None if it is none of ours."""
    if len(said) > LONGEST or not PAYLOAD.fullmatch(said):
        return None
    verdicts, facts = _known(library)
    verdict = verdicts.get(said[len(MARK) : len(MARK) + ID])
    if verdict is None:
        return None
    found: dict[str, Value] = {}
    for start in range(len(MARK) + ID, len(said), ID + VALUE):
        name = facts.get(said[start : start + ID])
        value = said[start + ID : start + ID + VALUE]
        for one in library.facts[name].domain() if name is not None else ():
            if name is not None and _short(repr(one), VALUE) == value:
                found[name] = one
    return verdict, found


@lru_cache(maxsize=2)
def _known(library: Library) -> tuple[dict[str, str], dict[str, str]]:
    return {_short(name, ID): name for name in library.verdicts}, {_short(name, ID): name for name in library.facts}


def _short(name: str, size: int) -> str:
    return urlsafe_b64encode(sha256(name.encode()).digest()).decode()[:size]
