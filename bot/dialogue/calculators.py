"""What the forms work out: pure functions of money and days.

Money is a `Decimal` in yuan, rounded half up to 分; periods of years end on the day of the same
number, on the month's last where it has none (民法典第201、202条: the first day is not counted).
What cannot be right raises `InvalidInputError`, which names the field.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

from bot.errors import BotError

CENT = Decimal("0.01")
MOST_YUAN = Decimal(100_000_000)
MOST_DAYS = 7300
"""Twenty years, the longest that a claim is protected (F-LG-06)."""
MOST_DAILY_RATE = Decimal("0.01")
"""1 % a day is 365 % a year: whoever types more has mistaken the unit."""
EARLIEST = date(1990, 1, 1)
EXAMPLE_DAILY_RATE = Decimal("0.0005")
"""0.05 % a day: what many pages say of Huabei (F-HB-05, medium to low): an example, no rule."""

COMMON_SURCHARGE = (Decimal("0.3"), Decimal("0.5"))
"""Penalty interest of banks: commonly 30–50 % on top of the contract's rate (F-RT-13)."""
HALF_SURCHARGE = (Decimal("0.5"), Decimal("0.5"))
"""1.5 times the contract's rate, as most pages say of Jiebei (F-JB-03, medium to low)."""
ADJUSTABLE_ABOVE = Decimal("0.24")
"""Yearly cost above which a court may be asked to reduce a financial loan's (F-RT-03)."""

MOST_INSTALMENTS = 60
"""Five years, 信用卡业务监督管理办法第70条 (F-CC-01)."""

Reason: TypeAlias = Literal["zero", "absurd", "future", "crossed"]


class InvalidInputError(BotError, ValueError):
    """An argument that cannot be right; `field` names it, `reason` says why."""

    def __init__(self, field: str, reason: Reason) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field} cannot be used ({reason}). Ask for it again.")


# --- a. overdue interest ------------------------------------------------------------------------


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
    principal = _money("principal", principal)
    _days("days", days, least=1)
    _positive("daily_rate", daily_rate, MOST_DAILY_RATE)
    interest = _cents(principal * daily_rate * days)
    low, high = (_cents(interest * part) for part in surcharge)
    return OverdueInterest(principal, interest, low, high, daily_rate * 365)


# --- b. when the record disappears --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """A period: its last day, and the days from today to it (negative once it is over)."""

    last_day: date
    days_left: int

    @property
    def over(self) -> bool:
        """Whether the last day has passed."""
        return self.days_left < 0


def record_expiry(paid_off: date, today: date) -> Term:
    """Five years from the day the debt was paid off: 征信业管理条例第16条 (F-CR-01, F-CR-02).

    >>> record_expiry(date(2024, 2, 29), date(2026, 11, 22)).last_day
    datetime.date(2029, 2, 28)
    """
    return _term("paid_off", paid_off, 5, today)


# --- c. the one-off policy ----------------------------------------------------------------------


class PolicyOutcome(StrEnum):
    """Covered, or the first condition that fails."""

    COVERED = "covered"
    NOT_PAID = "not_paid"
    PAID_TOO_LATE = "paid_too_late"
    OVERDUE_TOO_EARLY = "overdue_too_early"
    OVERDUE_TOO_LATE = "overdue_too_late"
    AMOUNT_TOO_HIGH = "amount_too_high"


POLICY_FIRST_DAY, POLICY_LAST_DAY = date(2020, 1, 1), date(2025, 12, 31)
POLICY_MOST_YUAN = Decimal(10_000)
POLICY_EARLY_PAYERS_UNTIL = date(2025, 11, 30)
POLICY_EARLY_PAYERS_HIDDEN_FROM = date(2026, 1, 1)
POLICY_PAY_UNTIL = date(2026, 3, 31)


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
    amount = _money("amount", amount)
    _day("overdue_on", overdue_on, today)
    if paid_off_on is not None:
        _day("paid_off_on", paid_off_on, today)
        if paid_off_on < overdue_on:
            raise InvalidInputError("paid_off_on", "crossed")
    fails = {
        PolicyOutcome.OVERDUE_TOO_EARLY: overdue_on < POLICY_FIRST_DAY,
        PolicyOutcome.OVERDUE_TOO_LATE: overdue_on > POLICY_LAST_DAY,
        PolicyOutcome.AMOUNT_TOO_HIGH: amount > POLICY_MOST_YUAN,
        PolicyOutcome.NOT_PAID: paid_off_on is None,
        PolicyOutcome.PAID_TOO_LATE: paid_off_on is not None and paid_off_on > POLICY_PAY_UNTIL,
    }
    failing = tuple(outcome for outcome, failed in fails.items() if failed)
    hidden_by = None if failing or paid_off_on is None else _hidden_by(paid_off_on)
    return PolicyResult(failing, hidden_by)


def _hidden_by(paid_off_on: date) -> date:
    if paid_off_on <= POLICY_EARLY_PAYERS_UNTIL:
        return POLICY_EARLY_PAYERS_HIDDEN_FROM
    year, month = divmod(paid_off_on.year * 12 + paid_off_on.month, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


# --- d. instalment plan -------------------------------------------------------------------------


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
    amount, monthly = _money("amount", amount), _money("monthly", monthly)
    whole, rest = divmod(amount, monthly)
    instalments = int(whole) + bool(rest)
    return InstalmentPlan(
        instalments,
        amount - monthly * (instalments - 1),
        (amount / MOST_INSTALMENTS).quantize(CENT, ROUND_CEILING),
    )


# --- e. limitation ------------------------------------------------------------------------------


def limitation(last_demand: date, today: date) -> Term:
    """Three years from the last demand, promise or payment: 民法典第188、195条 (F-LG-06, F-LG-07).

    >>> limitation(date(2024, 2, 29), date(2026, 11, 22)).last_day
    datetime.date(2027, 2, 28)
    """
    return _term("last_demand", last_demand, 3, today)


# --- f. triage ----------------------------------------------------------------------------------

CanPay: TypeAlias = Literal["full", "part", "none"]

SMALL_YUAN = Decimal(1000)
"""Our own line for a sum that is best cleared at once; no rule knows it."""
LONG_DAYS = 180
"""Beyond it a report shows the worst state, 7 (F-CR-14), and creditors sell or sue."""


class Plan(StrEnum):
    """What the situation calls for."""

    BEFORE_DUE = "before_due"
    PAY_ON_TIME = "pay_on_time"
    PAY_NOW = "pay_now"
    PAY_AFTER_CHECKING = "pay_after_checking"
    CLEAR_SMALL = "clear_small"
    LONG_OVERDUE = "long_overdue"
    NEGOTIATE_CARD = "negotiate_card"
    NEGOTIATE_LOAN = "negotiate_loan"
    HARDSHIP = "hardship"


class Step(StrEnum):
    """One thing to do next."""

    ASK_EXTENSION = "ask_extension"
    ASK_REDUCTION = "ask_reduction"
    CHECK_CREDITOR = "check_creditor"
    CHECK_COURT_PAPERS = "check_court_papers"
    CHECK_RECORD = "check_record"
    CHECK_SUM = "check_sum"
    GET_IN_WRITING = "get_in_writing"
    KEEP_EVIDENCE = "keep_evidence"
    KEEP_LIVING_COSTS = "keep_living_costs"
    PAY = "pay"
    PAY_A_PART = "pay_a_part"
    PROPOSE_ARTICLE_70 = "propose_article_70"
    PROPOSE_PLAN = "propose_plan"
    TELL_LENDER = "tell_lender"


@dataclass(frozen=True, slots=True)
class Triage:
    """A plan and its three next steps, in order."""

    plan: Plan
    steps: tuple[Step, Step, Step]


_STEPS: dict[Plan, tuple[Step, Step, Step]] = {
    Plan.BEFORE_DUE: (Step.CHECK_SUM, Step.ASK_EXTENSION, Step.GET_IN_WRITING),
    Plan.PAY_ON_TIME: (Step.CHECK_SUM, Step.PAY, Step.KEEP_EVIDENCE),
    Plan.PAY_NOW: (Step.CHECK_SUM, Step.PAY, Step.CHECK_RECORD),
    Plan.PAY_AFTER_CHECKING: (Step.CHECK_CREDITOR, Step.ASK_REDUCTION, Step.PAY),
    Plan.CLEAR_SMALL: (Step.CHECK_SUM, Step.PAY_A_PART, Step.TELL_LENDER),
    Plan.LONG_OVERDUE: (Step.CHECK_COURT_PAPERS, Step.CHECK_CREDITOR, Step.PROPOSE_PLAN),
    Plan.NEGOTIATE_CARD: (Step.CHECK_SUM, Step.PROPOSE_ARTICLE_70, Step.GET_IN_WRITING),
    Plan.NEGOTIATE_LOAN: (Step.CHECK_SUM, Step.PROPOSE_PLAN, Step.GET_IN_WRITING),
    Plan.HARDSHIP: (Step.KEEP_LIVING_COSTS, Step.TELL_LENDER, Step.KEEP_EVIDENCE),
}


def triage(product: str, overdue_days: int, amount: Decimal, can_pay: CanPay) -> Triage:
    """The three next steps, the first that fits from the top.

    Paying in full ends costs and starts the five years (F-CR-02); long overdue, creditor and court
    papers come first (F-CO-12, F-LG-20); before the due day lenders still extend (F-NG-04); else
    a card is negotiated by Article 70, any other debt by its contract (F-CC-01, F-CC-03, F-NG-03).

    >>> [str(step) for step in triage("credit_card", 60, Decimal(8000), "part").steps]
    ['check_sum', 'propose_article_70', 'get_in_writing']
    """
    amount = _money("amount", amount)
    _days("overdue_days", overdue_days, least=0)
    plan = _plan(product, overdue_days, amount, can_pay)
    return Triage(plan, _STEPS[plan])


def _plan(product: str, overdue_days: int, amount: Decimal, can_pay: CanPay) -> Plan:
    if can_pay == "full":
        return _plan_in_full(overdue_days)
    if overdue_days == 0:
        return Plan.BEFORE_DUE
    if overdue_days > LONG_DAYS:
        return Plan.LONG_OVERDUE
    if can_pay == "none":
        return Plan.HARDSHIP
    if amount <= SMALL_YUAN:
        return Plan.CLEAR_SMALL
    return Plan.NEGOTIATE_CARD if product == "credit_card" else Plan.NEGOTIATE_LOAN


def _plan_in_full(overdue_days: int) -> Plan:
    if overdue_days == 0:
        return Plan.PAY_ON_TIME
    return Plan.PAY_AFTER_CHECKING if overdue_days > LONG_DAYS else Plan.PAY_NOW


# --- shared -------------------------------------------------------------------------------------


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _money(field: str, value: Decimal) -> Decimal:
    _positive(field, value, MOST_YUAN)
    rounded = _cents(value)
    if not rounded:
        raise InvalidInputError(field, "zero")
    return rounded


def _positive(field: str, value: Decimal, most: Decimal) -> None:
    if not value.is_finite() or value > most:
        raise InvalidInputError(field, "absurd")
    if value <= 0:
        raise InvalidInputError(field, "zero")


def _days(field: str, value: int, *, least: int) -> None:
    if value < least:
        raise InvalidInputError(field, "zero")
    if value > MOST_DAYS:
        raise InvalidInputError(field, "absurd")


def _day(field: str, value: date, today: date) -> None:
    if value > today:
        raise InvalidInputError(field, "future")
    if value < EARLIEST:
        raise InvalidInputError(field, "absurd")


def _term(field: str, first: date, years: int, today: date) -> Term:
    _day(field, first, today)
    last_of_month = calendar.monthrange(first.year + years, first.month)[1]
    last_day = date(first.year + years, first.month, min(first.day, last_of_month))
    return Term(last_day, (last_day - today).days)
