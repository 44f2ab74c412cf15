"""An utterance that does not say it all, read on from what the visitor said before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain, starmap
from typing import TypeAlias

from bot.dialogue.context.heard import (
    SURE,
    Heard,
    names_only_a_product,
    previous_intent,
    ruled_out,
    stands_alone,
    tells_only_facts,
)
from bot.dialogue.payload import read_payload
from bot.dialogue.responder import CHAT_TOPIC, OUTSIDE
from bot.dialogue.tracker import Tracker
from bot.dialogue.wordings import ASKING, LATIN
from bot.domain import Domain, Match, Understanding

After: TypeAlias = Callable[[str, Understanding], Understanding]
"""What an utterance means after another text: both readings joined."""

_SHORT, _LONGEST = 20, 60
"""Characters of an utterance that may lean on those before; of one that does where it is unsure
by itself. A longer one tells a story of its own."""
_UNSURE = 0.7
"""Confidence below which a longer utterance leans on those before (eval), and from which what it
means by itself needs no other reading to agree as much (eval)."""
_CRISIS = "crisis"
"""For the detector alone to hear, which heard none where an utterance is read on."""
_OUTSIDE = 0.4
"""How much less likely, once a debt is spoken of, what lies outside becomes (eval)."""
_SURE_OF_CHAT = 0.65
"""Confidence from which a 「那算了」, 「好累」 that asks nothing is taken as that."""
_NO_CHAT = OUTSIDE | {"affirm"}
"""Of the topic of chat, and often facts of the matter: 「银行要」, 「系统问题」."""
_BACK = 3
"""So many utterances are read on from."""
_WIDEST, _NEARER = 4, 2
"""How often the reading after all of them counts, and each after fewer; alone it counts once
(eval)."""


def read_on(
    understanding: Understanding, tracker: Tracker, domain: Domain, after: After
) -> Heard | None:
    """「能改吗」 after 「花呗几号还款」: what it says alone joined with what it says there.

    Where the subject changed meanwhile, the readings after fewer utterances tell.
    """
    if not _may_lean(understanding) or understanding.parts or tracker.active_loop:
        return None
    asked_back = tracker.kinds[-1:] == ("clarify",)
    if not (asked_back or previous_intent(tracker, domain)) or stands_alone(understanding):
        return None
    if _chats(understanding, domain):
        return None
    told = [_spoken(text, domain) for text in tracker.said[-_BACK:]]
    if _asks_nothing(understanding):
        there = _inside(after(",".join(told), replace(understanding, ranking=())))
        return Heard(there, "read_on")
    widest, *nearer = (after(",".join(told[place:]), understanding) for place in range(len(told)))
    alone = [] if understanding.best.name in OUTSIDE else [understanding]
    there = _inside(_mean([*alone, *nearer * _NEARER, *[widest] * _WIDEST]))
    return Heard(_as_sure_as_alone(there, understanding), "read_on")


def _mean(readings: Sequence[Understanding]) -> Understanding:
    """What several readings mean on average."""
    shares: defaultdict[str, float] = defaultdict(float)
    for match in chain.from_iterable(one.ranking for one in readings):
        shares[match.name] += match.confidence / len(readings)
    ranking = sorted(starmap(Match, shares.items()), key=_doubt)
    return replace(readings[0], ranking=tuple(ranking))


def _as_sure_as_alone(there: Understanding, alone: Understanding) -> Understanding:
    """Where both mean the same, what was said before does not make it less likely."""
    best, *others = there.ranking
    agree = alone.best.name == best.name and best.name not in OUTSIDE
    if not agree or alone.best.confidence < max(_UNSURE, best.confidence):
        return there
    return replace(there, ranking=(alone.best, *others))


def _may_lean(understanding: Understanding) -> bool:
    text, best = understanding.normalized, understanding.best
    if len(text) <= _SHORT:
        return True
    unsure = best.confidence < _UNSURE or best.name in OUTSIDE
    return unsure and len(text) <= _LONGEST and not LATIN.search(text)


def _chats(understanding: Understanding, domain: Domain) -> bool:
    best = understanding.best
    chat = domain.intents[best.name].topic == CHAT_TOPIC and best.name not in _NO_CHAT
    sure = chat and best.confidence >= _SURE_OF_CHAT
    return sure and not (understanding.entities or ASKING.search(understanding.normalized))


def _inside(understanding: Understanding) -> Understanding:
    """The same, what lies outside less likely: who speaks of a debt goes on speaking of it.

    「那花呗怎么关」 is no question of 先用后付, whatever was asked of that.
    """
    never = ruled_out(understanding) | {_CRISIS}
    weights = dict.fromkeys(OUTSIDE, _OUTSIDE) | dict.fromkeys(never, 0.0)
    weighed = [
        Match(one.name, one.confidence * weights.get(one.name, 1)) for one in understanding.ranking
    ]
    whole = sum(one.confidence for one in weighed) or 1
    ranking = sorted((Match(one.name, one.confidence / whole) for one in weighed), key=_doubt)
    return replace(understanding, ranking=tuple(ranking))


def _doubt(match: Match) -> float:
    return -match.confidence


def _asks_nothing(understanding: Understanding) -> bool:
    """「逾期四个月」 alone is near what somebody asks; unless that is sure, it asks nothing."""
    if understanding.best.confidence >= SURE:
        return False
    return names_only_a_product(understanding) or tells_only_facts(understanding)


def _spoken(text: str, domain: Domain) -> str:
    """What was typed; of a button the question it stands for."""
    payload = read_payload(text)
    intent = domain.intents.get(payload.name) if payload else None
    return intent.title if intent else text
