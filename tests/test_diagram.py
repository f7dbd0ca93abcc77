"""The decision diagrams: the same function as the rules, by direct evaluation and by a second library."""

from itertools import product

import pytest
from dd.autoref import BDD
from hypothesis import given
from hypothesis import strategies as st

from knowledge.conditions import ALWAYS, All, AnyOf, Condition, Is, Not, holds
from knowledge.diagram import IMPOSSIBLE, Branch, Diagram, depth, nodes, results

DOMAINS = {"a": (True, False), "b": (True, False), "c": ("low", "middle", "high"), "d": (True, False)}
WORLDS = [dict(zip(DOMAINS, values, strict=True)) for values in product(*DOMAINS.values())]


def atoms() -> st.SearchStrategy[Condition]:
    return st.sampled_from(sorted(DOMAINS)).flatmap(
        lambda fact: st.sets(st.sampled_from(DOMAINS[fact]), min_size=1).map(lambda vs: Is(fact, frozenset(vs)))
    )


def conditions() -> st.SearchStrategy[Condition]:
    return st.recursive(
        atoms(),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda items: All(tuple(items))),
            st.lists(inner, min_size=1, max_size=3).map(lambda items: AnyOf(tuple(items))),
            inner.map(Not),
        ),
        max_leaves=8,
    )


def first_match(rules: list[tuple[Condition, object]], world: dict[str, object]) -> object:
    return next((result for condition, result in rules if holds(condition, world)), None)


rule_lists = st.lists(conditions(), min_size=1, max_size=5).map(
    lambda found: [(condition, f"r{number}") for number, condition in enumerate(found)]
)


@given(rules=rule_lists)
def test_diagram_equals_the_rules_in_every_world(rules):
    diagram = Diagram(tuple(DOMAINS), DOMAINS)
    root = diagram.first_match(rules, ALWAYS)
    for world in WORLDS:
        assert diagram.walk(root, world)[1] == first_match(rules, world)


@given(rules=rule_lists, possible=conditions())
def test_worlds_that_cannot_be_do_not_change_the_others(rules, possible):
    diagram = Diagram(tuple(DOMAINS), DOMAINS)
    root = diagram.first_match(rules, possible)
    for world in WORLDS:
        if holds(possible, world):
            assert diagram.walk(root, world)[1] == first_match(rules, world)


@given(rules=rule_lists, known=st.fixed_dictionaries({}, optional={f: st.sampled_from(v) for f, v in DOMAINS.items()}))
def test_unknown_facts_mean_every_completion(rules, known):
    diagram = Diagram(tuple(DOMAINS), DOMAINS)
    left = diagram.restrict(diagram.first_match(rules, ALWAYS), known)
    completions = [world for world in WORLDS if all(world[fact] == value for fact, value in known.items())]
    assert set(results(left)) == {first_match(rules, world) for world in completions}


@given(condition=conditions())
def test_every_world_is_on_exactly_one_path(condition):
    diagram = Diagram(tuple(DOMAINS), DOMAINS)
    root = diagram.condition(condition)
    paths = list(diagram.paths(root))
    for world in WORLDS:
        taken = [result for steps, result in paths if all(world[step.fact] in step.values for step in steps)]
        assert taken == [holds(condition, world)]


@given(one=conditions(), other=conditions())
def test_equal_functions_are_one_node(one, other):
    diagram = Diagram(tuple(DOMAINS), DOMAINS)
    same = all(holds(one, world) == holds(other, world) for world in WORLDS)
    assert (diagram.condition(one) is diagram.condition(other)) == same


@given(condition=conditions())
def test_no_node_is_superfluous(condition):
    diagram = Diagram(tuple(DOMAINS), DOMAINS)
    for node in nodes(diagram.condition(condition)):
        if isinstance(node, Branch):
            assert len({id(child) for child in node.children}) > 1


@given(condition=conditions())
def test_a_second_library_agrees(condition):
    """`dd` knows booleans only, so each value of a fact is one variable, of which exactly one is true."""
    bdd = BDD()
    names = {(fact, value): f"{fact}_{index}" for fact, vs in DOMAINS.items() for index, value in enumerate(vs)}
    bdd.declare(*names.values())
    node = bdd.add_expr(_expression(condition, names))
    for world in WORLDS:
        assignment = {name: world[fact] == value for (fact, value), name in names.items()}
        assert (bdd.let(assignment, node) == bdd.true) == holds(condition, world)
    diagram = Diagram(tuple(DOMAINS), DOMAINS)
    root = diagram.condition(condition)
    assert sum(diagram.walk(root, world)[1] for world in WORLDS) == sum(holds(condition, world) for world in WORLDS)


def _expression(condition: Condition, names: dict[tuple[str, object], str]) -> str:
    match condition:
        case Is(fact, values):
            return "(" + " | ".join(names[(fact, value)] for value in sorted(values, key=str)) + ")"
        case All(items):
            return "(" + " & ".join(_expression(item, names) for item in items) + ")"
        case AnyOf(items):
            return "(" + " | ".join(_expression(item, names) for item in items) + ")"
        case Not(item):
            return f"(~ {_expression(item, names)})"


def test_facts_of_other_diagrams_are_passed_over():
    diagram = Diagram(("a",), {"a": (True, False)})
    root = diagram.condition(Is("a", frozenset([True])))
    assert diagram.restrict(root, {"elsewhere": True}) is root


def test_contradicting_facts_leave_nothing_possible():
    diagram = Diagram(("a", "b"), {"a": (True, False), "b": (True, False)})
    not_both = Not(All((Is("a", frozenset([True])), Is("b", frozenset([True])))))
    root = diagram.first_match([(Is("a", frozenset([True])), "yes"), (ALWAYS, "no")], not_both)
    assert diagram.restrict(root, {"a": True, "b": True}) in (IMPOSSIBLE, diagram.leaf("yes"))


def test_depth_counts_the_longest_path():
    diagram = Diagram(tuple(DOMAINS), DOMAINS)
    both = All((Is("a", frozenset([True])), AnyOf((Is("b", frozenset([True])), Is("c", frozenset(["low"]))))))
    assert depth(diagram.condition(both)) == 3


@pytest.mark.parametrize("result", [None, "r0", 3])
def test_a_leaf_has_no_depth(result):
    assert depth(Diagram((), {}).leaf(result)) == 0
