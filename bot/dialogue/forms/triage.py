"""我该怎么办: product, how long, how much and what can be paid to three next steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import get_args

from bot.dialogue.calculators import CanPay, triage
from bot.dialogue.forms.days import read_days_so_far, told_days
from bot.dialogue.forms.form import Form, FormResult, FormSlot, Invalid
from bot.dialogue.forms.format import day_of, is_count, is_day, yuan, yuan_of
from bot.dialogue.forms.money import AMOUNT, read_amount
from bot.dialogue.forms.refused import refused_as
from bot.dialogue.forms.words import is_question, plain, says_unknown
from bot.domain import Entity, Prompt, Slots
from bot.nlu.roles import TOUCHED

_OTHER_CARD = re.compile(r"信用卡|^卡$|银行的?卡")
_BANK = re.compile(r"银行|房贷|车贷")
_OTHER_LOAN = re.compile(
    r"贷|借|分期|月付|白条|平台|小额|消费金融|其他|其它|别的|都有|好几|很多|不止|几个"
)

_PART = re.compile(
    r"部分|一点|一些|一半|最低|慢慢|分期|只能|能还多少|少量|几[百千]|每个?月|过几天|下个?月|发工资"
    r"|凑|不够"
)
_NONE = re.compile(
    r"还不[起上了动清]|没[有啥什么]*钱|没有?(?:能力|办法|收入|工作)|没法|拿不出|不[能行想还]|不可以"
    r"|无力|一分|失业|^(?:暂时)?(?:没有?|不|否)$"
)
_FULL = re.compile(
    r"全部|全额|一次|还清|结清|能|可以|有钱|还得[起上]|够|行|没问题|^(?:有|是|对|好)的?$"
)
_TOLD_NONE = re.compile(
    r"(?:我|现在|实在|真的?|确实|目前|暂时)[^,。?]{0,6}(?:还不[上起]|没有?钱还|拿不出|没能力还)"
)
_TOLD_PART = re.compile(r"(?:我|现在|只|最多)(?:只|也)?能还(?:得起)?(?:一部分|一点|一些|一半)")
_ASKED = re.compile(r"如果|要是|假如|怎么样|会")
_LEAST_PART_YUAN = 10


def told_product(_: str, entities: Sequence[Entity], __: date) -> str | None:
    """The product owed, in an utterance that tells something else as well."""
    found = (one for one in entities if one.entity == "product" and one.role not in TOUCHED)
    return next((str(one.value) for one in found), None)


def read_product(text: str, entities: Sequence[Entity], today: date) -> str | None:
    """The product named; a kind of lender counts, and 不知道 is a loan of some platform."""
    if named := told_product(text, entities, today):
        return named
    said = plain(text)
    if is_question(said):
        return None
    if _OTHER_CARD.search(said):
        return "credit_card"
    if _BANK.search(said):
        return "bank_loan"
    return "online_loan" if says_unknown(said) or _OTHER_LOAN.search(said) else None


def read_can_pay(text: str, entities: Sequence[Entity], today: date) -> CanPay | Invalid | None:
    """All, a part or nothing; an amount is a part, and so is 不确定.

    >>> [read_can_pay(text, (), date.today()) for text in ("能还", "还不起", "一部分", "能拿800")]
    ['full', 'none', 'part', 'part']
    """
    said = plain(text)
    if is_question(said):
        return None
    if _PART.search(said) or says_unknown(said):
        return "part"
    if _NONE.search(said):
        return "none"
    amount = read_amount(text, entities, today)
    if isinstance(amount, int | float) and amount >= _LEAST_PART_YUAN:
        return "part"
    return "full" if _FULL.search(said) else None


def told_can_pay(text: str, _: Sequence[Entity], __: date) -> CanPay | None:
    """What can be paid, in an utterance that tells or asks something else as well.

    >>> told_can_pay("花呗逾期40天,我现在还不上", (), date.today())
    'none'
    """
    said = plain(text)
    if _ASKED.search(said):
        return None
    if _TOLD_PART.search(said):
        return "part"
    return "none" if _TOLD_NONE.search(said) else None


def _calculate(slots: Slots, today: date) -> FormResult:
    duration = slots.get("duration")
    since = (today - day_of(slots, "overdue_since")).days if duration is None else 0
    days = since if duration is None else int(duration)
    amount = yuan_of(slots, "amount")
    with refused_as(overdue_days="duration"):
        plan = triage(str(slots["product"]), days, amount, _can_pay(slots))
    return FormResult(
        "utter_form_triage",
        {"days": str(days), "amount": yuan(amount)},
        {"outcome": str(plan)},
    )


def _can_pay(slots: Slots) -> CanPay:
    value = slots["can_pay"]
    return "full" if value == "full" else "none" if value == "none" else "part"


FORM = Form(
    name="form_triage",
    title="帮我理一理先做什么",
    slots=(
        FormSlot("product", Prompt("text", "如 花呗、信用卡"), read_product, told_product),
        FormSlot(
            "duration",
            Prompt("text", "如 20天、三个月、还没逾期"),
            read_days_so_far,
            told_days,
            lambda slots: is_day(slots.get("overdue_since")),
            is_count,
        ),
        AMOUNT,
        FormSlot(
            "can_pay",
            Prompt("text", "能还 / 一部分 / 还不起"),
            read_can_pay,
            told_can_pay,
            usable=lambda value: value in get_args(CanPay),
        ),
    ),
    calculate=_calculate,
    offered_by=("overdue_what_to_do", "cannot_repay", "overdue_both_products"),
)
