"""What an utterance names: products, how long, how much, when, and whether it is repaid.

Found on normalised text, reported with offsets in the original. `mask` then replaces each by one
capital letter, so that 「花呗逾期三天」 and 「白条晚还两天」 look alike to the matcher.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import isfinite

from bot.domain import Entity
from bot.nlu.aligned import Aligned
from bot.nlu.dates import DATE, read_date
from bot.nlu.normalize import MASK, normalize
from bot.nlu.numbers import NUMBER, NUMERALS, parse_number
from bot.nlu.phrases import BANK, any_of
from bot.nlu.repaid import find_repaid
from bot.nlu.roles import (
    REPAID,
    SCORE,
    amount_role,
    date_role,
    is_bare_amount,
    is_beside_overdue,
    product_role,
    span_role,
)

NAMED_BY_NUMBER = "qihoo360"
"""The product that people call by a number, which is also a sum."""
DAYS = {"分钟": 0.0, "分": 0.0, "秒": 0.0, "小时": 1 / 24, "钟头": 1 / 24, "天": 1.0, "日": 1.0,
        "晚上": 1.0, "周": 7.0, "星期": 7.0, "礼拜": 7.0, "月": 30.0, "季度": 90.0,
        "年": 365.0}  # fmt: skip
"""Length of a unit in days; a month counts 30, a year 365 (how lenders count stages)."""

_FIRST = rf"[{NUMERALS}{re.escape(MASK)}]"
"""What a number begins with: looked for first, since most characters are none."""
_SOME = rf"(?:{NUMBER}|{re.escape(MASK)}|半|大半|好几|好多|多|整)"
_DURATION = re.compile(
    rf"(?={_FIRST}|[半大好多整])(?!(?<=[上下])半年)(?P<n>{_SOME})(?:多|来|余|把)?(?:个|個)?(?P<half>半)?(?:多|来)?"
    r"(?P<unit>分钟|秒|小时|钟头|天|日(?![前后]?还款)|晚上|周(?!边)|星期|礼拜"
    r"|月(?!付|供|份|底|初|结)|季度|年(?!初|底|级|龄|化|利|末|纪|轻))(?:多(?![少久长])|来(?![得不]))?(?P<tail>半)?"
)
_NAMES_A_YEAR = re.compile(r"20\d\d|\d\d|二[零〇].*")
_VAGUE = {"一两": 1.5, "一二": 1.5, "两三": 2.5, "二三": 2.5, "三四": 3.5, "三五": 4.0,
          "四五": 4.5, "五六": 5.5, "六七": 6.5, "七八": 7.5, "八九": 8.5}  # fmt: skip
"""Neighbouring digits before a unit of time mean their middle."""
_ORDINAL_DAY = re.compile(r"第二天|隔天|次日|第二日")
_SINCE_REPAID = re.compile(r"(?<![晚迟])(?:还清|结清|还完|还上|还了|还款)[^,。逾晚]{0,4}$")
_MASKED = "masked"
"""The role of a span or sum whose number nobody told."""
_UNIT = r"(?:元|块钱|块|圆|rmb|人民币|￥|大洋|刀(?!片))"
_AMOUNT = re.compile(
    rf"(?=[¥￥$]|{_FIRST})(?:[¥￥$])?(?P<n>{NUMBER}|{re.escape(MASK)})(?:多|来|余)?(?P<big>[万千百]|w(?![a-z]))?"
    rf"(?:多|来)?(?P<unit>{_UNIT})?(?:钱)?(?:{NUMBER}(?:毛|角|分))?"
)
_BANK_CARD = re.compile(
    rf"{BANK}的?(?:那?[一这那]?张)?卡"
    r"(?=[^,。?!]{0,3}(?:逾|欠|晚|断|没还|还不|最低|账单|分期)|[^,。?!]{0,14}(?:晚还|刷爆|透支|刷不出))"
)
"""A bank's card that something is owed on is a credit card; others may be for savings."""
_NUMBER_NAMED = re.compile(
    r"(?<![\d.¥￥$欠了付还])360(?=的?(?:逾期|借|贷|催|客服|电话|金融|平台|账单|app|那边|里面?|上面?)(?!元|块))"
)
"""「360逾期了」: a lender called by a number."""
_MORTGAGE = re.compile(
    r"(?:房贷|车贷|按揭)(?=(?:[的也都就我还是]|现在|已经|目前|(?:这|上|下|每)个?月|[工建招农中交]行|[\d一二两三四五六七八九百千万块元个月])*(?:逾|断|没[还交]|还不|交不|供不|欠|晚))"
)
"""A mortgage or a car loan in arrears is a loan of a bank; any other is what a debt may affect."""
_NOT_DUE = re.compile(
    r"还?没有?到(?:期|还款日)|(?:下个?月|[本这]个?月|马上|快要?|就要|月底|[明后]天)(?:才|就)?到期(?!了?没)"
)
"""Tells of a debt that is not due yet."""
_BEFORE = 16
"""Characters before a number that may tell what it counts."""

_TOTAL = re.compile(r"一共|加起来|加一起|总共|合计|总计|共计|总额|总的|拢共|总欠款|合起来|全部加")
_NEXT_DEBT = re.compile(
    r"(?:[^,、;。\s]{0,9}(?=[,、;。\s]))?[,、;。和再加\s]*(?:还有|另外)?(?:[一另]一?[家笔个]"
    r"|[^,、;。先付交还只]{1,4}?(?:行|贷|呗|白条|月付|分付|信用卡|借条|金条))(?:里|也?欠了?|有|大概|差不多|约|的)*"
)
"""Stands between the sums of two debts."""
_TERMS = re.compile(rf"(?:逾期|拖欠|断供?|没还)了?(?P<n>(?!几){NUMBER})个?期(?!限)")
"""Instalments missed, a month each."""
_TOGETHER = re.compile("[算还谈弄处协清结]")
"""Follows 「一块」 that means together."""
_SUM_A_DAY = re.compile(
    rf"(?P<sum>\d[\d.,]*(?=一)|.*[百千万wk][二两三四五六七八九]?(?=一)|.*[千万wk])(?P<n>[{NUMERALS}])"
)
_A_SPAN = re.compile(r"个?(?:天|周|星期|礼拜|月|季度|年)|(?<=一)(?:[下直起共次]|[个家笔][借欠逾])")
"""A sum and a span run together, 「1万一天」, 「5千3个月」, or a word with 一, 「2万一直没还」,
「欠5千二一个欠8千」."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An entity on normalised text, with the letter that masks it ("" leaves the text)."""

    entity: str
    value: str | int | float | bool
    start: int
    end: int
    mask: str
    role: str | None = None

    def of_the_debt(self, entity: str) -> bool:
        """Whether it is such an entity, and of the debt for all that is known so far."""
        return self.entity == entity and self.role is None


class EntityExtractor:
    """Finds entities by lexicon and pattern; `today` settles relative dates.

    Args:
        synonyms: product id to the words for it, as people write them.
    """

    def __init__(self, synonyms: Mapping[str, tuple[str, ...]]) -> None:
        words = {normalize(word): name for name, spelled in synonyms.items() for word in spelled}
        self._products = words
        self._pattern = any_of(words)
        self._stuttered = re.compile(rf"(?P<said>{self._pattern.pattern})(?:(?P=said))*")

    def __call__(
        self, text: Aligned, original: str, today: date
    ) -> tuple[tuple[Entity, ...], str]:
        """Entities in order with offsets in `original`, and the masked normalised text."""
        found = sorted(self._find(text.text, today), key=lambda one: (one.start, -one.end))
        spans = [text.span(one.start, one.end) for one in found]
        entities = tuple(
            Entity(one.entity, one.value, start, end, original[start:end], one.role)
            for one, (start, end) in zip(found, spans, strict=True)
        )
        return entities, _mask(text.text, found)

    def _find(self, text: str, today: date) -> list[_Found]:
        products = list(self._find_products(text))
        taken = {place for one in products for place in range(one.start, one.end)}
        found = list(products)
        unnamed = _without(text, [one for one in products if one.value != SCORE])
        for finder in (_find_counted, _find_durations, _find_dates, _find_amounts):
            for one in finder(unnamed, today):
                if taken.isdisjoint(span := range(one.start, one.end)):
                    found.append(one)
                    taken.update(span)
        found.extend(
            _Found(told.entity, told.value, told.start, told.end, "", told.role)
            for told in find_repaid(text, one_debt=len({one.value for one in products}) < 2)
        )
        return _apart(text, _overdue_first(text, found))

    def _find_products(self, text: str) -> Iterator[_Found]:
        for match in _BANK_CARD.finditer(text):
            yield _Found("product", "credit_card", match.start(), match.end(), "K")
        for match in _NUMBER_NAMED.finditer(text):
            if not self._pattern.match(text, match.start()):
                yield _Found("product", NAMED_BY_NUMBER, match.start(), match.end(), "P")
        for match in _MORTGAGE.finditer(text):
            yield _Found("product", "bank_loan", match.start(), match.end(), "", "overdue")
        for place, match in enumerate(self._stuttered.finditer(text)):
            name = self._products[match["said"]]
            role = product_role(text, match.start(), match.end(), beside=place > 0)
            mask = {"credit_card": "K", "pay_later": "Y", SCORE: ""}.get(name, "P")
            yield _Found("product", name, match.start(), match.end(), mask, role)


def _without(text: str, products: list[_Found]) -> str:
    """The text with particles for products, which come between 「欠」 and its amount.

    >>> _without("欠花呗三千", [_Found("product", "huabei", 1, 3, "P")])
    '欠的的三千'
    """
    for one in products:
        text = text[: one.start] + "的" * (one.end - one.start) + text[one.end :]
    return text


def _find_counted(text: str, _: date) -> Iterator[_Found]:
    """The day after, and instalments missed."""
    for match in _ORDINAL_DAY.finditer(text):
        yield _Found("duration", 1, match.start(), match.end(), "S")
    for match in _TERMS.finditer(text):
        days = _days(match["n"], "月", half=False)
        if days is not None:
            yield _Found("duration", round(days), match.start("n"), match.end(), "L")


def _find_durations(text: str, _: date) -> Iterator[_Found]:
    for match in _DURATION.finditer(text):
        group = match.groupdict()
        unit, number = group["unit"], group["n"]
        start = match.start()
        if measured := _SUM_A_DAY.fullmatch(number):
            number = measured["n"]
            start += measured.end("sum")
        vague = number in {"半", "好几", "好多", MASK} or number.startswith("几")
        if unit == "月" and not vague and not re.search("[个個俩仨]", match.group()):
            continue  # 9月 is a date
        if unit == "日" and not re.search(r"逾期|晚|拖|过|超", text[: match.start()]):
            continue
        if unit == "年" and (_NAMES_A_YEAR.fullmatch(number) or _opens_a_date(text, start)):
            continue
        days = _days(number, unit, half=bool(group["half"] or group["tail"]))
        if days is None:
            continue
        after = text[match.end() : match.end() + 2]
        if after[:1] == "前" or after in {"之前", "以前"}:
            continue  # 三个月前 is a date
        before = text[max(0, start - 12) : start]
        if number == MASK:
            role: str | None = _MASKED
        elif _SINCE_REPAID.search(before):
            role = "since_repaid"
        else:
            role = span_role(number, text, start, match.end())
        letter = (
            "H" if days < 1 and number != MASK else "S" if days < 30 or number == MASK else "L"
        )
        value = round(days) if days >= 1 else 0
        yield _Found("duration", value, start, match.end(), letter, role)


def _opens_a_date(text: str, start: int) -> bool:
    """Whether an ordinal year goes on with a month: 「第二年三月」."""
    return text.startswith("第", start - 1) and bool(DATE.match(text, start - 1))


def _days(number: str, unit: str, *, half: bool) -> float | None:
    if number == MASK:
        count: float | None = 1.0
    elif number in {"半", "大半"}:
        return {"月": 15.0, "年": 182.0}.get(unit, DAYS[unit] / 2)
    elif number in {"好几", "好多", "多"}:
        count = 3.0 if number != "多" else None
    elif number in _VAGUE:
        count = _VAGUE[number]
    else:
        count = parse_number(number)
    if count is None or count > 36_500:
        return None
    return (count + (0.5 if half else 0)) * DAYS[unit]


def _find_dates(text: str, today: date) -> Iterator[_Found]:
    for match in DATE.finditer(text):
        day = read_date(match, today)
        if day is not None and not (match["dotm"] and re.search(r"分$|%", text[: match.start()])):
            letter = "" if match["day"] else "D"
            only_a_year = bool(match["word"] and not match["part"])
            role = date_role(text, match.start(), match.end(), only_a_year=only_a_year)
            told = day.isoformat()
            if only_a_year or (match["bare"] and not match["half"]):
                told = told[:4]  # ISO 8601 with reduced precision: no day is made up
            yield _Found("date", told, match.start(), match.end(), letter, role)


def _find_amounts(text: str, _: date) -> Iterator[_Found]:
    for match in _AMOUNT.finditer(text):
        group = match.groupdict()
        end = match.end()
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if (measured := _SUM_A_DAY.fullmatch(group["n"])) and _A_SPAN.match(text, end):
            group["n"] = measured["sum"]
            end = match.start("n") + measured.end("sum")
        priced = group["unit"] or match.group()[0] in "¥$"
        bare = not (priced or group["big"] or re.search("[百千万wk]", group["n"]))
        if bare and not is_bare_amount(group["n"], before, text[end:]):
            continue
        if group["n"] == "一" and group["unit"] == "块" and _TOGETHER.match(text, end):
            continue
        if before.endswith("分之") or text.startswith("分之", end):
            continue  # 百分之三十
        if re.match(
            r"[期号月日年天次遍张家个岁级%人位度名]|公里|里[地路外远]", text[end : end + 2]
        ):
            continue
        number = 0.0 if group["n"] == MASK else parse_number(group["n"])
        if number is None or not isfinite(number):
            continue
        number *= {"百": 100, "千": 1000, "万": 10_000, "w": 10_000}.get(group["big"] or "", 1)
        letter = "A" if number <= 2000 else "B"
        value = int(number) if number == int(number) else number
        role = (
            _MASKED
            if group["n"] == MASK
            else amount_role(group["n"] + (group["big"] or ""), before, text[end:])
        )
        yield _Found("amount", value, match.start(), end, letter, role)


def _overdue_first(text: str, found: list[_Found]) -> list[_Found]:
    """The span beside words of being overdue is the one meant: spans told before it are others.

    Where it is said not to be overdue, the spans are others that stand beside no such words.

    >>> from bot.nlu.normalize import align
    >>> text = "搬家四个月了,逾期五天"
    >>> [one.role for one in EntityExtractor({})(align(text), text, date.today())[0]]
    ['other', None]
    """
    spans = [one for one in found if one.of_the_debt("duration")]
    beside = [one.start for one in spans if is_beside_overdue(text, one.start, one.end)]
    not_yet = _NOT_DUE.search(text) or any(one.entity == "overdue" for one in found)
    first = min(beside, default=len(text) if not_yet else 0)
    return [
        replace(one, role="other") if one.of_the_debt("duration") and one.start < first else one
        for one in found
    ]


def _apart(text: str, found: list[_Found]) -> list[_Found]:
    """Sums of several debts told from the one debt: only their total, where named, is it.

    >>> from bot.nlu.normalize import align
    >>> extract = EntityExtractor({"huabei": ("花呗",), "jiebei": ("借呗",)})
    >>> [one.role for one in extract(align("花呗2万,借呗3万"), "花呗2万,借呗3万", date.today())[0]]
    [None, 'part', None, 'part']
    """
    sums = sorted((one for one in found if one.of_the_debt("amount")), key=lambda one: one.start)
    products = {
        one.value
        for one in found
        if one.entity == "product" and one.role in {None, "overdue", REPAID}
    } - {SCORE}
    pairs = list(pairwise(sums))
    named = (_NEXT_DEBT.fullmatch(text, one.end, other.start) for one, other in pairs)
    if not pairs or not (len(products) > 1 or any(named)):
        return found
    starts = [0, *(one.end for one in sums)]
    total = next(
        (
            one
            for start, one in zip(starts, sums, strict=False)
            if _TOTAL.search(text, start, one.start)
        ),
        None,
    )
    return [
        replace(one, role="part") if one.of_the_debt("amount") and one is not total else one
        for one in found
    ]


def _mask(text: str, found: list[_Found]) -> str:
    """`text` with each masked entity as its letter."""
    pieces: list[str] = []
    last = 0
    for one in found:
        if one.mask and one.start >= last:
            pieces += [text[last : one.start], one.mask]
            last = one.end
    pieces.append(text[last:])
    return "".join(pieces)
