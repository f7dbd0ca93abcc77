"""One spelling for everything people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.normalise import LONGEST, normalise


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("ＰＩＰＬ　第３８条", "pipl 第38条", id="full width"),
        pytest.param("個人信息保護法", "个人信息保护法", id="traditional characters"),
        pytest.param("要不要\u200b备\u200d案", "要不要备案", id="invisible characters"),
        pytest.param("Do  we\tneed\r\nit", "do we need\nit", id="spaces, lines and case"),
        pytest.param("we don’t — “never”", 'we don\'t - "never"', id="quotes and dashes"),
        pytest.param("帐号", "账号", id="two characters for one word"),
    ],
)
def test_one_spelling(written, read):
    assert normalise(written).text == read


def test_traditional_characters_are_noticed():
    assert normalise("要備案嗎").traditional
    assert not normalise("要备案吗").traditional
    assert not normalise("Do we need it?").traditional


@given(st.text(max_size=300))
def test_a_normal_text_stays_as_it_is(text):
    once = normalise(text).text
    assert normalise(once).text == once


def test_a_text_cannot_grow_without_bound():
    assert len(normalise("\ufdfa" * 5000).text) <= LONGEST
