"""How far the words of a message are those in which people ask about our field."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.belonging import belongs
from knowledge.normalise import normalise
from knowledge.tokens import tokens

DAY = date(2026, 11, 29)


def odds(library, text):
    return belongs(library, tokens(normalise(text).text))


@pytest.mark.parametrize(
    ("ours", "other"),
    [
        ("直播间要给观众实名吗", "直播间灯光怎么打才好看"),
        ("Do we have to moderate comments?", "Which library paginates comments best?"),
        ("推荐算法要备案吗", "推荐算法工程师的年终奖怎么谈"),
        ("人脸信息要不要单独同意", "人脸打卡机坏了找谁修"),
        ("Must AI pictures carry a label?", "Which AI draws the prettiest pictures?"),
    ],
)
def test_one_subject_in_our_words_and_in_those_of_another_field(library, ours, other):
    assert odds(library, ours) > 1 > 0 > odds(library, other)


def test_words_that_nobody_knows_do_not_speak_for_our_field(library):
    assert odds(library, "lorem ipsum dolor") < 0


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("今天直播又没人看，难受", id="a feeling"),
        pytest.param("Which deepfake detector has the best accuracy?", id="a choice of tools"),
        pytest.param("Redis or Kafka for a comment service?", id="one or the other"),
        pytest.param("妆后人脸看着很肿，有什么修容技巧", id="a face, not a template of one"),
    ],
)
def test_a_thing_of_ours_with_nothing_asked_of_it_is_not_answered(library, question):
    assert answer(library, question, DAY).kind == "none"


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("便利店门口装摄像头，要不要贴个牌子告诉大家", id="a shop"),
        pytest.param("can prosecutors sue over mass privacy violations", id="to sue"),
        pytest.param("我们才五万个用户，个保那些手续能简化吗", id="few users"),
    ],
)
def test_a_word_of_another_field_does_not_take_a_question_away(library, question):
    assert answer(library, question, DAY).kind not in ("none", "clarify")
