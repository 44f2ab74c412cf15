"""The one-off policy of 2025-12-22: whom it covered, and from when (F-OT-01 to F-OT-03)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.dialogue.calculators.checks import InvalidInputError, check_past, checked_money


class PolicyOutcome(StrEnum):
    """Covered, or the first condition that fails."""

    COVERED = "covered"
    NOT_PAID = "not_paid"
    PAID_TOO_LATE = "paid_too_late"
    OVERDUE_TOO_EARLY = "overdue_too_early"
    OVERDUE_TOO_LATE = "overdue_too_late"
    AMOUNT_TOO_HIGH = "amount_too_high"


FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2025, 12, 31)
MOST_COVERED = Decimal(10_000)
EARLY_PAYERS_UNTIL = date(2025, 11, 30)
EARLY_PAYERS_HIDDEN_FROM = date(2026, 1, 1)
PAY_UNTIL = date(2026, 3, 31)


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """The conditions that fail, none where covered; the day from which it is not shown."""

    failing: tuple[PolicyOutcome, ...]
    hidden_by: date | None

    @property
    def outcome(self) -> PolicyOutcome:
        """The first condition that fails, or that none does."""
        return self.failing[0] if self.failing else PolicyOutcome.COVERED


def one_off_policy(
    amount: Decimal, overdue_on: date, paid_off_on: date | None, today: date
) -> PolicyResult:
    """Whether the policy of 2025-12-22 covered a debt; `paid_off_on` None is not yet paid.

    Conditions (F-OT-02): overdue from 2020-01-01 to 2025-12-31, at most 10 000 yuan each, paid in
    full by 2026-03-31. Effect (F-OT-03): paid by 2025-11-30, hidden from 2026-01-01; paid later,
    by the end of the month after. That it stands in the central bank's system is not checked.

    >>> str(one_off_policy(Decimal(800), date(2023, 5, 1), None, date(2026, 11, 22)).outcome)
    'not_paid'
    """
    amount = checked_money("amount", amount)
    check_past("overdue_on", overdue_on, today)
    if paid_off_on is not None:
        check_past("paid_off_on", paid_off_on, today)
        if paid_off_on < overdue_on:
            raise InvalidInputError("paid_off_on", "crossed")
    fails = {
        PolicyOutcome.OVERDUE_TOO_EARLY: overdue_on < FIRST_DAY,
        PolicyOutcome.OVERDUE_TOO_LATE: overdue_on > LAST_DAY,
        PolicyOutcome.AMOUNT_TOO_HIGH: amount > MOST_COVERED,
        PolicyOutcome.NOT_PAID: paid_off_on is None,
        PolicyOutcome.PAID_TOO_LATE: paid_off_on is not None and paid_off_on > PAY_UNTIL,
    }
    failing = tuple(outcome for outcome, failed in fails.items() if failed)
    hidden_by = None if failing or paid_off_on is None else _hidden_by(paid_off_on)
    return PolicyResult(failing, hidden_by)


def _hidden_by(paid_off_on: date) -> date:
    if paid_off_on <= EARLY_PAYERS_UNTIL:
        return EARLY_PAYERS_HIDDEN_FROM
    year, month = divmod(paid_off_on.year * 12 + paid_off_on.month, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
