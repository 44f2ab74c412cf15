"""How a daily rate is typed: 万分之五, 0.05%, 日息万5, 年化18%, 月息1分."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.dialogue.calculators import MOST_DAILY_RATE
from bot.dialogue.forms.form import Invalid
from bot.dialogue.forms.readers import is_question, numbers, plain, says_unknown
from bot.domain import Entity

EXAMPLE = "example"
"""The slot `daily_rate` of who does not know it."""

_PER = {"万": Decimal("0.0001"), "千": Decimal("0.001"), "百": Decimal("0.01")}
_FRACTION = re.compile(
    r"(?P<per>[万千百])分之(?P<n>.+)|(?P<short>[万千])(?P<of>\d.*|[一二三四五六七八九]$)"
)
_YEARLY = re.compile(r"年|apr|irr")
_MONTHLY = re.compile(r"月")
_DAILY = re.compile(r"日|天")
_INTEREST_FEN = re.compile(r"(.+?)分(?:利|息)?(?:(.)厘?)?$")
_MOST_DAILY_PERCENT, _LEAST_YEARLY_PERCENT = Decimal("0.2"), Decimal(3)
_PLACES = Decimal("0.0000000001")


def read_daily_rate(text: str, _: Sequence[Entity], __: date) -> str | float | Invalid | None:
    """The rate a day as a fraction, or `EXAMPLE` for who does not know.

    A percentage without a period is a daily rate up to 0.2 and a yearly one from 3; a bare number
    such as 0.05 counts as a percentage, one below 0.005 as the fraction itself.

    >>> [read_daily_rate(text, (), date.today()) for text in ("万分之五", "0.05%", "年化18.25%")]
    [0.0005, 0.0005, 0.0005]
    """
    said = plain(text).replace(" ", "").removesuffix("吧")
    if is_question(said):
        return None
    if says_unknown(said) or re.fullmatch(r"(?:没有?|用|按|就)?(?:例子|示例|默认)?的?", said):
        return EXAMPLE
    rate = _rate(said)
    if rate is None:
        return None
    if rate == _AMBIGUOUS:
        return Invalid("ambiguous")
    if rate <= 0:
        return Invalid("zero")
    return float(rate.quantize(_PLACES)) if rate <= MOST_DAILY_RATE else Invalid("absurd")


_AMBIGUOUS = Decimal(-1)


def _rate(said: str) -> Decimal | None:
    """The daily fraction, None where there is no rate, `_AMBIGUOUS` where the period is unclear."""
    if match := _FRACTION.search(said):
        number = _first(match["n"] or match["of"])
        per = match["per"] or match["short"]
        return None if number is None else _by_period(said, number * _PER[per] * 100, per)
    if "‰" in said:
        number = _first(said)
        return None if number is None else _by_period(said, number / 10, "千")
    if match := re.search(r"(?:月息|月利率?)(.+)$", said):
        number = _fen(match[1])
        return None if number is None else number / 100 / 30
    number = _first(said)
    if number is None or not re.search(r"%|年|利|息|率|^\D{0,3}[\d.]+$", said):
        return None
    if 0 < number < Decimal("0.005") and "%" not in said:
        return number
    return _by_period(said, number, "")


def _by_period(said: str, percent: Decimal, per: str) -> Decimal:
    """The daily fraction of a percentage whose period the text may name."""
    if _YEARLY.search(said):
        return percent / 100 / 365
    if _DAILY.search(said) or per in {"万", "千"} or percent <= _MOST_DAILY_PERCENT:
        return percent / 100
    if _MONTHLY.search(said):
        return percent / 100 / 30
    return percent / 100 / 365 if percent >= _LEAST_YEARLY_PERCENT else _AMBIGUOUS


def _fen(text: str) -> Decimal | None:
    """月息1分 is 1 % a month, 一分五 1.5 %, 5厘 0.5 %."""
    if match := re.fullmatch(r"(.+?)厘", text):
        number = _first(match[1])
        return None if number is None else number / 10
    if match := _INTEREST_FEN.fullmatch(text):
        whole, rest = _first(match[1]), _first(match[2] or "0")
        return None if whole is None else whole + (rest or Decimal(0)) / 10
    return _first(text)


def _first(text: str) -> Decimal | None:
    """The first number."""
    return next((Decimal(str(value)) for value, _ in numbers(text)), None)
