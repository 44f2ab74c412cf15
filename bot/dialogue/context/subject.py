"""What an utterance means once a subject is spoken of: its effect, more told of it."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

from bot.dialogue.context.corrections import ONCE_PAID, shifted
from bot.dialogue.context.heard import (
    SURE,
    Heard,
    names_only_a_bank,
    names_only_a_day,
    previous_intent,
    says_only_that_it_is_overdue,
    says_only_that_it_is_paid,
    slots_that_matter,
    stands_alone,
    surely,
    tells_how_late,
    tells_only_facts,
    without_situation,
)
from bot.dialogue.tracker import Tracker
from bot.dialogue.wordings import (
    ASKING,
    DURATION_SHIFT,
    FILLERS,
    IF_ONCE_PAID,
    OF_CREDIT,
    OWING,
    SUPPOSES_PAID,
    USING,
)
from bot.domain import Domain, Match, Slots, Understanding

_SHORT = 12
"""Characters of an utterance that may lean on the subject."""
_UNSURE = 0.6
"""Confidence below which an utterance says little by itself."""
_RIVAL = 0.12
"""Confidence of an intent that is not to be left out."""

_UNDER_OVERDUE = {"credit_usage_impact": "credit_impact"}
"""What a short question means once being overdue is the subject: 「上征信吗」."""
_SPREADING = "overdue_cross_effect"
_SPREADS = re.compile(
    r"(?:会|也)[^,。]{0,3}(?:停|关|冻|封|限额|降额|不能用|用不了|看不到|不见了|受影响)"
)
_SUM = re.compile(r"\d ?万元以上|不超过 ?\d+ ?万|\d ?万元(?:以下|以内)")
_PAID: Slots = MappingProxyType({"repaid": True})
_LEFT_ONCE_PAID = "overdue_consequences"
"""What is left of being overdue, where the subject has no word for who has paid."""
_AFTER_SO_LONG = ("restore_after_overdue", "restore_after_long_overdue")
_MONTHS = 90
"""Days of being overdue from which the second is meant."""
_OF_HAVING_BEEN_LATE = frozenset({"credit_loan_impact", "credit_life_impact"})
"""Asked by who was overdue, and goes on to say with what."""
_IN_TIME = frozenset(
    {
        "minimum_payment",
        "early_settlement",
        "due_date",
        "auto_deduction",
        "extension_interest_card",
        "reopen_after_closed",
        "pay_later_what",
        "pay_later_close",
        "credit_query_times",
        "settlement_certificate",
        "future_usage_advice",
    }
)
"""Subjects that people ask about who are not overdue."""


def keep_to_overdue(
    understanding: Understanding, tracker: Tracker, domain: Domain
) -> Heard | None:
    """「上征信吗」, once being overdue is the subject, is no question about using a product."""
    previous = previous_intent(tracker, domain)
    if not previous or previous in _UNDER_OVERDUE:
        return None
    if previous in _IN_TIME and not any(OWING.search(text) for text in tracker.said):
        return None
    parts = tuple(_under_overdue(part) for part in understanding.parts)
    whole = _under_overdue(understanding)
    if whole == understanding and parts == understanding.parts:
        return None
    return Heard(replace(whole, parts=parts), "plain" if parts else "follow_up")


def ask_whether_it_spreads(
    understanding: Understanding, tracker: Tracker, domain: Domain
) -> Heard | None:
    """「那花呗会不会也停了」, 「花呗没有逾期」: of one overdue, what it does to another."""
    known = tracker.slots.get("product")
    named = {one.value for one in understanding.entities if one.entity == "product"}
    overdue = tracker.slots.get("duration") is not None and tracker.slots.get("repaid") is not True
    if not (known and overdue and named) or known in named or _SPREADING not in domain.intents:
        return None
    asks = ASKING.search(understanding.normalized)
    sound = any(one.entity == "overdue" and one.value is False for one in understanding.entities)
    if not (_SPREADS.search(understanding.normalized) if asks else sound):
        return None
    return Heard(surely(understanding, _SPREADING), "follow_up", {"product": known})


def suppose_paid(understanding: Understanding, tracker: Tracker, domain: Domain) -> Heard | None:
    """「那我还了就没事了?」: the subject before, as it is for who has paid."""
    previous = previous_intent(tracker, domain)
    if not previous or not SUPPOSES_PAID.fullmatch(understanding.normalized):
        return None
    about = (previous, _LEFT_ONCE_PAID)
    meant = next((one for one in about if _answers_who_has_paid(one, domain)), None)
    if meant is None:
        return None
    return Heard(surely(understanding, meant), "follow_up", supposed=_PAID)


def as_if_paid(heard: Heard, domain: Domain) -> Heard:
    """「还了还会告吗」: the answer for who has paid, where nobody said that he has."""
    said = heard.understanding
    told = any(one.entity == "repaid" for one in said.entities)
    if told or heard.how == "payload" or not IF_ONCE_PAID.match(said.normalized):
        return heard
    meant = _answers_who_has_paid(said.best.name, domain)
    return replace(heard, supposed=_PAID) if meant else heard


def _answers_who_has_paid(intent: str, domain: Domain) -> bool:
    variants = domain.responses.get(f"utter_{intent}", ())
    return any(
        condition.slot == "repaid" and condition.holds(_PAID)
        for variant in variants
        for condition in variant.conditions
    )


def tell_more(understanding: Understanding, tracker: Tracker, domain: Domain) -> Heard | None:
    """「我只逾期过一次,三天」: no question, but what the question before wanted to know."""
    previous = previous_intent(tracker, domain)
    late = says_only_that_it_is_overdue(understanding) or _tells_only_how_late(understanding)
    if previous in _OF_HAVING_BEEN_LATE and late:
        return Heard(surely(understanding, previous), "follow_up")
    if previous and (names_only_a_day(understanding) or names_only_a_bank(understanding)):
        return Heard(surely(understanding, previous), "follow_up")
    if not previous or not tells_only_facts(understanding) or _says_all(understanding):
        return None
    told = {one.entity for one in understanding.entities if one.role is None} - {"product"}
    bare = not FILLERS.sub("", without_situation(understanding))
    when_paid = previous in ONCE_PAID and {"date", "repaid"} <= told
    matters = when_paid or ("amount" in told and _weighs_sums(tracker))
    matters |= "duration" in told and previous in DURATION_SHIFT
    if not (matters or told & slots_that_matter(previous, domain)):
        return None
    if not bare and understanding.best.confidence >= _UNSURE:
        return None
    for one in understanding.entities:
        previous = shifted(previous, one, domain) if one.role is None else previous
    return Heard(surely(understanding, previous), "follow_up")


def _tells_only_how_late(understanding: Understanding) -> bool:
    """「就一次,两天」."""
    return tells_how_late(understanding) and tells_only_facts(understanding)


def _weighs_sums(tracker: Tracker) -> bool:
    """Whether the last answer names a sum that matters."""
    return bool(tracker.replies and _SUM.search(tracker.replies[-1].text))


def after_so_long(heard: Heard, tracker: Tracker, domain: Domain) -> Heard:
    """「还完还能用吗」, where months of being overdue were told before."""
    days = tracker.slots.get("duration")
    asked, meant = _AFTER_SO_LONG
    told = any(one.entity == "duration" for one in heard.understanding.entities)
    long = isinstance(days, int) and days >= _MONTHS and not told
    if not long or heard.understanding.best.name != asked or meant not in domain.intents:
        return heard
    best, *others = heard.understanding.ranking
    rest = (match for match in others if match.name != meant)
    ranking = Match(meant, best.confidence), *rest
    return replace(heard, understanding=replace(heard.understanding, ranking=ranking))


def _says_all(understanding: Understanding) -> bool:
    """Whether facts alone make a question of their own: 「没钱还」."""
    if stands_alone(understanding):
        return not says_only_that_it_is_paid(understanding)
    best = understanding.best
    return best.name == "cannot_repay" and best.confidence >= SURE


def _under_overdue(understanding: Understanding) -> Understanding:
    *_, text = understanding.normalized.split(",")
    if len(text) > _SHORT or USING.search(text) or not OF_CREDIT.search(text):
        return understanding
    best = understanding.best
    meant = _UNDER_OVERDUE.get(best.name) if best.confidence >= _UNSURE else None
    return surely(understanding, meant) if meant else _without_using(understanding)


def _without_using(understanding: Understanding) -> Understanding:
    """The same utterance, its confidences shared among the intents that remain."""
    left = [match for match in understanding.ranking if match.name not in _UNDER_OVERDUE]
    whole = sum(match.confidence for match in left)
    if len(left) == len(understanding.ranking) or whole <= 0:
        return understanding
    if whole > 1 - _RIVAL:
        return understanding
    shared = tuple(Match(match.name, match.confidence / whole) for match in left)
    return replace(understanding, ranking=shared)
