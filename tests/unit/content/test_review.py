from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.content.review import LONGEST_ANSWER, review
from bot.domain import Example, Place, Variant

if TYPE_CHECKING:
    from bot.domain import Domain
    from bot.errors import Fault

TODAY = date(2026, 11, 22)
PLACE = Place("responses/x.yml", 7)


def faults_of_variant(
    domain: Domain,
    text: str,
    *,
    sources: tuple[str, ...] = (),
    reviewed: date | None = TODAY,
    name: str = "utter_x",
) -> list[Fault]:
    variant = Variant(text, (), sources, reviewed, (), PLACE)
    changed = replace(domain, responses={**domain.responses, name: (variant,)})
    return [fault for fault in review(changed, TODAY).faults if fault.file == PLACE.file]


def faults_of_examples(domain: Domain, *texts: str) -> list[Fault]:
    examples = tuple(
        Example(text, Place("intents/x.yml", line)) for line, text in enumerate(texts, start=4)
    )
    greet = replace(domain.intents["greet"], examples=examples)
    changed = replace(domain, intents={**domain.intents, "greet": greet})
    return [fault for fault in review(changed, TODAY).faults if fault.file == "intents/x.yml"]


def test_tiny_bot_has_no_faults_and_no_notices(domain: Domain) -> None:
    found = review(domain, TODAY)
    assert (found.faults, found.notices) == ((), ())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("花呗到期没还会有什么结果", "借呗到期没还会有什么结果", id="another-product"),
        pytest.param("我到底还要等多少个工作日", "我到底还要等多少个工作日?", id="punctuation"),
        pytest.param("我到底还要等多少个工作日呢", "我到底还要等多少个工作日啊", id="particle"),
        pytest.param("我到底还要等多少个工作日", "我到底还要等多少个工作日呀", id="one-more"),
    ],
)
def test_near_copies_are_faults_on_the_later_line(domain: Domain, first: str, second: str) -> None:
    (fault,) = faults_of_examples(domain, first, second)
    assert (fault.line, "nearly copies" in fault.problem) == (5, True)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("花呗多久", "借呗多久", id="too-short-to-tell"),
        pytest.param("钱退了怎么还没收到", "退款到账通常要多少天", id="other-words"),
    ],
)
def test_other_wordings_are_no_copies(domain: Domain, first: str, second: str) -> None:
    assert faults_of_examples(domain, first, second) == []


@pytest.mark.parametrize(
    "text", ["协商包过。", "这样做一定能恢复。", "百分百能删掉。", "有内部渠道。", "保证下款。"]
)
def test_promise_is_a_fault(domain: Domain, text: str) -> None:
    (fault,) = faults_of_variant(domain, text)
    assert "promises" in fault.problem


@pytest.mark.parametrize(
    "text",
    ["保留 5 年。", "一天 0.05%。", "打 12378。", "见《民法典》。", "依第188条。", "2026 年起。"],
)
def test_figure_without_source_is_a_fault(domain: Domain, text: str) -> None:
    (fault,) = faults_of_variant(domain, text)
    assert "without a source" in fault.problem
    assert fault.line == PLACE.line


def test_figure_with_source_is_right(domain: Domain) -> None:
    assert faults_of_variant(domain, "保留 5 年。", sources=("T-01",)) == []


@pytest.mark.parametrize("name", ["utter_ask_form_x", "utter_invalid_form_x"])
def test_form_may_name_figures_as_examples_of_what_to_type(domain: Domain, name: str) -> None:
    assert faults_of_variant(domain, "逾期了几天?比如 30 天。", name=name) == []


def test_numbers_of_a_list_are_no_figures(domain: Domain) -> None:
    assert faults_of_variant(domain, "1. 先还钱。\n2. 再打电话。") == []


def test_sources_want_a_review_date(domain: Domain) -> None:
    (fault,) = faults_of_variant(domain, "看合同。", sources=("T-01",), reviewed=None)
    assert "no review date" in fault.problem


@pytest.mark.parametrize(("length", "count"), [(LONGEST_ANSWER, 0), (LONGEST_ANSWER + 1, 1)])
def test_answer_fits_a_phone_screen_and_a_half(domain: Domain, length: int, count: int) -> None:
    assert len(faults_of_variant(domain, "好" * length)) == count


def test_letters_and_digits_do_not_count_as_characters(domain: Domain) -> None:
    assert faults_of_variant(domain, "好" * LONGEST_ANSWER + "App" * 50) == []


def test_traditional_characters_are_a_fault(domain: Domain) -> None:
    (fault,) = faults_of_variant(domain, "盡快還款。")
    assert "Simplified" in fault.problem


def test_source_past_its_date_is_a_notice_and_no_fault(domain: Domain) -> None:
    found = review(domain, date(2027, 5, 2))
    assert found.faults == ()
    assert {notice.cure for notice in found.notices} == {
        "Check the source and set its dates anew."
    }
    assert all("T-02" in notice.problem for notice in found.notices)


def test_source_on_its_last_day_still_holds(domain: Domain) -> None:
    assert review(domain, date(2027, 5, 1)).notices == ()
