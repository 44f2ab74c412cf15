"""How a day is typed: 「去年五月」, 「5.3」, 「上个月9号」, 「天天催」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.dialogue.calculators import EARLIEST
from bot.dialogue.forms.form import Invalid
from bot.dialogue.forms.words import is_question, plain, says_unknown
from bot.domain import Entity
from bot.nlu.dates import DATE, read_date
from bot.nlu.normalize import normalize

UNPAID = "unpaid"
"""The slot `paid_off_on` of who has not paid yet."""

_DIGITS = re.compile(r"(?<!\d)(?P<y>20\d\d)(?:(?P<m>\d\d)(?P<d>\d\d)?(?!\d)"
                     r"|[-./](?P<m2>\d{1,2})(?![\d./日号月-]))")  # fmt: skip
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)年(?![\d一二三四五六七八九十]+月)(?:年?[初底末])?")
_UNPAID = re.compile(
    r"(?:没|未|没有)(?:全部|全)?(?:还|结清|付)|还没|还不[上起了]|没钱|没呢|欠着|只还了|一部分"
    r"|还了一半|还差|还剩|还欠|^没有?(?:啊|呢|的)?$|正在还|还着呢"
)
_RUNS_OUT = re.compile("满(?:了|够)?[五5]年")
"""Tells of the day a record ends, which is not the day of paying off."""
_JUST = re.compile(r"刚[刚才]?(?:还|结清|付|$)")
_STILL = re.compile(
    r"天天|每天|一直|还在催|刚刚?(?:才|还|催|打)|刚才|最近|前几天|这几天|前两天|这两天"
)
_NEVER = re.compile(r"没(?:有)?(?:人|被|再)?.{0,2}(?:催|联系|找)过?|从来?没|没还过|都没有过?$")
_LOOSELY = re.compile(
    r"春节|过年|五一|国庆|中秋|端午|清明|元旦|前几天|阵子|前段时间|最近|很久|好久|星期|周|天|个?月|年"
)
_NAMED_PARTS = frozenset({"年初", "初", "年底", "底"})
"""Parts of a year that name a month well enough: January, December."""
_SUPPOSED = re.compile(r"如果|要是|假如|打算|准备|的话|呢$|想(?!请教|问|咨询|知道|了解|请问)")
_BY_THEN = "(?:就|才|那天|终于|一次性?|全部|全都|都|已经?|我){0,5}"
_THEN_PAID = re.compile(
    rf"(?:{_BY_THEN}(?:(?:[找跟问向][^,。?!]{{1,5}}借了?点?钱|把[^,。]{{1,6}}){_BY_THEN}){{0,2}}"
    r"(?:[^,。?!\d还的了那这未没不忘逾欠断期分办想要能会打算]{1,4})?|才[^,。?!还没]{1,8})"
    r"(?:还清|结清|还完|付清|还[的了上](?=$|[,。\s]))"
)
_PAID_THEN = re.compile(r"(?:还清|结清|还完|付清)(?:的|了)?(?:日子|日期|时间|那天)?(?:就?是|在)?$")
_THEN_OVERDUE = re.compile(
    r"(?:就|才|那时|开始|的时候|份|我|的)*[^,。?!还清没未]{0,4}?(?:逾期|断供|没还)"
    r"(?!了?[一二两三四五六七八九十几\d半]+多?个?(?:天|日|周|星期|礼拜|月|年|期|次|回))"
)
_OVERDUE_THEN = re.compile(r"逾期(?:的)?(?:日子|日期|时间)?(?:就?是|从)?$")


def dates(text: str, today: date) -> Iterator[tuple[date | None, bool]]:
    """Each date of normalised text, and whether only its year or half is known.

    The day is None where there is no such day.

    >>> next(dates("去年五月", date(2026, 11, 22)))
    (datetime.date(2025, 5, 1), False)
    >>> next(dates("2024年", date(2026, 11, 22)))
    (datetime.date(2024, 1, 1), True)
    """
    if match := _DIGITS.search(text):
        month, day = int(match["m"] or match["m2"]), int(match["d"] or 1)
        yield _possible(int(match["y"]), month, day), False
        return
    found = False
    for match in DATE.finditer(text):
        found = True
        yield read_date(match, today), _is_vague(match)
    if not found and (match := _SHORT_YEAR.search(text)):
        yield _possible(2000 + int(match[1]), 1, 1), True


def read_overdue_since(text: str, _: Sequence[Entity], today: date) -> str | Invalid | None:
    """The day it became overdue, as an ISO date; a year alone is its first day."""
    return _read_day(plain(text), today, first=True, years=True)


def read_paid_off_on(text: str, _: Sequence[Entity], today: date) -> str | Invalid | None:
    """The day it was paid off, as an ISO date, or `UNPAID`.

    >>> read_paid_off_on("上个月9号", (), date(2026, 11, 22))
    '2026-10-09'
    >>> read_paid_off_on("还没还", (), date(2026, 11, 22))
    'unpaid'
    """
    said = plain(text)
    if is_question(said) or _RUNS_OUT.search(said):
        return None
    if _UNPAID.search(said):
        return UNPAID
    if _JUST.search(said):
        return today.isoformat()
    return _read_day(said, today, first=False, years=False)


def read_last_demand_on(text: str, _: Sequence[Entity], today: date) -> str | Invalid | None:
    """The day of the last demand, payment or promise; 「天天催」 is today."""
    said = plain(text).replace("催收", "催")
    asks = is_question(said)
    if _NEVER.search(said) and not asks and not any(dates(said, today)):
        return Invalid("never")
    if _STILL.search(said) and not asks:
        return today.isoformat()
    return _read_day(said, today, first=False, years=False)


def told_paid_off_on(text: str, _: Sequence[Entity], today: date) -> str | None:
    """The day it was paid off, in an utterance that tells something else as well.

    >>> told_paid_off_on("我去年5月3号还清的花呗,记录几号消", (), date(2026, 11, 22))
    '2025-05-03'
    """
    return _told(normalize(text), today, _THEN_PAID, _PAID_THEN, unless=_THEN_OVERDUE)


def told_overdue_since(text: str, _: Sequence[Entity], today: date) -> str | None:
    """The day it became overdue, in an utterance that tells something else as well.

    >>> told_overdue_since("去年三月逾期的,现在还没还", (), date(2026, 11, 22))
    '2025-03-01'
    """
    return _told(normalize(text), today, _THEN_OVERDUE, _OVERDUE_THEN, unless=_THEN_PAID)


def told_last_demand_on(text: str, _: Sequence[Entity], today: date) -> str | None:
    """The day of the last demand or payment, told with the wish to reckon the limitation."""
    said = normalize(text)
    if not re.search(r"最后|催|还款|还了|扣", said):
        return None
    value = _read_day(re.sub(r"[^,。]*时效[^,。]*", "", said), today, first=False, years=False)
    return value if isinstance(value, str) else None


def _told(
    said: str,
    today: date,
    after: re.Pattern[str],
    before: re.Pattern[str],
    *,
    unless: re.Pattern[str],
) -> str | None:
    """The date that stands beside what happened then, unless something else did."""
    if _SUPPOSED.search(said):
        return None
    for match in DATE.finditer(said):
        day = read_date(match, today)
        if day is None or _is_vague(match) or not EARLIEST <= day <= today:
            continue
        end = match.end()
        told_before = before.search(said[: match.start()]) and not unless.match(said, end)
        if told_before or after.match(said, end):
            return day.isoformat()
    return None


def _is_vague(match: re.Match[str]) -> bool:
    """Whether a date names no more than a year or half of one."""
    part = match["half"] or match["part"] or ""
    by_year = bool(match["bare"] or match["word"]) and part not in _NAMED_PARTS
    return by_year or (bool(match["ago"]) and match["unit"] == "年" and match["ago"] != "半")


def _read_day(said: str, today: date, *, first: bool, years: bool) -> str | Invalid | None:
    if is_question(said):
        return None
    if says_unknown(said):
        return Invalid("unknown")
    found = list(dates(said, today))
    if not found:
        return Invalid("vague") if _LOOSELY.search(said) else None
    day, vague = found[0 if first else -1]
    if day is None or day < EARLIEST:
        return Invalid("absurd")
    if vague and not years:
        return Invalid("vague")
    return Invalid("future") if day > today else day.isoformat()


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
