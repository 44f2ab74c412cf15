"""What to do first: a situation to the plan that fits it."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

from bot.dialogue.calculators.checks import check_days, checked_money

CanPay: TypeAlias = Literal["full", "part", "none"]

SMALL_YUAN = Decimal(1000)
"""Our own line for a sum that is best cleared at once; no rule knows it."""
LONG_DAYS = 180
"""Beyond it a report shows the worst state, 7 (F-CR-14), and creditors sell or sue."""


class Plan(StrEnum):
    """What a situation calls for; `utter_form_triage` words the three steps of each."""

    BEFORE_DUE = "before_due"
    PAY_ON_TIME = "pay_on_time"
    PAY_NOW = "pay_now"
    PAY_AFTER_CHECKING = "pay_after_checking"
    CLEAR_SMALL = "clear_small"
    LONG_OVERDUE = "long_overdue"
    NEGOTIATE_CARD = "negotiate_card"
    NEGOTIATE_LOAN = "negotiate_loan"
    HARDSHIP = "hardship"


def triage(product: str, overdue_days: int, amount: Decimal, can_pay: CanPay) -> Plan:
    """The plan, the first that fits from the top.

    Paying in full ends costs and starts the five years (F-CR-02); long overdue, creditor and court
    papers come first (F-CO-12, F-LG-20); before the due day lenders still extend (F-NG-04); else
    a card is negotiated by Article 70, any other debt by its contract (F-CC-01, F-CC-03, F-NG-03).

    >>> str(triage("credit_card", 60, Decimal(8000), "part"))
    'negotiate_card'
    """
    amount = checked_money("amount", amount)
    check_days("overdue_days", overdue_days, least=0)
    if can_pay == "full":
        return _in_full(overdue_days)
    if overdue_days == 0:
        return Plan.BEFORE_DUE
    if overdue_days > LONG_DAYS:
        return Plan.LONG_OVERDUE
    if can_pay == "none":
        return Plan.HARDSHIP
    if amount <= SMALL_YUAN:
        return Plan.CLEAR_SMALL
    return Plan.NEGOTIATE_CARD if product == "credit_card" else Plan.NEGOTIATE_LOAN


def _in_full(overdue_days: int) -> Plan:
    if overdue_days == 0:
        return Plan.PAY_ON_TIME
    return Plan.PAY_AFTER_CHECKING if overdue_days > LONG_DAYS else Plan.PAY_NOW
