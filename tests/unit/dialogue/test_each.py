from __future__ import annotations

import pytest

from bot import Tracker
from bot.dialogue.each import of_product, told_beside, told_days, told_together
from bot.dialogue.events import SlotSet, UserUttered
from bot.dialogue.slots import remembered
from bot.domain import Entity


def fact(name: str, value: str | float | bool, text: str, within: str) -> Entity:  # noqa: FBT001
    start = within.index(text)
    return Entity(name, value, start, start + len(text), text)


def conversation(text: str, *entities: Entity, product: str = "huabei") -> Tracker:
    parsed = [
        {"entity": one.entity, "value": one.value, "start": one.start, "end": one.end}
        for one in entities
    ]
    return Tracker(
        "c",
        (
            UserUttered(0, text, {"entities": parsed}),
            SlotSet(0, "product", product),
            SlotSet(0, "repaid", value=True),
        ),
    )


def products(text: str) -> tuple[Entity, Entity]:
    return fact("product", "huabei", "花呗", text), fact("product", "jiebei", "借呗", text)


@pytest.mark.parametrize(
    ("text", "of_huabei"),
    [
        pytest.param("花呗欠着,借呗逾期40天", False, id="told-of-the-other"),
        pytest.param("花呗逾期40天,借呗刚到期", True, id="told-of-it"),
        pytest.param("花呗借呗都逾期40天", True, id="told-of-both"),
        pytest.param("花呗借呗都是去年借的,现在逾期40天", True, id="told-of-neither-name"),
    ],
)
def test_a_period_is_of_the_product_it_stands_beside(text: str, *, of_huabei: bool) -> None:
    period = fact("duration", 40, "40天", text)
    assert (period in of_product((*products(text), period), "huabei")) is of_huabei


def test_own_figures_come_first() -> None:
    text = "一次是三千 借呗是一万五"
    entities = (
        fact("amount", 3000, "三千", text),
        fact("product", "jiebei", "借呗", text),
        fact("amount", 15000, "一万五", text),
    )
    assert of_product(entities, "jiebei")[0].value == 15000


def test_days_told_of_another_product_are_found_again() -> None:
    text = "花呗昨天到期,借呗逾期40天"
    tracker = conversation(text, *products(text), fact("duration", 40, "40天", text))
    assert told_days(tracker, "jiebei") == 40
    assert told_days(tracker, "huabei") is None
    assert remembered(tracker, {"product": "jiebei"}) == {
        "duration": 40,
        "overdue_stage": "months",
    }


@pytest.mark.parametrize(
    ("text", "together"),
    [
        pytest.param("花呗和借呗都还清了", True, id="in-one-breath"),
        pytest.param("花呗还清了,借呗还欠着", False, id="apart"),
    ],
)
def test_what_was_told_of_both_holds_for_the_other(text: str, *, together: bool) -> None:
    tracker = conversation(text, *products(text))
    assert told_together(tracker, "jiebei") is together
    assert remembered(tracker, {"product": "jiebei"}) == ({"repaid": True} if together else {})


def test_products_told_together_are_offered() -> None:
    names = ("duxiaoman", "qihoo360", "credit_card")
    new = [Entity("product", name, 2 * n, 2 * n + 2, "") for n, name in enumerate(names)]
    assert told_beside(Tracker("t"), new) == names
    assert told_beside(Tracker("t"), new[:1]) == ()


def test_repaying_is_of_the_product_said_to_be_paid_off() -> None:
    paid = Entity("product", "huabei", 0, 2, "花呗", "repaid")
    owed = Entity("product", "credit_card", 16, 19, "信用卡", "overdue")
    repaid = Entity("repaid", value=True, start=11, end=14, text="还清了")
    assert repaid not in of_product([paid, repaid, owed], "credit_card")
