"""How a daily rate is typed: 万分之五, 0.05%, 日息万5, 年化18%, 月息1分."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.dialogue.calculators import MOST_DAILY_RATE
from bot.dialogue.forms.form import Invalid
from bot.dialogue.forms.money import numbers, with_points
from bot.dialogue.forms.words import is_question, plain, says_unknown
from bot.domain import Entity

EXAMPLE = "example"
"""The slot `daily_rate` of who does not know it."""

_PER = {"万": Decimal("0.0001"), "千": Decimal("0.001"), "百": Decimal("0.01")}
_FRACTION = re.compile(
    r"(?P<per>[万千百])分之(?P<n>.+)|(?P<short>[万千])(?P<of>\d.*|[一二三四五六七八九]$)"
)
_YEARLY = re.compile(r"年|apr|irr")
_MONTHLY = re.compile(r"(?:每个?月|一个月|月)(?:利?息|利率)?")
_DAILY = re.compile(r"日|天")
_FEN = re.compile(r"([^分]+)分(?:利息?)?(?:([^厘])厘?)?(?:利息?)?")
_LI = re.compile(r"([^厘]+)厘(?:利息?)?")
_RATE_LIKE = re.compile(r"%|年|日|天|利|息|率|百分|^\D{0,3}[\d.]+$")
_EXAMPLE_WANTED = re.compile(r"没有?|(?:[用按就]|按照)?(?:例子|示例|默认)的?")
_SAID = r"[\d.〇零一二三四五六七八九十百点]+"
_TOLD = re.compile(
    rf"(?:[日年月天](?:利?息|利率|化)(?:利率)?|利率|利息)(?:是|为|按|约|大概|写的?)*"
    rf"(?:{_SAID}[%分]{_SAID}?|[万千百]分之{_SAID}|[万千]{_SAID})|{_SAID}%|[万千百]分之{_SAID}"
)
"""A rate in an utterance that tells something else as well."""
_DAY_NAMED = re.compile(r"[\d一二三四五六七八九十]月|\d号|[今去前明后昨]年|[今昨明前后]天|上个?月")
_PERIOD_UNITS = frozenset("个天日月年")
_MOST_DAILY_PERCENT, _LEAST_YEARLY_PERCENT = Decimal("0.2"), Decimal(3)
_LEAST_PERCENT = Decimal("0.005")
_PLACES = Decimal("0.0000000001")


def read_daily_rate(text: str, _: Sequence[Entity], __: date) -> str | float | Invalid | None:
    """The rate a day as a fraction, or `EXAMPLE` for who does not know.

    A percentage without a period is a daily rate up to 0.2 and a yearly one from 3. A bare 0.05
    counts as a percentage, a bare number below 0.005 as the fraction itself.

    >>> [read_daily_rate(text, (), date.today()) for text in ("万分之五", "0.05%", "年化18.25%")]
    [0.0005, 0.0005, 0.0005]
    """
    said = with_points(plain(text).replace(" ", "").removesuffix("吧"))
    if is_question(said):
        return None
    if says_unknown(said) or _EXAMPLE_WANTED.fullmatch(said):
        return EXAMPLE
    rate = None if _DAY_NAMED.search(said) else _rate(said)
    if rate is None or isinstance(rate, Invalid):
        return rate
    if rate <= 0:
        return Invalid("zero")
    return float(rate.quantize(_PLACES)) if rate <= MOST_DAILY_RATE else Invalid("absurd")


def told_daily_rate(text: str, entities: Sequence[Entity], today: date) -> str | float | None:
    """The rate a day, in an utterance that tells something else as well.

    >>> told_daily_rate("算逾期利息,本金1万,30天,日利率0.05%", (), date(2026, 11, 22))
    0.0005
    """
    match = _TOLD.search(plain(text).replace(" ", ""))
    value = read_daily_rate(match.group(), entities, today) if match else None
    return None if isinstance(value, Invalid) else value


def _rate(said: str) -> Decimal | Invalid | None:
    if match := _FRACTION.search(said):
        per, number = match["per"] or match["short"], _first(match["n"] or match["of"])
        percent = None if number is None else number * _PER[per] * 100
        return None if percent is None else _by_period(said, percent, daily=per != "百")
    if "‰" in said:
        number = _first(said)
        return None if number is None else _by_period(said, number / 10, daily=True)
    if _MONTHLY.search(said) or "分" in said:
        percent = _monthly_percent(_MONTHLY.sub("", said))
        return None if percent is None else percent / 100 / 30
    number = _first(said)
    if number is None or not _RATE_LIKE.search(said):
        return None
    if 0 < number < _LEAST_PERCENT and "%" not in said:
        return number
    return _by_period(said, number, daily=False)


def _by_period(said: str, percent: Decimal, *, daily: bool) -> Decimal | Invalid:
    """The daily fraction of a percentage; `daily` where no other period is named."""
    if _YEARLY.search(said):
        return percent / 100 / 365
    if daily or _DAILY.search(said) or percent <= _MOST_DAILY_PERCENT:
        return percent / 100
    if percent < _LEAST_YEARLY_PERCENT or ("%" not in said and "百分" not in said):
        return Invalid("ambiguous")
    return percent / 100 / 365


def _monthly_percent(text: str) -> Decimal | None:
    """1分 is 1 % a month, 一分五 1.5 %, 5厘 0.5 %."""
    if match := _LI.fullmatch(text):
        number = _first(match[1])
        return None if number is None else number / 10
    if match := _FEN.fullmatch(text):
        whole, rest = _first(match[1]), _first(match[2] or "0")
        return None if whole is None else whole + (rest or Decimal(0)) / 10
    return _first(text)


def _first(text: str) -> Decimal | None:
    """The first number that counts no days, months or years (一天0.05)."""
    found = (value for value, after in numbers(text) if after[:1] not in _PERIOD_UNITS)
    return next((Decimal(str(value)) for value in found), None)
