from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.aligned import Aligned
from bot.nlu.lexicon import Lexicon
from bot.nlu.spelling import Speller

if TYPE_CHECKING:
    from bot import Engine

TABLE = {"咋办": "怎么办", "咋": "怎么", "预期": "逾期", "hb": "花呗"}
SPELL = Speller(TABLE, ("花呗", "借呗", "逾期", "征信"), Lexicon({}, frozenset()))


def spelled(text: str) -> str:
    return SPELL(Aligned.of(text)).text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("预期了咋办", "逾期了怎么办", id="table"),
        pytest.param("咋还", "怎么还", id="longest-first"),
        pytest.param("hb逾期", "花呗逾期", id="initials"),
        pytest.param("whbx", "whbx", id="initials-only-as-a-word"),
        pytest.param("huabei yuqi", "花呗逾期", id="pinyin"),
        pytest.param("huabeiyuqi", "花呗逾期", id="pinyin-in-one"),
        pytest.param("huabei hello", "huabei hello", id="pinyin-that-covers-not-all"),
        pytest.param("花贝逾期", "花呗逾期", id="sounds-like"),
        pytest.param("花呗逾期", "花呗逾期", id="right-already"),
        pytest.param("", "", id="empty"),
    ],
)
def test_what_was_meant_is_read(text: str, meant: str) -> None:
    assert spelled(text) == meant


def test_character_of_a_name_belongs_to_no_slip() -> None:
    lexicon = Lexicon({"那位": 20}, frozenset())
    spell = Speller({}, (), lexicon, ("微粒贷",))
    assert spell(Aligned.of("那微粒贷呢")).text == "那微粒贷呢"
    assert spell(Aligned.of("那微先生")).text == "那位先生"


def test_word_that_makes_sense_itself_is_kept() -> None:
    assert spelled("语气") == "语气"


def test_opening_that_is_a_word_is_no_slip() -> None:
    spell = Speller({}, ("网商贷",), Lexicon({"网上": 20}, frozenset()))
    assert spell(Aligned.of("网上代办")).text == "网上代办"
    assert spell(Aligned.of("网尚贷")).text == "网商贷"


@given(st.text(alphabet="花贝呗咋办预期hbyuqiaei 了123", max_size=20))
def test_correction_stands_for_what_was_typed(text: str) -> None:
    aligned = SPELL(Aligned.of(text))
    assert len(aligned.text) == len(aligned.starts) == len(aligned.ends)
    assert all(
        0 <= start < end <= len(text)
        for start, end in zip(aligned.starts, aligned.ends, strict=True)
    )


def test_entity_in_a_slip_has_the_offsets_of_the_slip(engine: Engine) -> None:
    heard = engine.parse("我的花贝预期了", datetime(2026, 11, 22, tzinfo=UTC))
    assert heard.normalized == "我的花呗逾期了"
    assert [(one.value, one.text, one.start) for one in heard.entities] == [("huabei", "花贝", 2)]
