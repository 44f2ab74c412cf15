"""What of an utterance is remembered, and what a new one makes us forget."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.domain import Entity, Slots, SlotValue

CONVERSATION_SLOTS = ("product", "duration", "overdue_stage", "amount", "repaid", "date")
"""Slots filled by entities, which last for the session."""

_ASKED = re.compile(r"几年|多少|多久")
"""Asks for a duration rather than telling one."""

_MOST_PRODUCTS = 2
_ASIDE = frozenset({"zhima", "pay_later"})
"""Named beside a loan these are what it touches, not the product spoken of."""


def slots_of(entities: Iterable[Entity]) -> dict[str, SlotValue]:
    """The slots that an utterance's entities fill.

    Of several products the one overdue wins, then the first loan; of three or more none is the
    one. An amount already paid is not the one owed, and a duration that tells how long ago was
    repaid is none of being overdue. `overdue_stage` follows from the duration: days up to
    30, months up to 180, long beyond (how reports count stages, F-CR-14).
    """
    entities = tuple(entities)
    slots: dict[str, SlotValue] = {}
    product = _main_product(entity for entity in entities if entity.entity == "product")
    if product is not None:
        slots["product"] = product
    for entity in entities:
        if _ASKED.match(entity.text):
            continue
        if entity.entity == "duration" and entity.role is None and "duration" not in slots:
            days = int(entity.value)
            slots["duration"] = days
            slots["overdue_stage"] = overdue_stage(days)
        elif entity.entity in {"amount", "repaid", "date"} and entity.role is None:
            slots.setdefault(entity.entity, entity.value)
    return slots


def overdue_stage(days: int) -> str:
    """Which stage so many days overdue are.

    >>> [overdue_stage(days) for days in (3, 30, 31, 200)]
    ['days', 'days', 'months', 'long']
    """
    if days <= 30:
        return "days"
    return "months" if days <= 180 else "long"


def forgotten(slots: Slots, new: Mapping[str, SlotValue], *, follows: bool) -> tuple[str, ...]:
    """Slots that no longer hold: a full question about another product starts afresh."""
    changed = "product" in new and slots.get("product") not in {None, new["product"]}
    if not changed or follows:
        return ()
    return tuple(name for name in CONVERSATION_SLOTS if name in slots and name not in new)


def _main_product(products: Iterable[Entity]) -> str | None:
    found = list(products)
    overdue = [one for one in found if one.role == "overdue" and one.value not in _ASIDE]
    loans = [one for one in found if one.value not in _ASIDE and one.role != "target"]
    if len({one.value for one in loans}) > _MOST_PRODUCTS and len(overdue) != 1:
        return None
    for choice in (overdue, loans, found):
        if choice:
            return str(choice[0].value)
    return None
