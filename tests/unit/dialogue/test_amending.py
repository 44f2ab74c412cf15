from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.dialogue.forms import FORMS
from bot.dialogue.forms.amending import amended, not_yet, supposed, told
from bot.nlu.entities import EntityExtractor
from bot.nlu.normalize import align

TODAY = date(2026, 11, 22)
EXTRACT = EntityExtractor({"huabei": ("花呗",), "jiebei": ("借呗",)})
INTEREST = FORMS["form_overdue_interest"]
PLAN = FORMS["form_instalment_plan"]
POLICY = FORMS["form_one_off_policy"]
RESULT: dict[str, Any] = {
    "amount": 3500,
    "duration": 30,
    "daily_rate": 0.0005,
    "monthly_means": 1500,
    "overdue_since": "2024-03-01",
    "paid_off_on": "2025-03-01",
}


def said(text: str) -> tuple[str, Any, date]:
    return text, EXTRACT(align(text), text, TODAY)[0], TODAY


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("不对，是五千", {"amount": 5000}),
        ("说错了,是15天", {"duration": 15}),
        ("不是三千，是六千", {"amount": 6000}),
        ("我记错了 本金是六千五", {"amount": 6500}),
        ("五千", {}),
        ("不对吧", {}),
    ],
)
def test_a_value_is_put_right(text: str, values: dict[str, Any]) -> None:
    assert amended(INTEREST, RESULT, *said(text)) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("那要是五千呢", {"amount": 5000}, id="a-sum"),
        pytest.param("90天呢", {"duration": 90}, id="days"),
        pytest.param("换成0.07%再算一下", {"daily_rate": 0.0007}, id="a-rate"),
        pytest.param("500", {"amount": 500}, id="nearer-to-the-sum-than-to-the-days"),
        pytest.param("20", {"duration": 20}, id="nearer-to-the-days"),
        pytest.param("五千会被起诉吗", {}, id="a-question"),
        pytest.param("那每天是多少", {}, id="a-part-of-the-result"),
        pytest.param("那借呗呢", {}, id="no-value-of-the-form"),
    ],
)
def test_another_value_is_tried(text: str, values: dict[str, Any]) -> None:
    assert supposed(INTEREST, RESULT, *said(text)) == values


def test_a_bare_sum_is_the_one_it_comes_nearest_to() -> None:
    known = {"amount": 25_000, "monthly_means": 1500}
    assert supposed(PLAN, known, *said("那要是2000呢")) == {"monthly_means": 2000}
    assert supposed(PLAN, known, *said("那要是三万呢")) == {"amount": 30_000}


def test_of_two_days_the_one_asked_last_is_meant() -> None:
    assert amended(POLICY, RESULT, *said("不对,是今年四月")) == {"paid_off_on": "2026-04-01"}


def test_a_day_to_come_is_told_apart() -> None:
    record = FORMS["form_record_expiry"]
    slot = not_yet(record, RESULT, *said("要是下个月还清呢"))
    assert slot is not None
    assert slot.name == "paid_off_on"
    assert not_yet(record, RESULT, *said("要是上个月还清呢")) is None


def test_everything_told_at_once_is_found() -> None:
    text = "借呗 逾期两个月 欠三万"
    found = told(FORMS["form_triage"], *said(text), besides=None)
    assert found == {"product": "jiebei", "duration": 60, "amount": 30_000}
