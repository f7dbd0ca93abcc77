"""The files that the reader goes by: every name in them leads somewhere."""

import re

import pytest

from knowledge import wording
from knowledge.intent import KINDS
from knowledge.negation import _Walk

LISTS = ("classes", "grammar", "intents", "smalltalk", "field", "concepts", "english", "turns")


@pytest.mark.parametrize("name", LISTS)
def test_lists_say_nothing_twice(name):
    for key, words in wording.listed(name).items():
        for language in (words.zh, words.en):
            assert len(language) == len(set(language)), (name, key, [w for w in language if language.count(w) > 1])


def test_facts_that_numbers_and_sentences_speak_of_are_known(library):
    for counted in wording.numbers().facts:
        assert counted.fact in library.facts
        assert counted.counts in wording.numbers().nouns
        assert set(counted.when) | set(counted.unless) <= set(library.facts)
    for statement in wording.statements():
        for name, value in statement.facts.items():
            assert library.vocabulary.value(name, value) == value


def test_classes_in_patterns_are_written():
    named = {
        word
        for statement in wording.statements()
        for pattern in statement.zh + statement.en
        for word in re.findall("<([a-z]+)>", pattern)
    }
    assert named - {"abroad", "foreign"} == set(wording.listed("classes"))


def test_small_words_do_what_the_walk_knows():
    looked_at_elsewhere = {"every", "also", "denied", "asked", "link", "question", "duty", "hold", "names", "undo"}
    for does in set(wording.listed("grammar")) - looked_at_elsewhere:
        assert hasattr(_Walk, f"on_{does}"), does


def test_kinds_of_question_are_those_of_the_schema():
    assert {name.rstrip("?") for name in wording.listed("intents")} - {"apart"} == set(KINDS)
