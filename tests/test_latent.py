"""Entries by the company their words keep."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.latent import FEWEST, Space, latent

RAIN, WET, UMBRELLA, SUN, DRY = range(5)
TOLD = [{RAIN: 1.0, WET: 1.0}, {WET: 1.0, UMBRELLA: 1.0}] * FEWEST + [{SUN: 1.0, DRY: 1.0}] * FEWEST
OWNERS = [0, 0] * FEWEST + [1] * FEWEST


def test_words_of_one_entry_find_it_though_no_example_has_them_together():
    alike = Space(latent(TOLD, OWNERS, [1.0] * 5)).alike({RAIN: 1.0, UMBRELLA: 1.0})
    assert alike[0] > 0.9
    assert alike[1] < 0.1


def test_a_word_that_is_too_rare_or_tells_nothing_has_no_place():
    space = Space(latent([*TOLD, {5: 1.0}], [*OWNERS, 1], [1.0, 1.0, 1.0, 0.0, 1.0, 1.0]))
    assert not space.alike({SUN: 1.0}).any()
    assert not space.alike({5: 1.0}).any()
    assert not space.alike({}).any()


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.dictionaries(st.integers(0, 9), st.floats(0.1, 3), max_size=6)), max_size=30
    ),
    st.dictionaries(st.integers(0, 9), st.floats(0.1, 3)),
)
def test_it_is_from_zero_to_one_whatever_the_examples(told, asked):
    owners = [owner for owner, _ in told]
    alike = Space(latent([example for _, example in told], owners, [1.0] * 10)).alike(asked)
    assert len(alike) == max(owners, default=-1) + 1
    assert ((alike >= 0) & (alike <= 1.02)).all()
