"""What a query to the imported statutes asks for: words, a statute by its name, an article by its number."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from knowledge import article_numbers, statute_citations
from knowledge.article_numbers import ARTICLE
from knowledge.normalise import HAN, normalise

LONGEST = 4096
"""Characters that are read: Telegram's longest message."""
LONGEST_PHRASE = 6
"""Words of an English term."""

_WORD = re.compile(r"[a-z0-9][a-z0-9&'-]*")
_PHRASE = re.compile(r'"([^"\n]{2,60})"')
_NUMBER = re.compile(
    rf"{ARTICLE}|(?:\barts?\b|\barticles?\b|§)[ .]{{0,2}}(?P<art>\d{{1,4}})(?:-(?P<sub>\d{{1,2}}))?(?!\d)"
)
_BARE_NUMBER = re.compile(
    r"[ .,:：第]*(?P<art>\d{1,4}|[零一二三四五六七八九十百千]{1,9})(?:-(?P<sub>\d{1,2}))?[ .条?？]*"
)
_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"))


@dataclass(frozen=True, slots=True)
class Query:
    """A query, read."""

    words: str
    """What articles are ranked by, in Chinese as far as the glossary reaches."""
    law_words: str = ""
    """What the law says for the plain words in it."""
    laws: frozenset[int] = frozenset()
    """The statutes it names."""
    articles: tuple[str, ...] = ()
    """The article numbers it names."""
    phrases: tuple[str, ...] = ()
    """What stands in quotation marks: articles in which it stands just so come first."""


@dataclass(frozen=True, slots=True)
class Names:
    """Every name that a query may use for a statute."""

    laws: Mapping[str, frozenset[int]]
    """The statutes that each name stands for."""
    by_start: Mapping[str, tuple[str, ...]]
    """The names that begin with two characters: a query is looked through without trying every name."""


def names(titles: Mapping[int, str], aliases: Mapping[str, str]) -> Names:
    """Return every name that a query may use, with the laws it stands for.

    `titles` are the full titles by law; `aliases` maps short names in any language to titles. A law answers to its
    title, to its title without the name of the state, and to that without what stands in brackets at the end.
    """
    found: dict[str, set[int]] = {}
    plain = {law: normalise(statute_citations.plain_title(title)).text for law, title in titles.items()}
    by_title = {title: law for law, title in plain.items()}
    for law, title in plain.items():
        for name in (title, re.sub(r"\([^()]*\)$", "", title)):
            if len(name) > 1:
                found.setdefault(name, set()).add(law)
    for alias, title in aliases.items():
        aliased = by_title.get(normalise(statute_citations.plain_title(title)).text)
        name = normalise(alias).text.replace("中华人民共和国", "")
        if aliased is not None and len(name) > 1:
            found.setdefault(name, set()).add(aliased)
    by_start: dict[str, list[str]] = {}
    for name in found:
        by_start.setdefault(name[:2], []).append(name)
    return Names(
        {name: frozenset(laws) for name, laws in found.items()},
        {start: tuple(same) for start, same in by_start.items()},
    )


def read(
    text: str,
    known: Names,
    glossary: Mapping[str, Sequence[str]] = MappingProxyType({}),
    plain_words: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Query:
    """Return the query in `text`.

    `known` are the names of statutes, `glossary` English terms with Chinese ones, `plain_words` what people say with
    what the law says for it.
    """
    words = normalise(text[:LONGEST]).text
    phrases = tuple(found.strip() for found in _PHRASE.findall(words))
    laws, rest = _laws(words.replace("中华人民共和国", ""), known)
    articles = tuple(dict.fromkeys(_number(found) for found in _NUMBER.finditer(rest)))
    if articles:
        rest = _NUMBER.sub(" ", rest)
    elif laws and (bare := _BARE_NUMBER.fullmatch(rest)):
        articles, rest = (_number(bare),), ""
    if re.search("[a-z]", rest):
        rest = _translated(rest, glossary)
    words = rest if rest.strip() else words
    law_words = " ".join(word for plain, meant in plain_words.items() if plain in words for word in meant)
    return Query(words, law_words, laws, articles, phrases)


def _laws(words: str, known: Names) -> tuple[frozenset[int], str]:
    """Return the statutes named in the words, and the words without the names; the longest name counts."""
    named: set[int] = set()
    for name in sorted(_names_in(words, known), key=len, reverse=True):
        pattern = rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" if name.isascii() else re.escape(name)
        words, count = re.subn(rf"[《〈]?{pattern}[》〉]?", " ", words)
        if count:
            named |= known.laws[name]
    return frozenset(named), words


def _names_in(words: str, known: Names) -> set[str]:
    """Return the names that occur in the words."""
    starts = {words[place : place + 2] for place in range(len(words) - 1)}
    return {name for start in starts for name in known.by_start.get(start, ()) if name in words}


def _number(found: re.Match[str]) -> str:
    groups = found.groupdict()
    if groups.get("article"):
        return article_numbers.of(found)
    number = str(article_numbers.parse(groups.get("art") or "0"))
    return f"{number}-{int(groups['sub'])}" if groups.get("sub") else number


def _translated(words: str, glossary: Mapping[str, Sequence[str]]) -> str:
    """Return the words with English terms in Chinese; English words that are in no term are left out.

    Beside Chinese text they are kept: an App is called so in the law as well.
    """
    chinese = [part for part in re.split(r"[a-z][a-z0-9&' -]*", words) if part.strip()] if HAN.search(words) else []
    english = _WORD.findall(words)
    translations: list[str] = []
    n = 0
    while n < len(english):
        for length in range(min(LONGEST_PHRASE, len(english) - n), 0, -1):
            term = " ".join(english[n : n + length])
            if found := next((glossary[form] for form in _forms(term) if form in glossary), None):
                translations.extend(found)
                n += length
                break
        else:
            if chinese:
                translations.append(english[n])
            n += 1
    return " ".join(chinese + translations)


def _forms(term: str) -> Iterator[str]:
    """Yield the term and what it may be a form of: policies, filings, collected, processing."""
    yield term
    for ending, bare in _ENDINGS:
        if term.endswith(ending):
            yield term.removesuffix(ending) + bare
