"""What an utterance means once a subject is spoken of: doubts decided, more told of it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.context.heard import (
    Heard,
    options,
    previous_intent,
    slots_that_matter,
    surely,
    tells_only_facts,
    without_situation,
)
from bot.dialogue.context.wordings import ASKING, FILLERS, LATIN, OF_CREDIT, USING
from bot.dialogue.payload import read_payload
from bot.dialogue.responder import CHAT_TOPIC, OUTSIDE
from bot.dialogue.tracker import Tracker
from bot.domain import Domain, Match, Understanding

_SHORT = 12
"""Characters of an utterance that may lean on the subject."""
_UNSURE = 0.6
"""Confidence below which an utterance says little by itself."""
_LIKELY, _RIVAL = 0.4, 0.12
"""Confidence of an intent that stands where only what lies outside rivals it; of a rival."""

_FLATNESS = 0.5
"""Power of a confidence: short utterances are read too surely."""
_FOLLOWING, _SAME_TOPIC, _OUTSIDE_WEIGHT = 3.0, 1.4, 0.7
"""Weights of what the answer before leads to, of its topic, and of what lies outside."""
_CANDIDATES, _FAINTEST = 8, 0.1
"""So many intents are weighed, from this confidence."""
_UNDER_OVERDUE = {"credit_usage_impact": "credit_impact"}
"""What a short question means once being overdue is the subject: 「上征信吗」."""


def keep_to_overdue(
    understanding: Understanding, tracker: Tracker, domain: Domain
) -> Heard | None:
    """「上征信吗」, once being overdue is the subject, is no question about using a product."""
    previous = previous_intent(tracker, domain)
    if not previous or previous in _UNDER_OVERDUE:
        return None
    parts = tuple(_under_overdue(part) for part in understanding.parts)
    whole = _under_overdue(understanding)
    if whole == understanding and parts == understanding.parts:
        return None
    return Heard(replace(whole, parts=parts), "plain" if parts else "follow_up")


def stand_firm(understanding: Understanding, tracker: Tracker, domain: Domain) -> Heard | None:
    """「分期呢」, half read as something outside: nothing else speaks against it."""
    best, *others = understanding.ranking[:3]
    if not _spoken_of(tracker) or not _is_short(understanding):
        return None
    rivals = [match for match in others if match.confidence >= _RIVAL]
    topical = domain.intents[best.name].topic != CHAT_TOPIC
    if not topical or best.confidence < _LIKELY or not rivals:
        return None
    outside = all(match.name in OUTSIDE for match in rivals)
    return Heard(surely(understanding, best.name), "follow_up") if outside else None


def keep_to_subject(
    understanding: Understanding, tracker: Tracker, domain: Domain
) -> Heard | None:
    """「最多分多少期」, read by itself as something else: where unsure, the subject decides.

    Confidences are flattened, then weighed by how near each intent lies to what was spoken of.
    """
    spoken_of = _spoken_of(tracker)
    if not spoken_of or not _is_short(understanding) or not _is_open(understanding):
        return None
    near = _near(spoken_of, tracker, domain)
    weights = dict.fromkeys(OUTSIDE, _OUTSIDE_WEIGHT) | near
    weighed = {
        match.name: match.confidence**_FLATNESS * weights.get(match.name, 1.0)
        for match in understanding.ranking[:_CANDIDATES]
        if match.confidence >= _FAINTEST
    }
    best = understanding.best.name
    meant = max(weighed, key=lambda name: weighed[name], default=best)
    if meant == best or meant not in near:
        return None
    return Heard(surely(understanding, meant), "follow_up")


def _is_short(understanding: Understanding) -> bool:
    """Whether it is one question of a few words."""
    text = understanding.normalized
    return len(text) <= _SHORT and not understanding.parts and not LATIN.search(text)


def _is_open(understanding: Understanding) -> bool:
    """Whether it names no product, and is unsure or asks what seems to lie outside."""
    best = understanding.best
    if any(one.entity == "product" for one in understanding.entities):
        return False
    if best.name in OUTSIDE:
        return bool(ASKING.search(understanding.normalized))
    return best.confidence < _UNSURE


def tell_more(understanding: Understanding, tracker: Tracker, domain: Domain) -> Heard | None:
    """「我只逾期过一次,三天」: no question, but what the question before wanted to know."""
    previous = previous_intent(tracker, domain)
    if not previous or not tells_only_facts(understanding):
        return None
    told = {one.entity for one in understanding.entities if one.role is None} - {"product"}
    bare = not FILLERS.sub("", without_situation(understanding))
    if not told & slots_that_matter(previous, domain):
        return None
    if not bare and understanding.best.confidence >= _UNSURE:
        return None
    return Heard(surely(understanding, previous), "follow_up")


def _under_overdue(understanding: Understanding) -> Understanding:
    text = understanding.normalized
    if len(text) > _SHORT or USING.search(text) or not OF_CREDIT.search(text):
        return understanding
    meant = _UNDER_OVERDUE.get(understanding.best.name)
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


def _spoken_of(tracker: Tracker) -> tuple[str, ...]:
    """The intents of the last reply that was about a debt."""
    for reply in reversed(tracker.replies):
        if reply.metadata.get("kind") in {"answer", "handoff", "ask"}:
            return tuple(reply.metadata.get("intents") or ())
    return ()


def _near(spoken_of: tuple[str, ...], tracker: Tracker, domain: Domain) -> dict[str, float]:
    """How much likelier than others each intent is, once these were spoken of."""
    weights: dict[str, float] = {}
    topics = {domain.intents[name].topic for name in spoken_of if name in domain.intents}
    for intent in domain.intents.values():
        if intent.topic in topics and intent.topic != CHAT_TOPIC:
            weights[intent.name] = _SAME_TOPIC
    offered = (read_payload(payload) for _, payload in options(tracker))
    following = {one.name for one in offered if one} & domain.intents.keys()
    for name in spoken_of:
        following |= {name, *domain.follow_ups.get(name, {}).values()} & domain.intents.keys()
    return weights | dict.fromkeys(following, _FOLLOWING)
