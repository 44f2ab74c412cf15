"""Agreement across files: what must hold before content may be served."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain import Domain, Place, Variant
from bot.errors import Fault

PLACEHOLDER = re.compile(r"\{(\w+)\}")
PLACEHOLDERS = frozenset({"product_name"})
"""Names that the responder fills in every response; forms fill their own."""
_ALSO_FILLED = {
    "utter_handoff": frozenset({"lender", "where", "hotline", "hotline_note"}),
    "utter_ask_which": frozenset({"products"}),
}
"""Names filled in one response besides: from the platform directory, from what was told."""

SYSTEM_RESPONSES = frozenset(
    {
        "utter_fallback",
        "utter_handoff",
        "utter_clarify",
        "utter_noted",
        "utter_ask_product",
        "utter_ask_which",
        "utter_empty",
        "utter_bearing_prefix",
        "utter_repeat_prefix",
        "utter_gist_noted_prefix",
        "utter_gist_rest",
        "utter_of_product_prefix",
        "utter_crisis",
        "utter_crisis_again",
        "utter_crisis_agreed",
        "utter_crisis_denied",
        "utter_crisis_line",
        "utter_crisis_other",
        "utter_crisis_other_again",
        "utter_crisis_other_agreed",
        "utter_crisis_other_stay",
        "utter_crisis_reminder",
        "utter_crisis_stay",
        "utter_form_cancelled",
        "utter_form_resume",
        "utter_form_stuck",
        "utter_form_wait",
    }
)
"""Responses the dialogue speaks by itself; content must word each of them."""


def placeholders_of(response: str) -> frozenset[str]:
    """The names that are filled in a response other than a form's."""
    return PLACEHOLDERS | _ALSO_FILLED.get(response, frozenset())


def check_agreement(domain: Domain) -> tuple[Fault, ...]:
    """Every disagreement between intents, responses and sources, none where all agree."""
    return (
        *_intents_without_response(domain),
        *_missing_system_responses(domain),
        *_examples_under_two_intents(domain),
        *_unknown_names(domain),
        *_unknown_follow_ups(domain),
        *_responses_without_default(domain),
    )


def _intents_without_response(domain: Domain) -> Iterator[Fault]:
    for intent in domain.intents.values():
        if f"utter_{intent.name}" not in domain.responses:
            yield Fault(
                intent.place.file,
                intent.place.line,
                f"intent {intent.name!r} has no response",
                f"Add utter_{intent.name} to responses/{intent.topic}.yml.",
            )


def _missing_system_responses(domain: Domain) -> Iterator[Fault]:
    for name in sorted(SYSTEM_RESPONSES - domain.responses.keys()):
        yield Fault("responses/system.yml", 1, f"{name!r} is missing", "Add it.")


def _examples_under_two_intents(domain: Domain) -> Iterator[Fault]:
    seen: dict[str, tuple[str, Place]] = {}
    for intent in domain.intents.values():
        for example in intent.examples:
            first = seen.setdefault(example.text, (intent.name, example.place))
            if first[1] is not example.place:
                name, place = first
                yield Fault(
                    example.place.file,
                    example.place.line,
                    f"the example {example.text!r} of {intent.name!r} stands already under "
                    f"{name!r} ({place.file}:{place.line})",
                    "Keep it where it belongs.",
                )


def _unknown_names(domain: Domain) -> Iterator[Fault]:
    for name, variants in domain.responses.items():
        for variant in variants:
            yield from _unknown_in(variant, name, domain)
    for platform in domain.platforms.values():
        for source in platform.sources:
            if source not in domain.sources:
                yield Fault(
                    "responses/platforms.yml",
                    1,
                    f"{platform.id!r} rests on no known source {source!r}",
                    "Add it to responses/sources.yml.",
                )


def _unknown_in(variant: Variant, name: str, domain: Domain) -> Iterator[Fault]:
    for related in variant.related:
        if related not in domain.intents:
            problem = f"{name!r} relates to no intent {related!r}"
            yield _at(variant, problem, "Name an intent of intents/*.yml.")
    for source in variant.sources:
        if source not in domain.sources:
            problem = f"{name!r} rests on no known source {source!r}"
            yield _at(variant, problem, "Add it to responses/sources.yml.")
    if not name.startswith("utter_form_"):
        known = placeholders_of(name)
        for placeholder in sorted(set(PLACEHOLDER.findall(variant.text)) - known):
            problem = f"{name!r} has the unknown variable {{{placeholder}}}"
            yield _at(variant, problem, f"Use one of {sorted(known)}.")


def _unknown_follow_ups(domain: Domain) -> Iterator[Fault]:
    for name, asked in domain.follow_ups.items():
        for intent in dict.fromkeys((name, *asked.values())):
            if intent not in domain.intents:
                yield Fault(
                    "intents/follow_ups.yml",
                    1,
                    f"{intent!r} is no intent",
                    "Name an intent of intents/*.yml.",
                )


def _responses_without_default(domain: Domain) -> Iterator[Fault]:
    for name, variants in domain.responses.items():
        if variants and all(variant.conditions for variant in variants):
            yield _at(
                variants[-1],
                f"{name!r} has no variant without a condition",
                "Add one that is right in every situation, last.",
            )


def _at(variant: Variant, problem: str, cure: str) -> Fault:
    return Fault(variant.place.file, variant.place.line, problem, cure)
