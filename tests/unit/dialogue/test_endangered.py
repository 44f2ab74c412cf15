from __future__ import annotations

import pytest

from bot import Tracker
from bot.dialogue.endangered import (
    asks_for_help_now,
    fears_for_another,
    is_of_another,
    tells_of_relief,
)
from bot.dialogue.events import BotUttered, Event, SessionStarted, SlotSet

NEW = Tracker("test")


def after(response: str, **slots: str) -> Tracker:
    told: list[Event] = [SlotSet(1, name, value) for name, value in slots.items()]
    warned = BotUttered(2, "好", {}, {"kind": "crisis", "utter_action": response})
    return Tracker("test", (SessionStarted(1), *told, warned))


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("她说不想活了", True),
        ("我妈说我不还钱她就去死", True),
        ("我老公欠了三十万,昨晚说想跳楼", True),
        ("儿子留了遗书", True),
        ("有个同事说欠了网贷想死", True),
        ("我不想活了", False),
        ("我不想活了,我妈还不知道", False),
        ("老婆要跟我离婚,不想活了", False),
        ("催收骂我让我去死", False),
        ("老公欠一屁股债,我撑不住了", False),
        ("想带着儿子跳江", False),
        ("宝宝对不起,妈妈撑不住了", False),
        ("他说分手,我也想死", False),
    ],
)
def test_whose_danger_is_told(text: str, another: bool) -> None:  # noqa: FBT001  a case
    assert is_of_another(text, NEW) is another


def test_a_danger_goes_on_being_that_of_the_one_told_of() -> None:
    feared = after("utter_crisis_other")
    assert is_of_another("割了好几刀", feared)
    assert is_of_another("我怕她出事", feared)
    assert not is_of_another("我也撑不下去了", feared)
    assert not is_of_another("割了好几刀", after("utter_crisis"))
    debtor = Tracker("test", (SessionStarted(1), SlotSet(1, "debtor", "other")))
    assert is_of_another("他把药都吃了", debtor)
    assert not is_of_another("他逼我,活着没意思", debtor)


def test_who_was_feared_for_last_counts() -> None:
    assert fears_for_another(after("utter_crisis_other_again"))
    assert not fears_for_another(after("utter_crisis_again"))
    assert not fears_for_another(NEW)


def test_relief_is_that_of_the_other() -> None:
    assert tells_of_relief("她睡着了,好多了")
    assert not tells_of_relief("我现在好多了")


@pytest.mark.parametrize(
    ("text", "now"),
    [("他手机打不通", True), ("那我怎么劝她", True), ("怎么办", True), ("怎么办结清证明", False)],
)
def test_help_is_asked_for_at_once(text: str, now: bool) -> None:  # noqa: FBT001  a case
    assert asks_for_help_now(text) is now
