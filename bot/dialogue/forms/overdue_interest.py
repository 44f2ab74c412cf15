"""What being overdue costs: principal, days and daily rate to interest, penalty and total."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.dialogue.calculators import (
    COMMON_SURCHARGE,
    EXAMPLE_DAILY_RATE,
    HALF_SURCHARGE,
    overdue_interest,
)
from bot.dialogue.forms.days import read_overdue_days, told_days
from bot.dialogue.forms.form import Form, FormResult, FormSlot
from bot.dialogue.forms.format import day_of, is_day, is_positive, percent, yuan, yuan_of
from bot.dialogue.forms.money import AMOUNT
from bot.dialogue.forms.rates import EXAMPLE, read_daily_rate, told_daily_rate
from bot.dialogue.forms.refused import refused_as
from bot.domain import Prompt, Slots, SlotValue

_ONE_AND_A_HALF = frozenset({"jiebei", "weilidai"})
"""Said to charge 1.5 times the rate (F-JB-03, F-PF-02)."""


def _known_since(slots: Slots) -> bool:
    return is_day(slots.get("overdue_since"))


def _is_rate(value: SlotValue) -> bool:
    return value == EXAMPLE or is_positive(value)


def _calculate(slots: Slots, today: date) -> FormResult:
    example = slots["daily_rate"] == EXAMPLE
    rate = EXAMPLE_DAILY_RATE if example else Decimal(str(slots["daily_rate"]))
    days = int(slots.get("duration") or (today - day_of(slots, "overdue_since")).days)
    half = slots.get("product") in _ONE_AND_A_HALF
    with refused_as(principal="amount", days="duration"):
        result = overdue_interest(
            yuan_of(slots, "amount"), days, rate, HALF_SURCHARGE if half else COMMON_SURCHARGE
        )
    return FormResult(
        "utter_form_overdue_interest",
        {
            "principal": yuan(result.principal),
            "days": str(days),
            "rate": percent(rate),
            "yearly": percent(result.yearly_rate, 2),
            "interest": yuan(result.interest),
            "total": yuan(result.total),
            "penalty_low": yuan(result.penalty_low),
            "penalty_high": yuan(result.penalty_high),
            "total_low": yuan(result.total_low),
            "total_high": yuan(result.total_high),
        },
        {
            "outcome": "above_24" if result.above_24 else "within_24",
            "rate_origin": "example" if example else "given",
        },
    )


FORM = Form(
    name="form_overdue_interest",
    title="算一算逾期利息",
    slots=(
        AMOUNT,
        FormSlot(
            "duration",
            Prompt("text", "如 30天 或 三个月"),
            read_overdue_days,
            told_days,
            _known_since,
            is_positive,
        ),
        FormSlot(
            "daily_rate",
            Prompt("text", "如 0.05%，或 不知道"),
            read_daily_rate,
            told_daily_rate,
            usable=_is_rate,
            otherwise=EXAMPLE,
        ),
    ),
    calculate=_calculate,
    offered_by=("overdue_fee_calc", "extension_interest_card"),
    settles=("overdue_fee_calc",),
    on_figures=True,
)
