from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.dialogue.crisis import CrisisDetector

if TYPE_CHECKING:
    from bot.domain import Domain


@pytest.fixture(scope="module")
def is_danger(domain: Domain) -> CrisisDetector:
    return CrisisDetector(domain)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("我不想活了", id="plain"),
        pytest.param("我 不 想 活 了", id="spaced"),
        pytest.param("我不-想-活了", id="punctuated"),
        pytest.param("欠這麼多錢只想去死", id="traditional"),
        pytest.param("花呗逾期了,我想自杀", id="beside-a-question"),
    ],
)
def test_danger_is_heard_however_it_is_written(is_danger: CrisisDetector, text: str) -> None:
    assert is_danger(text)


@pytest.mark.parametrize(
    "text", ["想死你了", "自杀式投资是什么", "花呗逾期了怎么办", "你好", "😀", "", "123", "ok"]
)
def test_idioms_and_ordinary_words_are_no_danger(is_danger: CrisisDetector, text: str) -> None:
    assert not is_danger(text)


def test_ordinary_examples_are_no_danger(is_danger: CrisisDetector, domain: Domain) -> None:
    heard = [
        example.text
        for intent in domain.intents.values()
        if intent.name != "crisis"
        for example in intent.examples
        if is_danger(example.text)
    ]
    assert len(heard) <= 1
