"""Everything the knowledge files say, as it is cached: plain data, before anything is compiled."""

from knowledge.basics import Struct, Text
from knowledge.fact_model import Archetype, Fact, Group
from knowledge.model import AmbiguousName, Case, Precedent, Regulation, Term, Verdict


class Regime(Struct, frozen=True):
    """One field of law: its title and the verdicts it decides."""

    id: str
    title: Text
    verdicts: tuple[str, ...]


class Aside(Struct, frozen=True):
    """What only checks and editors need, cached apart."""

    cases: tuple[Case, ...]
    lines: dict[str, str]
    """`file:line` of everything that lint speaks about, by a key such as `verdict:cn.x:rule:3`."""


class Contents(Struct, frozen=True):
    """Everything the files say, as it is cached."""

    revision: str
    facts: dict[str, Fact]
    groups: dict[str, Group]
    archetypes: dict[str, Archetype]
    regulations: dict[str, Regulation]
    regimes: dict[str, Regime]
    verdicts: dict[str, Verdict]
    terms: tuple[Term, ...]
    ambiguous: tuple[AmbiguousName, ...]
    precedents: tuple[Precedent, ...]
