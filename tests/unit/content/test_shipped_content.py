from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.content.checks import PLACEHOLDER, placeholders_of
from bot.content.review import review
from bot.dialogue.forms import FORMS, Form
from bot.dialogue.payload import read_payload
from bot.dialogue.responder import Responder

if TYPE_CHECKING:
    from bot.domain import Domain, Variant

CATALOGUE = {
    "overdue": (
        "overdue_what_to_do overdue_consequences overdue_short overdue_long overdue_small_amount "
        "overdue_definition grace_period grace_period_credit overdue_check overdue_dispute "
        "overdue_both_products overdue_cross_effect"
    ),
    "fees": (
        "overdue_fee_calc fee_waiver rate_cap extension_interest_card rate_new_rules hidden_fees"
    ),
    "repay": (
        "repay_how repay_partial minimum_payment installment_when_overdue extension_request "
        "early_settlement auto_deduction auto_deduction_failed repay_not_reflected "
        "settlement_certificate due_date cannot_repay full_repayment_demanded "
        "borrow_to_repay merchant_gone"
    ),
    "credit": (
        "credit_impact credit_usage_impact credit_reported credit_recovery credit_record_duration "
        "credit_record_delete credit_repair_apply credit_repair_policy credit_factors "
        "credit_speedup credit_report_query credit_report_dispute credit_report_update "
        "credit_query_times credit_blacklist credit_loan_impact credit_life_impact zhima_impact "
        "zhima_negative_record report_codes credit_statement credit_query_consent record_expired "
        "big_data"
    ),
    "restore": (
        "restore_after_overdue restore_after_long_overdue restore_reasons restore_process "
        "restore_failed restore_quota account_frozen reopen_after_closed future_usage_advice"
    ),
    "negotiate": (
        "negotiate_how negotiate_terms negotiate_refused negotiate_materials "
        "negotiate_credit_impact personal_bankruptcy spoken_promise"
    ),
    "collection": (
        "collection_harassment collection_contacts collection_visit collection_rules "
        "complaint_channel lawsuit_risk lawsuit_received criminal_risk dishonest_list "
        "bank_card_frozen statute_of_limitations debt_agency_scam payment_scam contact_genuine "
        "debt_transferred "
        "family_debt home_seized police_help already_listed enforcement_stage arbitration_notice "
        "court_procedure name_lent straw_loan loan_scammed family_borrowed_as_me benefits_threat"
    ),
    "pay_later": "pay_later_what pay_later_close pay_later_overdue pay_later_refund",
    "chat": (
        "greet goodbye thank affirm deny bot_identity bot_capability human_handoff bot_complaint "
        "abuse crisis distress product_service out_of_scope"
    ),
}
"""The contract: names that no release drops or renames."""

INTENTS = [(topic, name) for topic, names in CATALOGUE.items() for name in names.split()]
TOPICAL = [name for topic, name in INTENTS if topic != "chat"]
LEAST = {"product_service": 150, "out_of_scope": 150}
STOPS = "。!?！？：:）)”…」"

PRODUCTS = frozenset(
    {
        "huabei",
        "jiebei",
        "credit_card",
        "wangshangdai",
        "weilidai",
        "jd_baitiao",
        "jd_jintiao",
        "meituan",
        "didi",
        "douyin",
        "duxiaoman",
        "qihoo360",
        "bank_loan",
        "online_loan",
        "pay_later",
        "zhima",
    }
)


@pytest.fixture(scope="module")
def variants(shipped_domain: Domain) -> list[tuple[str, Variant]]:
    return [(name, one) for name, found in shipped_domain.responses.items() for one in found]


def test_review_finds_no_fault(shipped_domain: Domain) -> None:
    assert [str(fault) for fault in review(shipped_domain, date(2026, 11, 22)).faults] == []


@pytest.mark.parametrize(("topic", "name"), INTENTS, ids=[name for _, name in INTENTS])
def test_catalogue_intent_has_title_and_examples(
    shipped_domain: Domain, topic: str, name: str
) -> None:
    intent = shipped_domain.intents[name]
    assert intent.topic == topic
    assert intent.title
    assert intent.title != name
    assert len(intent.examples) >= LEAST.get(name, 20 if topic == "chat" else 30)


@pytest.mark.parametrize("name", TOPICAL)
def test_topical_answer_has_sources(shipped_domain: Domain, name: str) -> None:
    assert all(variant.sources for variant in shipped_domain.responses[f"utter_{name}"])


def test_examples_are_many(shipped_domain: Domain) -> None:
    assert sum(len(intent.examples) for intent in shipped_domain.intents.values()) >= 2600


def test_every_topic_has_a_name(shipped_domain: Domain) -> None:
    assert {one.topic for one in shipped_domain.intents.values()} <= shipped_domain.topics.keys()


def test_every_product_has_a_name_and_words(shipped_domain: Domain) -> None:
    assert shipped_domain.product_names.keys() >= PRODUCTS
    assert shipped_domain.synonyms.keys() >= PRODUCTS


def test_no_word_names_two_products(shipped_domain: Domain) -> None:
    words = [word for spelled in shipped_domain.synonyms.values() for word in spelled]
    assert sorted(words) == sorted(set(words))


def test_every_related_question_is_one_of_ours(
    shipped_domain: Domain, variants: list[tuple[str, Variant]]
) -> None:
    related = {name for _, variant in variants for name in variant.related}
    assert related <= shipped_domain.intents.keys()


def test_every_source_is_known(
    shipped_domain: Domain, variants: list[tuple[str, Variant]]
) -> None:
    named = {source for _, variant in variants for source in variant.sources}
    named |= {source for one in shipped_domain.platforms.values() for source in one.sources}
    assert named <= shipped_domain.sources.keys()


def test_every_condition_names_a_product_or_slot_value_that_occurs(
    variants: list[tuple[str, Variant]],
) -> None:
    asked = {
        value for _, variant in variants for condition in variant.conditions
        if condition.slot == "product" for value in condition.values
    }  # fmt: skip
    assert asked <= PRODUCTS


def test_hot_questions_and_follow_ups_are_ours(shipped_domain: Domain) -> None:
    follow_ups = shipped_domain.follow_ups
    meant = {name for asked in follow_ups.values() for name in asked.values()}
    assert {*shipped_domain.hot, *follow_ups, *meant} <= shipped_domain.intents.keys()


@pytest.mark.parametrize("product", [None, "huabei", "credit_card"])
def test_button_payload_leads_to_an_intent(shipped_domain: Domain, product: str | None) -> None:
    respond = Responder(shipped_domain)
    slots = {"product": product} if product else {}
    for name in shipped_domain.intents:
        button = respond.suggestion(name, slots)
        payload = read_payload(button.payload)
        assert payload is not None
        assert (payload.name, payload.slots) == (name, slots)
        assert "{" not in button.title


def test_answers_use_only_variables_that_are_filled(variants: list[tuple[str, Variant]]) -> None:
    unset = {
        (name, variable) for name, variant in variants if not name.startswith("utter_form_")
        for variable in PLACEHOLDER.findall(variant.text) if variable not in placeholders_of(name)
    }  # fmt: skip
    assert unset == set()


def test_answers_hold_no_stray_braces(variants: list[tuple[str, Variant]]) -> None:
    texts = ((name, PLACEHOLDER.sub("", variant.text)) for name, variant in variants)
    stray = [name for name, text in texts if re.search("[{}]", text)]
    assert stray == []


def test_answers_end_with_a_full_stop_or_the_like(variants: list[tuple[str, Variant]]) -> None:
    open_ended = [
        (variant.place.file, variant.place.line) for _, variant in variants
        if variant.text.rstrip("*")[-1] not in STOPS
    ]  # fmt: skip
    assert open_ended == []


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.name)
def test_form_has_words_for_each_step(shipped_domain: Domain, form: Form) -> None:
    steps = {
        f"utter_{kind}_{form.name}_{slot.name}"
        for slot in form.slots
        for kind in ("ask", "invalid")
    }
    assert {f"utter_{form.name}", *steps} <= shipped_domain.responses.keys()


def test_system_and_crisis_have_their_words(shipped_domain: Domain) -> None:
    assert {"utter_crisis", "utter_form_resume", "utter_form_cancelled"} <= (
        shipped_domain.responses.keys()
    )


def test_sorrow_is_no_question_and_hears_of_the_helpline(shipped_domain: Domain) -> None:
    assert shipped_domain.intents["distress"].topic == "chat"
    for variant in shipped_domain.responses["utter_distress"]:
        assert "12356" in variant.text
        assert "F-CS-01" in variant.sources


def test_crisis_idiom_never_swallows_a_signal(shipped_domain: Domain) -> None:
    signals = shipped_domain.crisis.direct
    swallowing = [
        (idiom, signal) for idiom in shipped_domain.crisis.idioms for signal in signals
        if idiom in signal
    ]  # fmt: skip
    assert swallowing == []
