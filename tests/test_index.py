"""The prepared index: the same from disk as made anew, and made anew when it is damaged."""

import pytest

from knowledge import index as indexes
from knowledge import prepare
from knowledge.index import Prepared, index
from knowledge.kept import kept
from knowledge.known_words import Ours
from knowledge.library import FOLDER, Library


@pytest.fixture
def caching(library, tmp_path):
    """The knowledge, with a folder of its own for what is prepared from it."""
    copy = Library.__new__(Library)
    copy.__dict__.update(library.__dict__)
    copy.cache = tmp_path / "cache"
    return copy


def unmade():
    pytest.fail("it was made anew")


def test_an_index_from_disk_is_the_one_that_was_made(caching):
    made = kept(caching, "index-en", Prepared, lambda: indexes._prepare(caching, "en"))
    assert kept(caching, "index-en", Prepared, unmade) == made
    assert len(list(caching.cache.glob("index-en-*.msgpack"))) == 1


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[:-1], id="cut short"),
        pytest.param(lambda content: content[:3] + bytes([content[3] ^ 1]) + content[4:], id="one bit flipped"),
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content + content, id="written twice"),
    ],
)
def test_a_damaged_file_is_written_anew(caching, damage):
    kept(caching, "ours", Ours, lambda: Ours(b"one"))
    (path,) = caching.cache.glob("ours-*.msgpack")
    path.write_bytes(damage(path.read_bytes()))
    assert kept(caching, "ours", Ours, lambda: Ours(b"two")) == Ours(b"two")
    assert kept(caching, "ours", Ours, unmade) == Ours(b"two")


def test_what_was_prepared_by_other_code_or_from_other_files_is_removed(caching, monkeypatch):
    kept(caching, "ours", Ours, lambda: Ours(b"one"))
    monkeypatch.setattr("knowledge.kept._code", lambda: "other")
    assert kept(caching, "ours", Ours, lambda: Ours(b"two")) == Ours(b"two")
    caching.revision = "another"
    assert kept(caching, "ours", Ours, lambda: Ours(b"three")) == Ours(b"three")
    assert len(list(caching.cache.glob("ours-*.msgpack"))) == 1


def test_a_folder_that_cannot_be_written_is_done_without(caching, tmp_path):
    caching.cache = tmp_path / "file"
    caching.cache.write_text("not a folder")
    assert kept(caching, "ours", Ours, lambda: Ours(b"one")) == Ours(b"one")


def test_after_preparing_nothing_is_left_to_prepare(tmp_path):
    assert not prepare.is_ready(FOLDER, tmp_path)
    prepare.main(FOLDER, tmp_path)
    assert prepare.is_ready(FOLDER, tmp_path)
    next(tmp_path.glob("typed-*")).unlink()
    assert not prepare.is_ready(FOLDER, tmp_path)


def test_every_wording_belongs_to_an_entry(library):
    known = index(library, "zh")
    assert len(known.owners) == len(known.texts) == len(known.masses) == len(known.shapes)
    assert set(known.owners.tolist()) == set(range(len(known.entries)))


def test_a_feature_finds_the_wordings_that_have_it(library):
    known = index(library, "zh")
    assert all("备案" in known.texts[wording] for wording in known.having("备案"))
    assert list(known.having("no such feature")) == []


def test_a_fact_of_one_verdict_tells_more_than_one_of_all():
    telling = indexes._telling({"a": frozenset({"x", "y"}), "b": frozenset({"x"}), "c": frozenset({"x"})})
    assert telling["y"] > telling["x"]
