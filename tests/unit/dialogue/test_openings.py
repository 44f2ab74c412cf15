from __future__ import annotations

import pytest

from bot.dialogue.openings import without_opening


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("谢谢你，那会上征信吗", "那会上征信吗"),
        ("好的！那利息怎么算", "那利息怎么算"),
        ("嗯嗯，我还是怕同事知道", "我还是怕同事知道"),
        ("我最担心的还是房子", "房子"),
        ("好，我最怕的就是坐牢", "坐牢"),
    ],
)
def test_what_comes_after_it_is_meant(text: str, rest: str) -> None:
    assert without_opening(text) == rest


@pytest.mark.parametrize(
    "text",
    ["谢谢，我心里有数了", "好的，我去试试", "好几天没还，会怎样", "我最担心的", "会上征信吗"],
)
def test_nothing_comes_after_it(text: str) -> None:
    assert without_opening(text) == text
