"""Values given unasked: told beside the answer, put right, or tried in place of another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from math import log

from bot.dialogue.forms.form import Form, FormSlot, Invalid
from bot.dialogue.forms.words import is_question, plain
from bot.domain import Entity, Slots, SlotValue

_AMENDS = re.compile(
    r"^(?:啊|哦|呃|等下|等等|我|刚才|刚刚|[,\s])*"
    r"(?:不对|不是|错了|(?:说|打|写|填|搞|弄|记|算)错|更正|改[成为]|改一?下|应该是)(?:了|啊|[,。\s])*"
)
_SUPPOSES = re.compile(
    r"^(?:那|再|帮我|我|如果|要是|假如|假设|换[成个]?|改[成为]?|按照?|用|试试|算算?|还清的?|还款|日[子期]|是|[,\s])*"
)
_CLOSING = re.compile(
    r"(?:呢|的话|吧|啊|重?新?再?算(?:一?下|一?次|一?遍|算)?(?:看|吧|呢)?|来算|还清|结清|还完|还|的|[,\s?]){1,8}$"
)
_CHOICE = re.compile(r"[,，\s]*(?:而)?是")
_ABOUT_MONEY = re.compile(r"本金|金额|欠|块|元|钱")
_A_DAYS_PRICE = re.compile(r"(?:一|每)[天日](?:是|要|得|收|罚|的|利息)*(?:多少|几)")
"""Asks for a part of the result: 「一天多少」."""
_LONGEST = 16


def told(
    form: Form, text: str, entities: Sequence[Entity], today: date, *, besides: FormSlot | None
) -> dict[str, SlotValue]:
    """What an utterance says for the form's slots though it was not asked, or asked another."""
    found: dict[str, SlotValue] = {}
    for slot in form.slots:
        value = None if slot is besides else slot.told(text, entities, today)
        if value is not None and slot.usable(value):
            found[slot.name] = value
    return found


def amended(
    form: Form, slots: Slots, text: str, entities: Sequence[Entity], today: date
) -> dict[str, SlotValue]:
    """「不对,是5300」: one of the values given, once more."""
    said = plain(text)
    match = _AMENDS.match(said)
    if not match:
        return {}
    meant = _CHOICE.split(said[match.end() :])[-1]
    return _replaced(form, slots, _CLOSING.sub("", meant), entities, today)


def supposed(
    form: Form, slots: Slots, text: str, entities: Sequence[Entity], today: date
) -> dict[str, SlotValue]:
    """「那要是五千呢」, said of a result: one of its values in place of the one given."""
    value = _supposed(text)
    return _replaced(form, slots, value, entities, today) if value else {}


def not_yet(
    form: Form, slots: Slots, text: str, entities: Sequence[Entity], today: date
) -> FormSlot | None:
    """「要是下个月还清呢」: the slot of a day that has not come."""
    value = _supposed(text)
    asked = (slot for slot in reversed(form.slots) if value and slots.get(slot.name) is not None)
    future = Invalid("future")
    return next((one for one in asked if one.read(value, entities, today) == future), None)


def _supposed(text: str) -> str:
    """The value in a supposition, "" where it says more."""
    said = plain(text)
    opening = _SUPPOSES.match(said)
    value = _CLOSING.sub("", said[opening.end() if opening else 0 :])
    asks = is_question(value) or _A_DAYS_PRICE.match(value)
    return "" if len(value) > _LONGEST or asks else value


def _replaced(
    form: Form, slots: Slots, text: str, entities: Sequence[Entity], today: date
) -> dict[str, SlotValue]:
    """The slot that a value is meant for: of several that can hold it, the one nearest to it.

    Of values that have no distance (days, products) the one asked last counts.
    """
    found: list[tuple[float, str, SlotValue]] = []
    for slot in reversed(form.slots):
        before = slots.get(slot.name)
        if before is None or (_ABOUT_MONEY.search(text) and slot.prompt.type == "date"):
            continue
        value = slot.read(text, _within(entities, text), today)
        if value is not None and not isinstance(value, Invalid) and slot.usable(value):
            found.append((_distance(before, value), slot.name, value))
    if not found:
        return {}
    _, name, value = min(found, key=lambda one: one[0])
    return {name: value}


def _within(entities: Sequence[Entity], text: str) -> tuple[Entity, ...]:
    """The entities of the part that is read."""
    return tuple(one for one in entities if plain(one.text) in text)


def _distance(before: SlotValue, value: SlotValue) -> float:
    """How many times larger or smaller one number is, as a logarithm; 0 of what is no number."""
    pair = [one for one in (before, value) if isinstance(one, int | float) and one > 0]
    return abs(log(pair[0] / pair[1])) if len(pair) == 2 else 0.0
