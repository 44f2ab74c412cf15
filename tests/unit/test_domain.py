from __future__ import annotations

from typing import Any

import pytest

from bot.domain import Condition, Intent, Place, Variant

PLACE = Place("x.yml", 1)


@pytest.mark.parametrize(
    ("slots", "holds"),
    [({"product": "a"}, True), ({"product": "c"}, False), ({}, False)],
    ids=["one-of-them", "another", "unset"],
)
def test_condition_holds_for_any_of_its_values(
    slots: dict[str, Any],
    holds: bool,  # noqa: FBT001  a case
) -> None:
    assert Condition("product", ("a", "b")).holds(slots) is holds


def test_unset_slot_matches_null() -> None:
    assert Condition("product", (None,)).holds({})


def test_variant_without_conditions_always_fits() -> None:
    assert Variant("好", (), (), None, (), PLACE).fits({})


@pytest.mark.parametrize(
    ("product_title", "name", "title"),
    [
        ("{product_name}逾期了", "花呗", "花呗逾期了"),
        ("{product_name}逾期了", None, "逾期了"),
        ("", "花呗", "逾期了"),
    ],
    ids=["product", "no-product", "no-title-with-product"],
)
def test_title_names_the_product_where_one_is_known(
    product_title: str, name: str | None, title: str
) -> None:
    intent = Intent("a", "overdue", "逾期了", product_title, (), PLACE)
    assert intent.titled(name) == title
