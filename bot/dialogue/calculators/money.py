"""Money: yuan and its hundredths, 分."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def cents(value: Decimal) -> Decimal:
    """An amount rounded half up to 分.

    >>> cents(Decimal("0.005"))
    Decimal('0.01')
    """
    return value.quantize(CENT, ROUND_HALF_UP)
