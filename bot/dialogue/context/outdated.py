"""What a full question makes us forget: a debt still open is not the one repaid."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialogue.tracker import Tracker
from bot.domain import Domain, SlotValue, Understanding

_NOW_OVERDUE = frozenset({"overdue", "fees", "negotiate"})
_NOW_OVERDUE_INTENTS = frozenset({"credit_impact", "cannot_repay", "repay_how", "lawsuit_risk"})
"""Topics and intents that speak of a debt still open."""
_OVERDUE = re.compile(r"逾期|还不|没还|[晚迟拖](?!上)")
_SITUATION = ("repaid", "duration", "overdue_stage", "date", "amount")


def outdated(
    understanding: Understanding, tracker: Tracker, domain: Domain
) -> Mapping[str, SlotValue] | None:
    """The slots that no longer hold, each with None."""
    known = tracker.slots
    named = {one.entity for one in understanding.entities}
    intent = domain.intents.get(understanding.best.name)
    if known.get("repaid") is not True or "repaid" in named or intent is None:
        return None
    open_still = intent.topic in _NOW_OVERDUE or intent.name in _NOW_OVERDUE_INTENTS
    again = "product" in named or intent.name in {"overdue_what_to_do", "cannot_repay"}
    if not (open_still and again and _OVERDUE.search(understanding.normalized)):
        return None
    said = named | ({"overdue_stage"} if "duration" in named else set())
    return {name: None for name in _SITUATION if name in known and name not in said}
