"""Remembered values, checked and read; figures as a result shows them."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

from bot.domain import Slots, SlotValue


def yuan_of(slots: Slots, name: str) -> Decimal:
    """A remembered amount, without the noise of binary fractions."""
    return Decimal(str(slots[name]))


def day_of(slots: Slots, name: str) -> date:
    """A remembered ISO date."""
    return date.fromisoformat(str(slots[name]))


def is_day(value: SlotValue) -> bool:
    """Whether a remembered value is an ISO date."""
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def is_count(value: SlotValue) -> bool:
    """Whether a remembered value is a number of zero or more."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and value >= 0


def is_positive(value: SlotValue) -> bool:
    """Whether a remembered value is a number above zero."""
    return is_count(value) and bool(value)


def yuan(value: Decimal) -> str:
    """An amount as a result shows it.

    >>> yuan(Decimal("52.5")), yuan(Decimal(3500))
    ('52.50', '3500')
    """
    return str(value.to_integral_value()) if value == value.to_integral_value() else f"{value:.2f}"


def percent(fraction: Decimal, places: int = 6) -> str:
    """A fraction as a percentage, without idle zeros.

    >>> percent(Decimal("0.0005")), percent(Decimal("0.1825"))
    ('0.05%', '18.25%')
    """
    return f"{fraction * 100:.{places}f}".rstrip("0").rstrip(".") + "%"
