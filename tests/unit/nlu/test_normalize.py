from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.normalize import align, normalize
from tests.unit.texts import mixed_texts

LONGEST_FOLD = 18
"""What the longest single character becomes under NFKC (U+FDFA)."""


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("ＡＰＰ１２", "app12", id="full-width"),
        pytest.param("Hello", "hello", id="case"),
        pytest.param("花唄逾期後還錢", "花呗逾期后还钱", id="traditional"),
        pytest.param("薴", "苎", id="traditional-in-two-steps"),
        pytest.param("  花呗 　\n逾期  ", "花呗 逾期", id="white-space"),
        pytest.param("花呗😭逾期", "花呗 逾期", id="emoji"),
        pytest.param("👨‍👩‍👧", "", id="joined-emoji"),
        pytest.param("花\u200b呗", "花呗", id="zero-width"),
        pytest.param("哈哈哈哈哈", "哈哈", id="repeats"),
        pytest.param("10000", "10000", id="digits-are-no-repeats"),
        pytest.param("逾期了!!!???", "逾期了!", id="punctuation"),
        pytest.param("好。。。", "好。", id="full-stops"),
        pytest.param("逾期***天", "逾期*天", id="mask"),
        pytest.param("逾期xx天", "逾期*天", id="mask-of-letters"),
        pytest.param("1xx年", "1*年", id="mask-after-digit"),
        pytest.param("**x ", "*", id="mask-uncovers-mask"),
        pytest.param("㎏①½", "kg11⁄2", id="compatibility"),
        pytest.param("İΐ", "iι", id="marks-on-letters"),
        pytest.param("\x00\x07", "", id="control"),
        pytest.param("\ud800花呗", "花呗", id="lone-surrogate"),
        pytest.param("", "", id="empty"),
    ],
)
def test_spellings_that_read_alike_become_one(text: str, plain: str) -> None:
    assert normalize(text) == plain


@given(mixed_texts)
def test_normalizing_twice_changes_nothing_more(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(st.text(alphabet="*xX#＊5年 a!。…😀\u200b", max_size=12))
def test_normalizing_masks_twice_changes_nothing_more(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(st.text())
def test_text_never_grows_beyond_what_its_characters_fold_to(text: str) -> None:
    assert len(normalize(text)) <= LONGEST_FOLD * len(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_chinese_never_grows(text: str) -> None:
    assert len(normalize(text)) <= len(text)


@given(mixed_texts)
def test_normalize_is_the_text_of_align(text: str) -> None:
    assert align(text).text == normalize(text)


@given(mixed_texts)
def test_nothing_stands_around_the_result(text: str) -> None:
    assert normalize(text) == normalize(text).strip()
