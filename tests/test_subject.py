"""What a question about one duty takes as given, and a check of a whole product does not."""

from datetime import date

import pytest

from knowledge import library
from knowledge.answer import answer
from knowledge.library import Library
from knowledge.profile import profile

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def law() -> Library:
    return library.load()


def test_a_question_about_another_way_than_the_face_is_about_faces(law):
    found = answer(law, "小区门禁只给刷脸可以吗", DAY).findings[0]
    assert found.outcome_id == "add_alternative"
    assert found.assumed["face_only_method"] is True


def test_a_check_of_a_product_without_a_word_about_faces_assumes_none(law):
    product = profile(law, {"virtual_intimacy": True}, DAY)
    required = {finding.verdict for finding in product.at("required")}
    assert "cn.anthropomorphic.minors" in required
    assert not any(name.startswith("cn.face-recognition") for name in required)


def test_what_follows_from_a_stated_fact_speaks_against_no_verdict(law):
    found = answer(law, "我们AI绘画app的output要不要加label", DAY)
    assert any(finding.verdict.startswith("cn.ai-labels.") for finding in found.findings)


def test_a_question_for_the_fine_is_not_answered_by_whether_there_is_a_duty(law):
    found = answer(law, "没设青少年模式会被罚多少", DAY)
    assert found.kind == "penalty"
    assert found.cite[0] == "minors-network-protection-2023#56"


@pytest.mark.parametrize("text", ["只给员工用的AI，协议里必须写明标识方法吗", "我们不用刷脸，人脸评估报告必须存三年吗"])
def test_what_takes_a_product_out_of_a_law_takes_it_out_of_each_duty(law, text):
    assert answer(law, text, DAY).level != "required"


@pytest.mark.parametrize(
    "text",
    [
        "Do we have to hire an outside firm for the public-opinion security assessment?",
        "外包给客服公司处理用户资料，需要用户单独同意吗",
    ],
)
def test_a_question_beside_an_open_verdict_is_answered_by_the_entry_that_answers_just_it(law, text):
    found = answer(law, text, DAY)
    assert found.level == "not_required"
    assert not found.findings


def test_a_number_on_which_a_verdict_hangs_leaves_the_answer_to_it(law):
    found = answer(law, "900,000 monthly active minors, 5 million registered. Large minors' platform?", DAY)
    assert found.level == "depends"


def test_a_name_inside_a_longer_one_is_not_named(law):
    found = answer(law, "拿到算法备案编号后必须公示吗", DAY)
    assert (found.level, found.cite[0]) == ("required", "algorithm-recommendation-2021#26")


def test_an_exception_answers_only_who_speaks_of_it(law):
    assert answer(law, "漫画App要做未成年人模式吗", DAY).level != "not_required"
    assert answer(law, "计算器要做青少年模式吗", DAY).level == "not_required"
