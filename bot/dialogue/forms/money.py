"""How a sum is typed: 「三千五」, 「3500块」, 「1.5w」, 「两万多」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.dialogue.calculators import MOST_YUAN
from bot.dialogue.forms.form import FormSlot, Invalid
from bot.dialogue.forms.format import is_positive
from bot.dialogue.forms.words import is_question, plain, says_unknown
from bot.domain import Entity, Prompt
from bot.nlu.normalize import MASK
from bot.nlu.numbers import NUMBER, parse_number

_MORE = r"(?:多|来|余|把)?"
_COUNTED = re.compile(
    rf"(?P<minus>(?<![\d年月])-)?(?P<n>(?:{NUMBER})){_MORE}(?P<big>[万千百]|w(?![a-z]))?{_MORE}"
    r"(?P<half>半)?(?P<after>个?[^\d]?)"
)
_NOT_MONEY = frozenset("个期号月日年天次遍张家岁级%折点周星小分.‰-/起共般下直些定样切")
_NEGATIVE = re.compile(r"(?<![\d年月])-\d")
_BIG = {"百": 100, "千": 1000, "万": 10_000, "w": 10_000}
_HAN_POINT = re.compile(r"([零〇一二三四五六七八九十\d]+)点([零〇一二三四五六七八九\d]+)")
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def read_amount(text: str, entities: Sequence[Entity], _: date) -> float | Invalid | None:
    """Yuan; a sum said to be paid each month counts only where there is no other.

    >>> read_amount("三千五", (), date(2026, 11, 22)), read_amount("1.5w", (), date(2026, 11, 22))
    (3500, 15000)
    """
    return _read(text, entities, monthly=False)


def read_monthly_amount(text: str, entities: Sequence[Entity]) -> float | Invalid | None:
    """Yuan a month; another sum counts only where none is said to be paid each month."""
    return _read(text, entities, monthly=True)


def told_amount(_: str, entities: Sequence[Entity], __: date) -> float | None:
    """The sum owed, in an utterance that tells something else as well."""
    found = (one.value for one in entities if one.entity == "amount" and one.role is None)
    value = next(found, 0)
    return value if isinstance(value, int | float) and 0 < value <= MOST_YUAN else None


def numbers(text: str) -> Iterator[tuple[float, str]]:
    """Each number of normalised text with what follows it: a character, and 个 before it.

    >>> list(numbers("大概1万2")), list(numbers("20多万")), list(numbers("一万半"))
    ([(12000.0, '')], [(200000.0, '')], [(15000.0, '')])
    """
    for match in _COUNTED.finditer(with_points(text)):
        value = parse_number(match["n"])
        if value is None:
            continue
        unit = _BIG.get(match["big"] or match["n"][-1], 0)
        value *= _BIG.get(match["big"] or "", 1)
        value += unit / 2 if match["half"] else 0
        yield (-value if match["minus"] else value), match["after"]


def with_points(text: str) -> str:
    """零点零五 as 0.05.

    >>> with_points("日息零点零五")
    '日息0.05'
    """
    return _HAN_POINT.sub(_as_decimal, text)


def _read(text: str, entities: Sequence[Entity], *, monthly: bool) -> float | Invalid | None:
    said = plain(text)
    if is_question(said):
        return None
    if says_unknown(said) or MASK in said:
        return Invalid("unknown")
    sums = [one for one in entities if one.entity == "amount"]
    wanted = (
        ("monthly", None, "paid")
        if monthly
        else (None, "part", "paid", "asked", "other", "income")
    )
    sums.sort(key=lambda one: wanted.index(one.role) if one.role in wanted else len(wanted))
    found = [float(one.value) for one in sums]
    if not found or _NEGATIVE.search(said):
        found = [value for value, after in numbers(said) if after[:1] not in _NOT_MONEY]
    if not found:
        return None
    return _yuan(found[0])


def _yuan(value: float) -> float | Invalid:
    if value > MOST_YUAN:
        return Invalid("absurd")
    rounded = round(value, 2)
    if rounded <= 0:
        return Invalid("zero")
    return int(rounded) if rounded == int(rounded) else rounded


def _as_decimal(match: re.Match[str]) -> str:
    whole = parse_number(match[1].replace("〇", "零")) or 0
    return f"{whole:.0f}.{match[2].translate(_HAN_DIGITS)}"


AMOUNT = FormSlot(
    "amount", Prompt("number", "如 3500 或 三千五"), read_amount, told_amount, usable=is_positive
)
"""The sum that most forms ask for."""
