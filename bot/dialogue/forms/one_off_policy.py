"""Whether the one-off policy of December 2025 covered a debt; its window is closed."""

from __future__ import annotations

from datetime import date

from bot.dialogue.calculators import PolicyOutcome, one_off_policy
from bot.dialogue.forms.dates import (
    read_overdue_since,
    read_paid_off_on,
    told_overdue_since,
    told_paid_off_on,
)
from bot.dialogue.forms.form import Form, FormResult, FormSlot
from bot.dialogue.forms.format import day_of, is_day, yuan, yuan_of
from bot.dialogue.forms.money import AMOUNT
from bot.dialogue.forms.record_expiry import is_paid_off_on, paid_off_on, says_unpaid
from bot.dialogue.forms.refused import refused_as
from bot.domain import Prompt, Slots

_YES, _NO = "✓", "✗"


def _calculate(slots: Slots, today: date) -> FormResult:
    amount, since, paid = (
        yuan_of(slots, "amount"),
        day_of(slots, "overdue_since"),
        paid_off_on(slots),
    )
    with refused_as(overdue_on="overdue_since"):
        result = one_off_policy(amount, since, paid, today)

    def mark(*outcomes: PolicyOutcome) -> str:
        return _NO if set(outcomes) & set(result.failing) else _YES

    return FormResult(
        "utter_form_one_off_policy",
        {
            "amount": yuan(amount),
            "overdue_since": since.isoformat(),
            "paid_off_on": paid.isoformat() if paid else "—",
            "hidden_by": result.hidden_by.isoformat() if result.hidden_by else "—",
            "when_mark": mark(PolicyOutcome.OVERDUE_TOO_EARLY, PolicyOutcome.OVERDUE_TOO_LATE),
            "amount_mark": mark(PolicyOutcome.AMOUNT_TOO_HIGH),
            "paid_mark": mark(PolicyOutcome.NOT_PAID, PolicyOutcome.PAID_TOO_LATE),
        },
        {"outcome": str(result.outcome)},
    )


FORM = Form(
    name="form_one_off_policy",
    title="看一次性政策管不管我",
    slots=(
        AMOUNT,
        FormSlot(
            "overdue_since",
            Prompt("date", "如 2023年5月"),
            read_overdue_since,
            told_overdue_since,
            usable=is_day,
        ),
        FormSlot(
            "paid_off_on",
            Prompt("date", "如 2025-10-08，没还清就写 还没还"),
            read_paid_off_on,
            told_paid_off_on,
            says_unpaid,
            is_paid_off_on,
        ),
    ),
    calculate=_calculate,
    offered_by=("credit_repair_policy", "credit_repair_apply"),
    settles=("credit_repair_policy",),
)
