from __future__ import annotations

import re
from datetime import date
from itertools import product as combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content.checks import PLACEHOLDER
from bot.dialogue.calculators import MOST_YUAN, Plan, PolicyOutcome
from bot.dialogue.forms import FORMS, Form, FormResult, FormSlot, Invalid
from bot.domain import Entity
from bot.nlu.entities import EntityExtractor
from bot.nlu.normalize import align

TODAY = date(2026, 11, 22)
EXTRACT = EntityExtractor({"huabei": ("花呗",), "jiebei": ("借呗",), "credit_card": ("信用卡",)})
CONTENT = yaml.safe_load(
    (Path(__file__).parents[3] / "responses" / "forms.yml").read_text(encoding="utf-8")
)
RESPONSES: dict[str, list[dict[str, Any]]] = CONTENT["responses"]


def entities(text: str) -> tuple[Entity, ...]:
    return EXTRACT(align(text), text, TODAY)[0]


def slot(form: str, name: str) -> FormSlot:
    return next(one for one in FORMS[f"form_{form}"].slots if one.name == name)


def read(form: str, name: str, text: str) -> object:
    return slot(form, name).read(text, entities(text), TODAY)


def finish(form: str, **slots: Any) -> FormResult:
    return FORMS[f"form_{form}"].finish(slots, TODAY)


# --- reading what people type


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三千五", 3500),
        ("3500块", 3500),
        ("1.5w", 15_000),
        ("1w5", 15_000),
        ("5.3万", 53_000),
        ("两万多", 20_000),
        ("20多万", 200_000),
        ("一共3500", 3500),
        ("一起欠了3500", 3500),
        ("两个平台加起来5000", 5000),
        ("大概三千五左右吧", 3500),
        ("￥3,500.50", 3500.5),
        ("三仟伍佰圓", 3500),
    ],
)
def test_amounts_are_read_as_typed(text: str, value: float) -> None:
    assert read("overdue_interest", "amount", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30天", 30),
        ("30", 30),
        ("三个月", 90),
        ("一个多月", 30),
        ("半年", 182),
        ("一个星期", 7),
        ("40多", 40),
        ("从9月1号", 82),
        ("刚逾期", 1),
        ("5.3", 203),
    ],
)
def test_overdue_days_are_read_as_typed(text: str, value: int) -> None:
    assert read("overdue_interest", "duration", text) == value


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("万分之五", 0.0005),
        ("0.05%", 0.0005),
        ("日息万5", 0.0005),
        ("日息万五", 0.0005),
        ("万3.5", 0.00035),
        ("千分之一", 0.001),
        ("0.05", 0.0005),
        ("0.0005", 0.0005),
        ("零点零五", 0.0005),
        ("一天0.05", 0.0005),
        ("年化18.25%", 0.0005),
        ("月息1.5%", 0.0005),
        ("月息一分五", 0.0005),
    ],
)
def test_daily_rates_are_read_as_typed(text: str, rate: float) -> None:
    assert read("overdue_interest", "daily_rate", text) == rate


@pytest.mark.parametrize("text", ["去年五月", "3月1号", "昨天"])
def test_a_day_is_no_rate(text: str) -> None:
    assert read("overdue_interest", "daily_rate", text) is None


@pytest.mark.parametrize("text", ["1%", "5", "36"])
def test_a_rate_without_a_period_is_asked_again(text: str) -> None:
    assert read("overdue_interest", "daily_rate", text) == Invalid("ambiguous")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("去年五月", "2025-05-01"),
        ("5.3", "2026-05-03"),
        ("上个月9号", "2026-10-09"),
        ("2024-05-03", "2024-05-03"),
        ("2024.5", "2024-05-01"),
        ("20240503", "2024-05-03"),
        ("24年5月3号还的", "2024-05-03"),
        ("12.25", "2025-12-25"),
        ("2024年2月29日", "2024-02-29"),
        ("刚刚还清", "2026-11-22"),
    ],
)
def test_days_are_read_as_typed(text: str, day: str) -> None:
    assert read("record_expiry", "paid_off_on", text) == day


@pytest.mark.parametrize("text", ["还没还", "没还清", "没有", "还了一部分", "还不起", "還沒還"])
def test_who_has_not_paid_off_says_so(text: str) -> None:
    assert read("record_expiry", "paid_off_on", text) == "unpaid"


@pytest.mark.parametrize("text", ["天天催", "每天都打电话", "昨天刚催过", "前几天还打过"])
def test_demands_that_go_on_date_from_today(text: str) -> None:
    assert read("limitation", "last_demand_on", text) == TODAY.isoformat()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("每个月能拿800", 800),
        ("一个月一千二", 1200),
        ("分了12期", "12期"),
        ("五年还清", "60期"),
        ("两年半", "30期"),
        ("24", "24期"),
        ("拿不出", 0),
        ("工资四千,能还一千五", 1500),
    ],
)
def test_monthly_means_are_a_sum_or_a_number_of_instalments(text: str, value: object) -> None:
    assert read("instalment_plan", "monthly_means", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("能还", "full"),
        ("没问题", "full"),
        ("还不起", "none"),
        ("不可以", "none"),
        ("一分钱没有", "none"),
        ("一部分", "part"),
        ("每个月能拿800", "part"),
        ("下个月发工资能还", "part"),
        ("不知道", "part"),
    ],
)
def test_what_can_be_paid_is_all_a_part_or_nothing(text: str, value: str) -> None:
    assert read("triage", "can_pay", text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("花呗", "huabei"), ("别的", "online_loan"), ("不知道", "online_loan")]
)
def test_a_product_is_named_or_some_loan(text: str, value: str) -> None:
    assert read("triage", "product", text) == value


# --- refusing what cannot be used


@pytest.mark.parametrize(
    ("form", "name", "text", "reason"),
    [
        ("overdue_interest", "amount", "0", "zero"),
        ("overdue_interest", "amount", "-500", "zero"),
        ("overdue_interest", "amount", "九千亿", "absurd"),
        ("overdue_interest", "amount", "不知道", "unknown"),
        ("overdue_interest", "duration", "还没逾期", "zero"),
        ("overdue_interest", "duration", "五十年", "absurd"),
        ("overdue_interest", "daily_rate", "日利率3%", "absurd"),
        ("record_expiry", "paid_off_on", "2030-01-01", "future"),
        ("record_expiry", "paid_off_on", "2月30日", "absurd"),
        ("record_expiry", "paid_off_on", "2024年", "vague"),
        ("record_expiry", "paid_off_on", "忘了", "unknown"),
        ("limitation", "last_demand_on", "三年前吧不记得了", "unknown"),
        ("instalment_plan", "monthly_means", "分999期", "absurd"),
        ("instalment_plan", "monthly_means", "工资四千房租一千", "unknown"),
        ("overdue_interest", "duration", "2月30号", "absurd"),
        ("overdue_interest", "duration", "明天", "future"),
        ("record_expiry", "paid_off_on", "三年前", "vague"),
        ("record_expiry", "paid_off_on", "五一的时候", "vague"),
        ("limitation", "last_demand_on", "从来没人催过", "never"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_with_a_reason(
    form: str, name: str, text: str, reason: str
) -> None:
    assert read(form, name, text) == Invalid(reason)  # type: ignore[arg-type]


def test_a_year_is_enough_for_when_it_became_overdue() -> None:
    assert read("one_off_policy", "overdue_since", "2023年") == "2023-01-01"


EVERY_SLOT = [
    pytest.param(form, one, id=f"{form.name}-{one.name}")
    for form in FORMS.values()
    for one in form.slots
]


@pytest.mark.parametrize(("form", "one"), EVERY_SLOT)
@pytest.mark.parametrize("text", ["会影响征信吗", "怎么协商还款", "逾期3天有什么后果"])
def test_another_question_is_no_answer(form: Form, one: FormSlot, text: str) -> None:
    assert one.read(text, entities(text), TODAY) is None, form.name


@given(text=st.text() | st.from_regex(r"[-\d一二两三万千百分之年月日号期.%*还没能不]{1,12}"))
@pytest.mark.parametrize(("form", "one"), EVERY_SLOT)
def test_whatever_is_read_can_be_used(form: Form, one: FormSlot, text: str) -> None:
    value = one.read(text, entities(text), TODAY)
    if value is not None and not isinstance(value, Invalid):
        assert one.usable(value), form.name


def test_the_day_a_record_ends_is_not_the_day_of_paying_off() -> None:
    assert read("record_expiry", "paid_off_on", "这个月就满五年了") is None


# --- telling more than was asked


@pytest.mark.parametrize(
    ("form", "name", "text", "value"),
    [
        ("overdue_interest", "amount", "欠花呗3500逾期20天", 3500),
        ("overdue_interest", "amount", "每月能还500", None),
        ("overdue_interest", "duration", "本金4500,逾期45天", 45),
        ("overdue_interest", "daily_rate", "帮我算利息,1万,日利率0.05%", 0.0005),
        ("overdue_interest", "daily_rate", "年化18.25%", 0.0005),
        ("overdue_interest", "daily_rate", "逾期30天", None),
        ("record_expiry", "paid_off_on", "去年5月3号把花呗还清了", "2025-05-03"),
        ("record_expiry", "paid_off_on", "要是去年5月还清", None),
        ("record_expiry", "paid_off_on", "去年还清的", None),
        ("record_expiry", "paid_off_on", "去年8月我把白条结清了", "2025-08-01"),
        ("record_expiry", "paid_off_on", "去年8月一次性付清", "2025-08-01"),
        ("record_expiry", "paid_off_on", "去年8月跟我哥借钱还清", "2025-08-01"),
        ("record_expiry", "paid_off_on", "去年8月白条还清了", "2025-08-01"),
        ("record_expiry", "paid_off_on", "去年8月借的钱还清了", None),
        ("record_expiry", "paid_off_on", "这个月忘还了", None),
        ("one_off_policy", "overdue_since", "去年三月逾期的,欠8000", "2025-03-01"),
        ("one_off_policy", "overdue_since", "今天逾期10天了", None),
        ("limitation", "last_demand_on", "算下时效,最后一次还款2023年6月", "2023-06-01"),
        ("instalment_plan", "monthly_means", "欠8万,每月能还2000", 2000),
        ("instalment_plan", "monthly_means", "能分几期", None),
        ("triage", "can_pay", "我现在还不上", "none"),
        ("triage", "can_pay", "还不上会怎么样", None),
        ("triage", "product", "最急的是借呗", "jiebei"),
    ],
)
def test_what_is_told_unasked_is_taken(form: str, name: str, text: str, value: object) -> None:
    assert slot(form, name).told(text, entities(text), TODAY) == value


# --- asking only for what is missing


def test_a_form_asks_in_order_for_what_is_missing() -> None:
    form = FORMS["form_triage"]
    asked = []
    slots: dict[str, Any] = {"amount": 800}
    while missing := form.next_slot(slots):
        asked.append(missing.name)
        slots[missing.name] = {"product": "huabei", "duration": 3, "can_pay": "full"}[missing.name]
    assert asked == ["product", "duration", "can_pay"]


def test_nobody_is_asked_when_he_paid_after_saying_that_he_did_not() -> None:
    assert FORMS["form_record_expiry"].next_slot({"repaid": False}) is None


def test_the_days_overdue_follow_from_the_day_it_began() -> None:
    slots: dict[str, Any] = {
        "amount": 100,
        "overdue_since": "2026-11-12",
        "daily_rate": 0.001,
    }
    assert FORMS["form_overdue_interest"].next_slot(slots) is None
    assert finish("overdue_interest", **slots).values["days"] == "10"


@pytest.mark.parametrize("amount", [0, -3, True, "abc", float("nan"), float("inf"), None])
def test_a_remembered_value_of_no_use_is_asked_again(amount: Any) -> None:
    missing = FORMS["form_overdue_interest"].next_slot({"amount": amount})
    assert missing is not None
    assert missing.name == "amount"


# --- results


def test_the_workings_show_the_figures() -> None:
    result = finish("overdue_interest", amount=3500, duration=30, daily_rate=0.0005)
    shown = {name: result.values[name] for name in ("principal", "rate", "interest", "total")}
    assert shown == {
        "principal": "3500",
        "rate": "0.05%",
        "interest": "52.50",
        "total": "3552.50",
    }


def test_who_does_not_know_the_rate_gets_an_example() -> None:
    rate = read("overdue_interest", "daily_rate", "不知道")
    result = finish("overdue_interest", amount=1000, duration=10, daily_rate=rate)
    assert (result.values["interest"], result.slots["rate_origin"]) == ("5", "example")


def test_a_day_of_paying_off_outweighs_an_earlier_unpaid() -> None:
    result = finish("record_expiry", repaid=False, paid_off_on="2024-05-03")
    assert result.values["expires_on"] == "2029-05-03"


def test_a_wish_for_instalments_becomes_a_monthly_sum() -> None:
    result = finish("instalment_plan", amount=1000, monthly_means="12期")
    assert (result.values["monthly"], result.values["instalments"]) == ("83.34", "12")


def test_dates_that_cross_are_asked_again_instead_of_raised() -> None:
    result = finish(
        "one_off_policy", amount=800, overdue_since="2025-05-01", paid_off_on="2024-05-01"
    )
    assert result.response == "utter_invalid_form_one_off_policy_paid_off_on"
    assert result.slots == {"invalid_reason": "crossed"}


VALUES: dict[str, list[Any]] = {
    "product": ["huabei", "jiebei", "credit_card", "online_loan"],
    "amount": [800, 3500.5, 20_000],
    "duration": [0, 3, 60, 400],
    "daily_rate": ["example", 0.0005, 0.001],
    "paid_off_on": ["unpaid", "2018-05-01", "2025-06-01", "2026-02-01", "2026-06-01"],
    "overdue_since": ["2017-01-01", "2024-01-01", "2026-01-05"],
    "monthly_means": [0, 10, 800, "12期"],
    "last_demand_on": ["2020-01-01", "2026-01-01"],
    "can_pay": ["full", "part", "none"],
}


def chosen(response: str, slots: dict[str, Any]) -> dict[str, Any]:
    for variant in RESPONSES[response]:
        conditions = variant.get("condition", [])
        values = [(slots.get(one["name"]), one["value"]) for one in conditions]
        if all(have in want if isinstance(want, list) else have == want for have, want in values):
            return variant
    raise AssertionError(response)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_result_has_words_of_its_own_and_leaves_no_placeholder(form: Form) -> None:
    names = list(dict.fromkeys(["product", *(one.name for one in form.slots)]))
    for values in combinations(*(VALUES[name] for name in names)):
        slots = dict(zip(names, values, strict=True))
        if form.next_slot(slots):
            continue
        result = form.finish(slots, TODAY)
        variant = chosen(result.response, {**slots, **result.slots})
        placeholders = set(PLACEHOLDER.findall(variant["text"])) - {"product_name"}
        assert placeholders <= result.values.keys()
        assert (
            "condition" in variant
            or "outcome" not in result.slots
            or (form.name == "form_overdue_interest")
        )


@pytest.mark.parametrize(
    ("response", "outcomes"),
    [("utter_form_triage", Plan), ("utter_form_one_off_policy", PolicyOutcome)],
)
def test_every_outcome_is_worded(response: str, outcomes: Any) -> None:
    worded = {one["value"] for item in RESPONSES[response] for one in item.get("condition", [])}
    assert worded == {str(outcome) for outcome in outcomes}


# --- the words


def test_rasa_s_forms_are_ours() -> None:
    ours = {
        name: {"required_slots": [one.name for one in form.slots]} for name, form in FORMS.items()
    }
    assert CONTENT["forms"] == ours


@pytest.mark.parametrize(("form", "one"), EVERY_SLOT)
def test_every_slot_has_a_question_and_a_refusal(form: Form, one: FormSlot) -> None:
    for kind in ("ask", "invalid"):
        variants = RESPONSES[f"utter_{kind}_{form.name}_{one.name}"]
        assert "condition" not in variants[-1]


@pytest.mark.parametrize("response", RESPONSES)
def test_words_fit_a_phone_and_promise_nothing(response: str) -> None:
    for variant in RESPONSES[response]:
        assert len(re.findall(r"[\u4e00-\u9fff]", variant["text"])) <= 350
        assert not re.search(r"包过|一定能|保证|肯定能|百分百|内部渠道", variant["text"])


def test_the_closed_window_is_always_said() -> None:
    for variant in RESPONSES["utter_form_one_off_policy"]:
        assert "2026-03-31 已结束" in variant["text"] or "2026-03-31 也已结束" in variant["text"]


def test_most_yuan_can_be_finished() -> None:
    result = finish("overdue_interest", amount=int(MOST_YUAN), duration=7300, daily_rate=0.01)
    assert result.response == "utter_form_overdue_interest"
