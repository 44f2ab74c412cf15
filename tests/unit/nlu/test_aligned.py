from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.aligned import Aligned
from bot.nlu.normalize import align
from tests.unit.texts import mixed_texts


@given(mixed_texts, st.data())
def test_span_lies_within_the_original(text: str, data: st.DataObject) -> None:
    aligned = align(text)
    start = data.draw(st.integers(0, len(aligned.text)))
    end = data.draw(st.integers(start, len(aligned.text)))
    left, right = aligned.span(start, end)
    assert 0 <= left <= right <= len(text)


@given(mixed_texts)
def test_each_character_keeps_one_place(text: str) -> None:
    aligned = align(text)
    assert len(aligned.text) == len(aligned.starts) == len(aligned.ends)


@given(mixed_texts)
def test_places_never_go_back(text: str) -> None:
    starts = align(text).starts
    assert list(starts) == sorted(starts)


@given(st.text())
def test_the_original_stands_for_itself(text: str) -> None:
    assert Aligned.of(text).span(0, len(text)) == (0, len(text))


@pytest.mark.parametrize(
    ("new", "spans"),
    [
        pytest.param("逾期", [(1, 2), (2, 3)], id="same-length-keeps-each-place"),
        pytest.param("怎么办", [(1, 3), (1, 3), (1, 3)], id="longer-stands-for-the-whole"),
        pytest.param("啥", [(1, 3)], id="shorter-stands-for-the-whole"),
        pytest.param("", [], id="removed"),
    ],
)
def test_replacement_stands_for_what_it_replaced(new: str, spans: list[tuple[int, int]]) -> None:
    aligned = Aligned.of("我预期了").replaced(re.compile("预期"), lambda _: new)
    assert aligned.text == f"我{new}了"
    assert [aligned.span(i, i + 1) for i in range(1, 1 + len(new))] == spans


def test_empty_span_lies_where_it_points() -> None:
    assert Aligned.of("花呗").span(1, 1) == (1, 1)
    assert Aligned.of("花呗").span(2, 2) == (2, 2)
    assert Aligned.of("").span(0, 0) == (0, 0)


def test_empty_match_replaces_nothing() -> None:
    assert Aligned.of("花呗").replaced(re.compile("x*"), lambda _: "!") == Aligned.of("花呗")
