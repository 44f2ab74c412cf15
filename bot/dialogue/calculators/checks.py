"""What the calculators refuse: nothing, less than nothing, the absurd, the future."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from bot.dialogue.calculators.money import cents
from bot.errors import BotError

MOST_YUAN = Decimal(100_000_000)
MOST_DAYS = 7300
"""Twenty years, the longest that a claim is protected (F-LG-06)."""
EARLIEST = date(1990, 1, 1)

Reason: TypeAlias = Literal["zero", "absurd", "future", "crossed"]


class InvalidInputError(BotError, ValueError):
    """An argument that cannot be right; `field` names it, `reason` says why."""

    def __init__(self, field: str, reason: Reason) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field} cannot be used ({reason}). Ask for it again.")


def checked_money(field: str, value: Decimal) -> Decimal:
    """A sum above zero, rounded to 分."""
    check_positive(field, value, MOST_YUAN)
    rounded = cents(value)
    if not rounded:
        raise InvalidInputError(field, "zero")
    return rounded


def check_positive(field: str, value: Decimal, most: Decimal) -> None:
    """Refuse zero, less, and more than `most`."""
    if not value.is_finite() or value > most:
        raise InvalidInputError(field, "absurd")
    if value <= 0:
        raise InvalidInputError(field, "zero")


def check_days(field: str, value: int, *, least: int) -> None:
    """Refuse fewer days than `least`, and more than any claim lasts."""
    if value < least:
        raise InvalidInputError(field, "zero")
    if value > MOST_DAYS:
        raise InvalidInputError(field, "absurd")


def check_past(field: str, value: date, today: date) -> None:
    """Refuse a day still to come, and one before there was such credit."""
    if value > today:
        raise InvalidInputError(field, "future")
    if value < EARLIEST:
        raise InvalidInputError(field, "absurd")
