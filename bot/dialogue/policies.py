"""What to do about an utterance: the first policy with an opinion decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from bot.config import Config
from bot.dialogue.context import (
    Heard,
    How,
    names_only_a_product,
    names_only_a_topic,
    previous_intent,
    says_only_that_it_is_overdue,
    says_only_that_it_is_owed,
    says_only_that_it_is_paid,
    tells_how_late,
    tells_of_paying_late,
    tells_only_facts,
)
from bot.dialogue.decisions import (
    Answer,
    Clarify,
    Crisis,
    Decision,
    Fallback,
    HandOff,
    OutOfScope,
    Repeat,
)
from bot.dialogue.forms.format import is_day
from bot.dialogue.responder import CHAT_TOPIC, OUTSIDE
from bot.dialogue.tracker import Tracker
from bot.dialogue.wordings import ASKING, DOUBT
from bot.domain import Domain, Match, Slots, Understanding
from bot.nlu.pipeline import LONGEST_SPLIT

_WORDS = re.compile(r"[^\W_]")
_UNSOLVED = re.compile(
    r"没(?:有|能)?(?:解决|处理好|搞定|弄好|办成)|(?:解决|处理)不了|不管用|(?:打|试|说|找)(?:了|过)(?:也|都)?没用"
)
"""Who says so needs a person."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a policy may look at: the utterance as heard, what is known, and the day."""

    heard: Heard
    slots: Slots
    tracker: Tracker
    today: date

    @property
    def last_kind(self) -> str | None:
        """The kind of the last reply in this session."""
        return next(reversed(self.tracker.kinds), None)


Policy: TypeAlias = Callable[[Situation], Decision | None]


def first_of(
    *policies: Policy, otherwise: Callable[[Situation], Decision]
) -> Callable[[Situation], Decision]:
    """The decision of the first policy that has one."""

    def decide(situation: Situation) -> Decision:
        for policy in policies:
            decision = policy(situation)
            if decision is not None:
                return decision
        return otherwise(situation)

    return decide


def hear_nothing(situation: Situation) -> Decision | None:
    """Only punctuation, emoji or invisible characters came."""
    if _WORDS.search(situation.heard.understanding.normalized):
        return None
    return Fallback((), empty=True)


def repeat_last(situation: Situation) -> Decision | None:
    """「再说一遍」."""
    return Repeat() if situation.heard.how == "repeat" else None


WHAT_TO_DO = "overdue_what_to_do"
"""Answered who says that he is overdue and no more (rule 5 of the catalogue)."""
_FEW_DAYS_LATE = "overdue_short"
_OF_BEING_LATE = frozenset({WHAT_TO_DO, _FEW_DAYS_LATE, "overdue_long"})
"""Answered who says how late he is and asks nothing."""
_A_MONTH = 30
_ASKED_MOST = ("overdue_what_to_do", "credit_impact", "restore_after_overdue")
"""Offered to who names a product and nothing else."""
_ASKED_ONCE_REPAID = ("restore_after_overdue", "credit_record_duration", "settlement_certificate")
"""Offered to who says that it is paid and nothing else."""

_IN_DOUBT: frozenset[How] = frozenset({"plain", "read_on"})
"""Readings whose confidence counts; the others are certain."""

_LOST = frozenset({"clarify", "fallback"})
"""Kinds of replies to what was not understood."""

_LIKELIEST = 0.35
"""Confidence from which the likeliest is answered rather than asked back: the second time, or
where it is the subject before (eval)."""

_FEW_CHARACTERS = 8
_LIKE_NOTHING = 0.33
"""Similarity to the nearest example below which so few characters mean none of it, however sure
the ranker: of `tests/data/utterances*.tsv` no topical one is right there (eval)."""

_MOST_ASKED_BACK = 3
_NEAR_ENOUGH = 0.3
"""Confidence from which the second, of the same topic, is meant where the best was answered."""

_SURE_OF_A_TOPIC = 0.95
"""Confidence from which a bare word, 「起诉」, says what is wanted."""
_OF_A_STATE = frozenset({"repaid", "overdue", "amount"})
_SURE_OF_A_STATE = 0.9
"""Confidence from which 「还没还」, 「没逾期过」, 「我欠了八千」 say what is wanted."""


@dataclass(frozen=True, slots=True)
class FaqPolicy:
    """Answers what is certain enough, asks back between close intents.

    Follows Rasa's FallbackClassifier in looking at both the confidence and the margin.
    """

    domain: Domain
    config: Config

    def __call__(self, situation: Situation) -> Decision | None:
        """An answer, a question back, or None where nothing is near enough."""
        heard = situation.heard
        if heard.how in _IN_DOUBT and situation.last_kind not in _LOST:
            decision = self._ask_what(situation) or self._take_note(situation)
            if decision:
                return decision
        asked = [
            one.best for one in heard.understanding.parts if is_topical(one.best, self.domain)
        ]
        if len(asked) > 1:
            return Answer(tuple(asked[: self.config.max_parts]))
        best, second = (*heard.understanding.ranking, Match("", 0.0))[:2]
        if heard.how in _IN_DOUBT and not self._sure(best, second, heard):
            return self._ask_back(best, situation)
        meant = self._unsaid(best, second, situation)
        decision = self._act(meant, situation)
        if isinstance(decision, Answer) and heard.how in _IN_DOUBT:
            rivals = (
                match
                for match in close_matches(heard.understanding, self.domain, self.config)
                if match != meant
            )
            return replace(decision, rivals=tuple(rivals))
        return decision

    def _unsaid(self, best: Match, second: Match, situation: Situation) -> Match:
        """The second where the best was just answered and more is told: 「我卡里没钱」."""
        heard = situation.heard
        tells = heard.how == "read_on" and not ASKING.search(heard.understanding.normalized)
        said = best.name == previous_intent(situation.tracker, self.domain)
        if not tells or not said or second.confidence < _NEAR_ENOUGH:
            return best
        akin = self.domain.intents[second.name].topic == self.domain.intents[best.name].topic
        return second if akin else best

    def _ask_what(self, situation: Situation) -> Decision | None:
        """A product, a topic, or that it is paid, and no question: what about it?"""
        heard = situation.heard
        best, subject = heard.understanding.best, previous_intent(situation.tracker, self.domain)
        if heard.how == "plain" and tells_of_paying_late(heard.understanding):
            return None
        if says_only_that_it_is_paid(heard.understanding):
            if best.name == subject and best.confidence >= self.config.sure_at:
                return None
            return self._offer(_ASKED_ONCE_REPAID)
        if names_only_a_product(heard.understanding):
            return None if subject else self._offer(_ASKED_MOST)
        unclear = self.config.fallback_at <= best.confidence < _SURE_OF_A_TOPIC
        if heard.how == "plain" and unclear and names_only_a_topic(heard.understanding):
            nearest = [one for one in heard.understanding.ranking if is_topical(one, self.domain)]
            return self._offer(one.name for one in nearest) if best in nearest else None
        return None

    def _take_note(self, situation: Situation) -> Decision | None:
        """Facts are told and no question is asked: what to do, or what about it?"""
        heard = situation.heard
        best = heard.understanding.best
        if self._tells_of_a_debt(situation):
            return self._act(Match(WHAT_TO_DO, best.confidence), situation)
        state = {one.entity for one in heard.understanding.entities} <= _OF_A_STATE
        enough = _SURE_OF_A_STATE if state else self.config.sure_at
        if best.confidence < enough and tells_only_facts(heard.understanding):
            if late := self._of_being_late(situation):
                return self._act(late, situation)
            near = close_matches(heard.understanding, self.domain, self.config)
            return self._offer((*(match.name for match in near), *_ASKED_MOST), noted=True)
        return None

    def _tells_of_a_debt(self, situation: Situation) -> bool:
        """「借呗逾期」 is a debt of its own; a period alone tells of the one before."""
        heard = situation.heard
        if WHAT_TO_DO not in self.domain.intents:
            return False
        overdue = says_only_that_it_is_overdue(heard.understanding)
        if heard.how == "plain":
            return overdue and heard.understanding.best.confidence < _SURE_OF_A_STATE
        known = situation.tracker.slots.get("product")
        named = {one.entity: one.value for one in heard.understanding.entities}
        if known is not None and named.get("product", known) != known:
            return says_only_that_it_is_owed(heard.understanding)
        return overdue and named.keys() == {"product"}

    def _of_being_late(self, situation: Situation) -> Match | None:
        """What to answer who opens with how late he is, unless it sounds like another matter.

        Who was late and has paid is told what is left of it.
        """
        heard = situation.heard
        paid = tells_of_paying_late(heard.understanding)
        if heard.how != "plain" or not (paid or tells_how_late(heard.understanding)):
            return None
        best = heard.understanding.best
        if best.name in _OF_BEING_LATE:
            return best
        meant = _FEW_DAYS_LATE if paid and _is_of_late(situation) else WHAT_TO_DO
        unclear = paid or best.confidence < self.config.answer_at
        known = meant in self.domain.intents
        return Match(meant, best.confidence) if unclear and known else None

    def _offer(self, names: Iterable[str], *, noted: bool = False) -> Clarify | None:
        known = [name for name in dict.fromkeys(names) if name in self.domain.intents]
        asked = tuple(Match(name, 0.0) for name in known[:_MOST_ASKED_BACK])
        return Clarify(asked, noted) if len(asked) > 1 else None

    def _sure(self, best: Match, second: Match, heard: Heard) -> bool:
        """Whether the best may be answered rather than asked about."""
        if is_topical(best, self.domain) and _is_strange(heard):
            return False
        if best.confidence >= self.config.sure_at:
            return True
        story = len(heard.understanding.normalized) > LONGEST_SPLIT
        akin = all(is_topical(one, self.domain) for one in heard.understanding.ranking[:2])
        if heard.how == "read_on" or story or akin:
            return best.confidence >= self.config.likely_at
        clear = best.confidence - second.confidence >= self.config.margin
        return best.confidence >= self.config.answer_at and clear

    def _act(self, best: Match, situation: Situation) -> Decision:
        if best.name in OUTSIDE:
            return OutOfScope(best)
        if best.name == "human_handoff":
            return HandOff(best)
        if best.name == "bot_complaint" and self._unsolved(situation):
            return HandOff(Match("human_handoff", best.confidence))
        if best.name == "crisis":
            return Crisis()
        return Answer((best,))

    def _unsolved(self, situation: Situation) -> bool:
        """Whether a complaint is about the matter itself, or the second one in a row."""
        last = situation.tracker.last_reply
        before = last.metadata.get("intents") or () if last else ()
        said = situation.heard.understanding.normalized
        return bool(_UNSOLVED.search(said)) or "bot_complaint" in before

    def _ask_back(self, best: Match, situation: Situation) -> Decision | None:
        likely = best.confidence >= _LIKELIEST and best.name not in OUTSIDE
        if situation.last_kind == "clarify":
            return self._act(best, situation) if likely else None
        asks_on = best.name == previous_intent(situation.tracker, self.domain)
        if likely and asks_on and ASKING.search(situation.heard.understanding.normalized):
            return self._act(best, situation)
        near = close_matches(situation.heard.understanding, self.domain, self.config)
        return Clarify(self._fitting(near, situation)) if len(near) >= 2 else None

    def _fitting(self, close: Sequence[Match], situation: Situation) -> tuple[Match, ...]:
        """What is close, of the subject's topic first; else the subject itself before it."""
        subject = previous_intent(situation.tracker, self.domain)
        if subject is None:
            return tuple(close)
        topic = self.domain.intents[subject].topic
        apart = [one for one in close if self.domain.intents[one.name].topic != topic]
        akin = [one for one in close if one not in apart] or [Match(subject, 0.0)]
        return (*akin, *apart)[:_MOST_ASKED_BACK]


@dataclass(frozen=True, slots=True)
class FallBack:
    """Not understood: other words please, and the best guesses; the second time, a person."""

    domain: Domain

    def __call__(self, situation: Situation) -> Decision:
        """Fallback or hand-off."""
        last_two = situation.tracker.kinds[-2:]
        twice = len(last_two) == 2 and _LOST.issuperset(last_two)
        if situation.last_kind == "fallback" or twice:
            return HandOff()
        guesses = [
            match
            for match in situation.heard.understanding.ranking
            if is_topical(match, self.domain)
        ]
        return Fallback(tuple(guesses[:3]))


def _is_of_late(situation: Situation) -> bool:
    """Whether a day less than a month ago is named, other than that of repaying.

    Who was due then was not later than that.
    """
    days = (
        (situation.today - date.fromisoformat(str(one.value))).days
        for one in situation.heard.understanding.entities
        if one.entity == "date"
        and is_day(one.value)
        and one.value != situation.slots.get("paid_off_on")
    )
    return any(0 < day <= _A_MONTH for day in days)


def _is_strange(heard: Heard) -> bool:
    """Whether a few characters name nothing and resemble no example, 「踩高跷」, or only doubt."""
    understanding = heard.understanding
    if heard.how == "plain" and DOUBT.fullmatch(understanding.normalized):
        return True
    few = len(understanding.normalized) <= _FEW_CHARACTERS and not understanding.entities
    near = max((one.similarity for one in understanding.neighbours), default=1.0)
    return heard.how == "plain" and few and near < _LIKE_NOTHING


def is_topical(match: Match, domain: Domain) -> bool:
    """Whether an intent is about a debt, rather than about the conversation."""
    return domain.intents[match.name].topic != CHAT_TOPIC


def close_matches(understanding: Understanding, domain: Domain, config: Config) -> list[Match]:
    """The intents worth offering, among the three nearest."""
    return [
        match
        for match in understanding.ranking[:3]
        if match.confidence >= config.clarify_at and is_topical(match, domain)
    ]


def is_crisis(heard: Heard, *, signalled: bool) -> bool:
    """Whether the detector hears danger, or the visitor chose it from a list."""
    return signalled or (heard.how == "payload" and heard.understanding.best.name == "crisis")


def without_crisis(understanding: Understanding) -> Understanding:
    """What was understood where the detector hears no danger: the matcher may not overrule it.

    The matcher never saw near-misses; alone it takes an eighth of them for a cry for help.
    """
    parts = tuple(part for part in understanding.parts if part.best.name != "crisis")
    ranking = sorted(understanding.ranking, key=lambda match: match.name == "crisis")
    return replace(understanding, ranking=tuple(ranking), parts=parts if len(parts) > 1 else ())
