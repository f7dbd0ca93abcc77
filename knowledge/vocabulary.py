"""The shared vocabulary of facts: their order, what follows from what, and which combinations cannot be."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from knowledge.basics import STAGES, Value
from knowledge.conditions import All, Condition, Is, Not
from knowledge.fact_model import Archetype, Fact, Group

Facts = Mapping[str, Value]
"""What is known of a product: fact id → value. A fact that is not there is unknown, which is never the same as no."""


class Vocabulary:
    """Every fact, in the order in which trees ask them: by stage, then as the files list them."""

    def __init__(self, facts: Mapping[str, Fact], groups: Mapping[str, Group], archetypes: Mapping[str, Archetype]):
        self.facts = {fact.id: fact for fact in sorted(facts.values(), key=lambda fact: STAGES.index(fact.stage))}
        self.groups = groups
        self.archetypes = archetypes
        self._rank = {fact: rank for rank, fact in enumerate(self.facts)}

    def ordered(self, names: Iterable[str]) -> list[str]:
        """Return the facts once each, in tree order."""
        return sorted(set(names), key=self._rank.__getitem__)

    def value(self, name: str, raw: object) -> Value:
        """Return `raw` as a value of the fact: a number becomes the range that holds it.

        Raises ValueError that says what is known, for a name or a value that is not.
        """
        fact = self.facts.get(name)
        if fact is None:
            raise ValueError(f'unknown fact "{name}". `redline knowledge facts` lists them.')
        if fact.type == "number" and isinstance(raw, int | float) and not isinstance(raw, bool):
            found = fact.range_of(raw)
            if found is not None:
                return found
        if fact.type == "bool" and isinstance(raw, str) and raw.lower() in _BOOLEANS:
            return _BOOLEANS[raw.lower()]
        for value in fact.domain():
            if value is raw or (isinstance(raw, str) and value == raw):
                return value
        known = ", ".join(str(value).lower() if isinstance(value, bool) else value for value in fact.domain())
        raise ValueError(f'fact "{name}" has no value {raw!r}. Known values: {known or "none, it is a date"}.')

    @cached_property
    def _closures(self) -> dict[tuple[str, Value], dict[str, Value]]:
        """For every fact and value: everything that is then so, itself included."""
        direct = {
            (fact.id, value): {k: v for i in fact.implies if i.when == value for k, v in i.then.items()}
            for fact in self.facts.values()
            for value in fact.domain()
        }
        closures = {}
        for start in direct:
            found: dict[str, Value] = {}
            waiting = [start]
            while waiting:
                name, value = waiting.pop()
                if name not in found:
                    found[name] = value
                    waiting.extend(direct.get((name, value), {}).items())
            closures[start] = found
        return closures

    def implied(self, name: str, value: Value) -> Mapping[str, Value]:
        """Return everything that is so when the fact has that value, itself included."""
        return self._closures[(name, value)]

    def excludes(self, one: tuple[str, Value], other: tuple[str, Value]) -> bool:
        """Tell whether two facts cannot have these values together."""
        first, second = self._closures[one], self._closures[other]
        return any(second.get(name, value) != value for name, value in first.items())

    def derive(self, known: Facts) -> dict[str, Value]:
        """Return the known facts with all that follows from them. What was stated is never overruled.

        A fact follows when another implies it, or when every other value of it would contradict what is known.
        """
        found = dict(known)
        fresh = list(known.items())
        excluded: dict[str, set[Value]] = {}
        while fresh:
            for item in fresh:  # grows while it is gone through
                for name, value in self._closures.get(item, {}).items():
                    if name not in found:
                        found[name] = value
                        fresh.append((name, value))
            for item in fresh:
                for name, value in self._excluded.get(item, ()):
                    excluded.setdefault(name, set()).add(value)
            fresh = []
            for name in [name for name in excluded if name not in found]:
                left = [value for value in self.facts[name].domain() if value not in excluded[name]]
                if len(left) == 1:
                    found[name] = left[0]
                    fresh.append((name, left[0]))
        return found

    def reconcile(self, facts: Facts) -> dict[str, Value]:
        """Return the facts without those that others contradict. What implies more is more special, and stays."""
        kept: dict[str, Value] = {}
        for item in sorted(facts.items(), key=lambda item: -len(self._closures.get(item, ()))):
            if item in self._closures and not any(self.excludes(item, other) for other in kept.items()):
                kept[item[0]] = item[1]
        return {name: value for name, value in facts.items() if name in kept}

    @cached_property
    def _excluded(self) -> dict[tuple[str, Value], list[tuple[str, Value]]]:
        """For every fact and value: the values of other facts that cannot go with it."""
        found: dict[tuple[str, Value], list[tuple[str, Value]]] = {}
        for item, implied in self._closures.items():
            for name, value in implied.items():
                for other in self.facts[name].domain():
                    if other != value and name != item[0]:
                        found.setdefault((name, other), []).append(item)
        return found

    def possible(self, names: Iterable[str]) -> Condition:
        """Return the condition that holds exactly in the worlds that can be, as far as these facts tell."""
        values = [(name, value) for name in self.ordered(names) for value in self.facts[name].domain()]
        return All(
            tuple(
                Not(All((Is(one[0], frozenset([one[1]])), Is(other[0], frozenset([other[1]])))))
                for index, one in enumerate(values)
                for other in values[index + 1 :]
                if one[0] != other[0] and self.excludes(one, other)
            )
        )


_BOOLEANS = {"true": True, "yes": True, "是": True, "有": True, "false": False, "no": False, "否": False, "没有": False}
