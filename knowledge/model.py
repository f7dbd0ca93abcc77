"""The schema of the knowledge files, which is also the domain model: frozen, typed, and stored as it stands.

A citation is a string `regulation-id#article`, with a paragraph or item in brackets: `security-assessment-2018#3(1)`.
Article numbers are strings, for there is a 第287条之一 (`287-1`).
"""

from datetime import date
from typing import Any, Literal

import msgspec

Lang = Literal["zh", "en"]
Value = bool | str
LEFT_OPEN = "open"
"""Stands for no value: what a product was assessed before for is not to be presumed, but to be asked."""
"""A fact's value inside a diagram: true or false, a choice, or the name of a range."""
Level = Literal["required", "not_required", "depends"]
Stage = Literal["scope", "trigger", "exception", "detail"]
Unit = Literal["working-days", "days", "months", "years", "hours", "before-event"]
Basis = Literal["full-text", "excerpt", "secondary", "substance", "draft-text", "memory"]
Status = Literal["in-force", "amended", "adopted", "draft", "repealed"]
Kind = Literal["verdict", "article", "definition", "deadline", "penalty", "procedure", "overview"]

STAGES: tuple[Stage, ...] = ("scope", "trigger", "exception", "detail")


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The base of everything here: immutable, and strict about names it does not know."""


class Text(Struct, frozen=True):
    """The same words in both languages."""

    zh: str
    en: str

    def get(self, lang: Lang) -> str:
        """Return the words in `lang`."""
        return self.zh if lang == "zh" else self.en


class Words(Struct, frozen=True):
    """Wordings by which something is recognised, in both languages."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Return the wordings of both languages."""
        return self.zh + self.en


# -- facts ----------------------------------------------------------------------------------------------------------


class Choice(Struct, frozen=True):
    """One value of a choice fact."""

    label: Text
    words: Words = Words()


class Range(Struct, frozen=True):
    """One named range of a number fact: `least` is inside, `below` is outside. Neither means open on that side."""

    label: Text
    least: float | None = None
    below: float | None = None


class Implication(Struct, frozen=True):
    """What else is so when the fact has the value `when`."""

    then: dict[str, Value]
    when: Value = True


class Judgement(Struct, frozen=True):
    """What a person must decide: by which criteria, resting on what."""

    criteria: Text
    cite: tuple[str, ...]


class Fact(Struct, frozen=True):
    """An observable thing about a product, asked once and used by every regime."""

    type: Literal["bool", "choice", "number", "date"]
    label: Text
    ask: Text
    stage: Stage = "trigger"
    id: str = ""
    denied: Text | None = None
    """How it is said that a boolean is false, where "not: label" would read badly."""
    help: Text | None = None
    words: Words = Words()
    values: dict[str, Choice] = {}
    ranges: dict[str, Range] = {}
    unit: Text | None = None
    group: str | None = None
    implies: tuple[Implication, ...] = ()
    presume: Value | None = None
    """Taken as so in a first answer when nobody said otherwise; always shown as an assumption."""
    judgement: Judgement | None = None
    common: bool = False
    """Whether it is said of products of every kind, so that it does not tell which question is meant."""
    happening: bool = False
    """Whether it is something that befell somebody: a question that has no word for it is not about it."""
    changeable: bool = True
    """Whether a team could change it: only such facts are offered as "what would change the verdict"."""
    whom: Text | None = None
    """Whom to ask when nobody in the chat knows."""

    def domain(self) -> tuple[Value, ...]:
        """Return the values it can have inside a diagram, in file order. Empty for dates."""
        if self.type == "bool":
            return (True, False)
        return tuple(self.values if self.type == "choice" else self.ranges)

    def range_of(self, number: float) -> str | None:
        """Return the name of the range that holds `number`, borders as declared; None when no range does."""
        for name, span in self.ranges.items():
            if (span.least is None or number >= span.least) and (span.below is None or number < span.below):
                return name
        return None

    def range_within(self, least: float | None, below: float | None) -> str | None:
        """Return the name of the range that holds every number from `least` to before `below`; None when none does."""
        for name, span in self.ranges.items():
            starts = span.least is None or (least is not None and span.least <= least)
            ends = span.below is None or (below is not None and below <= span.below)
            if starts and ends:
                return name
        return None

    def value_label(self, value: Value, lang: Lang) -> str:
        """Return how a value is shown: a choice's or range's own label, yes or no for booleans."""
        if isinstance(value, bool):
            return {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}[lang][value]
        return (self.values[value] if self.type == "choice" else self.ranges[value]).label.get(lang)


class Group(Struct, frozen=True):
    """A screen of booleans that are asked together."""

    ask: Text
    label: Text


class Archetype(Struct, frozen=True):
    """A kind of product and the facts that usually go with it: shown for confirmation, never taken as stated."""

    label: Text
    words: Words
    likely: dict[str, Value]
    """`open` for a fact that must not be presumed of it, though it is of others."""
    like: tuple[str, ...] = ()
    """Well-known products of the kind, for "a Clubhouse clone" and 类小红书; alone such a name says no kind."""


class FactsFile(Struct, frozen=True):
    """facts/*.yaml"""

    facts: dict[str, Any] = {}
    groups: dict[str, Group] = {}
    archetypes: dict[str, Archetype] = {}


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
    also: Words = Words()
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
    short: Words = Words()
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
    asks: Words = Words()
    until: date | None = None
    presume: dict[str, Value] = {}
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
    also: Words = Words()
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
