"""Words on disk are the words that were written, and an error within them names its place."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import shelf
from knowledge.basics import Struct
from knowledge.contents import Contents
from knowledge.library import FOLDER, load
from knowledge.source import KnowledgeError, parse
from knowledge.words import Words, plain_data

SAID = st.lists(st.text(), max_size=3).map(tuple)
WORDS = st.builds(Words, SAID, SAID)


class Shelf(Struct, frozen=True):
    first: Words = msgspec.field(default_factory=Words)
    others: dict[str, Words] = msgspec.field(default_factory=dict)


@given(first=WORDS, others=st.dictionaries(st.text(), WORDS, max_size=4))
def test_words_come_back_from_disk(tmp_path_factory, first, others):
    path = tmp_path_factory.getbasetemp() / "words"
    stored = Shelf(first, others)
    shelf.store(path, stored, others="no others")
    assert shelf.fetch(path, Shelf) == stored


def test_words_outlive_their_file(tmp_path):
    shelf.store(tmp_path / "words", Shelf(Words(("备案",), ("filing",))), others="no others")
    fetched = shelf.fetch(tmp_path / "words", Shelf)
    (tmp_path / "words").unlink()
    assert fetched.first.all() == ("备案", "filing")
    assert plain_data(fetched) == {"first": {"zh": ["备案"], "en": ["filing"]}}


@pytest.mark.parametrize(
    ("written", "error"),
    [
        (
            "first: {zh: [a], english: [b]}",
            "kept.yaml:1: Object contains unknown field `english`. Known fields: zh, en.",
        ),
        ("first:\n  zh:\n    - a\n    - 3", "kept.yaml:4: Expected `str`, got `int`."),
        ("others:\n  filing: nothing", "kept.yaml:1: Expected `object`, got `str`."),
    ],
)
def test_an_error_within_words_names_its_line(written, error):
    with pytest.raises(KnowledgeError) as raised:
        parse(written, "kept.yaml").convert((), Shelf)
    assert str(raised.value) == error


def test_the_cached_knowledge_is_the_written_one(library, tmp_path):
    for kept in [load(FOLDER, tmp_path), load(FOLDER, tmp_path)]:
        assert (kept.regulations, kept.verdicts, kept.terms) == (library.regulations, library.verdicts, library.terms)
        assert kept.aside == library.aside


@pytest.mark.parametrize("damage", [b"", b"nothing that was stored here"])
def test_what_only_checks_need_is_read_anew_where_its_file_is_damaged(library, tmp_path, damage):
    load(FOLDER, tmp_path)
    (path,) = tmp_path.glob("aside-*")
    path.write_bytes(damage)
    assert load(FOLDER, tmp_path).aside == library.aside
    assert shelf.fetch(next(tmp_path.glob("knowledge-*")), Contents) is not None


def test_a_file_of_another_kind_is_done_without(tmp_path):
    shelf.store(tmp_path / "words", Shelf(Words(("备案",))), others="no others")
    assert shelf.fetch(tmp_path / "words", Contents) is None
