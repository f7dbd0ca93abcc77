"""Strings in little memory: what goes in comes out, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.strings import Strings, Trie, line, trie

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
TEXTS = st.lists(TEXT)


@given(TEXTS)
def test_a_trie_numbers_its_strings_from_0(strings):
    kept, ordered = trie(strings)
    known = Trie(kept)
    assert len(known) == len(set(strings))
    assert [known.get(string) for string in ordered] == list(range(len(known)))


@given(TEXTS, TEXT)
def test_a_trie_has_no_other_string(strings, other):
    assert (other in Trie(trie(strings)[0])) == (other in strings)


@pytest.mark.parametrize("nothing", ["\ud83d", None, 3])
def test_half_a_character_or_no_string_at_all_is_in_no_trie(nothing):
    assert nothing not in Trie(trie(["one"])[0])


@given(TEXTS)
def test_a_line_gives_back_its_strings(strings):
    read = Strings(line(strings))
    assert [read[position] for position in range(len(read))] == strings
