from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.grams import (
    LONGEST,
    counted,
    first_marked,
    first_triple,
    grams,
    marked,
    places_of,
    spelled,
)
from tests.unit.texts import mixed_texts

keys = st.lists(st.integers(0, 2**64 - 1)).map(lambda values: np.array(values, np.uint64))


@given(mixed_texts.filter(lambda text: "\0" not in text), st.integers(1, LONGEST))
def test_every_gram_is_spelled_as_it_stands_in_the_text(text: str, longest: int) -> None:
    expected = [
        text[place : place + length]
        for length in range(1, longest + 1)
        for place in range(len(text) - length + 1)
    ]
    assert [spelled(key) for key in grams(text, longest).tolist()] == expected


@given(mixed_texts, mixed_texts)
def test_marked_grams_are_told_from_the_others_and_come_after_them(
    first: str, second: str
) -> None:
    joined, _ = counted(np.concatenate((grams(first), marked(grams(second)))))
    assert first_marked(joined) == len(set(grams(first).tolist()))


@given(mixed_texts)
def test_triples_come_after_characters_and_pairs(text: str) -> None:
    plain = text.replace("\0", "")
    ordered, _ = counted(grams(plain))
    split = first_triple(ordered)
    assert all(len(spelled(key)) < 3 for key in ordered[:split].tolist())
    assert all(len(spelled(key)) == 3 for key in ordered[split:].tolist())


@given(keys)
def test_counting_agrees_with_a_counter(
    values: np.ndarray[tuple[int], np.dtype[np.uint64]],
) -> None:
    found, counts = counted(values)
    assert dict(zip(found.tolist(), counts.tolist(), strict=True)) == Counter(values.tolist())
    assert found.tolist() == sorted(found.tolist())


@pytest.mark.parametrize(
    ("sought", "known", "places"),
    [([3, 9], [1, 3, 5], [1, -1]), ([], [1], []), ([1, 2], [], [-1, -1]), ([0], [1], [-1])],
)
def test_places_are_those_among_the_known(
    sought: list[int], known: list[int], places: list[int]
) -> None:
    found = places_of(np.array(sought, np.uint64), np.array(known, np.uint64))
    assert found.tolist() == places
