from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.dialogue.debtor import is_of_the_speaker, told_debtor
from tests.unit.talk import talk

if TYPE_CHECKING:
    from bot import Engine


@pytest.mark.parametrize(
    "text",
    [
        "我闺女的白条逾期俩月了",
        "老公信用卡欠着七万 昨天才发现",
        "我爸走了,还欠银行两万",
        "他欠了好几家",
        "她逾期会不会连累我的额度",
        "前夫瞒着我在网上贷的",
        "我当初给同学做担保",
        "我婆婆忘了还花呗",
    ],
)
def test_debt_of_another(text: str) -> None:
    assert told_debtor(text) == "other"


@pytest.mark.parametrize("text", ["我借呗逾期了", "我现在还不上", "我怕爸妈知道我欠网贷"])
def test_debt_of_the_speaker(text: str) -> None:
    assert told_debtor(text) == "self"


@pytest.mark.parametrize(
    "text",
    [
        "会打给我妈吗",
        "借呗逾期三天",
        "我妈住院欠了三万",
        "弟弟用我的身份证贷了款没还",
        "找我姐借了钱还上了",
        "他们说逾期了要起诉",
        "一直没逾期过",
    ],
)
def test_neither_is_told(text: str) -> None:
    assert told_debtor(text) is None


@pytest.mark.parametrize("text", ["会上我征信吗", "影响我买车不", "那我的房贷能批吗"])
def test_what_the_debt_does_to_the_speaker(text: str) -> None:
    assert is_of_the_speaker(text)


@pytest.mark.parametrize("text", ["我儿子的征信会有吗", "影响我老婆不", "会上征信吗"])
def test_what_it_does_to_others(text: str) -> None:
    assert not is_of_the_speaker(text)


def test_whose_debt_it_is_is_remembered_until_another_is_told(engine: Engine) -> None:
    slots = [
        turn.slots.get("debtor")
        for turn in talk(engine, "我弟花呗逾期三天", "会上征信吗", "我花呗也逾期了")
    ]
    assert slots == ["other", "other", "self"]


def test_own_debt_goes_without_saying(engine: Engine) -> None:
    assert "debtor" not in talk(engine, "我花呗逾期三天")[-1].slots
