"""The schema of facts/*.yaml: what can be true of a product, with the words by which people say it."""

from typing import Any, Literal

import msgspec

from knowledge.basics import Lang, Stage, Struct, Text, Value
from knowledge.words import Words

LEFT_OPEN = "open"
"""Stands for no value: what a product was assessed before for is not to be presumed, but to be asked."""


class Choice(Struct, frozen=True):
    """One value of a choice fact."""

    label: Text
    words: Words = msgspec.field(default_factory=Words)


class Range(Struct, frozen=True):
    """One named range of a number fact: `least` is inside, `below` is outside. Neither means open on that side."""

    label: Text
    least: float | None = None
    below: float | None = None


class Implication(Struct, frozen=True):
    """What else is so when the fact has the value `when`."""

    then: dict[str, Value]
    when: Value = True


class Judgement(Struct, frozen=True):
    """What a person must decide: by which criteria, resting on what."""

    criteria: Text
    cite: tuple[str, ...]


class Fact(Struct, frozen=True):
    """An observable thing about a product, asked once and used by every regime."""

    type: Literal["bool", "choice", "number", "date"]
    label: Text
    ask: Text
    stage: Stage = "trigger"
    id: str = ""
    denied: Text | None = None
    """How it is said that a boolean is false, where "not: label" would read badly."""
    help: Text | None = None
    words: Words = msgspec.field(default_factory=Words)
    values: dict[str, Choice] = {}
    ranges: dict[str, Range] = {}
    unit: Text | None = None
    group: str | None = None
    implies: tuple[Implication, ...] = ()
    presume: Value | None = None
    """Taken as so in a first answer when nobody said otherwise; always shown as an assumption."""
    judgement: Judgement | None = None
    common: bool = False
    """Whether it is said of products of every kind, so that it does not tell which question is meant."""
    happening: bool = False
    """Whether it is something that befell somebody: a question that has no word for it is not about it."""
    changeable: bool = True
    """Whether a team could change it: only such facts are offered as "what would change the verdict"."""
    whom: Text | None = None
    """Whom to ask when nobody in the chat knows."""

    def domain(self) -> tuple[Value, ...]:
        """Return the values it can have inside a diagram, in file order. Empty for dates."""
        if self.type == "bool":
            return (True, False)
        return tuple(self.values if self.type == "choice" else self.ranges)

    def range_of(self, number: float) -> str | None:
        """Return the name of the range that holds `number`, borders as declared; None when no range does."""
        for name, span in self.ranges.items():
            if (span.least is None or number >= span.least) and (span.below is None or number < span.below):
                return name
        return None

    def range_within(self, least: float | None, below: float | None) -> str | None:
        """Return the name of the range that holds every number from `least` to before `below`; None when none does."""
        for name, span in self.ranges.items():
            starts = span.least is None or (least is not None and span.least <= least)
            ends = span.below is None or (below is not None and below <= span.below)
            if starts and ends:
                return name
        return None

    def value_label(self, value: Value, lang: Lang) -> str:
        """Return how a value is shown: a choice's or range's own label, yes or no for booleans."""
        if isinstance(value, bool):
            return {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}[lang][value]
        return (self.values[value] if self.type == "choice" else self.ranges[value]).label.get(lang)


class Group(Struct, frozen=True):
    """A screen of booleans that are asked together."""

    ask: Text
    label: Text


class Archetype(Struct, frozen=True):
    """A kind of product and the facts that usually go with it: shown for confirmation, never taken as stated."""

    label: Text
    words: Words
    likely: dict[str, Value]
    """`open` for a fact that must not be presumed of it, though it is of others."""
    like: tuple[str, ...] = ()
    """Well-known products of the kind, for "a Clubhouse clone" and 类小红书; alone such a name says no kind."""


class FactsFile(Struct, frozen=True):
    """facts/*.yaml"""

    facts: dict[str, Any] = {}
    groups: dict[str, Group] = {}
    archetypes: dict[str, Archetype] = {}
