"""Slips put right, and right words left alone."""

import pytest

from knowledge.reading import read
from knowledge.spelling import correct


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("要不要备按", "要不要备案"),
        ("小程续", "小程序"),
        ("安全平估", "安全评估"),
        ("do we need an assesment", "do we need an assessment"),
        ("personel informaton", "personal information"),
        ("beian 要多久", "备案 要多久"),
        ("danmu yao pinggu ma", "弹幕要评估吗"),
        ("咋办", "怎么办"),
        ("我哋嘅客人资料会俾美国睇", "我们的客人资料会给美国看"),
        ("冇人喺内地用，系咪唔使做", "没有人在内地用，是不是不用做"),
    ],
)
def test_slips_are_put_right(library, written, meant):
    assert correct(library, written)[0] == meant


@pytest.mark.parametrize(
    "text",
    [
        "监管上是否必须先做安全评估",
        "交给哪些部门看",
        "我们公司的形式和时间",
        "steam page for our miners",
        "women and men use the platform",
        "we list contents of the chart",
        "changes of the website",
    ],
)
def test_right_words_stay(library, text):
    assert correct(library, text) == (text, ())


def test_regional_words_only_in_traditional_texts(library):
    assert correct(library, "使用者资讯", traditional=True)[0] == "用户信息"
    assert correct(library, "使用者资讯")[0] == "使用者资讯"


def test_what_was_changed_is_told(library):
    (correction,) = read(library, "要不要备按").corrections
    assert (correction.written, correction.meant) == ("备按", "备案")
