from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.content.checks import SYSTEM_RESPONSES, check_agreement

if TYPE_CHECKING:
    from bot.domain import Domain


def test_content_in_agreement_has_no_faults(domain: Domain) -> None:
    assert check_agreement(domain) == ()


def test_each_system_response_is_required(domain: Domain) -> None:
    spoken = {n: v for n, v in domain.responses.items() if n not in SYSTEM_RESPONSES}
    faults = check_agreement(replace(domain, responses=spoken))
    missing = {
        name for name in SYSTEM_RESPONSES for fault in faults if repr(name) in fault.problem
    }
    assert missing == SYSTEM_RESPONSES


def test_all_intents_without_response_are_named_at_once(domain: Domain) -> None:
    faults = check_agreement(replace(domain, responses={}))
    named = {name for name in domain.intents for fault in faults if repr(name) in fault.problem}
    assert named == set(domain.intents)


def test_example_twice_under_one_intent_is_a_fault(domain: Domain) -> None:
    greet = domain.intents["greet"]
    first = greet.examples[0]
    twin = first._replace(place=first.place._replace(line=99))
    again = replace(greet, examples=(*greet.examples, twin))
    (fault,) = check_agreement(replace(domain, intents={**domain.intents, "greet": again}))
    assert fault.line == 99


def test_forms_may_fill_variables_of_their_own(domain: Domain) -> None:
    assert "{interest}" in domain.responses["utter_form_overdue_interest"][0].text
    assert check_agreement(domain) == ()


def test_follow_up_to_no_intent_is_a_fault(domain: Domain) -> None:
    changed = replace(domain, follow_ups={"greet": {"how": "nowhere"}})
    assert any("'nowhere' is no intent" in fault.problem for fault in check_agreement(changed))
