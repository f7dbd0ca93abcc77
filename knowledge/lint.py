"""Everything that can be wrong with the knowledge although every file can be read. Errors name file and line."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge import conditions, interview, lint_texts
from knowledge.diagram import Branch, Node, depth, nodes, results
from knowledge.library import Library
from knowledge.model import Case, Regulation, Rule
from knowledge.tree import NotInForce, Tree, applying

MOST_NODES = 300
MOST_PATHS = 1000
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it stands, what was found and what was expected."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what is wrong."""

    problems: tuple[Problem, ...]
    verdicts: int
    periods: int
    paths: int
    facts: int
    cases: int


def check(library: Library) -> Report:
    """Check every verdict in every period, every case, and the vocabulary."""
    problems: list[Problem] = []
    trees = list(library.trees())
    paths = 0
    for tree in trees:
        found, count = _check_tree(library, tree)
        problems += found
        paths += count
    problems += _unused_outcomes(library)
    problems += _facts(library)
    problems += _shared_words(library)
    problems += _shared_names(library)
    problems += [Problem(library.aside.lines[key], message) for key, message in lint_texts.check(library)]
    for index, case in enumerate(library.aside.cases):
        if case.text is None:
            problems += check_case(library, index, case)
    return Report(
        tuple(dict.fromkeys(problems)),
        len(library.verdicts),
        len(trees),
        paths,
        len(library.facts),
        len(library.aside.cases),
    )


def check_case(library: Library, index: int, case: Case) -> Iterator[Problem]:
    """Yield the problem of a case of facts whose possible outcomes are not the expected ones."""
    where = library.aside.lines[f"case:{index}"]
    try:
        tree = library.tree(case.verdict, case.at, case.overlay)
    except NotInForce as error:
        yield Problem(where, f"{error} Give the case a date on which the law applies.")
        return
    values = {name: library.vocabulary.value(name, value) for name, value in case.facts.items()}
    known = library.vocabulary.derive(values)
    found = interview.possible(tree, known)
    expected = (case.expect,) if isinstance(case.expect, str) else case.expect
    if not found:
        yield Problem(where, f"the facts of this case contradict each other: {values}.")
    elif set(found) != set(expected):
        yield Problem(
            where, f"{case.verdict} gives {', '.join(sorted(found))}; expected {', '.join(sorted(expected))}."
        )
    elif case.cite:
        position = interview.deciding_rule(tree, known)
        cited = tree.rules[position][1].cite if position is not None else ()
        if set(cited) != set(case.cite):
            yield Problem(where, f"the deciding rule cites {', '.join(cited)}; expected {', '.join(case.cite)}.")


def _check_tree(library: Library, tree: Tree) -> tuple[list[Problem], int]:
    verdict = tree.verdict
    where = library.aside.lines[f"verdict:{verdict.id}"]
    when = f"in the period from {tree.period.start}" + (f" under {tree.overlay}" if tree.overlay else "")
    problems = []
    numbered = applying(verdict, tree.period.start, tree.overlay)
    reached = set(results(tree.root))
    if None in reached:
        facts = next(steps for steps, result in tree.diagram.paths(tree.root) if result is None)
        example = ", ".join(f"{step.fact}: {step.values[0]}" for step in facts)
        problems.append(Problem(where, f"no rule decides {when} for {{{example}}}. Close the rules with `otherwise`."))
    for index, (position, rule) in enumerate(numbered):
        line = library.aside.lines[f"verdict:{verdict.id}:rule:{position}"]
        displaced = tree.overlay is not None and rule.overlay is None
        if index not in reached and not displaced:
            problems.append(
                Problem(line, f"this rule is never reached {when}: the rules above decide every case of it.")
            )
        problems += _citations(library, rule, tree, line, when)
    size = len(nodes(tree.outcomes))
    paths = sum(1 for _ in tree.diagram.paths(tree.outcomes)) if size <= MOST_NODES else MOST_PATHS + 1
    asked = _screens(library, tree)
    if size > MOST_NODES or paths > MOST_PATHS or asked > DEEPEST:
        problems.append(
            Problem(
                where,
                f"the tree {when} has {size} nodes, {paths} paths and is {asked} questions deep; at most {MOST_NODES},"
                f" {MOST_PATHS} and {DEEPEST} can be read. Split the verdict, or give it an `order`.",
            )
        )
    return problems, paths


def _screens(library: Library, tree: Tree) -> int:
    """Return the questions on the longest path; facts of one group are one screen."""
    deepest: dict[tuple[int, str | None], int] = {}

    def visit(node: Node, shown: str | None) -> int:
        if not isinstance(node, Branch):
            return 0
        key = (id(node), shown)
        if key not in deepest:
            group = library.facts[tree.diagram.fact(node)].group
            cost = 0 if group is not None and group == shown else 1
            deepest[key] = cost + max(visit(child, group or shown) for child in node.children)
        return deepest[key]

    return visit(tree.outcomes, None) if depth(tree.outcomes) else 0


def _citations(library: Library, rule: Rule, tree: Tree, line: str, when: str) -> Iterator[Problem]:
    outcome = tree.outcome(rule.then)
    clock = outcome.deadline.cite if outcome.deadline else ()
    for citation in dict.fromkeys((*rule.cite, *outcome.cite, *clock)):
        regulation, _ = library.cited(citation)
        if regulation.id != tree.overlay and not _binds(regulation, tree.period.start, tree.period.end):
            yield Problem(line, f"cites {citation}, which is not in force {when} ({_life(regulation)}).")


def _binds(regulation: Regulation, start: date, end: date | None) -> bool:
    """Tell whether the regulation is in force throughout the period."""
    return regulation.is_in_force(start) and (
        regulation.repealed is None or (end is not None and end <= regulation.repealed)
    )


def _life(regulation: Regulation) -> str:
    if regulation.status == "draft" or regulation.effective is None:
        return "it is a draft" if regulation.status == "draft" else "it has no effective date"
    until = f" until {regulation.repealed}" if regulation.repealed else ""
    return f"it applies from {regulation.effective}{until}"


def _unused_outcomes(library: Library) -> Iterator[Problem]:
    for regime in library.regimes.values():
        verdicts = [library.verdicts[name] for name in regime.verdicts]
        used = {rule.then for verdict in verdicts for rule in verdict.rules}
        for name in {name for verdict in verdicts for name in verdict.outcomes} - used:
            where = library.aside.lines.get(f"outcome:{regime.id}:{name}", library.aside.lines[f"regime:{regime.id}"])
            yield Problem(where, f'no rule leads to outcome "{name}".')


def _facts(library: Library) -> Iterator[Problem]:
    used = {
        fact
        for verdict in library.verdicts.values()
        for rule in verdict.rules
        for fact in conditions.facts_in(conditions.parse(rule.when, library.facts, verdict.definitions))
    }
    clocks = {
        outcome.deadline.event
        for verdict in library.verdicts.values()
        for outcome in verdict.outcomes.values()
        if outcome.deadline
    }
    implied = {name for fact in library.facts.values() for rule in fact.implies for name in rule.then}
    about = {name for law in library.regulations.values() for faq in law.faq for name in faq.about}
    for fact in library.facts.values():
        if fact.id not in used | clocks | implied | about:
            yield Problem(library.aside.lines[f"fact:{fact.id}"], f'no rule and no clock uses fact "{fact.id}".')
        for implication in fact.implies:
            for name, value in implication.then.items():
                if library.vocabulary.implied(fact.id, implication.when).get(name) != value:
                    yield Problem(
                        library.aside.lines[f"fact:{fact.id}"], f'"{fact.id}" implies both values of "{name}".'
                    )


def _shared_words(library: Library) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for fact in library.facts.values():
        labels = {fact.id: fact.words} | {f"{fact.id}={name}": choice.words for name, choice in fact.values.items()}
        for owner, words in labels.items():
            for word in {word.casefold() for word in words.all()}:
                if owners.setdefault(word, owner) != owner:
                    where = library.aside.lines[f"fact:{fact.id}"]
                    yield Problem(where, f'the word "{word}" already states {owners[word]}. One word states one fact.')


def _shared_names(library: Library) -> Iterator[Problem]:
    names = Counter(
        name.casefold() for regulation in library.regulations.values() for name in {*regulation.short.all()}
    )
    for regulation in library.regulations.values():
        for name in sorted({*regulation.short.all()}):
            if names[name.casefold()] > 1:
                where = library.aside.lines[f"regulation:{regulation.id}"]
                yield Problem(where, f'"{name}" is the short name of several regulations. Put it under `ambiguous`.')
