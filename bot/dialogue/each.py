"""What was told of each of several products: 「花呗昨天到期,网商贷逾期40天」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.dialogue.events import UserUttered
from bot.dialogue.tracker import Tracker
from bot.domain import Entity, SlotValue
from bot.nlu.roles import REPAID, TOUCHED

_FACTS = frozenset({"duration", "amount", "repaid"})
_ATTACHED = 4
"""So many characters at most lie between a product and a fact told of it: 「网商贷逾期40天」."""
_TOGETHER = 2
"""So many at most lie between products of which the same is told: 「花呗和借呗都还清了」."""


def of_product(entities: Iterable[Entity], product: SlotValue) -> tuple[Entity, ...]:
    """What is told of a product: its own facts first, none of those told of another.

    >>> found = [Entity("product", "huabei", 0, 2, "花呗"), Entity("amount", 200, 2, 5, "两百块"),
    ...          Entity("product", "jiebei", 6, 8, "借呗"), Entity("amount", 3000, 8, 10, "三千")]
    >>> [[one.value for one in of_product(found, name)] for name in ("huabei", "jiebei")]
    [[200, 'huabei', 'jiebei'], [3000, 'huabei', 'jiebei']]
    """
    entities = tuple(entities)
    others = _together(entities, product) - {product}
    named = _products(entities)
    owners = {one: _owner(one, named) for one in entities if one.entity in _FACTS}
    rest = ((one, owners.get(one)) for one in entities)
    return (
        *(one for one, owner in owners.items() if owner == product),
        *(one for one, owner in rest if owner is None or owner in others),
    )


def told_together(tracker: Tracker, product: SlotValue) -> bool:
    """Whether the same was told of a product as of the one spoken of: 「花呗借呗都还清了」."""
    found = (_together(entities, product) - {product} for entities in _said(tracker))
    return tracker.slots.get("product") in next(filter(None, found), ())


def told_beside(tracker: Tracker, new: Sequence[Entity] = ()) -> tuple[str, ...]:
    """The products last named together, in a new utterance or before it."""
    named = (
        dict.fromkeys(str(one.value) for one in entities if _is_owed(one))
        for entities in (new, *_said(tracker))
    )
    return next((tuple(several) for several in named if len(several) > 1), ())


def _is_owed(entity: Entity) -> bool:
    return entity.entity == "product" and entity.role not in TOUCHED | {REPAID}


def told_days(tracker: Tracker, product: SlotValue) -> int | None:
    """How long a product was last said to be overdue, beside its name."""
    for entities in _said(tracker):
        named = _products(entities)
        for one in entities:
            if one.entity == "duration" and one.role is None and _owner(one, named) == product:
                return int(one.value)
    return None


def _products(entities: Iterable[Entity]) -> list[Entity]:
    return [one for one in entities if one.entity == "product"]


def _owner(fact: Entity, named: Sequence[Entity]) -> SlotValue:
    """The product named right before a fact, or said to be paid off where that is the fact."""
    before = [one for one in named if one.end <= fact.start]
    near = [one for one in before if fact.start - one.end <= _ATTACHED]
    if fact.entity == "repaid" and before and before[-1].role == REPAID:
        near = before
    return near[-1].value if near else None


def _together(entities: Sequence[Entity], product: SlotValue) -> frozenset[SlotValue]:
    """The products named in one breath with a product, itself among them."""
    groups: list[set[SlotValue]] = []
    end = -_TOGETHER - 1
    for one in _products(entities):
        if not groups or one.start - end > _TOGETHER:
            groups.append(set())
        groups[-1].add(one.value)
        end = one.end
    found = [group for group in groups if product in group]
    return frozenset({product}.union(*found))


def _said(tracker: Tracker) -> Iterator[tuple[Entity, ...]]:
    """What each utterance of this session named, the last first."""
    for event in reversed(tracker.session):
        if isinstance(event, UserUttered):
            yield tuple(
                Entity(
                    one["entity"],
                    one["value"],
                    one["start"],
                    one["end"],
                    event.text[one["start"] : one["end"]],
                    one.get("role"),
                )
                for one in event.parse_data.get("entities", ())
            )
