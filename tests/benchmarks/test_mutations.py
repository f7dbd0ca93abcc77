"""How many seeded faults the checks catch: one small fault in one verdict at a time, then lint and the cases beside it.

A fault that changes neither an outcome nor a citation in any world of any period is no fault and is not counted.
"""

from collections import Counter
from datetime import timedelta

import msgspec

from knowledge import conditions, lint, reader
from knowledge import library as libraries
from knowledge.contents import Aside
from knowledge.diagram import Diagram
from knowledge.library import Library
from knowledge.source import KnowledgeError
from knowledge.tree import applying, periods

AT_LEAST = 0.95
DAY = timedelta(days=1)
CONTENTS, ASIDE = reader.read_all(libraries._files(libraries.FOLDER), libraries.FOLDER, "as it is")
replace = msgspec.structs.replace


def alone(verdict):
    """The knowledge with one verdict, its cases and everything that those may refer to."""
    numbered = [(number, case) for number, case in enumerate(ASIDE.cases) if case.verdict == verdict.id]
    lines = ASIDE.lines | {f"case:{new}": ASIDE.lines[f"case:{old}"] for new, (old, _) in enumerate(numbered)}
    regime = replace(CONTENTS.regimes[verdict.regime], verdicts=(verdict.id,))
    return Library(
        replace(CONTENTS, verdicts={verdict.id: verdict}, regimes={regime.id: regime}),
        lambda: Aside(tuple(case for _, case in numbered), lines),
    )


def faults(verdict):
    """Every small fault that can be made in a verdict, with its kind."""
    for index, rule in enumerate(verdict.rules):
        before, after = verdict.rules[:index], verdict.rules[index + 1 :]

        def with_rule(*changed, before=before, after=after):
            return replace(verdict, rules=(*before, *changed, *after))

        for when in negated(rule.when):
            yield "negate a condition", with_rule(replace(rule, when=when))
        if after:
            yield "swap two rules", replace(verdict, rules=(*before, after[0], rule, *after[1:]))
        yield "drop a rule", with_rule()
        others = list(verdict.outcomes)
        other = others[(others.index(rule.then) + 1) % len(others)]
        if other != rule.then:
            yield "another outcome", with_rule(replace(rule, then=other))
        for place, citation in enumerate(rule.cite):
            for near in neighbours(citation):
                cite = (*rule.cite[:place], near, *rule.cite[place + 1 :])
                yield "cite a neighbour", with_rule(replace(rule, cite=cite))
        for name in ("since", "until"):
            for moved in shifted(getattr(rule, name)):
                yield "shift a date", with_rule(replace(rule, **{name: moved}))
    for name, definition in verdict.definitions.items():
        for when in negated(definition.when):
            changed = {**verdict.definitions, name: replace(definition, when=when)}
            yield "negate a condition", replace(verdict, definitions=changed)
    for name in ("since", "until"):
        for moved in shifted(getattr(verdict, name)):
            yield "shift a date", replace(verdict, **{name: moved})


def negated(when):
    """The condition with one of its facts or definitions negated, for each of them."""
    if isinstance(when, dict):
        for key, value in when.items():
            rest = {other: item for other, item in when.items() if other != key}
            if key in ("all", "any"):
                for index, item in enumerate(value):
                    for changed in negated(item):
                        yield {**rest, key: [*value[:index], changed, *value[index + 1 :]]}
            elif key == "not":
                for changed in negated(value):
                    yield {**rest, key: changed}
            elif rest:
                yield {"all": [rest, {"not": {key: value}}]}
            else:
                yield {"not": {key: value}}


def shifted(day):
    return [] if day is None else [day - DAY, day + DAY]


def neighbours(citation):
    """The articles before and after the cited one, where the regulation's file has them."""
    regulation, _, article = citation.partition("#")
    numbers = [known.number for known in CONTENTS.regulations[regulation].articles]
    base, bracket, rest = article.partition("(")
    if base in numbers:
        for step in (-1, 1):
            place = numbers.index(base) + step
            if 0 <= place < len(numbers):
                yield f"{regulation}#{numbers[place]}{bracket}{rest}"


def same(library, one, other):
    """Whether two versions of a verdict say and cite the same in every world, in every period and overlay."""
    overlays = [None, *{rule.overlay for rule in one.rules if rule.overlay}]
    for overlay in overlays:
        if periods(one, overlay) != periods(other, overlay):
            return False
        for period in periods(one, overlay):
            if meaning(library, one, period, overlay) is not meaning(library, other, period, overlay):
                return False
    return True


DIAGRAMS = {}


def meaning(library, verdict, period, overlay):
    """What a verdict says and cites, as one node; equal meanings over the same vocabulary are one node."""
    names = sorted(
        {
            fact
            for rule in CONTENTS.verdicts[verdict.id].rules
            for fact in conditions.facts_in(
                conditions.parse(rule.when, library.facts, CONTENTS.verdicts[verdict.id].definitions)
            )
        }
    )
    if verdict.id not in DIAGRAMS:
        DIAGRAMS[verdict.id] = Diagram(names, {name: library.facts[name].domain() for name in names}), {}
    diagram, kept = DIAGRAMS[verdict.id]
    rules = [
        (conditions.parse(rule.when, library.facts, verdict.definitions), (rule.then, rule.cite))
        for _, rule in applying(verdict, period.start, overlay)
    ]
    node = diagram.first_match(rules, library.vocabulary.possible(names))
    return kept.setdefault(id(node), node)


def problems(verdict):
    """What the checks say of a verdict."""
    try:
        return {problem.message for problem in lint.check(alone(verdict)).problems}
    except KnowledgeError as error:
        return {str(error)}


def test_seeded_faults_are_caught():
    made, caught, kinds, kinds_caught = Counter(), Counter(), Counter(), Counter()
    alive = []
    for verdict in CONTENTS.verdicts.values():
        library = alone(verdict)
        before = problems(verdict)
        for kind, mutant in faults(verdict):
            if same(library, verdict, mutant):
                continue
            made[verdict.regime] += 1
            kinds[kind] += 1
            if problems(mutant) - before:
                caught[verdict.regime] += 1
                kinds_caught[kind] += 1
            else:
                alive.append((verdict.id, kind, difference(verdict, mutant)))
    print(f"\n{'regime':<28} faults caught  share")
    for regime in made:
        print(f"{regime:<28} {made[regime]:>6} {caught[regime]:>6} {caught[regime] / made[regime]:>6.1%}")
    for kind in kinds:
        print(f"{kind:<28} {kinds[kind]:>6} {kinds_caught[kind]:>6} {kinds_caught[kind] / kinds[kind]:>6.1%}")
    for verdict, kind, what in alive:
        print(f"  lives: {verdict}: {kind}: {what}")
    share = caught.total() / made.total()
    print(f"{made.total()} faults, {share:.1%} caught")
    assert share >= AT_LEAST


def difference(verdict, mutant):
    """The first rule that a fault changed, in short."""
    for number, (one, other) in enumerate(zip(verdict.rules, mutant.rules, strict=False), 1):
        if one != other:
            return f"rule {number} ({one.then}) is {other.when} → {other.then} citing {', '.join(other.cite)}"
    return f"since {mutant.since}, until {mutant.until}"
