"""What an utterance means once the debt spoken of is somebody else's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from bot.dialogue.context.heard import Heard, previous_intent, subjects_of, surely
from bot.dialogue.debtor import (
    DEBTOR,
    GUARANTOR,
    LENT,
    OTHER,
    SELF,
    asks_of_his_affairs,
    asks_only_of_kin,
    asks_whether_kin_may,
    is_of_the_speaker,
    names_kin,
    pays_for_another,
    puts_it_on_the_other,
    speaks_of_the_other,
    tells_of_the_other,
    told_debtor,
)
from bot.dialogue.responder import OUTSIDE
from bot.dialogue.tracker import Tracker
from bot.dialogue.wordings import ASKING
from bot.domain import Domain, Match, SlotValue, Understanding

_FAMILY, _VOUCHED = "family_debt", "guarantor"
_LENT = frozenset({"name_lent", "family_borrowed_as_me", "straw_loan"})
_UNASKED = "family_borrowed_as_me"
_TAKEN_OFF, _DISPUTED = "credit_record_delete", "credit_report_dispute"
"""A record may not be taken off, unless it is of a debt that the speaker never made."""
_ROLES = frozenset({_FAMILY, _VOUCHED, *_LENT})
"""What the speaker may be to a debt that another made: each with an answer of its own, and what
is true of one is false of the next."""
_TOLD: Mapping[SlotValue, str] = {OTHER: _FAMILY, GUARANTOR: _VOUCHED, LENT: "name_lent"}
_CONFUSED = _ROLES | {"overdue_dispute"}
"""What a turn that leans on the role sounds like, read by itself."""
_OF_THE_DEBTOR = frozenset(
    {
        "credit_impact",
        "credit_usage_impact",
        "credit_reported",
        "credit_loan_impact",
        "overdue_cross_effect",
        "overdue_consequences",
    }
)
"""What a debt does to who owes it; asked of the speaker, whether it does so to others."""
_DUNNED, _BOTHERED = "collection_harassment", "collection_contacts"
"""Meant of the debtor who is dunned; of who is dunned for the debt of another."""
_CALLING = frozenset({_DUNNED, _BOTHERED, "collection_visit"})
_OF_HIM = _OF_THE_DEBTOR | {
    "credit_life_impact",
    "bank_card_frozen",
    "home_seized",
    "lawsuit_risk",
    "dishonest_list",
}
"""What the speaker's debt may do to a relative spoken of."""
_HELPLESS = re.compile(r"不会(?:弄|操作|办|用|搞|处理)|不懂|弄不来")
"""Tells that somebody wants to know how: 「我妈逾期了,她不会弄」."""
_UNSURE = 0.7
"""Confidence below which an utterance that asks nothing only tells of the debt."""
_SURE_OF_A_ROLE = 0.95
"""Confidence from which an utterance tells of another role than before."""
_REACH = 4
"""So many subjects back a role is still spoken of."""


def keep_to_the_debtor(
    understanding: Understanding, tracker: Tracker, domain: Domain
) -> Heard | None:
    """「会上我征信吗」, said of a son's debt: it is not the son who asks."""
    of_kin = _asks_of_kin(understanding, tracker, domain)
    if of_kin or _asks_on_of_kin(understanding, tracker, domain):
        return Heard(surely(understanding, _FAMILY), "follow_up")
    told = told_debtor(understanding.text, tracker.slots.get(DEBTOR))
    role = _role(told, tracker, domain)
    if role is None:
        return None
    meant = _meant(understanding, role, told=told, domain=domain)
    if meant is None or meant not in domain.intents:
        return None
    return Heard(surely(understanding, meant), "follow_up")


def _role(told: SlotValue, tracker: Tracker, domain: Domain) -> str | None:
    """What the speaker is to the debt of another; None where it is his own."""
    debtor = told or tracker.slots.get(DEBTOR)
    if debtor in {SELF, GUARANTOR}:
        return _TOLD.get(debtor)
    answered = () if told else islice(subjects_of(tracker, domain), _REACH)
    allowed = _LENT if debtor == LENT else _ROLES
    role = next((name for name in answered if name in allowed), None)
    return role or _TOLD.get(debtor)


def _meant(
    understanding: Understanding, role: str, *, told: SlotValue, domain: Domain
) -> str | None:
    best = understanding.best
    of_him = speaks_of_the_other(understanding.text)
    if best.name == _DUNNED and role == _FAMILY:
        return None if of_him else _BOTHERED
    if role == _UNASKED and (meant := _of_who_never_borrowed(understanding)):
        return meant
    of_me = best.name in _OF_THE_DEBTOR and is_of_the_speaker(understanding.text)
    if of_me:
        return None if role in _LENT else role
    if told in {OTHER, GUARANTOR}:
        surety = told == GUARANTOR and best.name == _FAMILY
        return role if surety or _only_tells(understanding, domain) else None
    if role != _FAMILY and best.name not in _ROLES and puts_it_on_the_other(understanding.text):
        return role
    confused = _CONFUSED - _LENT - {"overdue_dispute"} if role in _LENT else _CONFUSED
    sure = best.confidence >= _SURE_OF_A_ROLE and role not in _LENT
    sure |= names_kin(understanding.text)
    leans = best.name in confused and (of_him or not sure)
    open_to_it = best.confidence < _UNSURE or (role != _FAMILY and _of_owing(best, domain))
    leans |= open_to_it and tells_of_the_other(understanding.text)
    return role if leans else None


def _of_who_never_borrowed(understanding: Understanding) -> str | None:
    """「征信能去掉不」, 「我替他还」: a record disputed, a debt that paying would own up to."""
    if understanding.best.name == _TAKEN_OFF:
        return _DISPUTED
    return _UNASKED if pays_for_another(understanding.text) else None


def _asks_of_kin(understanding: Understanding, tracker: Tracker, domain: Domain) -> bool:
    """「那我老婆呢」: whether she has to pay; after who may be called, whether she may be."""
    previous = previous_intent(tracker, domain)
    if previous is None or not {previous, _FAMILY} <= domain.intents.keys():
        return False
    return asks_only_of_kin(understanding.text) and previous not in _CALLING


def _asks_on_of_kin(understanding: Understanding, tracker: Tracker, domain: Domain) -> bool:
    """「会影响他征信吗」, 「老婆贷行不行」, said of the speaker's debt."""
    previous = previous_intent(tracker, domain)
    if tracker.slots.get(DEBTOR) not in {None, SELF} or _FAMILY not in domain.intents:
        return False
    if previous in _OF_THE_DEBTOR and asks_whether_kin_may(understanding.text):
        return True
    if understanding.best.name not in _OF_HIM:
        return False
    if previous == _FAMILY and speaks_of_the_other(understanding.text):
        return True
    return asks_of_his_affairs(understanding.text) and any(map(names_kin, tracker.said))


def _only_tells(understanding: Understanding, domain: Domain) -> bool:
    """「我爸走了,还欠银行两万」: whether he has to pay is what he wants to know."""
    best = understanding.best
    unclear = best.confidence < _UNSURE or best.name in OUTSIDE
    asks = ASKING.search(understanding.normalized) or _HELPLESS.search(understanding.normalized)
    return (unclear or _of_owing(best, domain)) and not asks


def _of_owing(match: Match, domain: Domain) -> bool:
    return domain.intents[match.name].topic == "overdue" or match.name == "cannot_repay"
