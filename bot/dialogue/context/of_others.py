"""What an utterance means once the debt spoken of is somebody else's."""

from __future__ import annotations

from bot.dialogue.context.heard import Heard, surely
from bot.dialogue.debtor import DEBTOR, OTHER, is_of_the_speaker, told_debtor
from bot.dialogue.tracker import Tracker
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
_AMONG_OTHERS = {"collection_harassment": "collection_contacts"}
"""What is meant by who is dunned for the debt of another."""


def keep_to_the_debtor(
    understanding: Understanding, tracker: Tracker, domain: Domain
) -> Heard | None:
    """「会上我征信吗」, said of a son's debt: it is not the son who asks."""
    known = tracker.slots.get(DEBTOR)
    if (told_debtor(understanding.text) or known) != OTHER:
        return None
    asked = understanding.best.name
    meant = _AMONG_OTHERS.get(asked)
    if asked in _OF_THE_DEBTOR and is_of_the_speaker(understanding.text):
        meant = _FAMILY
    if meant is None or meant not in domain.intents:
        return None
    return Heard(surely(understanding, meant), "follow_up")
