from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.matcher import ExampleMatcher, Prepared, characters_and_pairs

if TYPE_CHECKING:
    from bot import Engine

EXAMPLES = (
    Prepared("P逾期了怎么办", ("P", "逾期", "了", "怎么办"), 0),
    Prepared("逾期影响征信吗", ("逾期", "影响", "征信", "吗"), 1),
    Prepared("有没有宽限期", ("有没有", "宽限期"), 2),
)
MATCH = ExampleMatcher.build(EXAMPLES)
tokens = st.lists(st.sampled_from(["P", "逾期", "怎么办", "吗", "天气", "☃"]), max_size=6)


@pytest.mark.parametrize("place", range(len(EXAMPLES)))
def test_example_finds_itself_first(place: int) -> None:
    example = EXAMPLES[place]
    near, similarity = MATCH(example.masked, example.tokens)
    assert near[0] == place
    assert similarity[0] == pytest.approx(1.0)


def test_example_of_the_tiny_bot_finds_its_own_wording_first(engine: Engine) -> None:
    matcher = engine.model.matcher
    for masked, (start, end) in zip(matcher.masked, pairwise(matcher.starts), strict=True):
        near, _ = matcher(masked, [matcher.index.terms[at] for at in matcher.tokens[start:end]])
        assert matcher.masked[near[0]] == masked


def test_amended_examples_are_found_in_their_new_places() -> None:
    new = Prepared("花呗逾期会上门吗", ("花呗", "逾期", "会", "上门", "吗"), 2)
    match = MATCH.amended(np.array([2, -1, 0]), np.array([0, 2, 1]), {1: new})
    for place, example in enumerate((EXAMPLES[2], new, EXAMPLES[0])):
        near, similarity = match(example.masked, example.tokens)
        assert near[0] == place
        assert similarity[0] == pytest.approx(1.0)
    near, _ = match(EXAMPLES[1].masked, EXAMPLES[1].tokens)
    assert set(near.tolist()) <= {0, 1, 2}


@given(tokens)
def test_similarity_is_a_share_and_falls(words: list[str]) -> None:
    _, similarity = MATCH("".join(words), words)
    assert ((similarity >= 0) & (similarity <= 1)).all()
    assert (np.diff(similarity) <= 0).all()


@pytest.mark.parametrize("words", [(), ("☃",)], ids=["empty", "unknown"])
def test_text_of_nothing_known_has_no_neighbours(words: tuple[str, ...]) -> None:
    near, similarity = MATCH("".join(words), words)
    assert len(near) == len(similarity) == 0


def test_no_examples_have_no_neighbours() -> None:
    near, _ = ExampleMatcher.build(())("逾期", ("逾期",))
    assert len(near) == 0


def test_example_of_no_words_harms_nobody() -> None:
    near, _ = ExampleMatcher.build((*EXAMPLES, Prepared("", (), 3)))("逾期", ("逾期",))
    assert 3 not in near


def test_rare_word_tells_more_than_a_common_one() -> None:
    words = (("常见", "一"), ("稀罕", "二"), ("常见", "三"), ("常见", "四"))
    match = ExampleMatcher.build(
        Prepared("".join(one), one, place) for place, one in enumerate(words)
    )
    near, _ = match("常见稀罕", ("常见", "稀罕"))
    assert near[0] == 1


def test_white_space_makes_no_pair() -> None:
    assert characters_and_pairs("a b") == ("a", "b", "ab")
