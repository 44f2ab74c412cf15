from __future__ import annotations

import pytest
from hypothesis import given

from bot.nlu.normalize import normalize
from bot.nlu.split import split_questions
from tests.unit.texts import mixed_texts


def questions(text: str) -> list[str]:
    """Each question by itself."""
    return [wordings[0].rstrip("?") for wordings in split_questions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("花呗逾期了怎么办", ["花呗逾期了怎么办"], id="one"),
        pytest.param("花呗逾期了", ["花呗逾期了"], id="none-asked"),
        pytest.param("上征信吗?怎么协商?", ["上征信吗", "怎么协商"], id="question-marks"),
        pytest.param("上征信吗 怎么协商", ["上征信吗", "怎么协商"], id="spaces"),
        pytest.param("上征信吗还能再用吗", ["上征信吗", "还能再用吗"], id="run-together"),
        pytest.param("能提前还吗有没有违约金", ["能提前还吗,有没有违约金"], id="its-price"),
        pytest.param("影响征信吗,会不会有利息", ["影响征信吗", "会不会有利息"], id="no-price"),
        pytest.param("前几天还清的 上征信吗", ["前几天还清的,上征信吗"], id="days-ago"),
        pytest.param("我欠五千,逾期三天,上征信吗", ["我欠五千,逾期三天,上征信吗"], id="situation"),
    ],
)
def test_questions_are_told_apart(text: str, expected: list[str]) -> None:
    assert questions(text) == expected


def test_situation_told_first_belongs_to_the_later_question_too() -> None:
    _, second = split_questions("花呗逾期三天了,影响征信吗 还能再用吗")
    assert second[-1] == "花呗逾期三天了,还能再用吗"


@given(mixed_texts)
def test_every_text_has_a_question_and_each_has_a_wording(text: str) -> None:
    split = split_questions(normalize(text))
    assert split
    assert all(wordings for wordings in split)
