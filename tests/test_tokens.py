"""Units to match by: Chinese characters, English words without inflection, numbers and marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.tokens import stem, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stream", "streaming"),
        ("filing", "file"),
        ("companies", "company"),
        ("labelled", "label"),
        ("matches", "match"),
        ("swapped", "swap"),
        ("licence", "license"),
        ("users", "user's"),
    ],
)
def test_forms_of_a_word_are_one(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("news", "new"), ("dating", "date"), ("process", "proces"), ("its", "it"), ("notes", "not")]
)
def test_different_words_stay_apart(one, other):
    assert stem(one) != stem(other)


def test_a_hyphen_only_separates():
    assert tokens("live-streaming app").keys == tokens("live streaming app").keys


def test_chinese_and_english_in_one_sentence():
    assert tokens("k歌app要备案").keys == ("k", "歌", "app", "要", "备", "案")


@given(st.text(max_size=200))
def test_spans_point_to_the_text(text):
    text = text.lower()
    found = tokens(text)
    assert all(0 <= start < end <= len(text) for start, end in found.spans)
    assert list(found.spans) == sorted(found.spans)
