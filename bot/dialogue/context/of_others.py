"""What an utterance means once the debt spoken of is somebody else's."""

from __future__ import annotations

from bot.dialogue.context.heard import Heard, surely
from bot.dialogue.debtor import DEBTOR, OTHER, is_of_the_speaker, told_debtor
from bot.dialogue.tracker import Tracker
from bot.dialogue.wordings import ASKING
from bot.domain import Domain, Understanding

_FAMILY = "family_debt"
_OF_THE_DEBTOR = frozenset(
    {
        "credit_impact",
        "credit_usage_impact",
        "credit_reported",
        "credit_loan_impact",
        "overdue_cross_effect",
    }
)
"""What a debt does to who owes it; asked of the speaker, whether it does so to others."""
_DUNNED, _BOTHERED = "collection_harassment", "collection_contacts"
"""Meant of the debtor who is dunned; of who is dunned for the debt of another."""
_UNSURE = 0.7
"""Confidence below which an utterance that asks nothing only tells of the debt."""


def keep_to_the_debtor(
    understanding: Understanding, tracker: Tracker, domain: Domain
) -> Heard | None:
    """「会上我征信吗」, said of a son's debt: it is not the son who asks."""
    told = told_debtor(understanding.text)
    if (told or tracker.slots.get(DEBTOR)) != OTHER:
        return None
    meant = _meant(understanding, told=told is not None, domain=domain)
    if meant is None or meant not in domain.intents:
        return None
    return Heard(surely(understanding, meant), "follow_up")


def _meant(understanding: Understanding, *, told: bool, domain: Domain) -> str | None:
    asked = understanding.best.name
    if asked == _DUNNED:
        return _BOTHERED
    of_me = asked in _OF_THE_DEBTOR and is_of_the_speaker(understanding.text)
    return _FAMILY if of_me or (told and _only_tells(understanding, domain)) else None


def _only_tells(understanding: Understanding, domain: Domain) -> bool:
    """「我爸走了,还欠银行两万」: whether he has to pay is what he wants to know."""
    best = understanding.best
    overdue = domain.intents[best.name].topic == "overdue" or best.name == "cannot_repay"
    asks = ASKING.search(understanding.normalized)
    return (overdue or best.confidence < _UNSURE) and not asks
