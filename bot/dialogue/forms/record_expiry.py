"""When an overdue record disappears: five years from the day it was paid off."""

from __future__ import annotations

from datetime import date

from bot.dialogue.calculators import record_expiry
from bot.dialogue.forms.dates import UNPAID, read_paid_off_on, told_paid_off_on
from bot.dialogue.forms.form import Form, FormResult, FormSlot
from bot.dialogue.forms.format import day_of, is_day
from bot.dialogue.forms.refused import refused_as
from bot.domain import Prompt, Slots, SlotValue
from bot.nlu.repaid import OPEN

RESPONSE = "utter_form_record_expiry"


def is_paid_off_on(value: SlotValue) -> bool:
    """Whether it tells the day, or that there is none yet."""
    return value == UNPAID or is_day(value)


def says_unpaid(slots: Slots) -> bool:
    """Whether the conversation already knows that nothing, or only a part, was paid."""
    return slots.get("repaid") in {False, "partly", OPEN}


def paid_off_on(slots: Slots) -> date | None:
    """The day it was paid off, None where it was not; a day outweighs an earlier 还没还."""
    if is_day(slots.get("paid_off_on")):
        return day_of(slots, "paid_off_on")
    return None


def _calculate(slots: Slots, today: date) -> FormResult:
    paid = paid_off_on(slots)
    if paid is None:
        return FormResult(RESPONSE, {}, {"outcome": "not_paid"})
    with refused_as(paid_off="paid_off_on"):
        term = record_expiry(paid, today)
    return FormResult(
        RESPONSE,
        {
            "paid_off_on": paid.isoformat(),
            "expires_on": term.last_day.isoformat(),
            "days_left": str(max(0, term.days_left)),
        },
        {"outcome": "over" if term.over else "running"},
    )


FORM = Form(
    name="form_record_expiry",
    title="算一算记录哪天消除",
    slots=(
        FormSlot(
            "paid_off_on",
            Prompt("date", "如 2024-05-03，没还清就写 还没还"),
            read_paid_off_on,
            told_paid_off_on,
            says_unpaid,
            is_paid_off_on,
        ),
    ),
    calculate=_calculate,
    offered_by=("credit_record_duration", "credit_recovery", "credit_reported"),
    settles=("credit_record_duration", "record_expired"),
)
