"""How long overdue is typed: 「30天」, 「三个月」, 「40」, 「从9月1号」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.dialogue.calculators import MOST_DAYS
from bot.dialogue.forms.dates import dates
from bot.dialogue.forms.form import Invalid
from bot.dialogue.forms.money import numbers
from bot.dialogue.forms.words import is_question, plain, says_unknown
from bot.domain import Entity
from bot.nlu.entities import DAYS
from bot.nlu.normalize import MASK

_NOT_OVERDUE = re.compile(
    r"(?:还没|没有?|未)(?:到期|逾期)|没到(?:还款日|期)|(?:今天|明天|后天|快|马上|就要)到期"
)
_FRESH = re.compile(r"^(?:就|是|从)?(?:今天|今日|刚刚?|当天)(?:刚|才|开始|逾期|的|了)*$")
"""「刚逾期」 is one day."""
_DAY_UNITS = frozenset({"", "天", "日", "吧", "月", "周", "年"})
_MOST_BARE = 1500
"""Days that a bare number may mean: beyond it is a sum, typed at the wrong question."""


def read_overdue_days(text: str, entities: Sequence[Entity], today: date) -> int | Invalid | None:
    """Days overdue, at least one.

    >>> read_overdue_days("40多", (), date(2026, 11, 22))
    40
    """
    days = read_days_so_far(text, entities, today)
    return Invalid("zero") if days == 0 else days


def read_days_so_far(text: str, entities: Sequence[Entity], today: date) -> int | Invalid | None:
    """Days overdue; 0 is not overdue yet."""
    said = plain(text)
    if _NOT_OVERDUE.search(said):
        return 0
    if _FRESH.search(said):
        return 1
    if is_question(said):
        return None
    if says_unknown(said) or MASK in said:
        return Invalid("unknown")
    found: int | Invalid | None = told_days(text, entities, today)
    if found is None:
        found = _since(said, today)
    if found is None:
        found = next(_bare(said), None)
    if isinstance(found, int) and not 0 <= found <= MOST_DAYS:
        return Invalid("absurd")
    return found


def told_days(_: str, entities: Sequence[Entity], __: date) -> int | None:
    """Days overdue, in an utterance that tells something else as well."""
    found = (one.value for one in entities if one.entity == "duration" and one.role is None)
    return next((int(value) for value in found), None)


def _since(said: str, today: date) -> int | Invalid | None:
    """Days since the day named; a year alone is too vague to count from."""
    day, vague = next(dates(said, today), (today, True))
    if day is None:
        return Invalid("absurd")
    if vague:
        return None
    return (today - day).days if day <= today else Invalid("future")


def _bare(said: str) -> Iterator[int]:
    """Numbers that count days, or units of them."""
    for value, after in numbers(said):
        unit = after.removeprefix("个")
        if unit in _DAY_UNITS and (unit in DAYS or value <= _MOST_BARE):
            yield round(value * DAYS.get(unit, 1))
