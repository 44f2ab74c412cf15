from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.numbers import NUMBER, parse_number

DIGITS = "零一二三四五六七八九"


def spelled(number: int) -> str:
    """A number below 100 million in Chinese."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return f"{spelled(high)}万{gap}{spelled(low) if low else ''}"
    for unit, size in (("千", 1000), ("百", 100), ("十", 10)):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return f"{DIGITS[high]}{unit}{gap}{spelled(low) if low else ''}"
    return DIGITS[number]


def mixed(number: int) -> str:
    """A number below 100 million with digits before its units: 2万3千."""
    high, low = divmod(number, 10_000)
    text = f"{high}万" if high else ""
    for unit, size in (("千", 1000), ("百", 100), ("十", 10)):
        digit, low = divmod(low, size)
        text += f"{digit}{unit}" if digit else ""
    if not low:
        return text
    return f"{text}零{low}" if text and text[-1] != "十" else f"{text}{low}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3), ("1,500", 1500), ("12.5", 12.5), ("十", 10), ("十二", 12), ("二十", 20),
        ("三百零五", 305), ("两万五千", 25_000), ("一千五", 1500), ("1万2", 12_000),
        ("1.5w", 15_000), ("5k", 5000), ("3千", 3000), ("1亿", 10**8), ("壹佰", 100),
        ("2万3千", 23_000), ("1千5百", 1500), ("3千5百6", 3560), ("两万三千五", 23_500),
        ("1.2万", 12_000), ("1万零500", 10_500), ("1w8k", 18_000), ("1万2000", 12_000),
        ("两三千", 2500), ("几百", 300), ("数十", 30), ("二〇二六", 2026), ("俩", 2),
    ],
)  # fmt: skip
def test_number_is_read_as_people_write_it(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "半", "abc", "好", "-", "."])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(0, 10**15))
def test_digits_mean_themselves(number: int) -> None:
    assert parse_number(str(number)) == number


@given(st.integers(1, 10**9))
def test_thousands_may_be_set_apart(number: int) -> None:
    assert parse_number(f"{number:,}") == number


@given(st.integers(1, 99_999_999))
def test_chinese_numeral_is_read_back(number: int) -> None:
    assert parse_number(spelled(number)) == number


@given(st.integers(1, 99_999_999))
def test_chinese_numeral_is_found_whole(number: int) -> None:
    assert re.fullmatch(NUMBER, spelled(number))


@given(st.integers(1, 99_999_999))
def test_digits_and_units_mixed_are_read_back_and_found_whole(number: int) -> None:
    text = mixed(number)
    assert parse_number(text) == number
    assert re.fullmatch(NUMBER, text)


@given(st.text(alphabet="0123456789.,零一二两三十百千万亿wk几半", max_size=40))
def test_any_mixture_is_a_number_or_none(text: str) -> None:
    value = parse_number(text)
    assert value is None or value >= 0
