"""What being overdue costs: simple interest, and the penalty that may come on top."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.dialogue.calculators.checks import check_days, check_positive, checked_money
from bot.dialogue.calculators.money import cents

MOST_DAILY_RATE = Decimal("0.01")
"""1 % a day is 365 % a year: whoever types more has mistaken the unit."""
EXAMPLE_DAILY_RATE = Decimal("0.0005")
"""0.05 % a day: what many pages say of Huabei (F-HB-05, medium to low): an example, no rule."""

COMMON_SURCHARGE = (Decimal("0.3"), Decimal("0.5"))
"""Penalty interest of banks: commonly 30–50 % on top of the contract's rate (F-RT-13)."""
HALF_SURCHARGE = (Decimal("0.5"), Decimal("0.5"))
"""1.5 times the contract's rate, as most pages say of Jiebei (F-JB-03, medium to low)."""
ADJUSTABLE_ABOVE = Decimal("0.24")
"""Yearly cost above which a court may be asked to reduce a financial loan's (F-RT-03)."""


@dataclass(frozen=True, slots=True)
class OverdueInterest:
    """Interest at the rate given, and the penalty that may come on top, each in yuan."""

    principal: Decimal
    interest: Decimal
    penalty_low: Decimal
    penalty_high: Decimal
    yearly_rate: Decimal

    @property
    def total(self) -> Decimal:
        """Principal and interest, without penalty."""
        return self.principal + self.interest

    @property
    def total_low(self) -> Decimal:
        """With the lower penalty."""
        return self.total + self.penalty_low

    @property
    def total_high(self) -> Decimal:
        """With the higher penalty."""
        return self.total + self.penalty_high

    @property
    def above_24(self) -> bool:
        """Whether the rate alone exceeds 24 % a year (F-RT-03)."""
        return self.yearly_rate > ADJUSTABLE_ABOVE


def overdue_interest(
    principal: Decimal,
    days: int,
    daily_rate: Decimal,
    surcharge: tuple[Decimal, Decimal] = COMMON_SURCHARGE,
) -> OverdueInterest:
    """Simple interest: principal × daily rate × days; penalty: that × the surcharge.

    `daily_rate` is a fraction (0.0005 is 0.05 %). Each line is rounded and the next one starts
    from it, so that whoever adds up the lines shown gets the same. Yearly rate: daily × 365.
    Sources: F-HB-05 (the example rate), F-RT-13 and F-JB-03 (surcharge).

    >>> overdue_interest(Decimal(3500), 30, Decimal("0.0005")).interest
    Decimal('52.50')
    """
    principal = checked_money("principal", principal)
    check_days("days", days, least=1)
    check_positive("daily_rate", daily_rate, MOST_DAILY_RATE)
    interest = cents(principal * daily_rate * days)
    low, high = (cents(interest * part) for part in surcharge)
    return OverdueInterest(principal, interest, low, high, daily_rate * 365)
