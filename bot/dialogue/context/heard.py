"""What a reading gives, and what all of them look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from bot.dialogue.forms import FORMS
from bot.dialogue.responder import OUTSIDE
from bot.dialogue.tracker import Tracker
from bot.dialogue.wordings import ASKING, BARE_BANK, FILLERS, LATE, LATIN, OF_CREDIT
from bot.domain import Domain, Match, Slots, SlotValue, Understanding
from bot.nlu.normalize import normalize

How: TypeAlias = Literal[
    "plain", "read_on", "payload", "pick", "follow_up", "correction", "repeat"
]


_LONGEST_REST = 4
"""Characters that may stand beside the facts told."""
_NAMED = frozenset({"product", "duration", "amount", "date"})
_BARE = re.compile(r"[^\W\da-z_了不没未被想要吗呢吧啊呀啦咋怎何几多哪谁能会我你他]{1,4}")
"""A word or two that name something and neither ask nor tell of it."""
_SAID_SO = 0.7
"""Similarity from which an example says the same."""
_OF_PAY_LATER = frozenset({"pay_later_what", "pay_later_close", "pay_later_overdue"})
"""What is asked of 先用后付 and of no loan."""
_COMPARED = re.compile(r"(?:那|它|这个?)*[和跟同与]")
SURE = 0.9
"""Confidence from which an utterance may stand by itself."""
_SHORTEST_WHOLE, _WHOLE = 5, 14
"""Characters from which what an example says needs nothing before it; what any sure one says."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance as understood in its conversation.

    `how` says by which reading: `plain` as it stands, `read_on` joined with what was said before,
    the others for certain; `slots` are those given apart from entities (by a payload or a
    correction), `supposed` those that the answer goes by and that are not so.
    """

    understanding: Understanding
    how: How = "plain"
    slots: Mapping[str, SlotValue] | None = None
    supposed: Slots | None = None


Reading: TypeAlias = Callable[[Understanding, Tracker, Domain], Heard | None]
"""One way of leaning on what went before; None where the utterance does not."""


def surely(understanding: Understanding, intent: str) -> Understanding:
    """The same utterance with `intent` certain, the others behind it as they were."""
    others = tuple(match for match in understanding.ranking if match.name != intent)
    return replace(understanding, ranking=(Match(intent, 1.0), *others), parts=())


def previous_intent(tracker: Tracker, domain: Domain) -> str | None:
    """The intent spoken of last in this session, chat aside; a form speaks of its subject."""
    return next(subjects_of(tracker, domain), None)


def subjects_of(tracker: Tracker, domain: Domain) -> Iterator[str]:
    """The intents spoken of in this session, the last first."""
    for reply in reversed(tracker.replies):
        if reply.metadata.get("kind") in {"answer", "handoff", "ask"}:
            intents: Sequence[str] = reply.metadata.get("intents") or ()
            for name in reversed(intents):
                meant = FORMS[name].offered_by if name in FORMS else (name,)
                yield from (one for one in meant[:1] if one in domain.intents)


def options(tracker: Tracker) -> list[tuple[str, str]]:
    """The buttons under the last reply, as title and payload."""
    last = tracker.last_reply
    buttons = last.data.get("buttons") if last else None
    return [(button["title"], button["payload"]) for button in buttons or ()]


def slots_that_matter(intent: str, domain: Domain) -> set[str]:
    """The slots by which the answers to an intent differ, by wording or by calculation."""
    slots = {
        condition.slot
        for variant in domain.responses[f"utter_{intent}"]
        for condition in variant.conditions
    }
    slots |= {
        slot.name
        for form in FORMS.values()
        if form.on_figures and intent in form.settles
        for slot in form.slots
    }
    return slots | ({"duration"} if "overdue_stage" in slots else set())


def ruled_out(understanding: Understanding) -> frozenset[str]:
    """Intents that the products named rule out: 「那花呗怎么关」 is no question of 先用后付.

    「和花呗是一个东西吗」 may be one, of what is compared with it.
    """
    if _COMPARED.match(understanding.normalized):
        return frozenset()
    products = {one.value for one in understanding.entities if one.entity == "product"}
    return _OF_PAY_LATER if products - {"pay_later"} else frozenset()


def tells_how_late(understanding: Understanding) -> bool:
    """Whether a period of being overdue is told: 「房贷晚了五天」, 「花呗晚还了一天」."""
    return any(one.entity == "duration" and one.role is None for one in understanding.entities)


def names_only_a_product(understanding: Understanding) -> bool:
    """Whether nothing is said but a product: 「花呗」, 「那借呗呢」."""
    rest = without_entities(understanding)
    named = [one.entity for one in understanding.entities]
    return named == ["product"] and "逾期" not in rest and not FILLERS.sub("", rest)


def names_only_a_day(understanding: Understanding) -> bool:
    """Whether nothing is said but when it was: 「去年的」, 「2023年的」."""
    named = {one.entity for one in understanding.entities}
    asks = ASKING.search(understanding.normalized)
    return named == {"date"} and not asks and not FILLERS.sub("", without_entities(understanding))


def names_only_a_bank(understanding: Understanding) -> bool:
    """Whether nothing is said but whose card it is: 「招商的」."""
    return bool(BARE_BANK.fullmatch(understanding.normalized))


def says_only_that_it_is_paid(understanding: Understanding) -> bool:
    """Whether nothing is said but that a debt is paid: 「还清了」, 「花呗已经还完了」."""
    repaid = any(one.entity == "repaid" and one.value is True for one in understanding.entities)
    if tells_how_late(understanding):
        return False
    return repaid and not FILLERS.sub("", without_situation(understanding))


def tells_of_paying_late(understanding: Understanding) -> bool:
    """Whether nothing is told but that a debt was overdue and is paid: 「忘还了,今天还上了」."""
    repaid = any(one.entity == "repaid" and one.value is True for one in understanding.entities)
    only = tells_only_facts(understanding) or says_only_that_it_is_paid(understanding)
    return repaid and only and bool(LATE.search(understanding.normalized))


def says_only_that_it_is_overdue(understanding: Understanding) -> bool:
    """Whether nothing is said but what is overdue and for how long: 「借呗逾期两个月」."""
    return _says_only("逾期", understanding)


def says_only_that_it_is_owed(understanding: Understanding) -> bool:
    """Whether nothing is said but what is owed: 「白条也欠着三百」."""
    return _says_only("[逾欠]", understanding)


def _says_only(owing: str, understanding: Understanding) -> bool:
    told = {one.entity for one in understanding.entities}
    rest = without_entities(understanding)
    if not told or not told <= _NAMED or ASKING.search(understanding.normalized):
        return False
    return bool(re.search(owing, rest)) and not FILLERS.sub("", rest)


def tells_only_facts(understanding: Understanding) -> bool:
    """Whether a situation is told and nothing asked: 「我欠了八千」."""
    told = {one.entity for one in understanding.entities} & (_NAMED | {"repaid", "overdue"})
    if not told - {"product", "date"} or ASKING.search(understanding.normalized):
        return False
    rest = FILLERS.sub("", without_situation(understanding))
    return len(rest) <= _LONGEST_REST and not OF_CREDIT.search(rest)


def stands_alone(understanding: Understanding) -> bool:
    """Whether it asks what an example asks, or more; of what lies outside that is no sign."""
    near, best = understanding.neighbours, understanding.best
    length = len(understanding.normalized)
    if length < _SHORTEST_WHOLE or best.confidence < SURE or best.name in OUTSIDE:
        return False
    return length >= _WHOLE or (bool(near) and near[0].similarity >= _SAID_SO)


def names_only_a_topic(understanding: Understanding) -> bool:
    """Whether a bare word is said that no example says: 「征信」, 「逾期记录」."""
    near = understanding.neighbours
    return bool(_BARE.fullmatch(understanding.normalized)) and not (
        understanding.entities or (near and near[0].similarity >= _SAID_SO)
    )


def without_products(understanding: Understanding) -> str:
    """The normalised utterance without the products it names."""
    text = understanding.normalized
    for one in understanding.entities:
        if one.entity == "product":
            text = text.replace(normalize(one.text), "")
    return text


def without_entities(understanding: Understanding) -> str:
    """The utterance with the products, periods, sums and dates cut out that it names."""
    return _cut(understanding, _NAMED)


def without_situation(understanding: Understanding) -> str:
    """The utterance with all cut out that it tells of a debt."""
    return _cut(understanding, _NAMED | {"repaid", "overdue"})


def _cut(understanding: Understanding, names: frozenset[str]) -> str:
    """The utterance without some entities; pinyin whole, whose entities have no place in it."""
    if LATIN.search(normalize(understanding.text)):
        return understanding.normalized
    cut = {
        place
        for one in understanding.entities
        if one.entity in names
        for place in range(one.start, one.end)
    }
    left = (sign for place, sign in enumerate(understanding.text) if place not in cut)
    return normalize("".join(left))
