"""What a question only names is not said: "no AI at all. Must deep synthesis be filed?"."""

import pytest

from knowledge.reading import read


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        pytest.param(
            "只剪辑拼接，完全不用AI，深度合成要备案吗", "deep_synthesis", id="the duty is named by the thing denied"
        ),
        pytest.param(
            "We only call an API and train nothing. Do the rules on training data bind us?",
            "trains_model",
            id="in English",
        ),
        pytest.param(
            "推荐不看个人，人人一样，个性化推荐要给关闭选项吗", "personalised_push", id="a switch for what is not there"
        ),
    ],
)
def test_what_is_denied_stays_denied_where_the_question_names_it(library, text, fact):
    assert read(library, text).facts[fact] is False


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        pytest.param("没有短视频，做短视频要许可吗", "short_video", id="it is about to be done"),
        pytest.param(
            "We have no live streaming. If we had live streaming, is an assessment needed?",
            "live_streaming",
            id="a condition",
        ),
    ],
)
def test_what_may_come_to_be_is_left_open(library, text, fact):
    reading = read(library, text)
    assert fact not in reading.facts
    assert fact in reading.torn


def test_for_whom_it_is_offered_is_no_name_of_a_duty(library):
    assert "mainland_users" in read(library, "IP属地只对境外用户显示，国内用户不显示可以吗").torn
