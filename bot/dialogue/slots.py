"""What of an utterance is remembered, and what a new one makes us forget."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from bot.dialogue.calculators import MOST_YUAN
from bot.dialogue.concern import CONCERN, told_concern
from bot.dialogue.debtor import DEBTOR, SELF, told_debtor
from bot.dialogue.each import of_product, told_days, told_together
from bot.dialogue.forms.dates import UNPAID, told_overdue_since, told_paid_off_on
from bot.dialogue.forms.format import day_of, is_day
from bot.dialogue.forms.triage import told_can_pay
from bot.dialogue.tracker import Tracker
from bot.dialogue.wordings import OWING
from bot.domain import Entity, Slots, SlotValue, Understanding
from bot.nlu.pipeline import LONGEST_SPLIT
from bot.nlu.repaid import OPEN, PAST
from bot.nlu.roles import NO_DEBT, REPAID, SCORE, TOUCHED

DEBT_SLOTS = (
    "product",
    "duration",
    "overdue_stage",
    "amount",
    "repaid",
    "date",
    "overdue_since",
    "paid_off_on",
    "last_demand_on",
    "daily_rate",
    "can_pay",
    DEBTOR,
)
"""What is remembered of one debt, for the session: another debt has its own."""

_TOLD = {
    "overdue_since": told_overdue_since,
    "paid_off_on": told_paid_off_on,
    "can_pay": told_can_pay,
}
"""Slots of forms that people fill before any form begins."""

TAKEN_FOR_GRANTED: Slots = MappingProxyType({DEBTOR: SELF})
"""What holds where nothing is said of it, and need not be remembered."""

_ASKED = re.compile(r"几年|多少|多久")
"""Asks for a duration rather than telling one."""

_OF_OPEN_DEBT = ("repaid", "duration", "overdue_since", "amount")
_OF_USE = re.compile("restore_|account_frozen|reopen_")
"""Intents that ask of the very product named whether it may be used."""
_NOT_ALL_PAID = frozenset({False, "partly"})
MONTHS = frozenset({"months", "long"})
"""Stages of who is overdue for more than thirty days."""
_SAYS_LATE = frozenset({"duration", "repaid"})
"""Who tells of these was overdue after all."""
_A_MONTH = 31
_MOST_PRODUCTS = 2
_LASTING = frozenset({"judged", "enforced", "plan_broken", "not_disbursed", "student"})
"""Concerns that stay true of the debt, whatever is asked next."""
_ASIDE = 12
"""Characters of a question that may be asked in passing."""
NO_LOANS = frozenset({SCORE, "pay_later"})
"""Named beside a loan these are what it touches, not the product spoken of."""


def slots_of(
    entities: Iterable[Entity], known: Slots = MappingProxyType({}), asked: str = ""
) -> dict[str, SlotValue]:
    """The slots that an utterance's entities fill, where these are known.

    A product only touched on, one that a debt affects, 「会影响花呗吗」, or would be paid with, is
    not the one spoken of where another is; having been overdue once means repaid, where nothing is
    known of a debt still open. But the one to be used again is what is asked of, 「还能用花呗吗」,
    by the intent `asked`, where the debt spoken of is not an open one.

    Of several products the one overdue and not paid off since wins, then the first loan; of three
    or more none is the one, and what is told beside the name of another is not its own. An amount
    already paid is not the one owed, and a duration that tells how long ago was repaid is none of
    being overdue.
    `overdue_stage` follows from the duration: days up to 30, months up to 180, long beyond (how
    reports count stages, F-CR-14).

    >>> touched = Entity("product", "huabei", 3, 5, "花呗", "target")
    >>> slots_of([touched], {"product": "credit_card"})
    {}
    """
    entities = tuple(entities)
    slots: dict[str, SlotValue] = {}
    product = _main_product(
        entity for entity in entities if entity.entity == "product" and entity.role not in NO_DEBT
    )
    if product is not None and not (known.get("product") and _is_touched(product, known, asked)):
        slots["product"] = str(product.value)
    spoken_of = product.value if product else known.get("product")
    for entity in of_product(entities, spoken_of):
        if _ASKED.match(entity.text):
            continue
        if entity.entity == "duration" and entity.role is None and "duration" not in slots:
            slots |= _late_for(int(entity.value))
        elif entity.entity in {"amount", "repaid", "date", "overdue"} and entity.role is None:
            if entity.entity == "amount" and float(entity.value) > MOST_YUAN:
                continue
            slots.setdefault(entity.entity, entity.value)
    one_is = any(one.entity == "product" and one.role == "overdue" for one in entities)
    return _in_their_light(slots, known, one_is_overdue=one_is)


def _is_touched(product: Entity, known: Slots, asked: str) -> bool:
    owed = known.get("repaid") in _NOT_ALL_PAID or known.get("overdue_stage") in MONTHS
    to_be_used = product.role == "target" and _OF_USE.match(asked) and not owed
    return product.value == SCORE or (product.role in TOUCHED and not to_be_used)


def _in_their_light(
    slots: dict[str, SlotValue], known: Slots, *, one_is_overdue: bool
) -> dict[str, SlotValue]:
    """What is told of paying and of being late, by what else is known of the debt."""
    late = any(known.get(name) not in {None, OPEN} for name in _OF_OPEN_DEBT)
    if slots.get("repaid") == PAST:
        slots["repaid"] = True
        if late:
            del slots["repaid"]
    elif slots.get("repaid") == OPEN and (late or "duration" in slots):
        slots["repaid"] = "partly"
    if late or one_is_overdue or "duration" in slots:
        slots.pop("overdue", None)
    return slots


def told_slots(
    understanding: Understanding, today: date, known: Slots = MappingProxyType({})
) -> dict[str, SlotValue]:
    """What is told beside entities: what a form would ask, whose debt it is, the concern."""
    told = {
        name: find(understanding.text, understanding.entities, today)
        for name, find in _TOLD.items()
    }
    told[DEBTOR] = told_debtor(understanding.text, known.get(DEBTOR))
    told[CONCERN] = told_concern(understanding.text)
    return {name: value for name, value in told.items() if value is not None}


def reckoned(told: Slots, known: Slots, today: date) -> dict[str, SlotValue]:
    """What follows from the days told: how long it is overdue, or since when it was.

    A period told beside the day since when is only rounded, unless it is the longer: then it is
    of another debt. Of a month named alone, any day may be meant.

    >>> reckoned({"overdue_since": "2026-09-10", "repaid": False}, {}, date(2026, 11, 23))
    {'duration': 74, 'overdue_stage': 'months'}
    >>> reckoned({"paid_off_on": "2025-06-05", "duration": 4}, {}, date(2026, 11, 23))
    {'overdue_since': '2025-06-01'}
    """
    days_late = told.get("duration")
    late = days_late if isinstance(days_late, int) else 0
    if "overdue_since" not in told and late and is_day(told.get("paid_off_on")):
        return {"overdue_since": (day_of(told, "paid_off_on") - timedelta(late)).isoformat()}
    unpaid = {**known, **told}.get("repaid") in _NOT_ALL_PAID
    if not is_day(told.get("overdue_since")) or not unpaid:
        return {}
    first = day_of(told, "overdue_since")
    days = (today - first).days
    rounded = late + (_A_MONTH if late and first.day == 1 else 0)
    return _late_for(days) if days > rounded else {}


def _late_for(days: int) -> dict[str, SlotValue]:
    return {"duration": days, "overdue_stage": overdue_stage(days)}


def overdue_stage(days: int) -> str:
    """Which stage so many days overdue are.

    >>> [overdue_stage(days) for days in (3, 30, 31, 200)]
    ['days', 'days', 'months', 'long']
    """
    if days <= 30:
        return "days"
    return "months" if days <= 180 else "long"


def forgotten(slots: Slots, new: Mapping[str, SlotValue], *, follows: bool) -> tuple[str, ...]:
    """Slots that no longer hold.

    A full question about another product starts afresh; who has paid, or says that he has not,
    contradicts what he told of it before. A concern is that of its question, unless it tells
    how the debt stands.
    """
    changed = "product" in new and slots.get("product") not in {None, new["product"]}
    gone: tuple[str, ...] = ()
    if changed and not follows:
        gone = DEBT_SLOTS
    elif new.get("repaid") is True:
        gone = ("can_pay", "paid_off_on") if slots.get("paid_off_on") == UNPAID else ("can_pay",)
    elif new.get("repaid") in _NOT_ALL_PAID and slots.get("paid_off_on") != UNPAID:
        gone = ("paid_off_on",)
    if not follows and (changed or slots.get(CONCERN) not in _LASTING):
        gone += (CONCERN,)
    if _SAYS_LATE & new.keys():
        gone += ("overdue",)
    return tuple(name for name in gone if name in slots and name not in new)


def asks_aside(text: str, new: Mapping[str, SlotValue], tracker: Tracker) -> bool:
    """Whether a few words ask of another product, beside a story: 「花呗有没有」.

    What comes next is of the story again. Who owes that too speaks of a debt of its own.
    """
    told = any(len(said) > LONGEST_SPLIT for said in tracker.said)
    few = len(text) <= _ASIDE and not OWING.search(text)
    return told and few and "product" in tracker.slots and new.keys() == {"product"}


def remembered(tracker: Tracker, new: Mapping[str, SlotValue]) -> dict[str, SlotValue]:
    """What was told before of a debt that is spoken of again."""
    product = new.get("product")
    if product is None or product == tracker.slots.get("product"):
        return {}
    shared = tracker.slots if told_together(tracker, product) else {}
    before = tracker.slots_with("product", product) or shared
    before |= {**told_of(tracker, product), "product": product}
    return {name: before[name] for name in DEBT_SLOTS if name in before and name not in new}


def told_of(tracker: Tracker, product: SlotValue) -> dict[str, SlotValue]:
    """How late a product was said to be, beside others: 「花呗昨天到期,网商贷逾期40天」."""
    days = told_days(tracker, product)
    return {} if days is None else _late_for(days)


def _main_product(products: Iterable[Entity]) -> Entity | None:
    found = list(products)
    settled = NO_LOANS.union(one.value for one in found if one.role == REPAID)
    overdue = [one for one in found if one.role == "overdue" and one.value not in settled]
    loans = [one for one in found if one.value not in NO_LOANS and one.role not in TOUCHED]
    if len({one.value for one in loans}) > _MOST_PRODUCTS and len(overdue) != 1:
        return None
    for choice in (overdue, loans, found):
        if choice:
            return choice[0]
    return None
