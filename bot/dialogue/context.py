"""Reading an utterance with what went before: follow-ups, corrections, picks, repeats.

Each reading is tried from the most certain to the least; a full new question passes through all
of them untouched, so that old context is never dragged in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from rapidfuzz import fuzz

from bot.dialogue.forms import FORMS
from bot.dialogue.payload import read_payload
from bot.dialogue.tracker import Tracker
from bot.dialogue.wordings import (
    ASKS,
    ASKS_EFFECT,
    BARE_AMOUNT,
    BUT_NOT,
    DURATION_SHIFT,
    FILLERS,
    FIRST,
    GLUE,
    LAST,
    MEANT,
    NOT_BUT,
    NUMBERS,
    PICK,
    REPEAT,
    RESTORABLE,
    RESTORING,
)
from bot.domain import Domain, Entity, Match, SlotValue, Understanding
from bot.nlu.normalize import normalize
from bot.nlu.numbers import parse_number

How: TypeAlias = Literal["plain", "payload", "pick", "follow_up", "correction", "repeat"]


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance as understood in its conversation.

    `how` says by which reading; `slots` are those given apart from entities (by a payload or a
    correction).
    """

    understanding: Understanding
    how: How = "plain"
    slots: Mapping[str, SlotValue] | None = None


_WANTS = re.compile(
    r"(?:我?要的?|想|需要|要得?啊?|(?:好|行|可以|嗯|要)(?:的|啊|呀)?[,，]?\s?(?:算吧?|你?帮我.{1,4}|来吧|开始吧?|说吧))"
    r"[。.!]?"
)
"""A yes that takes an offer up; a mere 「好的」 under an answer says only that it was read."""

_OFFERED = 0.8
"""Confidence from which 「嗯」, 「对」 takes what was asked back."""

_NOW_OVERDUE = frozenset({"overdue", "fees", "negotiate"})
_NOW_OVERDUE_INTENTS = frozenset({"credit_impact", "cannot_repay", "repay_how", "lawsuit_risk"})
"""Topics and intents that speak of a debt still open."""

_OVERDUE = re.compile(r"逾期|还不|没还")
_SITUATION = ("repaid", "duration", "overdue_stage", "date", "amount")
_SHORT, _SHORTEST = 12, 8
"""Characters of a question that may lean on the one before, and of one that surely does."""
_UNSURE, _NEAR = 0.6, 0.12
"""Where the subject spoken of may decide: below the one, from the other."""

_UNDER_OVERDUE = {"credit_usage_impact": "credit_impact"}
"""What a short question means once being overdue is the subject: 「上征信吗」."""

_CORRECTABLE = ("product", "duration", "amount", "date")


class ContextReader:
    """Reads utterances in their conversation."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain

    def __call__(self, understanding: Understanding, tracker: Tracker) -> Heard:
        """The utterance as meant here."""
        return (
            self._payload(understanding)
            or self._pick(understanding, tracker)
            or self._accept(understanding, tracker)
            or self._repeat(understanding, tracker)
            or self._correction(understanding, tracker)
            or self._other_amount(understanding, tracker)
            or self._switch(understanding, tracker)
            or self._ellipsis(understanding, tracker)
            or self._under_overdue(understanding, tracker)
            or self._still_there(understanding, tracker)
            or Heard(understanding, slots=self._outdated(understanding, tracker))
        )

    def _payload(self, understanding: Understanding) -> Heard | None:
        payload = read_payload(understanding.text)
        if payload is None:
            return None
        name = payload.name.removeprefix("faq/")
        if name not in self._domain.intents and name not in FORMS:
            return None
        return Heard(replace(surely(understanding, name), entities=()), "payload", payload.slots)

    def _pick(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        options = _options(tracker)
        if not options:
            return None
        last = tracker.last_reply
        offered = last is not None and last.metadata.get("kind") in {"clarify", "fallback"}
        titles = [title for title, _ in options]
        place = _picked(understanding.normalized, titles, by_part=offered)
        if place is None or place >= len(options):
            return None
        payload = read_payload(options[place][1])
        if payload is None:
            return None
        return Heard(surely(understanding, payload.name), "pick", payload.slots)

    def _accept(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        """「要」 after an offer, 「对」 after a question back: the first option."""
        options = _options(tracker)
        last = tracker.last_reply
        if not options or last is None or tracker.active_loop:
            return None
        kind = last.metadata.get("kind")
        best = understanding.best
        agrees = best.name == "affirm" and best.confidence >= _OFFERED
        asked_back = kind == "clarify" or last.metadata.get("utter_action") == "utter_fallback"
        wants = kind == "answer" and _WANTS.fullmatch(understanding.normalized)
        if not wants and not (asked_back and agrees):
            return None
        payload = read_payload(options[0][1])
        if payload is None:
            return None
        return Heard(surely(understanding, payload.name), "pick", payload.slots)

    def _repeat(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        asked = REPEAT.search(understanding.normalized)
        if not asked or len(understanding.normalized) > _SHORT + 4:
            return None
        previous = previous_intent(tracker)
        return Heard(surely(understanding, previous) if previous else understanding, "repeat")

    def _correction(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        """「不是花呗是借呗」, 「说错了,是三个月」: the question before, with what was meant."""
        previous = previous_intent(tracker)
        text = understanding.normalized
        if not previous or len(text) > _SHORT + 8:
            return None
        named = [one for one in understanding.entities if one.entity in _CORRECTABLE]
        if not named:
            return None
        same = [one for one in named if one.entity == named[-1].entity]
        if NOT_BUT.search(text) and len(same) >= 2:
            meant = same[-1]
        elif BUT_NOT.search(text) and len(same) >= 2:
            meant = same[0]
        elif MEANT.search(text) or re.match(r"(?:不对|错了|不是)[,，]?\s?(?:是|我)", text):
            meant = same[-1]
        else:
            return None
        corrected = replace(understanding, entities=(meant,))
        return Heard(surely(corrected, self._shifted(previous, meant)), "correction")

    def _other_amount(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        """「那800呢」: the question before, with another amount."""
        previous = previous_intent(tracker)
        match = BARE_AMOUNT.fullmatch(understanding.normalized)
        if not previous or not match or "amount" not in tracker.slots:
            return None
        amount = parse_number(match["n"])
        if not amount:
            return None
        amount = int(amount) if amount == int(amount) else amount
        return Heard(surely(understanding, previous), "follow_up", {"amount": amount})

    def _switch(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        """「那借呗呢」, 「三个月呢」: the question before, with another product or duration."""
        previous = previous_intent(tracker)
        if not previous or not understanding.entities:
            return None
        rest = _without_entities(understanding)
        if FILLERS.sub("", rest) or len(rest) > _SHORT or ASKS_EFFECT.search(rest):
            return None
        named = [
            one
            for one in understanding.entities
            if one.entity in {"product", "duration", "amount"}
        ]
        if not named or any(re.match(r"[几多]", one.text) for one in named):
            return None
        if {one.entity for one in named} == {"product"} and rest.strip() == "逾期了":
            return None
        for one in named:
            previous = self._shifted(previous, one)
        return Heard(surely(understanding, previous), "follow_up")

    def _ellipsis(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        """「多久」, 「怎么申请」: a question of a few words about the subject before."""
        previous = previous_intent(tracker)
        text = understanding.normalized
        if not previous or len(text) > _SHORT:
            return None
        products = [one for one in understanding.entities if one.entity == "product"]
        if len(products) > 1:
            return None
        rest = _without_products(understanding)
        asked = [asks for asks, pattern in ASKS if pattern.search(rest)]
        for _, pattern in ASKS:
            rest = pattern.sub("", rest)
        if not asked or GLUE.sub("", rest):
            return None
        meant = self._meant(previous, asked[0], tracker)
        if RESTORING.search(text) and not self._restores(understanding, previous):
            return None
        return Heard(surely(understanding, meant), "follow_up") if meant else None

    def _restores(self, understanding: Understanding, previous: str) -> bool:
        """Whether 「怎么恢复」, 「多久解冻」 leans on the subject before."""
        if previous == "bank_card_frozen":
            return True
        return bool(RESTORABLE.search(previous)) and understanding.best.confidence < _OFFERED

    def _meant(self, previous: str, asks: str, tracker: Tracker) -> str | None:
        """The intent that a question of a few words is about."""
        known = self._domain.follow_ups.get(previous, {})
        if asks in known:
            return known[asks]
        if asks in {"severe", "really"}:
            return known.get("can", previous)
        if asks != "next":
            return None
        payloads = (read_payload(payload) for _, payload in _options(tracker))
        names = (payload.name for payload in payloads if payload)
        told = {name for reply in tracker.replies for name in reply.metadata.get("intents") or ()}
        return next(
            (one for one in names if one in self._domain.intents and one not in told), None
        )

    def _shifted(self, intent: str, entity: Entity) -> str:
        """The intent once its duration is another one."""
        if entity.entity != "duration" or intent not in DURATION_SHIFT:
            return intent
        meant = DURATION_SHIFT[intent][int(entity.value) > 29]
        return meant if meant in self._domain.intents else intent

    def _under_overdue(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        previous = previous_intent(tracker) or tracker.active_loop
        meant = _UNDER_OVERDUE.get(understanding.best.name)
        if not previous or not meant or len(understanding.normalized) > _SHORT:
            return None
        if previous == understanding.best.name or "使用" in understanding.normalized:
            return None
        return Heard(surely(understanding, meant), "follow_up")

    def _still_there(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        """「冻结了怎么办」, where two intents are as near: the subject spoken of."""
        previous = previous_intent(tracker)
        if not previous or len(understanding.normalized) > _SHORTEST or understanding.parts:
            return None
        if any(one.entity == "product" for one in understanding.entities):
            return None
        near = {match.name: match.confidence for match in understanding.ranking[:3]}
        if understanding.best.confidence >= _UNSURE or near.get(previous, 0.0) < _NEAR:
            return None
        return Heard(surely(understanding, previous), "follow_up")

    def _outdated(
        self, understanding: Understanding, tracker: Tracker
    ) -> Mapping[str, SlotValue] | None:
        """What a full question about a debt still open makes us forget of one repaid."""
        known = tracker.slots
        named = {one.entity for one in understanding.entities}
        intent = self._domain.intents.get(understanding.best.name)
        if known.get("repaid") is not True or "repaid" in named or intent is None:
            return None
        open_still = intent.topic in _NOW_OVERDUE or intent.name in _NOW_OVERDUE_INTENTS
        again = "product" in named or intent.name in {"overdue_what_to_do", "cannot_repay"}
        if not (open_still and again and _OVERDUE.search(understanding.normalized)):
            return None
        said = named | ({"overdue_stage"} if "duration" in named else set())
        return {name: None for name in _SITUATION if name in known and name not in said}


def surely(understanding: Understanding, intent: str) -> Understanding:
    """The same utterance with `intent` certain, the others behind it as they were."""
    others = tuple(match for match in understanding.ranking if match.name != intent)
    return replace(understanding, ranking=(Match(intent, 1.0), *others), parts=())


def previous_intent(tracker: Tracker) -> str | None:
    """The intent answered last in this session, chat aside."""
    for reply in reversed(tracker.replies):
        if reply.metadata.get("kind") in {"answer", "handoff"}:
            intents: Sequence[str] = reply.metadata.get("intents") or ()
            topical = [FORMS[name].offered_by[0] if name in FORMS else name for name in intents]
            if topical:
                return topical[-1]
    return None


def _options(tracker: Tracker) -> list[tuple[str, str]]:
    """The buttons under the last reply, as title and payload."""
    last = tracker.last_reply
    buttons = last.data.get("buttons") if last else None
    return [(button["title"], button["payload"]) for button in buttons or ()]


def _picked(  # noqa: PLR0911  tried from the most certain reading to the least
    text: str, titles: Sequence[str], *, by_part: bool
) -> int | None:
    """Which option an utterance chooses: by number, by place, or by saying it or part of it."""
    if match := PICK.match(text):
        return NUMBERS[match[1]]
    if LAST.match(text):
        return len(titles) - 1
    if FIRST.match(text):
        return 0
    folded = [normalize(title) for title in titles]
    if text in folded:
        return folded.index(text)
    if by_part and 2 <= len(text) <= _SHORT:
        containing = [place for place, title in enumerate(folded) if text in title]
        if len(containing) == 1:
            return containing[0]
        close = [place for place, title in enumerate(folded) if fuzz.ratio(text, title) >= 80]
        if len(close) == 1:
            return close[0]
    return None


def names_only_a_product(understanding: Understanding) -> bool:
    """Whether nothing is said but a product: 「花呗」, 「那借呗呢」."""
    rest = _without_entities(understanding)
    named = [one.entity for one in understanding.entities]
    return named == ["product"] and "逾期" not in rest and not FILLERS.sub("", rest)


def _without_products(understanding: Understanding) -> str:
    """The normalised utterance without the products it names."""
    text = understanding.normalized
    for one in understanding.entities:
        if one.entity == "product":
            text = text.replace(normalize(one.text), "")
    return text


def _without_entities(understanding: Understanding) -> str:
    """The utterance with its entities cut out."""
    text = understanding.text
    for one in sorted(understanding.entities, key=lambda entity: -entity.start):
        if one.entity in {"product", "duration", "amount", "date"}:
            text = text[: one.start] + text[one.end :]
    return normalize(text)
