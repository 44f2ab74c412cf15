from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.dialogue.slots import forgotten, overdue_stage, slots_of, told_slots
from bot.domain import Entity, Understanding


def entity(name: str, value: Any, role: str | None = None) -> Entity:
    return Entity(name, value, 0, 1, "x", role)


@pytest.mark.parametrize(
    ("entities", "product"),
    [
        pytest.param([("huabei", None)], "huabei", id="one"),
        pytest.param([("huabei", None), ("jiebei", None)], "huabei", id="first"),
        pytest.param([("huabei", "target"), ("jiebei", "overdue")], "jiebei", id="overdue-one"),
        pytest.param([("huabei", "target"), ("jiebei", None)], "jiebei", id="not-the-target"),
        pytest.param([("zhima", None), ("jiebei", None)], "jiebei", id="loan-before-score"),
        pytest.param([("zhima", None)], "zhima", id="score-alone"),
        pytest.param([("huabei", "target")], "huabei", id="target-alone"),
        pytest.param([("credit_card", "means"), ("huabei", None)], "huabei", id="not-the-means"),
        pytest.param([("meituan", "work"), ("huabei", None)], "huabei", id="not-worked-for"),
    ],
)
def test_product_spoken_of_is_remembered(
    entities: list[tuple[str, str | None]], product: str
) -> None:
    found = slots_of(entity("product", value, role) for value, role in entities)
    assert found == {"product": product}


def test_platform_worked_for_is_none_spoken_of() -> None:
    assert slots_of([entity("product", "didi", "work")]) == {}


def test_duration_tells_the_stage() -> None:
    assert slots_of([entity("duration", 90)]) == {"duration": 90, "overdue_stage": "months"}


def test_duration_since_repaying_is_not_remembered() -> None:
    assert slots_of([entity("duration", 90, "since_repaid")]) == {}


@pytest.mark.parametrize("name", ["amount", "date", "repaid", "duration"])
def test_first_of_several_counts(name: str) -> None:
    assert slots_of([entity(name, 7), entity(name, 8)])[name] == 7


@pytest.mark.parametrize("role", ["part", "income", "asked", "other", "paid", "monthly"])
def test_a_sum_that_is_not_the_debt_is_not_remembered(role: str) -> None:
    assert slots_of([entity("amount", 5000, role)]) == {}


@pytest.mark.parametrize(
    ("value", "role", "known", "kept"),
    [
        pytest.param("huabei", "target", {"product": "credit_card"}, False, id="affected"),
        pytest.param("credit_card", "means", {"product": "huabei"}, False, id="paid-with"),
        pytest.param("zhima", None, {"product": "huabei"}, False, id="score"),
        pytest.param("huabei", "target", {}, True, id="none-known"),
        pytest.param("huabei", None, {"product": "credit_card"}, True, id="switched"),
        pytest.param("huabei", "used", {"product": "credit_card"}, True, id="to-be-used"),
        pytest.param("huabei", "overdue", {"product": "credit_card"}, True, id="overdue"),
    ],
)
def test_product_only_touched_on_leaves_the_one_known(
    value: str,
    role: str | None,
    known: dict[str, Any],
    kept: bool,  # noqa: FBT001  a case
) -> None:
    new = slots_of([entity("product", value, role)], known)
    assert new == ({"product": value} if kept else {})


@pytest.mark.parametrize(
    ("known", "repaid"),
    [
        pytest.param({}, True, id="nothing-known"),
        pytest.param({"product": "huabei"}, True, id="only-the-product"),
        pytest.param({"repaid": False}, None, id="still-open"),
        pytest.param({"duration": 30}, None, id="overdue"),
    ],
)
def test_overdue_once_is_repaid_unless_a_debt_is_open(
    known: dict[str, Any], repaid: object
) -> None:
    new = slots_of([entity("repaid", "past")], known)
    assert new.get("repaid") is repaid


@pytest.mark.parametrize(
    ("known", "product"),
    [
        pytest.param({"product": "jiebei"}, "huabei", id="no-debt-open"),
        pytest.param({"product": "jiebei", "repaid": False}, None, id="the-other-is-owed"),
        pytest.param({"product": "jiebei", "overdue_stage": "months"}, None, id="long-owed"),
    ],
)
def test_of_the_product_to_be_used_again_is_asked(known: dict[str, Any], product: object) -> None:
    touched = [entity("product", "huabei", "target")]
    assert slots_of(touched, known, "restore_after_overdue").get("product") == product
    assert slots_of(touched, known, "credit_impact") == {}


@pytest.mark.parametrize(
    ("known", "repaid"),
    [({}, "open"), ({"duration": 20}, "partly"), ({"repaid": False}, "partly")],
)
def test_what_is_not_through_is_late_only_where_that_is_known(
    known: dict[str, Any], repaid: object
) -> None:
    assert slots_of([entity("repaid", "open")], known)["repaid"] == repaid


def test_never_late_holds_until_a_delay_is_told() -> None:
    assert slots_of([entity("overdue", False)]) == {"overdue": False}
    assert slots_of([entity("overdue", False), entity("product", "huabei", "overdue")]) == {
        "product": "huabei"
    }
    assert forgotten({"overdue": False}, {"duration": 3}, follows=True) == ("overdue",)


def test_a_sum_nobody_owes_is_not_remembered() -> None:
    assert slots_of([entity("amount", 10_000_000_000)]) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我2023年8月15号还清的", {"paid_off_on": "2023-08-15"}),
        (
            "去年三月逾期的,我现在还不上",
            {"overdue_since": "2025-03-01", "can_pay": "none", "debtor": "self"},
        ),
        ("花呗逾期会上征信吗", {}),
        ("我想问一下,去年逾期,上个月全部还清了", {"paid_off_on": "2026-10-01"}),
        ("去年逾期,想这个月1号还清", {}),
    ],
)
def test_what_a_form_would_ask_is_taken_when_told(text: str, told: dict[str, Any]) -> None:
    understanding = Understanding(text, text, (text,), (), (), ())
    assert told_slots(understanding, date(2026, 11, 22)) == told


@pytest.mark.parametrize(
    ("known", "repaid", "gone"),
    [
        pytest.param({"paid_off_on": "unpaid", "can_pay": "none"}, True, 2, id="paid-after-all"),
        pytest.param({"paid_off_on": "2025-05-01"}, True, 0, id="paid-as-said"),
        pytest.param({"paid_off_on": "2025-05-01"}, False, 1, id="not-paid-after-all"),
        pytest.param({"paid_off_on": "unpaid"}, "partly", 0, id="unpaid-as-said"),
    ],
)
def test_what_contradicts_is_forgotten(known: dict[str, Any], repaid: object, gone: int) -> None:
    assert len(forgotten(known, {"repaid": repaid}, follows=False)) == gone  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("days", "stage"),
    [(0, "days"), (30, "days"), (31, "months"), (180, "months"), (181, "long")],
)
def test_stage_follows_from_the_days(days: int, stage: str) -> None:
    assert overdue_stage(days) == stage


@pytest.mark.parametrize(
    ("new", "follows", "gone"),
    [
        pytest.param({"product": "jiebei"}, False, ("duration", "amount"), id="another-product"),
        pytest.param({"product": "jiebei"}, True, (), id="asked-on"),
        pytest.param({"product": "huabei"}, False, (), id="the-same"),
        pytest.param({"duration": 5}, False, (), id="none-named"),
        pytest.param({"product": "jiebei", "duration": 5}, False, ("amount",), id="said-anew"),
    ],
)
def test_question_about_another_product_starts_afresh(
    new: dict[str, Any],
    follows: bool,  # noqa: FBT001  a case
    gone: tuple[str, ...],
) -> None:
    known = {"product": "huabei", "duration": 3, "amount": 100}
    assert forgotten(known, new, follows=follows) == gone


@pytest.mark.parametrize(("follows", "gone"), [(False, ("concern",)), (True, ())])
def test_concern_is_that_of_its_question(
    follows: bool,  # noqa: FBT001  a case
    gone: tuple[str, ...],
) -> None:
    assert forgotten({"concern": "abroad"}, {}, follows=follows) == gone
    assert forgotten({"concern": "abroad"}, {"concern": "travel"}, follows=follows) == ()


def test_concern_that_tells_how_a_debt_stands_goes_with_the_debt() -> None:
    known = {"concern": "judged", "product": "huabei"}
    assert forgotten(known, {}, follows=False) == ()
    assert "concern" in forgotten(known, {"product": "jiebei"}, follows=False)


def test_place_where_something_was_seen_is_no_product() -> None:
    assert slots_of([entity("product", "douyin", "place")]) == {}


def test_product_paid_off_gives_way_to_the_one_still_owed() -> None:
    told = [
        entity("product", "huabei", "overdue"),
        entity("product", "credit_card", "overdue"),
        entity("product", "huabei", "repaid"),
    ]
    assert slots_of(told)["product"] == "credit_card"
    assert slots_of([told[0], told[2]])["product"] == "huabei"
