"""The prepared index: the same from disk as made anew, and made anew when it is damaged."""

import pytest

from knowledge import index as indexes
from knowledge.index import index
from knowledge.kept import kept
from knowledge.known_words import Ours
from knowledge.library import Library


@pytest.fixture
def caching(library, tmp_path):
    """The knowledge, with a folder of its own for what is prepared from it."""
    copy = Library.__new__(Library)
    copy.__dict__.update(library.__dict__)
    copy.cache = tmp_path / "cache"
    return copy


def test_an_index_from_disk_is_the_one_that_was_made(caching):
    made = index(caching, "en").prepared
    index.cache_clear()
    assert index(caching, "en").prepared == made
    assert len(list(caching.cache.glob("index-en-*.msgpack"))) == 1


def test_a_damaged_file_is_written_anew(caching):
    made = kept(caching, "ours", Ours, lambda: Ours(frozenset({"one"})))
    (path,) = caching.cache.glob("ours-*.msgpack")
    path.write_bytes(path.read_bytes()[:-1])
    assert kept(caching, "ours", Ours, lambda: Ours(frozenset({"two"}))) != made


def test_a_folder_that_cannot_be_written_is_done_without(caching, tmp_path):
    caching.cache = tmp_path / "file"
    caching.cache.write_text("not a folder")
    assert kept(caching, "ours", Ours, lambda: Ours(frozenset({"one"}))).features == {"one"}


def test_every_wording_belongs_to_an_entry(library):
    known = index(library, "zh")
    assert len(known.owners) == len(known.prepared.texts) == len(known.masses) == len(known.shapes)
    assert set(known.owners.tolist()) == set(range(len(known.prepared.entries)))


def test_a_feature_finds_the_wordings_that_have_it(library):
    known = index(library, "zh")
    assert all("备案" in known.prepared.texts[wording] for wording in known.having("备案"))
    assert list(known.having("no such feature")) == []


def test_a_fact_of_one_verdict_tells_more_than_one_of_all():
    telling = indexes._telling({"a": frozenset({"x", "y"}), "b": frozenset({"x"}), "c": frozenset({"x"})})
    assert telling["y"] > telling["x"]
