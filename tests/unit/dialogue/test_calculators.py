from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.calculators import (
    CENT,
    HALF_SURCHARGE,
    MOST_INSTALMENTS,
    InvalidInputError,
    Plan,
    PolicyOutcome,
    instalment_plan,
    limitation,
    one_off_policy,
    overdue_interest,
    record_expiry,
    triage,
)
from bot.errors import BotError

TODAY = date(2026, 11, 22)
RATE = Decimal("0.0005")

yuan = st.decimals(min_value="0.01", max_value=10_000_000, places=2)
days = st.integers(min_value=1, max_value=7300)
rates = st.decimals(min_value="0.00001", max_value="0.01", places=6)
past = st.dates(min_value=date(1990, 1, 1), max_value=TODAY)


# --- overdue interest


def test_interest_is_principal_times_rate_times_days() -> None:
    assert overdue_interest(Decimal(3500), 30, RATE).interest == Decimal("52.50")


def test_half_a_cent_of_interest_is_rounded_up() -> None:
    assert overdue_interest(Decimal(10), 1, RATE).interest == Decimal("0.01")


def test_a_bank_s_penalty_is_30_to_50_percent_of_the_interest() -> None:
    result = overdue_interest(Decimal(10_000), 100, RATE)
    assert (result.penalty_low, result.penalty_high) == (Decimal(150), Decimal(250))


def test_one_and_a_half_times_the_rate_adds_half_the_interest() -> None:
    result = overdue_interest(Decimal(10_000), 100, RATE, HALF_SURCHARGE)
    assert result.penalty_low == result.penalty_high == Decimal(250)


@pytest.mark.parametrize(("rate", "above"), [("0.0005", False), ("0.0007", True)])
def test_a_yearly_rate_above_24_percent_is_noticed(rate: str, above: bool) -> None:  # noqa: FBT001
    assert overdue_interest(Decimal(100), 1, Decimal(rate)).above_24 is above


@given(yuan, days, rates)
def test_totals_are_the_sums_of_the_lines_shown(principal: Decimal, n: int, rate: Decimal) -> None:
    result = overdue_interest(principal, n, rate)
    assert result.total == principal + result.interest
    assert result.total_low == result.total + result.penalty_low <= result.total_high
    assert result.total_high == result.total + result.penalty_high


@given(yuan, days, rates)
def test_money_has_two_places(principal: Decimal, n: int, rate: Decimal) -> None:
    result = overdue_interest(principal, n, rate)
    assert all(value == value.quantize(CENT) for value in (result.interest, result.total_high))


@given(yuan, st.integers(min_value=1, max_value=7299), rates)
def test_another_day_never_makes_it_cheaper(principal: Decimal, n: int, rate: Decimal) -> None:
    today, tomorrow = (overdue_interest(principal, count, rate) for count in (n, n + 1))
    assert tomorrow.interest >= today.interest


# --- periods of years


@pytest.mark.parametrize(
    ("paid_off", "last_day"),
    [
        (date(2024, 5, 3), date(2029, 5, 3)),
        (date(2024, 2, 29), date(2029, 2, 28)),
        (date(2023, 2, 28), date(2028, 2, 28)),
        (date(2025, 1, 31), date(2030, 1, 31)),
        (date(2025, 12, 31), date(2030, 12, 31)),
    ],
    ids=str,
)
def test_a_record_ends_five_years_after_paying_off(paid_off: date, last_day: date) -> None:
    assert record_expiry(paid_off, TODAY).last_day == last_day


@pytest.mark.parametrize(
    ("last_demand", "last_day"),
    [
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),
        (date(2023, 11, 30), date(2026, 11, 30)),
    ],
    ids=str,
)
def test_limitation_ends_three_years_after_the_last_demand(
    last_demand: date, last_day: date
) -> None:
    assert limitation(last_demand, TODAY).last_day == last_day


def test_the_last_day_still_belongs_to_the_period() -> None:
    assert not limitation(date(2023, 11, 22), TODAY).over
    assert limitation(date(2023, 11, 21), TODAY).over


@given(past)
def test_only_29_february_changes_its_day(paid_off: date) -> None:
    last_day = record_expiry(paid_off, TODAY).last_day
    leap = (paid_off.month, paid_off.day) == (2, 29) and not calendar.isleap(last_day.year)
    expected = (2, 28) if leap else (paid_off.month, paid_off.day)
    assert (last_day.year, last_day.month, last_day.day) == (paid_off.year + 5, *expected)


@given(past)
def test_days_left_lead_from_today_to_the_last_day(paid_off: date) -> None:
    term = record_expiry(paid_off, TODAY)
    assert TODAY + timedelta(days=term.days_left) == term.last_day


# --- the one-off policy


def covered(amount: int, overdue_on: date, paid_off_on: date | None) -> PolicyOutcome:
    return one_off_policy(Decimal(amount), overdue_on, paid_off_on, TODAY).outcome


@pytest.mark.parametrize(
    ("amount", "overdue_on", "paid_off_on", "outcome"),
    [
        (10_000, date(2020, 1, 1), date(2026, 3, 31), PolicyOutcome.COVERED),
        (800, date(2025, 12, 31), date(2026, 1, 1), PolicyOutcome.COVERED),
        (800, date(2019, 12, 31), date(2020, 6, 1), PolicyOutcome.OVERDUE_TOO_EARLY),
        (800, date(2026, 1, 1), date(2026, 2, 1), PolicyOutcome.OVERDUE_TOO_LATE),
        (10_001, date(2023, 5, 1), date(2024, 1, 1), PolicyOutcome.AMOUNT_TOO_HIGH),
        (800, date(2023, 5, 1), None, PolicyOutcome.NOT_PAID),
        (800, date(2023, 5, 1), date(2026, 4, 1), PolicyOutcome.PAID_TOO_LATE),
    ],
)
def test_the_policy_covers_who_meets_every_condition_to_the_day(
    amount: int, overdue_on: date, paid_off_on: date | None, outcome: PolicyOutcome
) -> None:
    assert covered(amount, overdue_on, paid_off_on) == outcome


@pytest.mark.parametrize(
    ("paid_off_on", "hidden_by"),
    [
        (date(2021, 7, 1), date(2026, 1, 1)),
        (date(2025, 11, 30), date(2026, 1, 1)),
        (date(2025, 12, 1), date(2026, 1, 31)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 3, 31), date(2026, 4, 30)),
    ],
    ids=str,
)
def test_who_paid_late_is_hidden_by_the_end_of_the_next_month(
    paid_off_on: date, hidden_by: date
) -> None:
    result = one_off_policy(Decimal(800), date(2021, 5, 1), paid_off_on, TODAY)
    assert result.hidden_by == hidden_by


def test_every_failing_condition_is_told() -> None:
    result = one_off_policy(Decimal(20_000), date(2019, 1, 1), None, TODAY)
    assert result.failing == (
        PolicyOutcome.OVERDUE_TOO_EARLY,
        PolicyOutcome.AMOUNT_TOO_HIGH,
        PolicyOutcome.NOT_PAID,
    )


def test_a_debt_cannot_be_paid_off_before_it_was_overdue() -> None:
    with pytest.raises(InvalidInputError) as caught:
        one_off_policy(Decimal(800), date(2023, 5, 1), date(2023, 4, 1), TODAY)
    assert (caught.value.field, caught.value.reason) == ("paid_off_on", "crossed")


# --- instalments


def test_a_started_instalment_counts_as_one() -> None:
    plan = instalment_plan(Decimal(1000), Decimal(300))
    assert (plan.instalments, plan.last_instalment) == (4, Decimal(100))


def test_more_than_sixty_instalments_do_not_fit() -> None:
    assert instalment_plan(Decimal(60), Decimal(1)).fits
    assert not instalment_plan(Decimal("60.01"), Decimal(1)).fits


@given(yuan, yuan)
def test_the_instalments_add_up_to_the_amount(amount: Decimal, monthly: Decimal) -> None:
    plan = instalment_plan(amount, monthly)
    assert monthly * (plan.instalments - 1) + plan.last_instalment == amount
    assert 0 < plan.last_instalment <= monthly


@given(yuan)
def test_the_monthly_sum_for_sixty_is_just_enough(amount: Decimal) -> None:
    needed = instalment_plan(amount, amount).monthly_for_most
    assert (needed - CENT) * MOST_INSTALMENTS < amount <= needed * MOST_INSTALMENTS


# --- triage


@pytest.mark.parametrize(
    ("product", "overdue_days", "amount", "can_pay", "plan"),
    [
        ("huabei", 0, 3500, "full", Plan.PAY_ON_TIME),
        ("huabei", 20, 3500, "full", Plan.PAY_NOW),
        ("huabei", 181, 3500, "full", Plan.PAY_AFTER_CHECKING),
        ("jiebei", 0, 3500, "none", Plan.BEFORE_DUE),
        ("jiebei", 60, 800, "part", Plan.CLEAR_SMALL),
        ("jiebei", 60, 8000, "part", Plan.NEGOTIATE_LOAN),
        ("credit_card", 60, 8000, "part", Plan.NEGOTIATE_CARD),
        ("credit_card", 60, 8000, "none", Plan.HARDSHIP),
        ("credit_card", 400, 8000, "none", Plan.LONG_OVERDUE),
    ],
)
def test_the_plan_follows_from_the_situation(  # the table is the rule
    product: str, overdue_days: int, amount: int, can_pay: str, plan: Plan
) -> None:
    assert triage(product, overdue_days, Decimal(amount), can_pay) == plan  # type: ignore[arg-type]


@given(st.integers(0, 7300), yuan, st.sampled_from(["full", "part", "none"]))
def test_only_a_credit_card_is_sent_to_article_70(n: int, amount: Decimal, can_pay: str) -> None:
    plans = {triage(name, n, amount, can_pay) for name in ("huabei", "jiebei", "bank_loan")}  # type: ignore[arg-type]
    assert len(plans) == 1
    assert Plan.NEGOTIATE_CARD not in plans


# --- bad input


@pytest.mark.parametrize(
    ("call", "field", "reason"),
    [
        (lambda: overdue_interest(Decimal(0), 1, RATE), "principal", "zero"),
        (lambda: overdue_interest(Decimal(-5), 1, RATE), "principal", "zero"),
        (lambda: overdue_interest(Decimal("0.001"), 1, RATE), "principal", "zero"),
        (lambda: overdue_interest(Decimal("NaN"), 1, RATE), "principal", "absurd"),
        (lambda: overdue_interest(Decimal("1e9"), 1, RATE), "principal", "absurd"),
        (lambda: overdue_interest(Decimal(1), 0, RATE), "days", "zero"),
        (lambda: overdue_interest(Decimal(1), 99_999, RATE), "days", "absurd"),
        (lambda: overdue_interest(Decimal(1), 1, Decimal(0)), "daily_rate", "zero"),
        (lambda: overdue_interest(Decimal(1), 1, Decimal("0.02")), "daily_rate", "absurd"),
        (lambda: record_expiry(TODAY + timedelta(1), TODAY), "paid_off", "future"),
        (lambda: record_expiry(date(1949, 10, 1), TODAY), "paid_off", "absurd"),
        (lambda: limitation(TODAY + timedelta(1), TODAY), "last_demand", "future"),
        (lambda: instalment_plan(Decimal(1), Decimal(0)), "monthly", "zero"),
        (lambda: instalment_plan(Decimal(-1), Decimal(1)), "amount", "zero"),
        (lambda: triage("huabei", -1, Decimal(1), "full"), "overdue_days", "zero"),
        (lambda: covered(1, TODAY + timedelta(1), None), "overdue_on", "future"),
        (lambda: covered(1, TODAY, TODAY + timedelta(1)), "paid_off_on", "future"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(call: object, field: str, reason: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        call()  # type: ignore[operator]
    assert (caught.value.field, caught.value.reason) == (field, reason)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, BotError)
