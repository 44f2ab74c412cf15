from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Tracker
from bot.dialogue.decisions import (
    Answer,
    Clarify,
    Company,
    Crisis,
    Fallback,
    HandOff,
    OutOfScope,
)
from bot.dialogue.events import BotUttered, SessionStarted, UserUttered
from bot.dialogue.responder import Responder
from bot.domain import Match

if TYPE_CHECKING:
    from bot.dialogue.decisions import Decision
    from bot.domain import Domain, Reply

NEW = Tracker("test")
INTENTS = [
    "overdue_what_to_do", "grace_period", "overdue_short", "overdue_long", "credit_impact", "greet"
]  # fmt: skip


@pytest.fixture(scope="module")
def respond(domain: Domain) -> Responder:
    return Responder(domain)


def answered(respond: Responder, intent: str, **slots: Any) -> Reply:
    return respond(Answer((Match(intent, 0.9),)), slots, NEW, (), "")


def asked_again(respond: Responder, intent: str, *questions: str) -> str:
    """What is said to the second question when both are of the same intent."""
    first, second = questions
    reply = answered(respond, intent)
    said = BotUttered(2, reply.text, {}, {"kind": "answer", "intents": [intent]})
    tracker = NEW.after((SessionStarted(0), UserUttered(1, first), said))
    return respond(Answer((Match(intent, 0.9),)), {}, tracker, (), second).text


def later(turns: int) -> Tracker:
    """A conversation of so many turns."""
    return NEW.after((SessionStarted(0), *(UserUttered(i, "好") for i in range(turns))))


@pytest.mark.parametrize(
    ("slots", "beginning"),
    [
        pytest.param({"product": "huabei"}, "花呗的宽限期", id="its-own"),
        pytest.param({"product": "jiebei"}, "借呗有没有宽限,", id="one-of-several"),
        pytest.param({"product": "credit_card"}, "信用卡有没有宽限期", id="any-other"),
        pytest.param({}, "这笔欠款有没有宽限期", id="unknown"),
        pytest.param({"product": "nonsense"}, "这笔欠款有没有宽限期", id="no-product-of-ours"),
    ],
)
def test_variant_fits_the_product(
    respond: Responder, slots: dict[str, Any], beginning: str
) -> None:
    assert answered(respond, "grace_period", **slots).text.replace("，", ",").startswith(beginning)


@pytest.mark.parametrize(("repaid", "fits"), [(True, True), (False, False), ("partly", False)])
def test_all_conditions_of_a_variant_must_hold(
    respond: Responder,
    repaid: Any,
    fits: bool,  # noqa: FBT001  a case
) -> None:
    reply = answered(respond, "overdue_short", product="huabei", repaid=repaid)
    assert ("已经还上" in reply.text) is fits


def test_wordings_take_turns(respond: Responder) -> None:
    decision = Answer((Match("greet", 0.9),))
    texts = [respond(decision, {}, later(turns), (), "").text for turns in range(4)]
    assert texts[0] != texts[1]
    assert texts[:2] == texts[2:]


@given(
    intent=st.sampled_from(INTENTS),
    slots=st.dictionaries(
        st.sampled_from(["product", "duration", "amount", "repaid"]),
        st.sampled_from(["huabei", "jiebei", "x", 3, True, None]),
    ),
)
def test_no_variable_is_ever_left(
    respond: Responder,
    intent: str,
    slots: dict[str, Any],
) -> None:
    reply = answered(respond, intent, **slots)
    said = [reply.text, *(one.title for one in reply.suggestions)]
    assert not [text for text in said if re.search(r"\{\w*\}|None", text)]


def test_answer_cites_its_sources_once_each(respond: Responder) -> None:
    both = Answer((Match("overdue_long", 0.9), Match("credit_impact", 0.8)))
    titles = [one.title for one in respond(both, {}, NEW, (), "").sources]
    assert titles == ["征信业管理条例第十六条", "花呗用户服务合同"]


def test_answer_is_as_old_as_its_oldest_part(respond: Responder, domain: Domain) -> None:
    both = Answer((Match("overdue_what_to_do", 0.9), Match("credit_impact", 0.8)))
    reply = respond(both, {}, later(1), (), "")
    assert reply.reviewed == min(
        variant.reviewed
        for variant in (
            domain.responses["utter_overdue_what_to_do"][1],
            domain.responses["utter_credit_impact"][0],
        )
        if variant.reviewed
    )


def test_two_answers_stand_under_their_questions(respond: Responder) -> None:
    both = Answer((Match("grace_period", 0.9), Match("credit_impact", 0.8)))
    text = respond(both, {"product": "huabei"}, NEW, (), "").text
    assert text.startswith("**花呗有没有宽限期**")
    assert "**花呗逾期上征信吗**" in text


def test_asked_again_says_so_and_gives_its_grounds(respond: Responder) -> None:
    text = asked_again(respond, "credit_impact", "逾期上征信吗", "逾期到底上不上征信")
    assert text.startswith("这个刚才说过")
    assert "不良信息自终止之日起保存 5 年" in text


def test_another_question_to_the_same_answer_gets_the_passage_that_bears_on_it(
    respond: Responder,
) -> None:
    text = asked_again(respond, "credit_impact", "逾期上征信吗", "要留几年")
    assert text.startswith("和这一句最有关的是")
    assert "还清后保留 5 年" in text


def test_grounds_are_only_what_is_known_for_certain(respond: Responder) -> None:
    assert "宽限期以合同为准" not in asked_again(
        respond, "credit_impact", "逾期上征信吗", "逾期到底上不上征信"
    )


@pytest.mark.parametrize("intent", INTENTS)
def test_buttons_are_few_and_none_asks_the_same_product_again(
    respond: Responder, intent: str
) -> None:
    buttons = answered(respond, intent, product="huabei").suggestions
    assert len(buttons) <= 4
    assert len({one.title for one in buttons}) == len(buttons)
    assert not any(one.payload.startswith(f"/{intent}{{") for one in buttons)


def test_buttons_ask_of_the_product_spoken_of(respond: Responder) -> None:
    titles = [one.title for one in answered(respond, "grace_period", product="huabei").suggestions]
    assert "花呗逾期上征信吗" in titles


def test_no_button_calls_a_score_overdue(shipped_domain: Domain) -> None:
    title = Responder(shipped_domain).suggestion
    titles = {name: title(name, {"product": "zhima"}).title for name in shipped_domain.intents}
    assert titles["credit_impact"] == "逾期会上征信吗"
    assert not [one for one in titles.values() if "芝麻信用" in one]


@pytest.mark.parametrize(
    ("intent", "title"),
    [
        pytest.param("credit_impact", "先用后付逾期会上征信吗", id="has-its-own-answer"),
        pytest.param("settlement_certificate", "结清证明怎么开", id="has-none"),
    ],
)
def test_button_names_pay_later_where_it_has_an_answer(
    shipped_domain: Domain, intent: str, title: str
) -> None:
    assert Responder(shipped_domain).suggestion(intent, {"product": "pay_later"}).title == title


def test_product_is_offered_where_the_answer_depends_on_it(respond: Responder) -> None:
    payloads = [one.payload for one in answered(respond, "grace_period").suggestions]
    assert '/grace_period{"product": "huabei"}' in payloads


def test_what_may_have_been_meant_instead_is_offered_first_and_once(respond: Responder) -> None:
    decision = Answer((Match("overdue_what_to_do", 0.5),), (Match("credit_impact", 0.4),))
    payloads = [one.payload for one in respond(decision, {}, NEW, (), "").suggestions]
    assert payloads[0] == "/credit_impact"
    assert payloads.count("/credit_impact") == 1


def test_calculator_that_fits_is_offered(respond: Responder) -> None:
    payloads = [one.payload for one in answered(respond, "overdue_what_to_do").suggestions]
    assert "/form_triage" in payloads


@pytest.mark.parametrize(
    ("decision", "kind", "response"),
    [
        (Clarify((Match("greet", 0.4),)), "clarify", "utter_clarify"),
        (Fallback(()), "fallback", "utter_fallback"),
        (Fallback((), empty=True), "fallback", "utter_empty"),
        (OutOfScope(Match("out_of_scope", 0.9)), "fallback", "utter_out_of_scope"),
        (HandOff(), "handoff", "utter_handoff"),
        (HandOff(Match("human_handoff", 0.9)), "handoff", "utter_human_handoff"),
        (Crisis(), "crisis", "utter_crisis"),
        (Company("utter_crisis_stay"), "chat", "utter_crisis_stay"),
        (Answer((Match("greet", 0.9),)), "chat", "utter_greet"),
        (Answer((Match("grace_period", 0.9),)), "answer", "utter_grace_period"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_each_decision_has_its_kind_of_reply(
    respond: Responder, decision: Decision, kind: str, response: str
) -> None:
    reply = respond(decision, {}, NEW, (), "")
    assert (reply.kind, reply.response) == (kind, response)


def test_hand_off_names_who_lends_where_to_look_and_the_number(respond: Responder) -> None:
    for intent in (None, Match("human_handoff", 0.9)):
        reply = respond(HandOff(intent), {"product": "huabei"}, NEW, (), "")
        assert reply.text == "请找花呗：试验消费金融，支付宝 App 的花呗页面，95188。"
        assert [one.title for one in reply.sources] == ["花呗用户服务合同"]


def test_hand_off_of_a_product_not_listed_names_nobody(respond: Responder) -> None:
    assert "{" not in respond(HandOff(), {"product": "jiebei"}, NEW, (), "").text


def test_facts_without_a_question_are_noted(respond: Responder) -> None:
    reply = respond(Clarify((Match("greet", 0.0),), noted=True), {}, NEW, (), "")
    assert (reply.kind, reply.response) == ("clarify", "utter_noted")


def test_clarification_offers_the_intents_in_question(respond: Responder) -> None:
    close = Clarify((Match("grace_period", 0.4), Match("credit_impact", 0.4)))
    reply = respond(close, {"product": "huabei"}, NEW, (), "")
    assert [one.title for one in reply.suggestions] == ["花呗有没有宽限期", "花呗逾期上征信吗"]


def test_fallback_without_guesses_offers_what_is_asked_most(respond: Responder) -> None:
    reply = respond(Fallback(()), {}, NEW, (), "")
    assert [one.title for one in reply.suggestions] == ["逾期了怎么办", "逾期上征信吗"]


def test_reply_to_danger_sells_nothing(respond: Responder) -> None:
    reply = respond(Crisis(), {}, NEW, (), "")
    assert reply.suggestions == ()
    assert "12356" in reply.text
