"""What the forms work out: pure functions of money and days, a module for each.

Money is a `Decimal` in yuan, rounded half up to 分; periods of years end on the day of the same
number, on the month's last where it has none (民法典第201、202条: the first day is not counted).
What cannot be right raises `InvalidInputError`, which names the argument.
"""

from __future__ import annotations

from bot.dialogue.calculators.checks import (
    EARLIEST,
    MOST_DAYS,
    MOST_YUAN,
    InvalidInputError,
)
from bot.dialogue.calculators.instalments import (
    MOST_INSTALMENTS,
    InstalmentPlan,
    instalment_plan,
)
from bot.dialogue.calculators.interest import (
    COMMON_SURCHARGE,
    EXAMPLE_DAILY_RATE,
    HALF_SURCHARGE,
    MOST_DAILY_RATE,
    OverdueInterest,
    overdue_interest,
)
from bot.dialogue.calculators.money import CENT
from bot.dialogue.calculators.policy import PolicyOutcome, PolicyResult, one_off_policy
from bot.dialogue.calculators.terms import Term, limitation, record_expiry
from bot.dialogue.calculators.triage import CanPay, Plan, triage

__all__ = [
    "CENT",
    "COMMON_SURCHARGE",
    "EARLIEST",
    "EXAMPLE_DAILY_RATE",
    "HALF_SURCHARGE",
    "MOST_DAILY_RATE",
    "MOST_DAYS",
    "MOST_INSTALMENTS",
    "MOST_YUAN",
    "CanPay",
    "InstalmentPlan",
    "InvalidInputError",
    "OverdueInterest",
    "Plan",
    "PolicyOutcome",
    "PolicyResult",
    "Term",
    "instalment_plan",
    "limitation",
    "one_off_policy",
    "overdue_interest",
    "record_expiry",
    "triage",
]
