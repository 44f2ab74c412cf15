"""What an utterance names: products, how long, how much, when, and whether it is repaid.

Found on normalised text, reported with offsets in the original. `mask` then replaces each by one
capital letter, so that 「花呗逾期三天」 and 「白条晚还两天」 look alike to the matcher.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite

from bot.domain import Entity
from bot.nlu.aligned import Aligned
from bot.nlu.dates import DATE, read_date
from bot.nlu.normalize import MASK, normalize
from bot.nlu.numbers import NUMBER, NUMERALS, parse_number
from bot.nlu.phrases import any_of

DAYS = {"分钟": 0.0, "分": 0.0, "秒": 0.0, "小时": 1 / 24, "钟头": 1 / 24, "天": 1.0, "日": 1.0,
        "晚上": 1.0, "周": 7.0, "星期": 7.0, "礼拜": 7.0, "月": 30.0, "季度": 90.0,
        "年": 365.0}  # fmt: skip
"""Length of a unit in days; a month counts 30, a year 365 (how lenders count stages)."""

_FIRST = rf"[{NUMERALS}{re.escape(MASK)}]"
"""What a number begins with: looked for first, since most characters are none."""
_SOME = rf"(?:{NUMBER}|{re.escape(MASK)}|半|大半|好几|好多|多|整)"
_DURATION = re.compile(
    rf"(?={_FIRST}|[半大好多整])(?P<n>{_SOME})(?:多|来|余|把)?(?:个|個)?(?P<half>半)?(?:多|来)?"
    r"(?P<unit>分钟|秒|小时|钟头|天|日(?![前后]?还款)|晚上|周(?!边)|星期|礼拜"
    r"|月(?!付|供|份|底|初|结)|季度|年(?!初|底|级|龄|化|利|末|纪|轻))(?:多|来)?(?P<tail>半)?"
)
_VAGUE = {"一两": 1.5, "一二": 1.5, "两三": 2.5, "二三": 2.5, "三四": 3.5, "三五": 4.0,
          "四五": 4.5, "五六": 5.5, "六七": 6.5, "七八": 7.5, "八九": 8.5}  # fmt: skip
"""Neighbouring digits before a unit of time mean their middle."""
_ORDINAL_DAY = re.compile(r"第二天|隔天|次日|第二日")
_UNIT = r"(?:元|块钱|块|圆|rmb|人民币|￥|大洋|刀(?!片))"
_AMOUNT = re.compile(
    rf"(?=[¥￥$]|{_FIRST})(?:[¥￥$])?(?P<n>{NUMBER}|{re.escape(MASK)})(?:多|来|余)?(?P<big>[万千百]|w(?![a-z]))?"
    rf"(?:多|来)?(?P<unit>{_UNIT})?(?:钱)?(?:{NUMBER}(?:毛|角|分))?"
)
_AFTER_OWING = re.compile(
    r"(?:欠|借|逾期|还|额度|本金|账单|金额|负债|差|贷|剩|总共|一共|一起|合计|大概|大约|才|就|只有|分期|月供|扣了?|交了?|付了?|罚息|利息)"
    r"(?:款|了|着|的|是|有|在|我)*$"
)

_BEFORE = 16
"""Characters before a number that may tell what it counts."""

_PAID = re.compile(r"(?:还|付|交|存|充|转)(?:了|过|掉|进去)(?:有|差不多|大概)?$")
_MONTHLY = re.compile(r"(?:每个?月|一个月|月供|每期)[^,。]{0,6}$")
_REPAID = re.compile(
    r"(?<![没未不忘])(?<!忘[记了])(?<!不[用必想会])(?<!不[需想]要)"
    r"(?:已经?|都|全部|全|早就?|刚刚?|昨天|今天|终于|后来|前几天|最后|钱|款|账单|把\S{0,6})?"
    r"(?:还清|结清(?!证明|凭证)|还完|还上(?!不上|征信|报)|还掉|还了|还款了|还过了|还齐|补上|补齐|补还|还进去|付清|还好了|缴清|清账|还款成功|还款完成|还款后|还款以后|还款之后|还后)"
)
_PARTLY = re.compile(
    r"还了(?:一部分|一半|一些|一点|部分|最低|\d+%)|只还了|先还了|没还完|没还清|还差"
    r"|还(?:清|完)?了本金|本金(?:都|已经?|全)?还(?:清|完|了)"
    r"|还了[^,。]{1,8}(?:还剩|剩下?\d)"
)
_UNPAID = re.compile(
    r"(?:没|未|没有|还没|不能|无法|不想|还不|没法|没能力|拿不出钱)(?:能|有|法|办法|力)?(?:全部)?(?:还|结清|付)(?!有|是|在|能用)"
    r"|没还|还不上|还不起|还不了|没钱还|忘记?还|忘了还|拖着"
)
_TERMS = re.compile(rf"(?:逾期|拖欠|断供|没还)了?(?P<n>{NUMBER})个?期(?!限)")
"""Instalments missed, a month each."""
_SUM_A_DAY = re.compile(r"(?P<sum>\d[\d.,]*|.*[百千万wk])一")
_PER_DAY = re.compile(
    r"多少|几次|几个|能打|可以打|打|罚|收|要?[付交]|(?:只?能|可以)?(?:还(?![没清完不是有能在])|拿)|工资|赚|挣"
    r"|[\d一二两三四五六七八九几]+[百千万块]"
)
"""What follows a span that is a measure: 「一天能打几次」, 「1万一天罚多少」, 「一个月还八百」."""
_OF_ELSE = re.compile(
    r"(?:失业|下岗|待业|没工作|没上班|住院|生病|怀孕|用|使用|借|分期?|最近|近|开通|等|停用|冻结|关闭|工作|上班|结婚"
    r"|保留|保存|展示|显示|查询|还有|剩下?|还剩)(?:了|已经|快|都|有|我|整整)*$"
)
"""What stands before a span of something else than being overdue."""
_OF_OVERDUE = re.compile(
    r"(?:逾期|晚|拖|欠|迟|过|超)(?:交|还|期|款|了|有|已经|快|都|大概|差不多)*$"
)

_PERFECT = re.compile(r"了|过|已经?|刚|昨|前[天几]|终于|上个?[月周]|去年|早就|都还")
"""Tells that what was done is done."""
_PLANNED = re.compile(
    r"(?:想|准备|打算|计划|争取|希望|尽快|能|可以|[要叫让逼催得会]|提前|一次性?|怎么|如何|如果|要是|假如|等|凑|就|才|先|再"
    r"|现在|明天|后天|下个?[月周])[^,。?!]{0,6}$"
)
"""Stands before a repaying that is still to come."""
_SO_FAR = re.compile(
    r"(?:\d+|[一两二三四五六七八九十几半好]+)个?多?(?:[期次回]|[年月]多?的?(?:最低|利息|分期|本金))"
)
"""Follows a paying that goes on and is not through: 「还了三期」, 「还了一年多最低」."""
_WHAT_IF = re.compile(
    r"的话|之?前|多久|之?后多|几天|以?后多|来得及|就(?:没事|行|好|可以|能)|(?:能不能|可不可以|可以|能|会).{0,4}(?:减|免|优惠|便宜|打折|少)"
)
"""Follows a repaying that is only asked about."""

_NOT_OVERDUE = re.compile(
    r"(?:从来?|一直|根本|压根|明明)?(?:没有?|未|没有过|不曾|无|没(?:发生|出现|产生)过?)(?:任何)?(?:逾期|预期)"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """An entity on normalised text, with the letter that masks it ("" leaves the text)."""

    entity: str
    value: str | int | float | bool
    start: int
    end: int
    mask: str
    role: str | None = None


class EntityExtractor:
    """Finds entities by lexicon and pattern; `today` settles relative dates.

    Args:
        synonyms: product id to the words for it, as people write them.
    """

    def __init__(self, synonyms: Mapping[str, tuple[str, ...]]) -> None:
        words = {normalize(word): name for name, spelled in synonyms.items() for word in spelled}
        self._products = words
        self._pattern = any_of(words)

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
        taken = [(one.start, one.end) for one in products]
        found = list(products)
        unnamed = _without(text, products)
        for finder in (_find_counted, _find_durations, _find_dates, _find_amounts):
            for one in finder(unnamed, today):
                if not any(one.start < end and start < one.end for start, end in taken):
                    found.append(one)
                    taken.append((one.start, one.end))
        found.extend(_find_repaid(text))
        return found

    def _find_products(self, text: str) -> Iterator[_Found]:
        for match in self._pattern.finditer(text):
            name = self._products[match.group()]
            role = _product_role(text, match.start(), match.end())
            mask = {"credit_card": "K", "pay_later": "Y", "zhima": ""}.get(name, "P")
            yield _Found("product", name, match.start(), match.end(), mask, role)


def _without(text: str, products: list[_Found]) -> str:
    """The text with particles for products, which come between 「欠」 and its amount.

    >>> _without("欠花呗三千", [_Found("product", "huabei", 1, 3, "P")])
    '欠的的三千'
    """
    for one in products:
        text = text[: one.start] + "的" * (one.end - one.start) + text[one.end :]
    return text


def _product_role(text: str, start: int, end: int) -> str | None:
    """Which part the product plays: the one overdue, or the one asked about.

    >>> _product_role("花呗逾期影响借呗吗", 0, 2), _product_role("花呗逾期影响借呗吗", 6, 8)
    ('overdue', 'target')
    """
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    if re.search(r"(?:影响|能用|能借|能开|开通|申请|办|用)(?:到|我的|不了)?$", before):
        return "target"
    if re.match(r".{0,3}?(?:逾期|欠|没还|还不|忘)", after):
        return "overdue"
    if re.match(r"(?:还)?(?:能|可以|会|也|就)", after) and re.search(
        r"逾期|没还|欠", text[:start]
    ):
        return "target"
    return None


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
        if measured := _SUM_A_DAY.fullmatch(number):  # 「1万一天」, a sum and a day
            number = "一"
            start += measured.end("sum")
        vague = number in {"半", "好几", MASK} or number.startswith("几")
        if unit == "月" and not vague and not re.search("[个個]", match.group()):
            continue  # 9月 is a date
        if unit == "日" and not re.search(r"逾期|晚|拖|过|超", text[: match.start()]):
            continue
        if unit == "年" and re.fullmatch(r"20\d\d|\d\d|二[零〇].*", number):
            continue
        days = _days(number, unit, half=bool(group["half"] or group["tail"]))
        if days is None:
            continue
        after = text[match.end() : match.end() + 2]
        if after[:1] == "前" or after in {"之前", "以前"}:
            continue  # 三个月前 is a date
        before = text[max(0, start - 12) : start]
        role = (
            "since_repaid"
            if re.search(r"(?<![晚迟])(?:还清|结清|还完|还上|还了|还款)[^,。逾晚]{0,4}$", before)
            else _other_role(number, before, text[match.end() :])
        )
        letter = (
            "H" if days < 1 and number != MASK else "S" if days < 30 or number == MASK else "L"
        )
        value = round(days) if days >= 1 else 0
        yield _Found("duration", value, start, match.end(), letter, role)


def _other_role(number: str, before: str, after: str) -> str | None:
    """Why a span is none of being overdue: a measure, asked for, yet to come, of something else.

    >>> [_other_role("几", "逾期记录保留", ""), _other_role("五", "没还的话", "后会消吗")]
    ['asked', 'ahead']
    """
    if _OF_OVERDUE.search(before):
        return None
    if _OF_ELSE.search(before):
        return "asked" if number.startswith("几") else "other"
    if number.startswith("几") and not re.match("了|都|没|未|不|的|还|逾期", after):
        return "asked"
    if number in {"一", "1", "每"} and _PER_DAY.match(after):
        return "measure"
    if re.match(r"(?:之|以)?后(?!来)", after):
        return "ahead"
    return None


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
            yield _Found("date", day.isoformat(), match.start(), match.end(), letter)


def _find_amounts(text: str, _: date) -> Iterator[_Found]:
    for match in _AMOUNT.finditer(text):
        group = match.groupdict()
        end = match.end()
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if (measured := _SUM_A_DAY.fullmatch(group["n"])) and text[end : end + 1] in {"天", "年"}:
            group["n"] = measured["sum"]  # 「1万一天」, a sum and a day
            end = match.start("n") + measured.end("sum")
        priced = group["unit"] or match.group()[0] in "¥$"
        if not priced and not group["big"] and not re.search("[百千万wk]", group["n"]):
            owing = _AFTER_OWING.search(before)
            if not owing or re.match(r"[期号月日年天次遍张家个岁点级%折]", text[end:]):
                continue
            if len(group["n"]) < 2 or group["n"] == MASK:
                continue
        if re.match(r"[期号月日年天次遍张家个岁级%人位度名]", text[end : end + 1]):
            continue
        number = 0.0 if group["n"] == MASK else parse_number(group["n"])
        if number is None or not isfinite(number):
            continue
        number *= {"百": 100, "千": 1000, "万": 10_000, "w": 10_000}.get(group["big"] or "", 1)
        letter = "A" if number <= 2000 else "B"
        value = int(number) if number == int(number) else number
        role = "paid" if _PAID.search(before) else "monthly" if _MONTHLY.search(before) else None
        yield _Found("amount", value, match.start(), end, letter, role)


def _find_repaid(text: str) -> Iterator[_Found]:
    if match := _PARTLY.search(text):
        yield _Found("repaid", "partly", match.start(), match.end(), "")
    elif match := _REPAID.search(text):
        if not _UNPAID.search(text, match.end()) and not _hypothetical(text, match):
            yield _Found("repaid", True, match.start(), match.end(), "")
    elif match := _UNPAID.search(text):
        yield _Found("repaid", False, match.start(), match.end(), "")
    if match := _NOT_OVERDUE.search(text):
        yield _Found("overdue", False, match.start(), match.end(), "")


def _hypothetical(text: str, match: re.Match[str]) -> bool:
    """Whether repaying is planned or only asked about: 「还清多久能恢复」 says nothing of today.

    >>> [_hypothetical(one, _REPAID.search(one)) for one in ("我想一次还清", "昨天一次还清的")]
    [True, False]
    """
    before = re.split("[,。?!]", text[: match.start()])[-1]
    after = text[match.end() : match.end() + 8]
    if match.group().endswith("还了") and _SO_FAR.match(after):
        return True
    if _PERFECT.search(before + match.group()) and not re.search("如果|要是|假如", before):
        return False
    if re.match("[了过的]", after):
        return bool(re.match("的话", after))
    return bool(_PLANNED.search(before) or _WHAT_IF.match(after) or after.startswith("本金"))


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
