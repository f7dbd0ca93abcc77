"""Numbers of articles, read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import article_numbers


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("一百二十八", 128),
        ("一千二百六十", 1260),
        ("一千零一", 1001),
        ("一二八", 128),
        ("二〇", 20),
        ("38", 38),
        ("３８", 38),
        ("一百二十 八", 128),
        ("᥎", 8),
    ],
)
def test_a_number_is_read_in_any_digits(written: str, value: int):
    assert article_numbers.parse(written) == value


@given(st.integers(1, 9999))
def test_a_number_written_in_chinese_is_read_back(value: int):
    assert article_numbers.parse(article_numbers.chinese(value)) == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第三十八条", "38"),
        ("第38条", "38"),
        ("第 一百二十八 条", "128"),
        ("第二百八十七条之一", "287-1"),
        ("第一百二十条之十二", "120-12"),
        ("第三条之一般规定", "3"),
    ],
)
def test_a_citation_gives_the_number(text: str, number: str):
    found = article_numbers.REFERENCE.match(text)
    assert found
    assert article_numbers.of(found) == number


@pytest.mark.parametrize(
    ("number", "label"),
    [
        ("38", "第三十八条"),
        ("287-1", "第二百八十七条之一"),
        ("一", "第一项"),
        ("¶3", "第3段"),
        ("110", "第一百一十条"),
        ("10", "第十条"),
    ],
)
def test_a_number_is_shown_as_it_is_cited(number: str, label: str):
    assert article_numbers.label(number) == label


def test_inserted_articles_sort_after_the_one_they_follow():
    assert sorted(["288", "287-2", "9", "287", "287-1"], key=article_numbers.order) == [
        "9",
        "287",
        "287-1",
        "287-2",
        "288",
    ]
