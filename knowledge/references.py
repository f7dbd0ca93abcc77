"""Whether every reference between knowledge files leads somewhere. Errors name the file and line that refers."""

from typing import Any

from knowledge import conditions
from knowledge.contents import Aside, Contents
from knowledge.fact_model import LEFT_OPEN, Fact
from knowledge.model import Case, Definition, Outcome, Rule, Verdict
from knowledge.source import KnowledgeError
from knowledge.vocabulary import Vocabulary


def check(contents: Contents, aside: Aside) -> None:
    """Check every reference. Raises KnowledgeError at the first that leads nowhere."""
    _References(contents, aside).check()


class _References:
    def __init__(self, contents: Contents, aside: Aside) -> None:
        self.facts = contents.facts
        self.groups = contents.groups
        self.archetypes = contents.archetypes
        self.regulations = contents.regulations
        self.verdicts = contents.verdicts
        self.cases = aside.cases
        self.terms = contents.terms
        self.ambiguous = contents.ambiguous
        self.precedents = contents.precedents
        self.lines = aside.lines
        self.vocabulary = Vocabulary(contents.facts, {}, {})

    def check(self) -> None:
        """Go through everything that refers."""
        for name, fact in self.facts.items():
            self._check_references(name, fact)
        for name, archetype in self.archetypes.items():
            usual = {fact: value for fact, value in archetype.likely.items() if value != LEFT_OPEN}
            self._check_values(f"archetype:{name}", usual)
        for regulation in self.regulations.values():
            for kind in ("faq", "deadlines", "penalties", "thresholds"):
                for index, entry in enumerate(getattr(regulation, kind)):
                    self._check_citations(f"regulation:{regulation.id}:{kind}:{index}", entry.cite)
            for index, faq in enumerate(regulation.faq):
                if faq.verdict is not None and faq.verdict not in self.verdicts:
                    raise self._error(f"regulation:{regulation.id}:faq:{index}", f'unknown verdict "{faq.verdict}".')
                self._check_values(f"regulation:{regulation.id}:faq:{index}", faq.about)
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

    def _error(self, key: str, message: str) -> KnowledgeError:
        return KnowledgeError(f"{self.lines[key]}: {message}")

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
        for name, value in values.items():
            try:
                self.vocabulary.value(name, value)
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
        self._check_values(f"verdict:{verdict.id}", verdict.presume_without)
        given = {fact: value for fact, value in verdict.subject.items() if value != LEFT_OPEN}
        self._check_values(f"verdict:{verdict.id}", given)
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


def _short(numbers: str) -> str:
    listed = numbers.split(", ")
    return numbers if len(listed) < 12 else f"{listed[0]} to {listed[-1]}"
