"""Conditions of rules: `all`, `any`, `not`, `fact: value`, `otherwise`. Nothing else, so that everything can be proven.

`holds` evaluates a condition directly. It is the second opinion on the diagrams, which are compiled from the same ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from knowledge.basics import Value
from knowledge.fact_model import Fact
from knowledge.model import Definition
from knowledge.source import KnowledgeError


@dataclass(frozen=True, slots=True)
class Is:
    """The fact has one of the values."""

    fact: str
    values: frozenset[Value]


@dataclass(frozen=True, slots=True)
class All:
    """Every item holds; without items it always holds."""

    items: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one item holds; without items it never holds."""

    items: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The item does not hold."""

    item: "Condition"


Condition = Is | All | AnyOf | Not
ALWAYS: Condition = All(())


def parse(
    raw: Any, facts: Mapping[str, Fact], definitions: Mapping[str, Definition], inside: tuple[str, ...] = ()
) -> Condition:
    """Return the condition written as `raw`, with definitions put in place of their names.

    Several keys in one mapping must all hold. Raises KnowledgeError, without a place, for what cannot be read.
    """
    if raw == "otherwise":
        return ALWAYS
    if not isinstance(raw, dict) or not raw:
        raise KnowledgeError(f"condition {raw!r}: expected all, any, not, a fact with its value, or otherwise.")
    items = [_item(key, value, facts, definitions, inside) for key, value in raw.items()]
    return items[0] if len(items) == 1 else All(tuple(items))


def _item(
    key: str, value: Any, facts: Mapping[str, Fact], definitions: Mapping[str, Definition], inside: tuple[str, ...]
) -> Condition:
    match key:
        case "all" | "any":
            if not isinstance(value, list) or not value:
                raise KnowledgeError(f"condition {key}: expected a list of conditions, found {value!r}.")
            items = tuple(parse(item, facts, definitions, inside) for item in value)
            return All(items) if key == "all" else AnyOf(items)
        case "not":
            return Not(parse(value, facts, definitions, inside))
    if key in definitions:
        if key in inside:
            raise KnowledgeError(f"definitions go in a circle: {' → '.join((*inside, key))}.")
        if not isinstance(value, bool):
            raise KnowledgeError(f'definition "{key}" is true or false, found {value!r}.')
        meaning = parse(definitions[key].when, facts, definitions, (*inside, key))
        return meaning if value else Not(meaning)
    if key not in facts:
        raise KnowledgeError(f'unknown fact "{key}".{_closest(key, [*facts, *definitions])}')
    values = tuple(value) if isinstance(value, list) else (value,)
    domain = facts[key].domain()
    unknown = [v for v in values if not any(v is d or (isinstance(v, str) and v == d) for d in domain)]
    if unknown or not values:
        known = ", ".join(str(v).lower() if isinstance(v, bool) else str(v) for v in domain)
        raise KnowledgeError(
            f'fact "{key}" has no value {unknown[0] if unknown else "[]"!r}. Known values: {known or "none"}.'
        )
    return Is(key, frozenset(values))


def _closest(name: str, known: list[str]) -> str:
    close = [found for found, _, _ in process.extract(name, known, scorer=fuzz.ratio, score_cutoff=60, limit=3)]
    return f" Did you mean {', '.join(close)}?" if close else ""


def holds(condition: Condition, facts: Mapping[str, Value]) -> bool:
    """Tell whether the condition holds for a complete assignment of values."""
    match condition:
        case Is(fact, values):
            return facts[fact] in values
        case All(items):
            return all(holds(item, facts) for item in items)
        case AnyOf(items):
            return any(holds(item, facts) for item in items)
        case Not(item):
            return not holds(item, facts)


def holds_already(condition: Condition, facts: Mapping[str, Value]) -> bool:
    """Tell whether the condition holds whatever the facts that are not known may be."""
    match condition:
        case Is(fact, values):
            return facts.get(fact) in values
        case All(items):
            return all(holds_already(item, facts) for item in items)
        case AnyOf(items):
            return any(holds_already(item, facts) for item in items)
        case Not(item):
            return set(facts_in(item)) <= facts.keys() and not holds(item, facts)


def facts_in(condition: Condition) -> Iterator[str]:
    """Yield the facts a condition mentions, with repetitions."""
    match condition:
        case Is(fact, _):
            yield fact
        case All(items) | AnyOf(items):
            for item in items:
                yield from facts_in(item)
        case Not(item):
            yield from facts_in(item)
