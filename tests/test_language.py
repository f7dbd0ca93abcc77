"""The language of a message, and Chinese typed in letters."""

import pytest

from knowledge.language import is_pinyin, language


@pytest.mark.parametrize(
    "text",
    ["danmu yao beian me", "an quan ping gu bao gao", "suanfa beian duo jiu", "app yao beian ma", "xi'an wang'an"],
)
def test_pinyin(text):
    assert is_pinyin(text)
    assert language(text) == "zh"


@pytest.mark.parametrize(
    "text",
    [
        "media data game",
        "change the data",
        "do we need it",
        "弹幕 yao beian",
        "app",
        "",
        "china data online",
        "karaoke app",
        "telemedicine",
        "landing page",
        "mobile game",
        "online education",
    ],
)
def test_no_pinyin(text):
    assert not is_pinyin(text)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("deepfake 不打标识 会罚吗", "zh"),
        ("Is 双新评估 required for us?", "en"),
        ("个保法 Art. 38", "zh"),
        ("what does 个保法 say about consent", "en"),
    ],
)
def test_a_mixed_message_is_in_the_language_of_its_frame(text, lang):
    assert language(text) == lang


def test_without_letters_the_hint_decides():
    assert (language("123", "en"), language("123", "zh"), language("123")) == ("en", "zh", "zh")
