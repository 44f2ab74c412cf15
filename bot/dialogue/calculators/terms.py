"""Periods of years that run from a day: how long a record is shown, a debt may be sued for."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from bot.dialogue.calculators.checks import check_past


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


def limitation(last_demand: date, today: date) -> Term:
    """Three years from the last demand, promise or payment: 民法典第188、195条 (F-LG-06, F-LG-07).

    >>> limitation(date(2024, 2, 29), date(2026, 11, 22)).last_day
    datetime.date(2027, 2, 28)
    """
    return _term("last_demand", last_demand, 3, today)


def _term(field: str, first: date, years: int, today: date) -> Term:
    check_past(field, first, today)
    last_of_month = calendar.monthrange(first.year + years, first.month)[1]
    last_day = date(first.year + years, first.month, min(first.day, last_of_month))
    return Term(last_day, (last_day - today).days)
