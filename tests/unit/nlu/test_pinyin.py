from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.pinyin import initials, readings


@pytest.mark.parametrize(("character", "usual"), [("花", "hua"), ("呗", "bei"), ("逾", "yu")])
def test_usual_reading_comes_first(character: str, usual: str) -> None:
    assert readings(character)[0] == usual


@pytest.mark.parametrize("character", ["a", "3", "😀", " ", "。"])
def test_what_is_no_chinese_has_no_reading(character: str) -> None:
    assert readings(character) == ()


def test_initials_keep_letters_and_digits() -> None:
    assert initials("花呗逾期3天a") == "hbyq3ta"


@given(st.text())
def test_initials_have_one_letter_for_each_character(text: str) -> None:
    assert len(initials(text)) == len(text)
