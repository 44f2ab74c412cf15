"""Instalments: how many a debt takes, without interest."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from bot.dialogue.calculators.checks import checked_money
from bot.dialogue.calculators.money import CENT

MOST_INSTALMENTS = 60
"""Five years, 信用卡业务监督管理办法第70条 (F-CC-01)."""


@dataclass(frozen=True, slots=True)
class InstalmentPlan:
    """How many instalments, the last one's size, and what 60 would take a month, in yuan."""

    instalments: int
    last_instalment: Decimal
    monthly_for_most: Decimal

    @property
    def fits(self) -> bool:
        """Whether 60 instalments are enough."""
        return self.instalments <= MOST_INSTALMENTS


def instalment_plan(amount: Decimal, monthly: Decimal) -> InstalmentPlan:
    """Instalments = amount ÷ monthly, rounded up, without interest; at most 60 (F-CC-01).

    >>> instalment_plan(Decimal(50000), Decimal(800)).monthly_for_most
    Decimal('833.34')
    """
    amount, monthly = checked_money("amount", amount), checked_money("monthly", monthly)
    whole, rest = divmod(amount, monthly)
    instalments = int(whole) + bool(rest)
    return InstalmentPlan(
        instalments,
        amount - monthly * (instalments - 1),
        (amount / MOST_INSTALMENTS).quantize(CENT, ROUND_CEILING),
    )
