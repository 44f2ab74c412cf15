"""Who opens with the story of a debt and asks nothing is told what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.config import Config
from bot.dialogue.decisions import Answer, Clarify, Decision, OutOfScope
from bot.dialogue.policies import WHAT_TO_DO, Policy, Situation, close_matches
from bot.dialogue.slots import MONTHS, NO_LOANS
from bot.dialogue.wordings import OWING
from bot.domain import Domain, Match
from bot.nlu.split import questions_told

_A_STORY = 30
"""Characters from which an opening may be the story of a debt."""
_WHEN_PAID = frozenset({"restore_after_overdue", "restore_after_long_overdue", "restore_failed"})
"""No answer to who has a debt open and did not ask for it."""
_WHEN_OPEN = frozenset({"cannot_repay", "overdue_long", WHAT_TO_DO})
"""None to who has paid."""


@dataclass(frozen=True, slots=True)
class TellingPolicy:
    """Another policy, unless it is lost on who opens with the story of a debt and asks nothing.

    What debt it is, how late and whether it is paid were told: that is answered.
    """

    policy: Policy
    domain: Domain
    config: Config

    def __call__(self, situation: Situation) -> Decision | None:
        """What the policy decides, or what answers the state of the debt."""
        decision = self.policy(situation)
        state = self._state(situation)
        if state is None or state not in self.domain.intents or self._finds(decision, situation):
            return decision
        said = situation.heard.understanding
        rivals = close_matches(said, self.domain, self.config)
        return Answer(
            (Match(state, said.best.confidence),),
            rivals=tuple(one for one in rivals if one.name != state),
        )

    def _finds(self, decision: Decision | None, situation: Situation) -> bool:
        """Whether an answer is sure, or at odds with nothing told."""
        if isinstance(decision, Clarify):
            return decision.noted
        if not isinstance(decision, Answer):
            return decision is not None and not isinstance(decision, OutOfScope)
        best = decision.intents[0]
        odd = _WHEN_OPEN if situation.slots.get("repaid") is True else _WHEN_PAID
        return best.confidence >= self.config.sure_at or best.name not in odd

    def _state(self, situation: Situation) -> str | None:
        """The intent that answers a debt as it stands; None where no such story is told."""
        heard, slots = situation.heard, situation.slots
        told = {one.entity for one in heard.understanding.entities}
        text = heard.understanding.normalized
        opens = heard.how == "plain" and not situation.tracker.replies and len(text) >= _A_STORY
        tells = OWING.search(text) and "product" in told and slots.get("product") not in NO_LOANS
        if not opens or not tells or questions_told(text):
            return None
        stage = slots.get("overdue_stage")
        if slots.get("repaid") is True:
            return "credit_recovery" if stage else None
        if stage in MONTHS:
            return "overdue_long"
        return WHAT_TO_DO if stage and slots.get("repaid") is not None else None
