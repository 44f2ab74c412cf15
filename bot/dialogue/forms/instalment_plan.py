"""How many instalments a debt takes, and what the law does and does not give a right to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal

from bot.dialogue.calculators import CENT, MOST_INSTALMENTS, InstalmentPlan, instalment_plan
from bot.dialogue.forms.form import Form, FormResult, FormSlot, Invalid
from bot.dialogue.forms.format import is_count, is_positive, yuan, yuan_of
from bot.dialogue.forms.money import read_amount, read_monthly_amount, told_amount
from bot.dialogue.forms.refused import refused_as
from bot.dialogue.forms.words import is_question, plain, says_unknown
from bot.domain import Entity, Prompt, Slots, SlotValue
from bot.nlu.numbers import NUMBER, parse_number

_RESPONSE = "utter_form_instalment_plan"
_PERIODS = re.compile(
    rf"(?P<n>{NUMBER})个?(?P<unit>期|月(?!供)(?:内|还[清完]|$)|年(?!前|底|初))(?P<half>半)?"
)
_BARE_PERIODS = re.compile(r"(?P<n>\d{1,2}|[一二三四五六]?十[一二三四五六七八九]?)")
"""A number of at most 60 by itself: nobody pays so little a month."""
_NOTHING = re.compile(
    r"拿不出|没有?钱|一分(?:钱)?(?:也|都)?没|还不[起上了]|没有?收入|没工作|^没有?$|^0元?$"
)
_INCOME = re.compile(r"工资|收入|赚|挣|房租|吃饭|开销")
_MEANS = re.compile(r"能还|可以还|拿得?出|能拿|剩|最多")
_TOLD = re.compile(
    rf"(?:每个?月|一个月|月供|每期)[^,。\d一二两三四五六七八九十几]{{0,8}}{NUMBER}(?:块钱?|元)?"
    rf"|分{NUMBER}个?期"
)
_SUFFIX = "期"
_REMEMBERED = re.compile(rf"[1-9]\d{{0,2}}{_SUFFIX}")
_MOST_PERIODS = 360


def read_monthly_means(text: str, entities: Sequence[Entity], _: date) -> SlotValue | Invalid:
    """Yuan a month; 「分12期」, 「两年还清」 are remembered as periods ("12期"), 「拿不出」 as 0.

    >>> [read_monthly_means(text, (), date.today()) for text in ("每个月能拿800", "两年还清")]
    [800, '24期']
    """
    said = plain(text)
    if _NOTHING.search(said):
        return 0
    if _INCOME.search(said) and not _MEANS.search(said):
        return Invalid("unknown")
    if is_question(said) or says_unknown(said):
        return read_monthly_amount(text, entities)
    if match := _PERIODS.search(said) or _BARE_PERIODS.fullmatch(said):
        return _periods(match) or Invalid("absurd")
    return read_monthly_amount(text, entities)


def told_monthly_means(text: str, _: Sequence[Entity], today: date) -> SlotValue:
    """What can be paid each month, in an utterance that tells something else as well.

    >>> told_monthly_means("帮我算分期,欠8万,每月能还2000", (), date.today())
    2000
    """
    match = _TOLD.search(plain(text))
    if match is None or "几" in match.group():
        return None
    value = read_monthly_means(match.group(), (), today)
    return None if isinstance(value, Invalid) else value


def _periods(match: re.Match[str]) -> str | None:
    """A number of instalments, a month each, as it is remembered."""
    group = match.groupdict()
    periods = parse_number(group["n"]) or 0.0
    if group.get("unit") == "年":
        periods = 12 * (periods + (0.5 if group["half"] else 0))
    most = _MOST_PERIODS if "unit" in group else MOST_INSTALMENTS
    return f"{periods:.0f}{_SUFFIX}" if 1 <= periods <= most else None


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
    return FormResult(_RESPONSE, values, {"outcome": _outcome(monthly, plan)})


def _outcome(monthly: Decimal, plan: InstalmentPlan) -> str:
    if not monthly:
        return "no_means"
    if plan.instalments == 1:
        return "at_once"
    return "fits" if plan.fits else "too_long"


FORM = Form(
    name="form_instalment_plan",
    title="算一算能分多少期",
    slots=(
        FormSlot(
            "amount",
            Prompt("number", "如 50000 或 五万"),
            read_amount,
            told_amount,
            usable=is_positive,
        ),
        FormSlot(
            "monthly_means",
            Prompt("text", "如 每月800，或 分24期"),
            read_monthly_means,
            told_monthly_means,
            usable=_is_means,
        ),
    ),
    calculate=_calculate,
    offered_by=("negotiate_terms", "installment_when_overdue", "negotiate_how"),
)
