"""What a question may mean, and how sure that is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.matching import match
from knowledge.reading import read


def best(library, text):
    return match(library, read(library, text), 5)[0]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("我们加语聊房，要不要做安全评估", "verdict", "cn.security-assessment"),
        ("上线前要不要双新评估", "verdict", "cn.security-assessment"),
        ("do we need a public-opinion assessment", "verdict", "cn.security-assessment"),
        ("算法备案要做吗", "verdict", "cn.algorithm.filing"),
    ],
)
def test_verdicts_are_found(library, text, kind, found):
    candidate = best(library, text)
    assert (candidate.kind, candidate.id) == (kind, found)


def test_every_entry_is_found_by_its_own_question(library):
    for regulation in library.regulations.values():
        for index, faq in enumerate(regulation.faq[:2]):
            found = match(library, read(library, faq.q.en), 5)
            entry = f"{regulation.id}:{index}"
            assert entry in [candidate.id for candidate in found], faq.q.en


def test_confidence_is_a_probability_and_falls(library):
    found = match(library, read(library, "直播平台要不要备案"), 10)
    assert all(0 <= candidate.score <= 1 for candidate in found)
    assert found[0].score == max(candidate.score for candidate in found)


def test_a_vague_question_is_not_answered_surely(library):
    assert best(library, "需要备案吗").score < 0.9


def test_nothing_is_found_for_nothing(library):
    assert match(library, read(library, "！！！"), 5) == []


def test_the_limit_is_kept(library):
    assert len(match(library, read(library, "备案要多久"), 3)) == 3


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=100))
def test_any_text_is_matched_without_an_error(library, text):
    match(library, read(library, text), 5)
