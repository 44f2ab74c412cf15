"""Free text to slot values, as people type it when asked.

Each reader gets the user's own words, the entities found in them and the day. It answers None to
what is no answer, such as a question of another kind: the conversation then goes there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.dialogue.calculators import EARLIEST, MOST_DAYS, MOST_YUAN
from bot.dialogue.forms.form import Invalid
from bot.domain import Entity
from bot.nlu.dates import DATE, read_date
from bot.nlu.entities import DAYS
from bot.nlu.normalize import MASK, normalize
from bot.nlu.numbers import NUMBER, parse_number

_LONGEST_ANSWER = 40
_ENDING = re.compile(r"[。.!!~,、 ]+$")
_QUESTION = re.compile(r"吗|嘛[??]|怎么|怎样|咋|为什么|为啥|会不会|能不能|可不可以|要不要|是不是"
                       r"|有没有|什么|哪|如何|多久|后果|影响|征信|起诉|催收")  # fmt: skip
_UNKNOWN = re.compile(r"不(?:太|大|是很)?(?:知道|清楚|晓得|记得|确定|懂|会算|好说)|记不|忘了(?!还)"
                      r"|忘记了?$|没(?:注意|看|留意)|随便|默认|跳过|都行|你定")  # fmt: skip


def plain(text: str) -> str:
    """The answer normalised, without closing punctuation."""
    return _ENDING.sub("", normalize(text))


def is_question(text: str) -> bool:
    """Whether normalised text asks something itself, or tells too much to be an answer.

    >>> is_question("会影响征信吗"), is_question("三千五吧"), is_question("不知道在哪看")
    (True, False, False)
    """
    if says_unknown(text):
        return False
    return len(text) > _LONGEST_ANSWER or bool(_QUESTION.search(text))


def says_unknown(text: str) -> bool:
    """Whether the user does not know."""
    return len(text) <= 16 and bool(_UNKNOWN.search(text))


# --- numbers ------------------------------------------------------------------------------------

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


def read_amount(text: str, entities: Sequence[Entity], _: date) -> float | Invalid | None:
    """Yuan: 「三千五」「3500块」「1.5w」「两万多」.

    >>> read_amount("三千五", (), date(2026, 11, 22)), read_amount("1.5w", (), date(2026, 11, 22))
    (3500, 15000)
    """
    said = plain(text)
    if is_question(said):
        return None
    if says_unknown(said) or MASK in said:
        return Invalid("unknown")
    found = [float(one.value) for one in entities if one.entity == "amount"]
    if not found or _NEGATIVE.search(said):
        found = [value for value, after in numbers(said) if after[:1] not in _NOT_MONEY]
    if not found:
        return None
    return _yuan(found[0])


def _yuan(value: float) -> float | Invalid:
    if value <= 0:
        return Invalid("zero")
    if value > MOST_YUAN:
        return Invalid("absurd")
    return int(value) if value == int(value) else round(value, 2)


def _as_decimal(match: re.Match[str]) -> str:
    whole = parse_number(match[1].replace("〇", "零")) or 0
    return f"{whole:.0f}.{match[2].translate(_HAN_DIGITS)}"


# --- days ---------------------------------------------------------------------------------------

_NOT_OVERDUE = re.compile(
    r"(?:还没|没有?|未)(?:到期|逾期)|没到(?:还款日|期)|明天到期|快到期|马上到期"
)
_DAY_UNITS = frozenset({"", "天", "日", "吧", "月", "周", "年"})
_TODAY = re.compile(r"^(?:就|是|从)?(?:今天|今日|刚刚?|当天)(?:刚|才|开始|到期|逾期|的|了)*$")


def read_overdue_days(text: str, entities: Sequence[Entity], today: date) -> int | Invalid | None:
    """Days overdue, at least one: 「30天」「三个月」「40」「从9月1号」.

    >>> read_overdue_days("40多", (), date(2026, 11, 22))
    40
    """
    days = read_days_so_far(text, entities, today)
    return Invalid("zero") if days == 0 else days


def read_days_so_far(text: str, entities: Sequence[Entity], today: date) -> int | Invalid | None:
    """Days overdue; 0 is not overdue yet."""
    said = plain(text)
    if _NOT_OVERDUE.search(said) or _TODAY.search(said):
        return 0
    if is_question(said):
        return None
    if says_unknown(said) or MASK in said:
        return Invalid("unknown")
    found = [int(one.value) for one in entities if one.entity == "duration" and one.role is None]
    if not found:
        days = [day for day, vague in dates(said, today) if day and not vague]
        found = [(today - day).days for day in days[:1]]
        if days and found[0] < 0:
            return Invalid("future")
    if not found:
        found = [
            round(value * DAYS.get(after.removeprefix("个"), 1))
            for value, after in numbers(said)
            if after.removeprefix("个") in _DAY_UNITS
        ]
    if not found:
        return None
    return found[0] if 0 <= found[0] <= MOST_DAYS else Invalid("absurd")


# --- dates --------------------------------------------------------------------------------------

UNPAID = "unpaid"
"""The slot `paid_off_on` of who has not paid yet."""

_DIGITS = re.compile(r"(?<!\d)(?P<y>20\d\d)(?:(?P<m>\d\d)(?P<d>\d\d)?(?!\d)"
                     r"|[-./](?P<m2>\d{1,2})(?![\d./日号月-]))")  # fmt: skip
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)年(?![\d一二三四五六七八九十]+月)(?:年?[初底末])?")
_UNPAID = re.compile(
    r"(?:没|未|没有)(?:全部|全)?(?:还|结清|付)|还没|还不[上起了]|没钱|没呢|欠着|只还了|一部分"
    r"|还了一半|还差|还剩|还欠|^没有?(?:啊|呢|的)?$|正在还|还着呢"
)
_JUST = re.compile(r"刚[刚才]?(?:还|结清|付|$)")
_STILL = re.compile(r"天天|每天|一直|还在催|刚刚?(?:才|还|催|打)|刚才")
_LOOSELY = re.compile(r"春节|过年|前几天|阵子|前段时间|最近|很久|好久|星期|周|天|个?月|年")


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
        part = match["half"] or match["part"] or ""
        by_year = bool(match["bare"] or match["word"]) and part not in _NAMED_PARTS
        yield read_date(match, today), by_year
    if not found and (match := _SHORT_YEAR.search(text)):
        yield _possible(2000 + int(match[1]), 1, 1), True


_NAMED_PARTS = frozenset({"年初", "初", "年底", "底"})
"""Parts of a year that name a month well enough: January, December."""


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
    if is_question(said):
        return None
    if _UNPAID.search(said):
        return UNPAID
    if _JUST.search(said):
        return today.isoformat()
    return _read_day(said, today, first=False, years=False)


def read_last_demand_on(text: str, _: Sequence[Entity], today: date) -> str | Invalid | None:
    """The day of the last demand, payment or promise; 「天天催」 is today."""
    said = plain(text)
    if _STILL.search(said) and not is_question(said.replace("催收", "")):
        return today.isoformat()
    return _read_day(said.replace("催收", "催"), today, first=False, years=False)


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
