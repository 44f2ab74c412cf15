from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.similarity import soft_token_match, text_ratio

words = st.lists(
    st.sampled_from(["逾期", "怎么办", "花呗", "征信", "影响"]), min_size=1, max_size=6
)


def match(query: list[str], *examples: list[str]) -> list[float]:
    distinct = sorted({token for example in examples for token in example})
    bounds = np.cumsum([0, *(len(example) for example in examples[:-1])], dtype=np.int32)
    places = [distinct.index(token) for example in examples for token in example]
    ones = np.ones(max(len(query), len(distinct)), dtype=np.float32)
    return soft_token_match(
        query,
        ones[: len(query)],
        distinct,
        ones[: len(distinct)],
        np.array(places, dtype=np.int32),
        bounds,
    ).tolist()


@given(words, st.lists(words, min_size=1, max_size=4))
def test_score_is_a_share(query: list[str], examples: list[list[str]]) -> None:
    assert all(0 <= score <= 1 + 1e-6 for score in match(query, *examples))


@given(words)
def test_same_words_match_wholly(query: list[str]) -> None:
    assert match(query, query) == pytest.approx([1.0])


@given(words, words)
def test_order_of_words_does_not_matter(query: list[str], example: list[str]) -> None:
    assert match(query, example) == pytest.approx(match(query[::-1], example[::-1]))


def test_words_that_share_nothing_do_not_match() -> None:
    assert match(["逾期"], ["天气"]) == [0.0]


def test_half_of_the_words_match_half() -> None:
    assert match(["逾期", "征信"], ["逾期", "天气"]) == pytest.approx([0.5])


def test_ratio_is_one_for_the_same_text_and_none_for_another() -> None:
    assert text_ratio("逾期", ["逾期", "天气"]).tolist() == [1.0, 0.0]
