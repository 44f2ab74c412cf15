from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.talk import talk

if TYPE_CHECKING:
    from bot import Engine

RESULT = ("/form_overdue_interest", "5000", "30天", "0.05%")


@pytest.mark.parametrize("text", ["等一下", "我看看", "让我想想", "稍等"])
def test_who_begs_for_time_gets_it(engine: Engine, text: str) -> None:
    *_, turn, answered = talk(engine, "/form_overdue_interest", text, "5000")
    assert turn.reply.response == "utter_form_wait"
    assert answered.slots["amount"] == 5000


def test_third_refusal_shows_the_way_out(engine: Engine) -> None:
    *_, second, third = talk(engine, "/form_overdue_interest", "0", "-5", "忘了")
    assert "取消" not in second.reply.text
    assert "取消" in third.reply.text


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("那要是八千呢", "amount", 8000),
        ("不对,是40天", "duration", 40),
        ("年化36.5%", "daily_rate", 0.001),
    ],
)
def test_result_is_worked_out_again(engine: Engine, text: str, name: str, value: float) -> None:
    *_, turn = talk(engine, *RESULT, text)
    assert turn.reply.response == "utter_form_overdue_interest"
    assert turn.slots[name] == value
    assert {"amount", "duration", "daily_rate"} <= turn.slots.keys()


def test_result_is_worked_out_for_another_product(engine: Engine) -> None:
    *_, turn = talk(engine, *RESULT, "那借呗呢")
    assert turn.reply.response == "utter_form_overdue_interest"
    assert turn.slots["product"] == "jiebei"


def test_form_begun_again_after_its_result_asks_anew(engine: Engine) -> None:
    *_, turn = talk(engine, *RESULT, "/form_overdue_interest")
    assert turn.reply.response == "utter_ask_form_overdue_interest_amount"
    assert "amount" not in turn.slots


def test_form_begun_after_other_facts_uses_them(engine: Engine) -> None:
    *_, turn = talk(engine, "花呗逾期三天欠了5000元怎么办", "/form_overdue_interest")
    assert turn.reply.response == "utter_ask_form_overdue_interest_daily_rate"


def test_second_form_keeps_what_the_first_was_told(engine: Engine) -> None:
    *_, turn = talk(engine, *RESULT, "/form_instalment_plan")
    assert turn.reply.response == "utter_ask_form_instalment_plan_monthly_means"


def test_other_values_in_an_answer_are_taken(engine: Engine) -> None:
    *_, turn = talk(engine, "/form_overdue_interest", "本金4500,逾期45天")
    assert turn.reply.response == "utter_ask_form_overdue_interest_daily_rate"
    assert (turn.slots["amount"], turn.slots["duration"]) == (4500, 45)


def test_another_product_in_a_form_forgets_nothing(engine: Engine) -> None:
    *_, turn = talk(engine, "/form_triage", "花呗", "10天", "不对,是借呗")
    assert (turn.slots["product"], turn.slots["duration"]) == ("jiebei", 10)
    assert turn.reply.response == "utter_ask_form_triage_amount"


def test_question_of_the_form_is_repeated(engine: Engine) -> None:
    *_, turn = talk(engine, "/form_overdue_interest", "再说一遍")
    assert turn.reply.response == "utter_ask_form_overdue_interest_amount"


@pytest.mark.parametrize(
    ("said", "repaid"),
    [
        pytest.param(["2024-05-03"], True, id="a-day"),
        pytest.param(["还没还"], False, id="not-yet"),
        pytest.param(["还没还", "那要是2024-05-03呢"], False, id="a-day-supposed"),
    ],
)
def test_day_of_repayment_tells_that_it_is_repaid(
    engine: Engine,
    said: list[str],
    repaid: bool,  # noqa: FBT001  a case
) -> None:
    *_, turn = talk(engine, "/form_record_expiry", *said)
    assert turn.reply.response == "utter_form_record_expiry"
    assert turn.slots["repaid"] is repaid


def test_form_is_dropped_for_the_third_question_in_a_row(engine: Engine) -> None:
    asked = ("花呗会上征信吗", "花呗有没有宽限期", "会不会上征信")
    turns = talk(engine, "/form_triage", *asked)[1:]
    assert ["我们接着算" in turn.reply.text for turn in turns] == [True, True, False]
    assert [turn.tracker.active_loop for turn in turns] == ["form_triage", "form_triage", None]


@pytest.mark.parametrize("text", ["客服多少", "人工在哪"])
def test_what_asks_in_few_words_is_no_answer(engine: Engine, text: str) -> None:
    turn = talk(engine, '/form_triage{"product": "huabei"}', text)[-1]
    assert turn.reply.kind == "handoff"
    assert turn.tracker.active_loop == "form_triage"
