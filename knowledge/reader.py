"""Reads the knowledge files into one Contents, and checks that every reference leads somewhere."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from knowledge import conditions
from knowledge.model import (
    AmbiguousName,
    Archetype,
    Case,
    Definition,
    Fact,
    FactsFile,
    GlossaryFile,
    Group,
    Outcome,
    Precedent,
    PrecedentsFile,
    RegimeFile,
    Regulation,
    Rule,
    Struct,
    Term,
    Text,
    Verdict,
)
from knowledge.source import KnowledgeError, Place, Source, read
from knowledge.vocabulary import Vocabulary


class Regime(Struct, frozen=True):
    """One field of law: its title and the verdicts it decides."""

    id: str
    title: Text
    verdicts: tuple[str, ...]


class Contents(Struct, frozen=True):
    """Everything the files say, as it is cached."""

    revision: str
    facts: dict[str, Fact]
    groups: dict[str, Group]
    archetypes: dict[str, Archetype]
    regulations: dict[str, Regulation]
    regimes: dict[str, Regime]
    verdicts: dict[str, Verdict]
    cases: tuple[Case, ...]
    terms: tuple[Term, ...]
    ambiguous: tuple[AmbiguousName, ...]
    precedents: tuple[Precedent, ...]
    lines: dict[str, str]
    """`file:line` of everything that lint speaks about, by a key such as `verdict:cn.x:rule:3`."""


def read_all(paths: Iterable[Path], root: Path, revision: str) -> Contents:
    """Read the files, each by the folder it is in. Raises KnowledgeError at the first that cannot be used."""
    reader = _Reader()
    for path in paths:
        source = read(path, root)
        getattr(reader, f"read_{path.parent.name}")(source)
    reader.check()
    return reader.contents(revision)


class _Reader:
    """Collects the files and checks that every reference leads somewhere."""

    def __init__(self) -> None:
        self.facts: dict[str, Fact] = {}
        self.groups: dict[str, Group] = {}
        self.archetypes: dict[str, Archetype] = {}
        self.regulations: dict[str, Regulation] = {}
        self.regimes: dict[str, Regime] = {}
        self.verdicts: dict[str, Verdict] = {}
        self.cases: list[Case] = []
        self.terms: list[Term] = []
        self.ambiguous: list[AmbiguousName] = []
        self.precedents: list[Precedent] = []
        self.lines: dict[str, str] = {}
        self.places: dict[str, tuple[Source, Place]] = {}

    def read_facts(self, source: Source) -> None:
        file = source.convert((), FactsFile)
        for name in file.facts:
            fact = msgspec.structs.replace(source.convert(("facts", name), Fact), id=name)
            self._add(self.facts, name, fact, "fact", source, ("facts", name))
            self._check_fact(fact, source, ("facts", name))
        for name, group in file.groups.items():
            self._add(self.groups, name, group, "group", source, ("groups", name))
        for name, archetype in file.archetypes.items():
            self._add(self.archetypes, name, archetype, "archetype", source, ("archetypes", name))

    def read_regulations(self, source: Source) -> None:
        regulation = source.convert((), Regulation)
        if source.name != f"regulations/{regulation.id}.yaml":
            raise source.error(("id",), f'id "{regulation.id}" is not the name of the file.')
        own = msgspec.convert(_own_citations(msgspec.to_builtins(regulation), regulation.id), Regulation)
        self._add(self.regulations, own.id, own, "regulation", source, ())
        for kind in ("articles", "faq", "deadlines", "penalties", "thresholds"):
            for index in range(len(getattr(own, kind))):
                self._mark(f"regulation:{own.id}:{kind}:{index}", source, (kind, index))
        numbers = [article.number for article in own.articles]
        for index, number in enumerate(numbers):
            if number in numbers[:index]:
                raise source.error(("articles", index), f"article {number} stands here a second time.")

    def read_regimes(self, source: Source) -> None:
        file = source.convert((), RegimeFile)
        for name in file.verdicts:
            place: Place = ("verdicts", name)
            verdict = source.convert(place, Verdict)
            verdict = msgspec.structs.replace(
                verdict, id=name, regime=file.id, outcomes={**file.outcomes, **verdict.outcomes}
            )
            self._add(self.verdicts, name, verdict, "verdict", source, place)
            for index in range(len(verdict.rules)):
                self._mark(f"verdict:{name}:rule:{index}", source, (*place, "rules", index))
        for name in file.outcomes:
            self._mark(f"outcome:{file.id}:{name}", source, ("outcomes", name))
        self._add(self.regimes, file.id, Regime(file.id, file.title, tuple(file.verdicts)), "regime", source, ())
        for index, case in enumerate(file.cases):
            only = next(iter(file.verdicts)) if len(file.verdicts) == 1 else ""
            self._mark(f"case:{len(self.cases)}", source, ("cases", index))
            self.cases.append(msgspec.structs.replace(case, verdict=case.verdict or only))

    def read_glossary(self, source: Source) -> None:
        file = source.convert((), GlossaryFile)
        for index, term in enumerate(file.terms):
            self._mark(f"term:{len(self.terms)}", source, ("terms", index))
            self.terms.append(term)
        for index, name in enumerate(file.ambiguous):
            self._mark(f"ambiguous:{len(self.ambiguous)}", source, ("ambiguous", index))
            self.ambiguous.append(name)

    def read_precedents(self, source: Source) -> None:
        for index, precedent in enumerate(source.convert((), PrecedentsFile).precedents):
            self._mark(f"precedent:{len(self.precedents)}", source, ("precedents", index))
            self.precedents.append(precedent)

    def check(self) -> None:
        """Check every reference between files. Raises KnowledgeError at the first that leads nowhere."""
        for name, fact in self.facts.items():
            self._check_references(name, fact)
        for name, archetype in self.archetypes.items():
            self._check_values(f"archetype:{name}", archetype.likely)
        for regulation in self.regulations.values():
            for kind in ("faq", "deadlines", "penalties", "thresholds"):
                for index, entry in enumerate(getattr(regulation, kind)):
                    self._check_citations(f"regulation:{regulation.id}:{kind}:{index}", entry.cite)
            for index, faq in enumerate(regulation.faq):
                if faq.verdict is not None and faq.verdict not in self.verdicts:
                    raise self._error(f"regulation:{regulation.id}:faq:{index}", f'unknown verdict "{faq.verdict}".')
        for verdict in self.verdicts.values():
            self._check_verdict(verdict)
        for index, case in enumerate(self.cases):
            self._check_case(f"case:{index}", case)
        for index, term in enumerate(self.terms):
            self._check_citations(f"term:{index}", term.cite)
        for index, ambiguous in enumerate(self.ambiguous):
            for regulation_id in ambiguous.regulations:
                if regulation_id not in self.regulations:
                    raise self._error(f"ambiguous:{index}", f'unknown regulation "{regulation_id}".')
        for index, precedent in enumerate(self.precedents):
            self._check_citations(f"precedent:{index}", precedent.cite)
            for verdict_id in precedent.verdicts:
                if verdict_id not in self.verdicts:
                    raise self._error(f"precedent:{index}", f'unknown verdict "{verdict_id}".')

    def contents(self, revision: str) -> Contents:
        """Return what was collected."""
        return Contents(
            revision,
            self.facts,
            self.groups,
            self.archetypes,
            self.regulations,
            self.regimes,
            self.verdicts,
            tuple(self.cases),
            tuple(self.terms),
            tuple(self.ambiguous),
            tuple(self.precedents),
            self.lines,
        )

    def _add(self, known: dict[str, Any], name: str, value: object, kind: str, source: Source, place: Place) -> None:
        if name in known:
            raise source.error(place, f'{kind} "{name}" is already defined in {self.lines[f"{kind}:{name}"]}.')
        known[name] = value
        self._mark(f"{kind}:{name}", source, place)

    def _mark(self, key: str, source: Source, place: Place) -> None:
        self.lines[key] = source.where(place)
        self.places[key] = (source, place)

    def _error(self, key: str, message: str) -> KnowledgeError:
        return KnowledgeError(f"{self.lines[key]}: {message}")

    def _check_fact(self, fact: Fact, source: Source, place: Place) -> None:
        wanted = {"choice": "values", "number": "ranges"}.get(fact.type)
        if wanted and len(getattr(fact, wanted)) < 2:
            raise source.error(place, f'fact "{fact.id}" is a {fact.type}: give it at least two {wanted}.')
        spans = list(fact.ranges.values())
        for (low_name, low), high in zip(fact.ranges.items(), spans[1:], strict=False):
            if low.below is None or low.below != high.least:
                raise source.error(
                    (*place, "ranges", low_name), "ranges must follow each other: below = the next least."
                )
        if spans and (spans[0].least is not None or spans[-1].below is not None):
            raise source.error(
                (*place, "ranges"), "the first range has no least and the last has no below: no number is left out."
            )

    def _check_references(self, name: str, fact: Fact) -> None:
        key = f"fact:{name}"
        if fact.group is not None and fact.group not in self.groups:
            raise self._error(key, f'unknown group "{fact.group}". Known groups: {", ".join(self.groups)}.')
        if fact.presume is not None:
            self._check_values(key, {name: fact.presume})
        for implication in fact.implies:
            self._check_values(key, {name: implication.when})
            self._check_values(key, implication.then)
        if fact.judgement:
            self._check_citations(key, fact.judgement.cite)

    def _check_values(self, key: str, values: dict[str, Any]) -> None:
        vocabulary = Vocabulary(self.facts, {}, {})
        for name, value in values.items():
            try:
                vocabulary.value(name, value)
            except ValueError as error:
                raise self._error(key, str(error)) from None

    def _check_citations(self, key: str, citations: tuple[str, ...]) -> None:
        for citation in citations:
            name, _, article = citation.partition("#")
            regulation = self.regulations.get(name)
            if regulation is None:
                raise self._error(key, f'cites {citation}. There is no regulation "{name}".')
            if article and not regulation.article(article):
                numbers = ", ".join(known.number for known in regulation.articles)
                raise self._error(key, f"cites {citation}. That regulation has articles {_short(numbers) or 'none'}.")

    def _check_verdict(self, verdict: Verdict) -> None:
        if verdict.regulation not in self.regulations:
            raise self._error(f"verdict:{verdict.id}", f'unknown regulation "{verdict.regulation}".')
        self._check_values(f"verdict:{verdict.id}", verdict.presume)
        self._check_values(f"verdict:{verdict.id}", verdict.subject)
        for name, definition in verdict.definitions.items():
            self._check_definition(verdict, name, definition)
        for index, rule in enumerate(verdict.rules):
            self._check_rule(verdict, rule, f"verdict:{verdict.id}:rule:{index}")
        for outcome_id, outcome in verdict.outcomes.items():
            self._check_outcome(verdict, outcome_id, outcome)

    def _check_definition(self, verdict: Verdict, name: str, definition: Definition) -> None:
        key = f"verdict:{verdict.id}"
        if name in self.facts:
            raise self._error(key, f'definition "{name}" has the name of a fact. Give it another.')
        self._check_citations(key, definition.cite)

    def _check_rule(self, verdict: Verdict, rule: Rule, key: str) -> None:
        if rule.then not in verdict.outcomes:
            known = ", ".join(verdict.outcomes)
            raise self._error(key, f'unknown outcome "{rule.then}". Known outcomes: {known}.')
        if not rule.cite:
            raise self._error(key, "a rule without a citation. Name the article it rests on.")
        if rule.overlay is not None and rule.overlay not in self.regulations:
            raise self._error(key, f'overlay "{rule.overlay}" is not a regulation.')
        self._check_citations(key, rule.cite)
        try:
            conditions.parse(rule.when, self.facts, verdict.definitions)
        except KnowledgeError as error:
            raise self._error(key, str(error)) from None

    def _check_outcome(self, verdict: Verdict, name: str, outcome: Outcome) -> None:
        key = f"outcome:{verdict.regime}:{name}"
        key = key if key in self.lines else f"verdict:{verdict.id}"
        self._check_citations(key, outcome.cite)
        if outcome.level == "depends" and outcome.looks_at is None:
            raise self._error(key, f'outcome "{name}" is open law: say in looks_at what the authority looks at.')
        if outcome.deadline:
            self._check_citations(key, outcome.deadline.cite)
            fact = self.facts.get(outcome.deadline.event)
            if fact is None or fact.type != "date":
                dates = ", ".join(fact.id for fact in self.facts.values() if fact.type == "date")
                raise self._error(key, f'deadline event "{outcome.deadline.event}" is not a date fact. Known: {dates}.')

    def _check_case(self, key: str, case: Case) -> None:
        verdict = self.verdicts.get(case.verdict)
        if verdict is None:
            raise self._error(key, f'case for unknown verdict "{case.verdict}". Name one of this file in `verdict`.')
        for outcome in (case.expect,) if isinstance(case.expect, str) else case.expect:
            if outcome not in verdict.outcomes:
                raise self._error(key, f'unknown outcome "{outcome}". Known outcomes: {", ".join(verdict.outcomes)}.')
        self._check_values(key, dict(case.facts))
        self._check_citations(key, case.cite)


def _own_citations(data: Any, regulation: str) -> Any:
    """Write `#7`, short for an article of the same file, out as a full citation."""
    if isinstance(data, dict):
        return {
            key: [re.sub(r"^#", f"{regulation}#", item) for item in value]
            if key == "cite"
            else _own_citations(value, regulation)
            for key, value in data.items()
        }
    return [_own_citations(item, regulation) for item in data] if isinstance(data, list | tuple) else data


def _short(numbers: str) -> str:
    listed = numbers.split(", ")
    return numbers if len(listed) < 12 else f"{listed[0]} to {listed[-1]}"
