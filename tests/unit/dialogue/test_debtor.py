from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.dialogue.debtor import (
    asks_of_his_affairs,
    asks_whether_kin_may,
    is_of_the_speaker,
    pays_for_another,
    puts_it_on_the_other,
    told_debtor,
)
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
        "我婆婆忘了还花呗",
        "孩子他爸是老赖",
        "我老公被法院限高了",
        "老伴走了半年,他手机里有个借呗还有一张信用卡没还",
        "我家老头子网贷逾期了",
        "儿媳妇欠了好几家",
        "我媳妇背着我借了网贷八万,逾期一年",
        "我闺女在厂里上班,自己借了一万多",
    ],
)
def test_debt_of_another(text: str) -> None:
    assert told_debtor(text) == "other"


@pytest.mark.parametrize(
    "text",
    ["我当初给同学做担保", "替我表弟担保了八万", "我是担保人 银行找我了", "当时签字担保人是我"],
)
def test_debt_vouched_for(text: str) -> None:
    assert told_debtor(text) == "guarantor"


@pytest.mark.parametrize(
    "text",
    [
        "弟弟用我的身份证贷了款没还",
        "老板拿我名义办的贷款",
        "替同学贷的款,人跑了",
        "帮我哥贷了五万",
    ],
)
def test_debt_in_the_name_of_the_speaker(text: str) -> None:
    assert told_debtor(text) == "lender_of_name"


@pytest.mark.parametrize("text", ["他没还", "我哪里还得上 我也还不起", "他欠了好几家"])
def test_who_has_to_pay_for_another_goes_on_to(text: str) -> None:
    assert told_debtor(text, "guarantor") is None


@pytest.mark.parametrize(
    ("text", "debtor"), [("我花呗也逾期了", "self"), ("我妈白条逾期了", "other")]
)
def test_until_another_debt_is_told(text: str, debtor: str) -> None:
    assert told_debtor(text, "guarantor") == debtor


@pytest.mark.parametrize("text", ["我借呗逾期了", "我现在还不上", "我怕爸妈知道我欠网贷"])
def test_debt_of_the_speaker(text: str) -> None:
    assert told_debtor(text) == "self"


@pytest.mark.parametrize(
    "text",
    [
        "会打给我妈吗",
        "我同学也没还啊",
        "借呗逾期三天",
        "我妈住院欠了三万",
        "表哥偷偷用我的身份证贷了款没还",
        "我同学给我做的担保",
        "找我姐借了钱还上了",
        "他们说逾期了要起诉",
        "一直没逾期过",
        "听同学的开了月付欠着八百",
        "我一个老太婆退休金才两千",
        "她打了欠条给我",
        "他给我打了欠条",
        "能帮朋友贷款吗",
        "银行帮他贷的款",
    ],
)
def test_neither_is_told(text: str) -> None:
    assert told_debtor(text) is None


@pytest.mark.parametrize(
    ("text", "of_him"),
    [("会影响他征信吗", True), ("他的工资卡会冻吗", True), ("会影响他们的工作吗", False)],
)
def test_what_comes_of_it_to_him(text: str, *, of_him: bool) -> None:
    assert asks_of_his_affairs(text) is of_him


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


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("老婆贷行不行", True),
        ("那用我老公的名义办呢", True),
        ("我妈能贷款吗", True),
        ("老婆知道了怎么办", False),
        ("我贷的款老婆要还吗", False),
    ],
)
def test_relative_may_borrow(text: str, *, may: bool) -> None:
    assert asks_whether_kin_may(text) is may


@pytest.mark.parametrize(
    ("text", "pays"),
    [
        ("算了,我替他还吧", True),
        ("我来帮我弟垫上", True),
        ("他替我还了", False),
        ("我还是还了吧", False),
    ],
)
def test_who_would_pay_for_another(text: str, *, pays: bool) -> None:
    assert pays_for_another(text) is pays


def test_police_may_be_called_on_the_other() -> None:
    assert puts_it_on_the_other("报警的话我哥会不会被抓")
    assert not puts_it_on_the_other("要不要报警")
