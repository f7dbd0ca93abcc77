"""Numbers as people write them, and what they can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article_numbers import chinese
from knowledge.numerals import INFINITE, quantities


def only(text):
    found = quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120万", 1_200_000),
        ("1.2m users", 1_200_000),
        ("一百二十万", 1_200_000),
        ("40,000 customers", 40_000),
        ("8万个", 80_000),
        ("10k", 10_000),
        ("5 million", 5_000_000),
        ("半百万", 500_000),
        ("half a million", 500_000),
        ("a million", 1_000_000),
        ("20w用户", 200_000),
        ("一万二", 12_000),
        ("十二万三千", 123_000),
        ("twenty five thousand", 25_000),
        ("100 thousand", 100_000),
        ("1,000,000", 1_000_000),
        ("2亿", 200_000_000),
        ("60人", 60),
        ("一千零五", 1005),
    ],
)
def test_value(text, value):
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "bound", "low", "high"),
    [
        ("三千多", "about", 3000, 4000),
        ("十几万", "about", 100_000, 200_000),
        ("10多万", "about", 100_000, 200_000),
        ("几万人", "about", 20_000, 100_000),
        ("两三万", "between", 20_000, 30_000),
        ("8到10万", "between", 80_000, 100_000),
        ("5-10k", "between", 5_000, 10_000),
        ("between 5 and 10 thousand", "between", 5_000, 10_000),
        ("10万以上", "from", 100_000, INFINITE),
        ("at least ten thousand", "from", 10_000, INFINITE),
        ("100万+", "from", 1_000_000, INFINITE),
        ("上百万", "from", 1_000_000, INFINITE),
        ("超过100万", "over", 1_000_000, INFINITE),
        ("more than 5,000", "over", 5_000, INFINITE),
        ("不到一万", "under", 0, 10_000),
        ("under 20k", "under", 0, 20_000),
        ("不超过50万", "up to", 0, 500_000),
        ("no more than 10,000", "up to", 0, 10_000),
        ("近10万", "under", 80_000, 100_000),
        ("hundreds of thousands of users", "about", 200_000, 1_000_000),
    ],
)
def test_what_a_number_can_be(text, bound, low, high):
    possible = only(text).possible
    assert (possible.bound, possible.low, possible.high) == (bound, low, high)


@pytest.mark.parametrize(
    ("text", "meets"),
    [
        pytest.param("10万以上", True, id="from includes the figure"),
        pytest.param("超过10万", True, id="over reaches beyond"),
        pytest.param("不到10万", False, id="under does not reach it"),
        pytest.param("不超过10万", True, id="up to includes the figure"),
        pytest.param("99999人", False, id="one too few"),
        pytest.param("10万人", True, id="exactly at the border"),
        pytest.param("around 100k", True, id="about may be either"),
    ],
)
def test_borders_of_ranges(text, meets):
    assert only(text).possible.meets(100_000, None) is meets


@pytest.mark.parametrize(
    ("text", "period"),
    [("40,000 a year", "year"), ("每月3000人", "month"), ("一天处理5万条", "day"), ("8万个会员", None)],
)
def test_period(text, period):
    assert quantities(text)[-1].period == period


def test_a_number_inside_a_word_is_none():
    assert quantities("h5页面") == []


@given(st.integers(1, 9999))
def test_chinese_numerals_are_read_as_they_are_written(value):
    assert only(f"共{chinese(value)}人").value == value


@given(st.text(alphabet="0123456789一二三十百千万亿几多两半上k,.~-到 million%over不", max_size=40))
def test_any_row_of_figures_is_read_without_an_error(text):
    for quantity in quantities(text):
        assert text[quantity.start : quantity.end] == quantity.written
        assert quantity.possible.low <= quantity.possible.high
