"""Everything that can be asked for, with the wordings by which it is asked."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, get_args

from knowledge import wording
from knowledge.basics import Kind, Lang, Struct, Text
from knowledge.library import Library
from knowledge.model import Regulation, Verdict
from knowledge.words import Words

EntryKind = Literal["verdict", "faq", "article", "term", "regulation", "deadline", "penalty", "threshold", "elsewhere"]
Shape = Literal["question", "phrase", "name", "gist"]
"""How a wording relates to a question: is one, is a part of one, names something, or describes an answer."""


class Entry(Struct, frozen=True):
    """One thing to find. `answers` are the kinds of question it answers, `facts` what its rules use."""

    kind: EntryKind
    id: str
    answers: tuple[Kind, ...]
    wordings: tuple[tuple[Shape, str], ...]
    regulation: str = ""
    verdict: str = ""
    facts: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    """The articles it rests on, without their paragraphs."""
    weight: int = 2


def entries(library: Library, lang: Lang) -> Iterator[Entry]:
    """Yield everything that can be asked for, with its wordings in one language."""
    for verdict in library.verdicts.values():
        yield _verdict(library, verdict, lang)
    for regulation in library.regulations.values():
        yield from _regulation(regulation, lang)
    for index, term in enumerate(library.terms):
        names = (term.term.get(lang), *_in(term.also, lang))
        law = term.cite[0].partition("#")[0] if term.cite else ""
        yield Entry(
            "term",
            str(index),
            ("definition",),
            tuple(("phrase", name) for name in names),
            law,
            cites=_articles(term.cite),
        )
    for theme, asked in wording.elsewhere().items():
        yield Entry("elsewhere", theme, get_args(Kind), tuple(("question", said) for said in _in(asked, lang)))


def _verdict(library: Library, verdict: Verdict, lang: Lang) -> Entry:
    wordings: list[tuple[Shape, str]] = [("phrase", wording) for wording in _in(verdict.asks, lang)]
    wordings += [("phrase", verdict.title.get(lang)), ("question", verdict.question.get(lang))]
    whens = [rule.when for rule in verdict.rules] + [meaning.when for meaning in verdict.definitions.values()]
    used = dict.fromkeys(name for when in whens for name in _facts(when, library))
    rests_on = _articles(citation for rule in verdict.rules for citation in rule.cite)
    return Entry(
        kind="verdict",
        id=verdict.id,
        answers=("verdict",),
        wordings=tuple(wordings),
        regulation=verdict.regulation,
        verdict=verdict.id,
        facts=tuple(used),
        cites=rests_on,
        weight=verdict.weight,
    )


def _regulation(regulation: Regulation, lang: Lang) -> Iterator[Entry]:
    name = regulation.id
    titles = (regulation.title.get(lang), *_in(regulation.short, lang))
    yield Entry("regulation", name, ("overview",), tuple(("name", title) for title in titles), name)
    for index, faq in enumerate(regulation.faq):
        asked: tuple[str, ...] = (faq.q.get(lang), *_in(faq.also, lang))
        yield Entry(
            "faq",
            f"{name}:{index}",
            (faq.kind,),
            tuple(("question", q) for q in asked),
            name,
            faq.verdict or "",
            cites=_articles(faq.cite),
        )
    for article in regulation.articles:
        topics = " ".join(article.topics) if lang == "en" else ""
        gist: list[tuple[Shape, str]] = [("gist", article.gist.get(lang))]
        if topics:
            gist.append(("phrase", topics))
        citation = f"{name}#{article.number}"
        yield Entry("article", citation, ("article",), tuple(gist), name, cites=(citation,))
    for index, deadline in enumerate(regulation.deadlines):
        yield Entry(
            "deadline",
            f"{name}:{index}",
            ("deadline",),
            _what(deadline.what, lang),
            name,
            cites=_articles(deadline.cite),
        )
    for index, penalty in enumerate(regulation.penalties):
        yield Entry(
            "penalty", f"{name}:{index}", ("penalty",), _what(penalty.what, lang), name, cites=_articles(penalty.cite)
        )
    for index, threshold in enumerate(regulation.thresholds):
        yield Entry(
            "threshold",
            f"{name}:{index}",
            ("definition", "article"),
            _what(threshold.what, lang),
            name,
            cites=_articles(threshold.cite),
        )


def _articles(citations: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citation.partition("(")[0] for citation in citations))


def _what(text: Text, lang: Lang) -> tuple[tuple[Shape, str], ...]:
    return (("phrase", text.get(lang)),)


def _in(words: Words, lang: Lang) -> tuple[str, ...]:
    return words.zh if lang == "zh" else words.en


def _facts(when: Any, library: Library) -> Iterator[str]:
    """Yield the facts that a condition names, as it is written in the file."""
    if isinstance(when, dict):
        for key, value in when.items():
            if key in library.facts:
                yield key
            yield from _facts(value, library)
    elif isinstance(when, list):
        for item in when:
            yield from _facts(item, library)


def surroundings(library: Library, entry: Entry, lang: Lang) -> Iterator[str]:
    """Yield the words around an entry: its answer or title, the articles it rests on, the names of the regulation."""
    cites: tuple[str, ...] = ()
    if entry.kind == "faq":
        law, _, index = entry.id.rpartition(":")
        faq = library.regulations[law].faq[int(index)]
        cites = faq.cite
        yield faq.a.get(lang)
    elif entry.kind == "verdict":
        verdict = library.verdicts[entry.id]
        cites = verdict.rules[0].cite + verdict.rules[-1].cite
        yield verdict.title.get(lang)
    elif entry.kind in ("deadline", "penalty", "threshold"):
        law, _, index = entry.id.rpartition(":")
        cites = getattr(library.regulations[law], _PLURAL[entry.kind])[int(index)].cite
    elif entry.kind == "article":
        cites = (entry.id,)
    for citation in dict.fromkeys(cites):
        article = library.article(citation)
        if article is not None:
            yield article.gist.get(lang)
            yield " ".join(article.topics)
    if entry.kind == "elsewhere":
        yield from _in(wording.elsewhere()[entry.id], lang)
    if entry.regulation:
        regulation = library.regulations[entry.regulation]
        yield regulation.title.get(lang)
        yield from _in(regulation.short, lang)


_PLURAL = {"deadline": "deadlines", "penalty": "penalties", "threshold": "thresholds"}
