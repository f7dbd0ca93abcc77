"""The schema of the knowledge files, which is also the domain model: frozen, typed, and stored as it stands.

A citation is a string `regulation-id#article`, with a paragraph or item in brackets: `security-assessment-2018#3(1)`.
Article numbers are strings, for there is a 第287条之一 (`287-1`).
"""

from datetime import date
from typing import Any

import msgspec

from knowledge.basics import Basis, Kind, Level, Status, Struct, Text, Unit, Value
from knowledge.words import Words

# -- regulations ----------------------------------------------------------------------------------------------------


class Article(Struct, frozen=True):
    """One article: what it says, in our own words, and how that was verified."""

    number: str
    gist: Text
    verified: Basis
    topics: tuple[str, ...] = ()
    note: Text | None = None


class Deadline(Struct, frozen=True):
    """A clock of the law: what must be done, counted from which event, how long, and by which article."""

    what: Text
    event: Text
    cite: tuple[str, ...]
    verified: Basis
    length: int | None = None
    unit: Unit = "working-days"
    before: bool = False
    roll: bool | None = None
    id: str = ""
    note: Text | None = None


class Threshold(Struct, frozen=True):
    """A figure of the law."""

    what: Text
    value: Text
    cite: tuple[str, ...]
    verified: Basis


class Penalty(Struct, frozen=True):
    """What a breach costs."""

    what: Text
    amount: Text
    cite: tuple[str, ...]
    verified: Basis


class Faq(Struct, frozen=True):
    """A question as people ask it, with its answer. `also` holds other wordings of the same question."""

    q: Text
    a: Text
    cite: tuple[str, ...]
    kind: Kind
    also: Words = msgspec.field(default_factory=Words)
    verdict: str | None = None
    """The verdict that decides the question for one product, where there is one."""
    level: Level | None = None
    """For a question whose answer is the same for everybody it applies to, and which no verdict decides."""
    about: dict[str, Value] = {}
    """Facts of whoever asks this: where they are stated it is likelier meant, where the opposite is it is not."""


class Renumbering(Struct, frozen=True):
    """From `since` on, what was article `old` is article `new`."""

    old: str
    new: str
    since: date


class Regulation(Struct, frozen=True):
    """regulations/<id>.yaml: the card of one instrument and its articles."""

    id: str
    title: Text
    issuers: Text
    status: Status
    url: str | None
    short: Words = msgspec.field(default_factory=Words)
    number: str | None = None
    promulgated: date | None = None
    effective: date | None = None
    amended: tuple[date, ...] = ()
    repealed: date | None = None
    note: Text | None = None
    article_count: int | None = None
    """Articles of the official text; None when it is not numbered by articles or the count is not known."""
    numbered: bool = True
    """Whether the articles' numbers are the law's own; otherwise they are keys of ours, never shown as numbers."""
    articles: tuple[Article, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    faq: tuple[Faq, ...] = ()
    renumbered: tuple[Renumbering, ...] = ()
    sources: tuple[str, ...] = ()

    def article(self, number: str) -> Article | None:
        """Return the article of that number, without regard to a paragraph in brackets."""
        base = number.partition("(")[0]
        return next((article for article in self.articles if article.number == base), None)

    def is_in_force(self, day: date) -> bool:
        """Tell whether it binds anybody on `day`."""
        if self.status == "draft" or self.effective is None:
            return False
        return self.effective <= day and (self.repealed is None or day < self.repealed)


# -- regimes --------------------------------------------------------------------------------------------------------


class Definition(Struct, frozen=True):
    """A legal characterisation derived inside one regime, with its own citation: used in conditions like a fact."""

    when: Any
    cite: tuple[str, ...]
    title: Text


class Rule(Struct, frozen=True):
    """One cited line. The first rule whose condition holds decides."""

    when: Any
    then: str
    cite: tuple[str, ...]
    because: Text
    """The reason in one sentence. `{facts}` stands for the labels of the facts that were decisive and true."""
    since: date | None = None
    until: date | None = None
    overlay: str | None = None
    """The draft or adopted regulation this line belongs to; it takes part only when that overlay is asked for."""


class Clock(Struct, frozen=True):
    """The deadline of an outcome. `event` names a date fact such as `launch_date`."""

    event: str
    cite: tuple[str, ...]
    length: int | None = None
    unit: Unit = "before-event"
    before: bool = False
    roll: bool | None = None
    note: Text | None = None


class Outcome(Struct, frozen=True):
    """What follows. For `depends`, `looks_at` says what the authority looks at."""

    level: Level
    title: Text
    do: tuple[Text, ...] = ()
    deadline: Clock | None = None
    looks_at: Text | None = None
    cite: tuple[str, ...] = ()


class Verdict(Struct, frozen=True):
    """One question with exactly one answer, decided by ordered rules, in force from `since` to before `until`."""

    title: Text
    question: Text
    regulation: str
    rules: tuple[Rule, ...]
    since: date
    id: str = ""
    regime: str = ""
    asks: Words = msgspec.field(default_factory=Words)
    until: date | None = None
    presume: dict[str, Value] = {}
    presume_without: dict[str, Value] = {}
    """Where one of these holds, and none is known to be otherwise, nothing is presumed: what has users is launched."""
    subject: dict[str, Value] = {}
    """What a question about this verdict takes as given: one about face login is about faces. A check of a whole
    product does not."""
    definitions: dict[str, Definition] = {}
    outcomes: dict[str, Outcome] = {}
    weight: int = 2
    """3: a product must not go live without it; 2: a filing or standing duty; 1: housekeeping."""
    order: tuple[str, ...] = ()
    """The order of facts in the tree where the order of stage and file would make it needlessly large."""


class Case(Struct, frozen=True):
    """An example written beside the rules and run as a test at the stated date.

    With `facts`, `expect` is the set of outcomes still possible, exactly. With `text`, it is the outcome of the answer.
    `cite` holds the citations of the rule that decides, exactly: it is how the article itself is proofread.
    """

    at: date
    expect: str | tuple[str, ...]
    verdict: str = ""
    facts: dict[str, Value | int | float] = {}
    text: str | None = None
    cite: tuple[str, ...] = ()
    overlay: str | None = None
    note: str | None = None


class RegimeFile(Struct, frozen=True):
    """regimes/<id>.yaml: one field of law."""

    id: str
    title: Text
    verdicts: dict[str, Any]
    outcomes: dict[str, Outcome]
    cases: tuple[Case, ...]


# -- the rest -------------------------------------------------------------------------------------------------------


class Term(Struct, frozen=True):
    """A term of art, what it means here, and what it is not."""

    term: Text
    meaning: Text
    also: Words = msgspec.field(default_factory=Words)
    near: Text | None = None
    """Near-misses: terms that are confused with this one, and how they differ."""
    cite: tuple[str, ...] = ()


class AmbiguousName(Struct, frozen=True):
    """A name that stands for several regulations: ask which is meant."""

    names: Words
    regulations: tuple[str, ...]


class LearnedFaq(Struct, frozen=True):
    """A question that people asked, answered since: an entry of the FAQ of `regulation`."""

    regulation: str
    entry: Faq


class LearnedWording(Struct, frozen=True):
    """Other words in which people ask for a verdict."""

    verdict: str
    asks: Words


class LearnedFile(Struct, frozen=True):
    """learned/*.yaml: what `redline knowledge learn` wrote down from the queue of unanswered questions."""

    faq: tuple[LearnedFaq, ...] = ()
    wordings: tuple[LearnedWording, ...] = ()


class GlossaryFile(Struct, frozen=True):
    """glossary/*.yaml"""

    terms: tuple[Term, ...] = ()
    ambiguous: tuple[AmbiguousName, ...] = ()


class Precedent(Struct, frozen=True):
    """An enforcement event: when, by whom, against whom, for what, under which articles, by which source."""

    id: str
    on: date
    by: Text
    who: Text
    what: Text
    cite: tuple[str, ...]
    source: str
    verified: Basis
    topics: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()


class PrecedentsFile(Struct, frozen=True):
    """precedents/*.yaml"""

    precedents: tuple[Precedent, ...]
