from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.matcher import ExampleMatcher
from bot.nlu.reader import Reading

if TYPE_CHECKING:
    from bot import Engine


def reading(*tokens: str) -> Reading:
    """A reading that consists of these words."""
    text = "".join(tokens)
    return Reading(text, text, (), (), lambda _: tokens)


EXAMPLES = (
    reading("P", "逾期", "了", "怎么办"),
    reading("逾期", "影响", "征信", "吗"),
    reading("有没有", "宽限期"),
)
MATCH = ExampleMatcher.build(EXAMPLES, [0, 1, 2])
tokens = st.lists(st.sampled_from(["P", "逾期", "怎么办", "吗", "天气", "☃"]), max_size=6)


@pytest.mark.parametrize("place", range(len(EXAMPLES)))
def test_example_finds_itself_first(place: int) -> None:
    near, similarity = MATCH(EXAMPLES[place])
    assert near[0] == place
    assert similarity[0] == pytest.approx(1.0)


def test_example_of_the_tiny_bot_finds_its_own_wording_first(engine: Engine) -> None:
    matcher = engine.model.matcher
    held = np.split(matcher.spoken, matcher.bounds[1:-1])
    for masked, places in zip(matcher.masked, held, strict=True):
        near, _ = matcher(reading(*(matcher.words[place] for place in places)))
        assert matcher.masked[near[0]] == masked


def test_amended_examples_are_found_in_their_new_places() -> None:
    new = reading("花呗", "逾期", "会", "上门", "吗")
    match = MATCH.amended(np.array([2, -1, 0]), [0, 2, 1], {1: new})
    for place, example in enumerate((EXAMPLES[2], new, EXAMPLES[0])):
        near, similarity = match(example)
        assert near[0] == place
        assert similarity[0] == pytest.approx(1.0)
    near, _ = match(EXAMPLES[1])
    assert set(near.tolist()) <= {0, 1, 2}


@given(tokens)
def test_similarity_is_a_share_and_falls(words: list[str]) -> None:
    _, similarity = MATCH(reading(*words))
    assert ((similarity >= 0) & (similarity <= 1)).all()
    assert (np.diff(similarity) <= 0).all()


@pytest.mark.parametrize("words", [(), ("☃",)], ids=["empty", "unknown"])
def test_text_of_nothing_known_has_no_neighbours(words: tuple[str, ...]) -> None:
    near, similarity = MATCH(reading(*words))
    assert len(near) == len(similarity) == 0


def test_no_examples_have_no_neighbours() -> None:
    near, _ = ExampleMatcher.build((), ())(reading("逾期"))
    assert len(near) == 0


def test_example_of_no_words_harms_nobody() -> None:
    near, _ = ExampleMatcher.build((*EXAMPLES, reading()), [0, 1, 2, 3])(reading("逾期"))
    assert 3 not in near


def test_rare_word_tells_more_than_a_common_one() -> None:
    words = (("常见", "一"), ("稀罕", "二"), ("常见", "三"), ("常见", "四"))
    match = ExampleMatcher.build([reading(*one) for one in words], range(4))
    near, _ = match(reading("常见", "稀罕"))
    assert near[0] == 1


def test_white_space_makes_no_pair_with_what_it_parts() -> None:
    near, _ = ExampleMatcher.build([reading("征", " ", "信"), reading("征信")], [0, 1])(
        reading("征信")
    )
    assert near[0] == 1
