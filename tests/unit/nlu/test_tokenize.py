from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from bot.nlu.normalize import normalize
from bot.nlu.tokenize import JiebaTokenizer, word_count
from tests.unit.texts import mixed_texts

CUT = JiebaTokenizer(["花呗", "宽限期"])


@given(mixed_texts)
def test_words_joined_are_the_text(text: str) -> None:
    plain = normalize(text)
    assert "".join(CUT(plain)) == plain


@given(mixed_texts)
def test_no_word_is_empty(text: str) -> None:
    assert all(CUT(normalize(text)))


@pytest.mark.parametrize("word", ["花呗", "宽限期"])
def test_word_of_the_domain_is_not_cut(word: str) -> None:
    assert word in CUT(f"{word}几天")


def test_words_of_one_tokenizer_are_not_those_of_another() -> None:
    JiebaTokenizer(["逾期花呗啦"])
    assert "逾期花呗啦" not in CUT("逾期花呗啦")


def test_letter_that_masks_an_entity_is_a_word() -> None:
    assert CUT("P逾期S") == ("P", "逾期", "S")


def test_usual_word_counts_more_than_a_rare_one() -> None:
    counts = [word_count(word) for word in ("我们", "逾期", "花贝")]
    assert all(more > less for more, less in pairwise(counts))
