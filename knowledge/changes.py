"""What a change of the knowledge does to verdicts: exactly the patterns of facts whose outcome flips."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import inf

from knowledge import conditions
from knowledge.basics import Value
from knowledge.conditions import All, AnyOf, Condition, Is, Not
from knowledge.diagram import IMPOSSIBLE, Branch, Diagram, Leaf, Node, Step, below
from knowledge.fact_model import Fact
from knowledge.library import Library
from knowledge.model import Verdict
from knowledge.tree import NotInForce, applying, period_of, starts

Meanings = Mapping[str, Mapping[Value, Value]]
"""For each fact, what its common values are called in one of the two versions."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One pattern of facts and what it led to before and after. No steps: the verdict is new, gone or not in force."""

    verdict: str
    steps: tuple[Step, ...]
    before: str | None
    after: str | None


def days(old: Library, new: Library, day: date) -> list[date]:
    """Return `day` and every later day on which the law changes in either version."""
    verdicts = [*old.verdicts.values(), *new.verdicts.values()]
    return sorted({day, *(start for verdict in verdicts for start in starts(verdict) if start > day)})


def differences(old: Library, new: Library, day: date) -> Iterator[Difference]:
    """Yield what flips on `day` between two versions of the knowledge, verdict by verdict."""
    for name in dict.fromkeys([*old.verdicts, *new.verdicts]):
        before, after = _on(old, name, day), _on(new, name, day)
        if before is None or after is None:
            if before is not after:
                yield Difference(name, (), name if before else None, name if after else None)
            continue
        yield from _flips(old, new, before, after, day)


def _on(library: Library, name: str, day: date) -> Verdict | None:
    """Return the verdict if the law has a rule for it on that day."""
    verdict = library.verdicts.get(name)
    if verdict is not None:
        try:
            period_of(verdict, day)
        except NotInForce:
            return None
    return verdict


def _flips(old: Library, new: Library, before: Verdict, after: Verdict, day: date) -> Iterator[Difference]:
    names = dict.fromkeys(
        name
        for library, verdict in ((new, after), (old, before))
        for name in library.tree(verdict.id, day).diagram.facts
    )
    first_meanings, second_meanings = {}, {}
    for name in names:
        one, other = old.facts.get(name), new.facts.get(name)
        first_meanings[name], second_meanings[name] = _common(one or new.facts[name], other or old.facts[name])
    domains = {name: tuple(dict.fromkeys([*first_meanings[name], *second_meanings[name]])) for name in names}
    diagram = Diagram(tuple(domains), domains)
    first = _root(diagram, old, before, day, first_meanings)
    second = _root(diagram, new, after, day, second_meanings)
    for steps, result in diagram.paths(_pairs(diagram, first, second)):
        if isinstance(result, tuple):
            yield Difference(before.id, steps, result[0], result[1])


def _common(one: Fact, other: Fact) -> tuple[dict[Value, Value], dict[Value, Value]]:
    """Return values that mean the same in both versions of a fact, and what each version calls them.

    The same range can hold other numbers than before, so numbers are cut at the borders of both versions.
    """
    if one.type != "number" or other.type != "number":
        return {value: value for value in one.domain()}, {value: value for value in other.domain()}
    spans = [*one.ranges.values(), *other.ranges.values()]
    borders = [-inf, *sorted({span.least for span in spans if span.least is not None}), inf]
    first: dict[Value, Value] = {}
    second: dict[Value, Value] = {}
    for least, limit in pairwise(borders):
        mine, theirs = one.range_of(least), other.range_of(least)
        if mine is not None and theirs is not None:
            name = mine if mine == theirs and _is(one, mine, least, limit) else _named(least, limit)
            first[name], second[name] = mine, theirs
    return first, second


def _is(fact: Fact, name: str, least: float, limit: float) -> bool:
    span = fact.ranges[name]
    return (span.least if span.least is not None else -inf, span.below if span.below is not None else inf) == (
        least,
        limit,
    )


def _named(least: float, limit: float) -> str:
    if least == -inf:
        return f"below {limit:.12g}"
    return f"{least:.12g} or more" if limit == inf else f"{least:.12g} to below {limit:.12g}"


def _root(diagram: Diagram, library: Library, verdict: Verdict, day: date, meanings: Meanings) -> Node:
    rules = [
        (_translated(conditions.parse(rule.when, library.facts, verdict.definitions), meanings), rule.then)
        for _, rule in applying(verdict, day)
    ]
    known = [Is(name, frozenset(values)) for name, values in meanings.items()]
    possible = _translated(library.vocabulary.possible(library.tree(verdict.id, day).diagram.facts), meanings)
    return diagram.first_match(rules, All((*known, possible)))


def _translated(condition: Condition, meanings: Meanings) -> Condition:
    """Return a condition of one version over the common values."""
    match condition:
        case Is(fact, values):
            return Is(fact, frozenset(common for common, own in meanings[fact].items() if own in values))
        case All(items):
            return All(tuple(_translated(item, meanings) for item in items))
        case AnyOf(items):
            return AnyOf(tuple(_translated(item, meanings) for item in items))
        case Not(item):
            return Not(_translated(item, meanings))


def _pairs(diagram: Diagram, first: Node, second: Node) -> Node:
    """Return the diagram that ends in (before, after) where the two differ, and in None where they agree."""
    done: dict[tuple[int, int], Node] = {}

    def visit(one: Node, other: Node) -> Node:
        if one is other or one is IMPOSSIBLE or other is IMPOSSIBLE:
            return IMPOSSIBLE if one is IMPOSSIBLE and other is IMPOSSIBLE else diagram.leaf(None)
        key = (id(one), id(other))
        if key not in done:
            if isinstance(one, Leaf) and isinstance(other, Leaf):
                done[key] = diagram.leaf((one.result, other.result))
            else:
                level = min(node.level for node in (one, other) if isinstance(node, Branch))
                width = len(diagram.domains[diagram.facts[level]])
                done[key] = diagram.branch(
                    level, [visit(below(one, level, i), below(other, level, i)) for i in range(width)]
                )
        return done[key]

    return visit(first, second)
