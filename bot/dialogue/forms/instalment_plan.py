"""How many instalments a debt takes, and what the law does and does not give a right to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal

from bot.dialogue.calculators import CENT, instalment_plan
from bot.dialogue.forms.form import Form, FormResult, FormSlot, Invalid
from bot.dialogue.forms.format import is_count, is_positive, yuan, yuan_of
from bot.dialogue.forms.readers import is_question, plain, read_amount, says_unknown
from bot.dialogue.forms.refused import refused_as
from bot.domain import Entity, Prompt, Slots, SlotValue
from bot.nlu.numbers import NUMBER, parse_number

_RESPONSE = "utter_form_instalment_plan"
_PERIODS = re.compile(rf"(?P<n>{NUMBER})个?(?:期|月(?!供)(?:内|还[清完]))")
_NOTHING = re.compile(
    r"拿不出|没有?钱|一分(?:钱)?(?:也|都)?没|还不[起上了]|没有?收入|没工作|^没有?$|^0元?$"
)
_SUFFIX = "期"
_REMEMBERED = re.compile(rf"[1-9]\d{{0,2}}{_SUFFIX}")
_MOST_PERIODS = 360


def read_monthly_means(text: str, entities: Sequence[Entity], today: date) -> SlotValue | Invalid:
    """Yuan a month; 「分12期」 is remembered as such ("12期"), 「拿不出」 as 0.

    >>> [read_monthly_means(text, (), date.today()) for text in ("每个月能拿800", "分了12期")]
    [800, '12期']
    """
    said = plain(text)
    if _NOTHING.search(said):
        return 0
    if not is_question(said) and not says_unknown(said) and (match := _PERIODS.search(said)):
        periods = int(parse_number(match["n"]) or 0)
        return f"{periods}{_SUFFIX}" if 1 <= periods <= _MOST_PERIODS else Invalid("absurd")
    return read_amount(text, entities, today)


def _is_means(value: SlotValue) -> bool:
    return is_count(value) or bool(_REMEMBERED.fullmatch(str(value)))


def _monthly(slots: Slots, amount: Decimal) -> Decimal:
    means = str(slots["monthly_means"])
    if means.endswith(_SUFFIX):
        return (amount / int(means.removesuffix(_SUFFIX))).quantize(CENT, ROUND_CEILING)
    return Decimal(means)


def _calculate(slots: Slots, _: date) -> FormResult:
    amount = yuan_of(slots, "amount")
    monthly = _monthly(slots, amount)
    with refused_as(monthly="monthly_means"):
        plan = instalment_plan(amount, monthly or CENT)
    values = {
        "amount": yuan(amount),
        "monthly": yuan(monthly),
        "instalments": str(plan.instalments),
        "last_instalment": yuan(plan.last_instalment),
        "monthly_for_60": yuan(plan.monthly_for_most),
    }
    outcome = "no_means" if not monthly else "fits" if plan.fits else "too_long"
    return FormResult(_RESPONSE, values, {"outcome": outcome})


FORM = Form(
    name="form_instalment_plan",
    title="算一算能分多少期",
    slots=(
        FormSlot("amount", Prompt("number", "如 50000 或 五万"), read_amount, usable=is_positive),
        FormSlot(
            "monthly_means",
            Prompt("text", "如 每月800，或 分24期"),
            read_monthly_means,
            usable=_is_means,
        ),
    ),
    calculate=_calculate,
    offered_by=("negotiate_terms", "installment_when_overdue", "negotiate_how"),
)
