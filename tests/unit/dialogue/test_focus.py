from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.focus import bearing_on, gist, step_of, wants_all

ANSWER = """单纯还不上不会坐牢。

1. **先核实**：自己打 12368。短信里的链接别点。
2. 带上收入证明和流水去谈；谈不成就投诉。
3. 收到诉状 15 日内可以答辩，不去可能被缺席判决。
- 代扣先看设置里有没有开关；结清的那笔标 C。

**留意**：还清满 5 年，记录才删除。"""


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        pytest.param("要什么材料", "带上收入证明和流水去谈；谈不成就投诉。", id="kind"),
        pytest.param("链接能点吗", "先核实：自己打 12368。短信里的链接别点。", id="words"),
        pytest.param("几年", "留意：还清满 5 年，记录才删除。", id="heading kept as words"),
        pytest.param("电话多少", "先核实：自己打 12368。短信里的链接别点。", id="telephone"),
        pytest.param("不去行吗", "收到诉状 15 日内可以答辩，不去可能被缺席判决。", id="absent"),
        pytest.param("怎么核实", "先核实：自己打 12368。短信里的链接别点。", id="check"),
        pytest.param("怎么关掉", "代扣先看设置里有没有开关；结清的那笔标 C。", id="close"),
        pytest.param("那C呢", "代扣先看设置里有没有开关；结清的那笔标 C。", id="a letter"),
        pytest.param("12368是什么", "先核实：自己打 12368。短信里的链接别点。", id="a number"),
    ],
)
def test_passage_answers_what_is_asked(question: str, passage: str) -> None:
    assert passage in bearing_on(question, ANSWER)


def test_whether_it_is_lawful_is_answered_first() -> None:
    answer = "不该去找家人。\n\n1. 说清不是借款人。\n2. 按规定，拒绝后不得再打。"
    assert bearing_on("他们这样合法吗", answer)[0] == gist(answer)


@pytest.mark.parametrize("question", ["真的吗", "嗯", "", "那借呗呢", "我欠了1532", "还了25天"])
def test_no_passage_bears_on_what_names_nothing(question: str) -> None:
    assert bearing_on(question, ANSWER) == ()


def test_yes_or_no_comes_first() -> None:
    answer = "银行可以同意，不是必须。\n\n1. 算清每月能还的数。\n2. 打客服电话。"
    assert bearing_on("每月能还五百行吗", answer) == (
        "银行可以同意，不是必须。",
        "算清每月能还的数。",
    )


def test_no_fixed_time_answers_how_long() -> None:
    answer = "由系统评估，没有固定的日子。\n\n1. 先还清。\n2. 保持按时还款。"
    assert bearing_on("要多久", answer) == ("由系统评估，没有固定的日子。",)


def test_time_limit_of_another_matter_is_no_answer() -> None:
    answer = "到账要看银行。\n\n1. 看还款记录。\n\n**留意**：报错了可以提异议，20 日内答复。"
    assert bearing_on("多久到", answer) == ()
    assert bearing_on("异议多久答复", answer)


@pytest.mark.parametrize(
    ("question", "whole"), [("怎么申请", True), ("我已经转了八百", True), ("是招行的", False)]
)
def test_all_of_it_is_for_who_asks_for_steps_or_lost_money(question: str, *, whole: bool) -> None:
    assert wants_all(question) is whole


def test_gist_is_the_first_paragraph() -> None:
    assert gist(ANSWER) == "单纯还不上不会坐牢。"


@given(question=st.text(max_size=30), answer=st.text(max_size=200))
def test_passages_are_few_and_of_the_answer_alone(question: str, answer: str) -> None:
    passages = bearing_on(question, answer)
    assert len(passages) <= 2
    for passage in passages:
        assert set(passage) <= set(answer) | {"："}


@pytest.mark.parametrize(
    ("question", "step"),
    [
        ("第二步怎么弄", "带上收入证明和流水去谈；谈不成就投诉。"),
        ("第一个怎么办", "先核实：自己打 12368。短信里的链接别点。"),
        ("第四步怎么弄", None),
        ("第二次逾期怎么办", None),
    ],
)
def test_step_is_told_by_its_number(question: str, step: str | None) -> None:
    assert step_of(question, ANSWER) == step


def test_item_of_a_list_without_numbers_is_told_by_its_place() -> None:
    assert step_of("第二种怎么办理", "两种：\n\n- 线上查。\n- 去网点。") == "去网点。"


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("几天能更新", "等一两个月再查。"),
        ("我就一套房", "唯一住房不是绝对保护，可以提异议。"),
        ("分还涨得回来吗", "分数随履约逐步变化。"),
        ("怎么才会好", None),
    ],
)
def test_passage_is_found_in_other_words(question: str, passage: str | None) -> None:
    answer = (
        "先还清。\n\n- 等一两个月再查。\n- 唯一住房不是绝对保护，可以提异议。\n"
        "- 分数随履约逐步变化。\n- 怎么算，以页面为准。\n- 提异议，20 日内答复。"
    )
    assert bearing_on(question, answer) == ((passage,) if passage else ())
