"""What a text says of a product: facts stated or denied, kinds of product, and the law it names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from knowledge import article_numbers, field, wording
from knowledge.basics import Value
from knowledge.kept import kept
from knowledge.lexicon import Hit, Kept, Lexicon, keep
from knowledge.library import Library
from knowledge.negation import Mark, Stated, ends_clause, is_asked, stated
from knowledge.patterns import patterns
from knowledge.row_denial import of_row
from knowledge.sentences import Row
from knowledge.tokens import Tokens
from knowledge.wording import Statement

Tag = tuple[str, str, Value]
"""What a known wording stands for: ("fact", id, value), ("count", number fact, …), ("regulation", id, …), …"""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a fact was read: the words, and their place in the text that was read."""

    fact: str
    value: Value
    start: int
    end: int
    words: str
    is_name: bool = False
    """The words name what a duty is about: a sentence that says otherwise counts more."""


@dataclass(frozen=True, slots=True)
class Named:
    """The law a text names: citations, the regulations a name can stand for, and article numbers without a name."""

    citations: tuple[str, ...]
    ambiguous: tuple[str, ...]
    articles: tuple[str, ...]


@lru_cache(maxsize=2)
def known(library: Library) -> Lexicon[Tag]:
    """Return every wording of facts, laws and grammar: of two that overlap the longer one counts."""
    return Lexicon(kept(library, "known", Kept[Tag], lambda: keep(_known(library))))


def _known(library: Library) -> Iterator[tuple[Iterable[str], Tag]]:
    for fact in library.facts.values():
        kind = {"bool": "fact", "number": "count"}.get(fact.type, fact.type)
        yield fact.words.all(), (kind, fact.id, True)
        for value, choice in fact.values.items():
            yield choice.words.all(), ("fact", fact.id, value)
    for name, regulation in library.names.items():
        yield (name,), ("regulation", regulation, True)
    for index, ambiguous in enumerate(library.ambiguous):
        yield ambiguous.names.all(), ("ambiguous", str(index), True)
    for does, small in wording.listed("grammar").items():
        yield small.all(), ("grammar", does, True)


def facts(library: Library, text: Tokens, hits: list[Hit[Tag]]) -> list[Span]:
    """Return the facts that the text states, each with where it does."""
    mentions = {hit.start: hit.end for hit in hits if any(kind in ("fact", "count") for kind, _, _ in hit.tags)}
    marks = {
        hit.start: Mark(hit.end, tuple(does for kind, does, _ in hit.tags if kind == "grammar"))
        for hit in hits
        if hit.start not in mentions and hit.tags[0][0] == "grammar"
    }
    said = stated(text, marks, mentions)
    found = []
    for hit in hits:
        for kind, name, value in hit.tags:
            if kind == "fact" and not (name == _ALL and said.get(hit.start) is False and not _closes(text, hit.end)):
                is_name = ("grammar", "names", True) in hit.tags
                found += _span(text, name, value, said.get(hit.start), hit.start, hit.end, is_name)
    over: dict[int, list[Hit[Tag]]] = {}
    for hit in hits:
        for place in range(hit.start, hit.end):
            over.setdefault(place, []).append(hit)
    rows, sentences = patterns(library)
    for row in rows.find(text):
        statement = sentences[row.tags[0]]
        told = statement.facts
        longer = (hit for start, _ in row.parts for hit in over.get(start, ()))
        if any(_means_other(hit, told) and _cuts(row.parts, hit) for hit in longer):
            continue  # 14岁 of 14岁以下
        if not _fits(statement, text, marks, row):
            continue
        holds = of_row(text, marks, row.parts)
        for name, value in told.items():
            if name in library.facts and (holds or (len(told) == 1 and statement.deniable)):
                found += _span(text, name, value, holds, row.start, row.end)
    return found


_ALL = "personal_information"
"""The fact whose denial says that nothing is known of anybody: "no user data", not "no user data leaves China"."""


def _closes(text: Tokens, end: int) -> bool:
    return ends_clause(text, end) or text.keys[end] == "的"


def _fits(statement: Statement, text: Tokens, marks: dict[int, Mark], row: Row[int]) -> bool:
    """Tell whether a row stands in its clause as its statement wants it to."""
    if statement.closing and not ends_clause(text, row.end):
        return False
    return not (statement.unasked and is_asked(text, marks, row.start))


def _means_other(hit: Hit[Tag], told: Mapping[str, Value]) -> bool:
    """Tell whether a wording states another value of what is told, or is to be taken as a whole."""
    return any(
        (kind, name) == ("grammar", "hold") or (kind == "fact" and told.get(name, value) != value)
        for kind, name, value in hit.tags
    )


def _cuts(parts: tuple[tuple[int, int], ...], hit: Hit[Tag]) -> bool:
    """Tell whether a part is a piece of a longer wording that does not belong to the row altogether."""
    own = {at for part in parts for at in range(*part)}
    if own.issuperset(range(hit.start, hit.end)):
        return False
    return any(hit.start <= start and end <= hit.end and end - start < hit.end - hit.start for start, end in parts)


def agreed(spans: list[Span]) -> dict[str, Value]:
    """Return the facts that are stated in one way only."""
    return {fact: next(iter(said)) for fact, said in _values(spans).items() if len(said) == 1}


_SENT = ("pi_export", "pi_sharing", "pi_entrusting", "pi_publication")
"""What is done with data, whatever it is about."""


def about_nobody(facts: dict[str, Value]) -> dict[str, Value]:
    """Return the facts; where the data is said to be about nobody, to send it is not to send personal information."""
    if facts.get("personal_information") is not False:
        return facts
    return {name: False if name in _SENT and value is True else value for name, value in facts.items()}


_GOES = re.compile(
    r"[出跨]境|[境国海]外|外国|总部|总公司|母公司|集团|全球|传|发|送|寄|给|到|同步|共享|提供|搬|迁|备份|系统|评估|合同|手续"
    r"|\b(?:abroad|overseas|foreign|global\w*|headquarters|hq|office|parent|group|workday|hr|cross-border|export\w*|transfer\w*"
    r"|sen[dt]\w*|shar\w+|go(?:es|ing)?|mov\w+|cop\w+|sync\w*|to|in|contract|assess\w*|filing|file)\b"
)
"""A text without any of these tells of nothing that is sent."""


def sent(facts: dict[str, Value], text: str) -> dict[str, Value]:
    """Return the facts without whose data is sent, where nothing is: "must the files of former staff be deleted?"."""
    if "export_occasion" not in facts or facts.get("pi_export") or _GOES.search(text):
        return facts
    return {name: value for name, value in facts.items() if name != "export_occasion"}


def torn(spans: list[Span]) -> tuple[str, ...]:
    """Return the facts that are stated in several ways, so that nothing is known of them."""
    return tuple(fact for fact, said in _values(spans).items() if len(said) > 1)


def _values(spans: list[Span]) -> dict[str, set[Value]]:
    """Return what is said of each fact. Of two readings of which one holds the words of the other it counts alone."""
    values: dict[str, set[Value]] = {}
    said = {span.fact for span in spans if not span.is_name}
    widest = _widest(spans)
    for span in spans:
        if not (span.is_name and span.fact in said) and (span.fact, span.start, span.end) in widest:
            values.setdefault(span.fact, set()).add(span.value)
    return values


def _widest(spans: list[Span]) -> set[tuple[str, int, int]]:
    """Return each fact and place that lies within no other place of its fact."""
    found: set[tuple[str, int, int]] = set()
    reached: dict[str, int] = {}
    for fact, start, behind in sorted({(span.fact, span.start, -span.end) for span in spans}):
        if reached.get(fact, -1) < -behind:
            found.add((fact, start, -behind))
            reached[fact] = -behind
    return found


def archetypes(library: Library, text: Tokens) -> tuple[str, ...]:
    """Return the kinds of product that the text names."""
    return tuple(dict.fromkeys(tag for hit in products(library).longest(text) for tag in hit.tags))


_ARTICLE = re.compile(
    rf"{article_numbers.ARTICLE}|\b(?:articles?|arts?\.?)\s*(?P<en>\d{{1,4}}(?:-\d{{1,2}})?)"
    rf"|(?<![\d第])(?P<bare>\d{{1,3}}|[一二三四五六七八九十百]{{1,5}})条(?![件款例文目数约理])"
)


def named(library: Library, text: Tokens, hits: list[Hit[Tag]]) -> Named:
    """Return the law that the text names. An article belongs to the law before it, else to the first one behind."""
    laws = [
        (text.spans[hit.start][0], text.spans[hit.end - 1][1], name)
        for hit in hits
        for kind, name, _ in hit.tags
        if kind == "regulation" and not field.is_foreign(text, hit.start)
    ]
    unclear = [
        name for hit in hits for kind, index, _ in hit.tags if kind == "ambiguous" for name in _meant(library, index)
    ]
    citations, articles = [], []
    for match in _ARTICLE.finditer(text.text):
        before = [law for law in laws if law[0] < match.start()]
        bare = match["bare"]
        if bare and not bare.isdigit() and not (before and before[-1][1] == match.start()):
            continue  # 一条 counts something unless the name of a law stands right before
        articles.append(match["en"] or (str(article_numbers.parse(bare)) if bare else article_numbers.of(match)))
        if laws:
            citations.append(f"{(before[-1] if before else laws[0])[2]}#{articles[-1]}")
    return Named(
        tuple(dict.fromkeys(citations or [law for _, _, law in laws])),
        () if laws else tuple(dict.fromkeys(unclear)),
        tuple(dict.fromkeys(articles)),
    )


def _meant(library: Library, index: str) -> tuple[str, ...]:
    return library.ambiguous[int(index)].regulations


def _span(
    text: Tokens, name: str, value: Value, said: Stated, start: int, end: int, is_name: bool = False
) -> list[Span]:
    """Return the statement; none where nothing is stated, or a choice is denied, which says nothing of the others."""
    if said is None or (said is False and not isinstance(value, bool)):
        return []
    told = value if said else not value
    return [Span(name, told, text.spans[start][0], text.spans[end - 1][1], text.written(start, end), is_name)]


@lru_cache(maxsize=2)
def products(library: Library) -> Lexicon[str]:
    """Return every wording of a kind of product."""
    return Lexicon(kept(library, "products", Kept[str], lambda: keep(_products(library))))


def _products(library: Library) -> Iterator[tuple[Iterable[str], str]]:
    for name, archetype in library.vocabulary.archetypes.items():
        yield archetype.words.all(), name
        yield [form.format(product) for product in archetype.like for form in _LIKE], name


_LIKE = (
    *(
        "类{}",
        "像{}一样",
        "像{}那样",
        "{}那样的",
        "{}这样的",
        "仿{}",
        "对标{}",
        "国产{}",
        "中国版{}",
        "国内版{}",
        "山寨{}",
    ),
    *("{} clone", "{}-like", "{}-style", "like {}", "a {} for", "chinese {}", "similar to {}", "{} competitor"),
)
"""How a product is described by a well-known one."""
