"""What a change of the knowledge does to verdicts: exactly the patterns of facts whose outcome flips."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge import conditions
from knowledge.diagram import IMPOSSIBLE, Branch, Diagram, Leaf, Node, Step, below
from knowledge.library import Library
from knowledge.model import Value, Verdict
from knowledge.tree import NotInForce, applying, period_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One pattern of facts and what it led to before and after. No steps: the verdict is new, gone or not in force."""

    verdict: str
    steps: tuple[Step, ...]
    before: str | None
    after: str | None


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
    domains: dict[str, tuple[Value, ...]] = {}
    for library, verdict in ((new, after), (old, before)):
        for name in library.tree(verdict.id, day).diagram.facts:
            values = library.facts[name].domain()
            domains[name] = tuple(dict.fromkeys([*domains.get(name, ()), *values]))
    diagram = Diagram(tuple(domains), domains)
    first, second = _root(diagram, old, before, day), _root(diagram, new, after, day)
    for steps, result in diagram.paths(_pairs(diagram, first, second)):
        if isinstance(result, tuple):
            yield Difference(before.id, steps, result[0], result[1])


def _root(diagram: Diagram, library: Library, verdict: Verdict, day: date) -> Node:
    rules = [
        (conditions.parse(rule.when, library.facts, verdict.definitions), rule.then)
        for _, rule in applying(verdict, day)
    ]
    return diagram.first_match(rules, library.vocabulary.possible(library.tree(verdict.id, day).diagram.facts))


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
