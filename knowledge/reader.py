"""Reads the knowledge files into one Contents, and checks that every reference leads somewhere."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from knowledge.contents import Aside, Contents, Regime
from knowledge.fact_model import Archetype, Fact, FactsFile, Group
from knowledge.model import (
    AmbiguousName,
    Case,
    GlossaryFile,
    LearnedFile,
    Precedent,
    PrecedentsFile,
    RegimeFile,
    Regulation,
    Term,
    Verdict,
)
from knowledge.references import check
from knowledge.source import Place, Source, read
from knowledge.words import Words, convert, plain_data


def read_all(paths: Iterable[Path], root: Path, revision: str) -> tuple[Contents, Aside]:
    """Read the files, each by the folder it is in. Raises KnowledgeError at the first that cannot be used."""
    reader = _Reader()
    for path in paths:
        source = read(path, root)
        getattr(reader, f"read_{path.parent.name}")(source)
    aside = Aside(tuple(reader.cases), reader.lines)
    contents = reader.contents(revision)
    check(contents, aside)
    return contents, aside


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
        own = convert(_own_citations(plain_data(regulation), regulation.id), Regulation)
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

    def read_learned(self, source: Source) -> None:
        """Add what was learned to the regulations and verdicts, which are read before."""
        file = source.convert((), LearnedFile)
        for index, learned in enumerate(file.faq):
            regulation = self.regulations.get(learned.regulation)
            if regulation is None:
                raise source.error(("faq", index), f'unknown regulation "{learned.regulation}".')
            self._mark(f"regulation:{regulation.id}:faq:{len(regulation.faq)}", source, ("faq", index))
            grown = msgspec.structs.replace(regulation, faq=(*regulation.faq, learned.entry))
            self.regulations[regulation.id] = grown
        for index, wording in enumerate(file.wordings):
            verdict = self.verdicts.get(wording.verdict)
            if verdict is None:
                raise source.error(("wordings", index), f'unknown verdict "{wording.verdict}".')
            asks = Words(verdict.asks.zh + wording.asks.zh, verdict.asks.en + wording.asks.en)
            self.verdicts[verdict.id] = msgspec.structs.replace(verdict, asks=asks)

    def read_precedents(self, source: Source) -> None:
        for index, precedent in enumerate(source.convert((), PrecedentsFile).precedents):
            self._mark(f"precedent:{len(self.precedents)}", source, ("precedents", index))
            self.precedents.append(precedent)

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
            tuple(self.terms),
            tuple(self.ambiguous),
            tuple(self.precedents),
        )

    def _add(self, known: dict[str, Any], name: str, value: object, kind: str, source: Source, place: Place) -> None:
        if name in known:
            raise source.error(place, f'{kind} "{name}" is already defined in {self.lines[f"{kind}:{name}"]}.')
        known[name] = value
        self._mark(f"{kind}:{name}", source, place)

    def _mark(self, key: str, source: Source, place: Place) -> None:
        self.lines[key] = source.where(place)
        self.places[key] = (source, place)

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
