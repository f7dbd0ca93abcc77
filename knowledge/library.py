"""Every regulation and regime, loaded and checked: the one object that knows the law."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from math import log
from pathlib import Path

from knowledge import conditions, reader, shelf
from knowledge.contents import Aside, Contents
from knowledge.fact_model import Fact
from knowledge.model import Article, Regulation
from knowledge.tree import Tree, compile_tree, period_of, periods
from knowledge.vocabulary import Vocabulary

FOLDER = Path(__file__).parent
"""The knowledge files that ship with the product."""
ENGINE = "1"
"""Grows when the same files and facts would be answered differently."""


class Library:
    """The law as the bot knows it."""

    def __init__(self, contents: Contents, aside: Callable[[], Aside], cache: Path | None = None):
        self._aside = aside
        self.cache = cache
        """The folder where what is prepared from the files may be kept."""
        self.revision = contents.revision
        self.regulations = contents.regulations
        self.regimes = contents.regimes
        self.verdicts = contents.verdicts
        self.terms = contents.terms
        self.ambiguous = contents.ambiguous
        self.precedents = contents.precedents
        self.vocabulary = Vocabulary(contents.facts, contents.groups, contents.archetypes)
        self._trees: dict[tuple[str, date, str | None], Tree] = {}

    @cached_property
    def aside(self) -> Aside:
        """What only checks and editors need, read when they do."""
        return self._aside()

    @property
    def facts(self) -> dict[str, Fact]:
        """Every fact, in tree order."""
        return self.vocabulary.facts

    def tree(self, verdict: str, day: date, overlay: str | None = None) -> Tree:
        """Return the decision tree of a verdict on `day`. Raises NotInForce where the law has no rule that day."""
        found = self.verdicts[verdict]
        period = period_of(found, day, overlay)
        key = (verdict, period.start, overlay)
        if key not in self._trees:
            self._trees[key] = compile_tree(found, period, self.vocabulary, overlay)
        return self._trees[key]

    def trees(self) -> Iterator[Tree]:
        """Yield the tree of every verdict in every period, and under every overlay."""
        for verdict in self.verdicts.values():
            for overlay in (None, *self.overlays(verdict.id)):
                for period in periods(verdict, overlay):
                    yield self.tree(verdict.id, period.start, overlay)

    def facts_of(self, verdict: str) -> frozenset[str]:
        """Return the facts that the rules of a verdict ask for, in any period."""
        return self._facts_of[verdict]

    @cached_property
    def _facts_of(self) -> dict[str, frozenset[str]]:
        return {
            verdict.id: frozenset(
                name
                for rule in verdict.rules
                for name in conditions.facts_in(conditions.parse(rule.when, self.facts, verdict.definitions))
            )
            for verdict in self.verdicts.values()
        }

    @cached_property
    def telling(self) -> dict[str, float]:
        """For every fact that rules ask for, how much it tells about which verdict is meant, from 0 to 1."""
        counts = Counter(name for facts in self._facts_of.values() for name in facts)
        whole = log(len(self.verdicts) + 1)
        return {
            name: 0.0 if self.facts[name].common else log((len(self.verdicts) + 1) / count) / whole
            for name, count in counts.items()
        }

    def overlays(self, verdict: str) -> tuple[str, ...]:
        """Return the draft or adopted regulations that would change a verdict, in file order."""
        return tuple(dict.fromkeys(rule.overlay for rule in self.verdicts[verdict].rules if rule.overlay))

    def cited(self, citation: str) -> tuple[Regulation, str]:
        """Return the regulation and the article of a citation, the article as written there."""
        regulation, _, article = citation.partition("#")
        return self.regulations[regulation], article

    def article(self, citation: str) -> Article | None:
        """Return the cited article, where the citation names one."""
        regulation, number = self.cited(citation)
        return regulation.article(number)

    @cached_property
    def names(self) -> dict[str, str]:
        """Every title and short name of a regulation, as written, with its id; a draft's title also bare."""
        laws = self.regulations.values()
        drafts = {law.title.zh.partition("（")[0]: law.id for law in laws if law.status == "draft"}
        titles = {name: law.id for law in laws for name in (law.title.zh, law.title.en, *law.short.all())}
        return drafts | titles


def load(folder: Path = FOLDER, cache: Path | None = None) -> Library:
    """Load the knowledge in `folder`. Raises KnowledgeError at the first file that cannot be used.

    With a `cache` folder the read form is kept there under the hash of the files. A cache that is stale or damaged is
    written anew; one that cannot be written is done without.
    """
    revision = revision_of(folder)
    contents = shelf.fetch(cache / _name(revision), Contents) if cache else None
    if contents is not None:
        return Library(contents, lambda: _aside(folder, revision, cache), cache)
    contents, aside = _read(folder, revision, cache)
    return Library(contents, lambda: aside, cache)


def _read(folder: Path, revision: str, cache: Path | None) -> tuple[Contents, Aside]:
    contents, aside = reader.read_all(_files(folder), folder, revision)
    if cache:
        shelf.store(cache / _name(revision), contents, others=_name("*"))
        shelf.store(cache / _name(revision, "aside"), aside, others=_name("*", "aside"))
    return contents, aside


def _aside(folder: Path, revision: str, cache: Path | None) -> Aside:
    kept = shelf.fetch(cache / _name(revision, "aside"), Aside) if cache else None
    return kept or _read(folder, revision, cache)[1]


def is_kept(revision: str, cache: Path) -> bool:
    """Tell whether the read form of this revision is in the cache."""
    return (cache / _name(revision)).is_file()


def _name(revision: str, kind: str = "knowledge") -> str:
    return f"{kind}-{revision}.msgpack"


def revision_of(folder: Path) -> str:
    """Return the hash of the knowledge files and of the engine that reads them: 16 hexadecimal digits."""
    digest = hashlib.sha256(ENGINE.encode())
    for path in [*_files(folder), *map(Path(__file__).with_name, ("model.py", "words.py", "shelf.py"))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _files(folder: Path) -> list[Path]:
    kinds = ("facts", "regulations", "regimes", "glossary", "precedents", "learned")
    return [path for kind in kinds for path in sorted((folder / kind).glob("*.yaml"))]
