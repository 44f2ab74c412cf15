"""Dates as people write them, read against a given day."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import date, timedelta

from bot.nlu.numbers import parse_number

_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_YEAR = (
    r"(?P<year>20\d\d|\d\d|二[〇零]二[〇零一二三四五六七八九]|今年|去年|前年|大前年"
    r"|明年|(?<![之以然最])后年|[当同那次]年|第二年)年?"
)
_DAY = r"(?:[日号]|(?![\d一二两三四五六七八九十百千万块元次个多几家笔张期天年直共起]))"
"""Ends a day: 「10月3还的」; not the 一 of 「10月一次性还清」, nor a sum."""
_AGE = (
    r"(?:都|已经|刚刚?|才|快|就|是|满|要|上|读|念)*(?:[大高初研][一二三四1234](?!月)|[一二三四五六]年级"
    r"|(?:[1-9]\d|[一二三四五六七八九]十[一二三四五六七八九]?|十[一二三四五六七八九])(?:多|几)?(?:岁|周岁|了|[,。!?\s]|$))"
)
"""Follows 今年 where it tells how old someone is: 「今年五十八」, 「今年大一」."""
DATE = re.compile(
    rf"(?=[\d一二两三四五六七八九十今去前大这本上下昨明后半当同那次第])(?:{_YEAR}[-./年]?\s?(?P<ym>{_N})(?:[-./月](?:份)?)(?:(?P<ymd>{_N}){_DAY})?"
    rf"|(?P<bare>20\d\d)年(?!\d)(?:(?P<half>年?初|年?底|上半年|下半年))?"
    rf"|(?P<word>今年(?!{_AGE})|去年|前年|大前年)(?:(?P<part>年?初|年?底|上半年|下半年))?"
    rf"|(?P<rel>这个?月|本月|上个?月|上上个?月|下个?月)(?:份)?(?:(?P<rd>{_N})[日号])?"
    rf"|(?P<m>{_N})月(?:份)?(?:(?P<md>{_N}){_DAY})?(?![\d个])"
    rf"|(?P<dotm>\d{{1,2}})[./](?P<dotd>\d{{1,2}})(?![\d.%元块千万wk])"
    rf"|(?P<d>{_N})号(?!线)"
    rf"|(?P<day>今[天日](?!\s?(?:都|已经?|是)*\d{{1,2}}[号日])|昨天|前天|大前天|明天|大?后天|昨日|昨晚)"
    rf"|上个?(?P<week>周|星期|礼拜)(?P<weekday>[一二三四五六日天])?"
    rf"|(?P<ago>{_N}|半)(?P<unit>天|个?星期|周|个月|年)(?:之|以)?前)"
)
"""A date, relative or not, at any place of a normalised text."""

_NEAR = 60
"""Characters before 当年 or 次年 that may tell of which year."""

_AWAITED = re.compile(r"(?:等|[等缓延推]到)$")
_TO_COME = re.compile(
    r"(?:份|底|初|中旬){0,2}(?:我|他们|银行)?(?:(?:才|就)(?:能|可以|会|有钱|发)|(?:才还|再还|再给|再付|再补|再谈)(?!清|上|完)|(?:能|可以|会)(?:还|发|到账))"
    r"(?![^,。?!]{0,3}[的了过])"
)
_PAST = re.compile(r"[^,。?!]{0,8}(?:[了的过]|还清|还上)")
"""Stand around a day that is still to come: 「三月份才能还上」, 「等到三月」."""

_YEARS = {"今年": 0, "去年": -1, "前年": -2, "大前年": -3, "明年": 1, "后年": 2}
_YEARS_ON = {"当年": 0, "同年": 0, "那年": 0, "次年": 1, "第二年": 1}
"""Years counted from the one told before."""
_DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "昨晚": -1, "前天": -2, "大前天": -3,
         "明天": 1, "后天": 2, "大后天": 3}  # fmt: skip
_WEEKDAYS = {day: place for place, day in enumerate("一二三四五六日")} | {"天": 6}
_MONTHS = {"这": 0, "本": 0, "上": -1, "上上": -2, "下": 1}


def read_date(match: re.Match[str], today: date) -> date | None:
    """The day a match of `DATE` names, None where there is no such day (2月30日).

    A day without a month is the latest such day not after `today`; a month without a year is the
    latest not after it; a month without a day is its first, a year without more its first.
    Where the words beside it speak of what is to come, it is the next such day instead. A month
    of 当年 or 次年 is no day where no year is told before.
    """
    group = match.groupdict()
    if group["year"] in _YEARS_ON:
        year = _year_told_before(match, today)
        if year is None:
            return None
        group["year"] = str(year + _YEARS_ON[group["year"]])
    try:
        day = _absolute(group, today) or _relative(group, today)
    except ValueError:
        return None
    months = 12 if group["m"] else 1 if group["d"] else 0
    return _shift(day, months) if day and day < today and _is_to_come(match) else day


def _is_to_come(match: re.Match[str]) -> bool:
    """Whether the words beside a day speak of one ahead.

    >>> [_is_to_come(one) for one in map(DATE.search, ("三月份才能还上", "三月才还的"))]
    [True, False]
    """
    text, end = match.string, match.end()
    awaited = _AWAITED.search(text[: match.start()]) and not _PAST.match(text, end)
    return bool(awaited or _TO_COME.match(text, end))


def _year_told_before(match: re.Match[str], today: date) -> int | None:
    """The year of the last day before a match: the 2021 of 「2021年逾期,当年11月还清」."""
    told = None
    for one in DATE.finditer(match.string, max(0, match.start() - _NEAR), match.start()):
        if one["year"] in _YEARS_ON:  # counted on, not read: each would read all before it anew
            told = told and told + _YEARS_ON[one["year"]]
        elif day := read_date(one, today):
            told = day.year
    return told


def _absolute(group: dict[str, str | None], today: date) -> date | None:
    if group["ym"]:
        return date(_year(group["year"], today), _int(group["ym"]), _int(group["ymd"]))
    if group["bare"]:
        return date(int(group["bare"]), _part_month(group["half"]), 1)
    if group["word"]:
        return date(today.year + _YEARS[group["word"]], _part_month(group["part"]), 1)
    if group["m"]:
        return _not_after(today, _int(group["m"]), _int(group["md"]))
    if group["dotm"]:
        return _not_after(today, _int(group["dotm"]), _int(group["dotd"]))
    return None


def _relative(  # noqa: PLR0911  one return a form
    group: dict[str, str | None], today: date
) -> date | None:
    if group["rel"]:
        prefix = group["rel"].removesuffix("月").removesuffix("个")
        first = _shift(today.replace(day=1), _MONTHS[prefix])
        return first.replace(day=_int(group["rd"]))
    if group["d"]:
        return _latest_day(today, _int(group["d"]))
    if group["day"]:
        return today + timedelta(days=_DAYS[group["day"]])
    if group["week"]:
        if not group["weekday"]:
            return today - timedelta(days=7)
        monday = today - timedelta(days=today.weekday() + 7)
        return monday + timedelta(days=_WEEKDAYS[group["weekday"]])
    if group["ago"]:
        count = 0.5 if group["ago"] == "半" else parse_number(group["ago"]) or 0
        unit = (group["unit"] or "").removeprefix("个")
        if unit == "月":
            return _shift(today, -int(count)) if count >= 1 else today - timedelta(days=15)
        if unit == "年":
            return _shift(today, -int(count * 12))
        return today - timedelta(days=int(count * (7 if unit in {"星期", "周"} else 1)))
    return None


def _year(text: str | None, today: date) -> int:
    if text in _YEARS:
        return today.year + _YEARS[text or ""]
    digits = "".join(
        str("零一二三四五六七八九".find(c.replace("〇", "零"))) if not c.isdecimal() else c
        for c in text or ""
    )
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _int(text: str | None) -> int:
    return int(parse_number(text) or 0) if text else 1


def _part_month(part: str | None) -> int:
    return {"底": 12, "下": 7}.get((part or "初").removeprefix("年")[0], 1)


def _not_after(today: date, month: int, day: int) -> date:
    """The latest such day not after `today`; a leap day is at most eight years back."""
    for year in range(today.year, today.year - 9, -1):
        with suppress(ValueError):
            found = date(year, month, day)
            if found <= today:
                return found
    raise ValueError


def _latest_day(today: date, day: int) -> date:
    """The latest such day of a month not after `today`; of two months one has 31 days."""
    first = today.replace(day=1)
    for month in (first, _shift(first, -1), _shift(first, -2)):
        with suppress(ValueError):
            found = month.replace(day=day)
            if found <= today:
                return found
    raise ValueError


def _shift(day: date, months: int) -> date:
    """The same day `months` later, the month's last where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
