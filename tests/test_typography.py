"""Chinese as it is printed: full-width punctuation, and no space beside Latin letters and numbers, as in laws.

A space stays where Telegram needs it to see a command or a name, and in the bot's own name, Redline 红线.
"""

import re
from collections.abc import Iterator

import pytest

from handlers.texts import Texts, keys
from knowledge import library as libraries
from knowledge.basics import Text

HAN = "[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}[,;:?!()]|[,;!()]{HAN}")
SPACED = re.compile(rf"{HAN} [A-Za-z0-9]|[A-Za-z0-9] {HAN}")
NAMES = re.compile(r"/\w+[^\n，。；：、）]*|@\S+|Redline 红线|\{\w+\}|<[^>]*>")


def slips(words: str) -> list[str]:
    left = NAMES.sub("", words)
    return HALF_WIDTH.findall(left) + SPACED.findall(left)


@pytest.mark.parametrize("key", keys())
def test_the_words_of_the_bot(key):
    assert not slips(Texts("zh").raw(key))


def told(library: libraries.Library) -> Iterator[Text]:
    for fact in library.facts.values():
        yield from (words for words in (fact.label, fact.ask, fact.help) if words is not None)
    for verdict in library.verdicts.values():
        yield from (verdict.title, verdict.question)
    for tree in library.trees():
        yield from (rule.because for _, rule in tree.rules)
    for regulation in library.regulations.values():
        yield from (article.gist for article in regulation.articles)


def test_the_words_of_the_knowledge(library):
    assert not [words.zh for words in told(library) if slips(words.zh)]


@pytest.mark.parametrize("words", ["需要 App 备案", "需要,备案", "第 7 条", "为什么?", "备案(App)"])
def test_a_slip_is_seen(words):
    assert slips(words)
