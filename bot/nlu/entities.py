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
from bot.nlu.phrases import any_of

PAST = "past"
"""Repaid, as far as is known: who says that he was overdue once tells of no debt still open."""

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
    r"|月(?!付|供|份|底|初|结)|季度|年(?!初|底|级|龄|化|利|末|纪|轻))(?:多(?![少久长])|来(?![得不]))?(?P<tail>半)?"
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
_MONTHLY = re.compile(
    r"(?:每个?月|(?<!逾期)(?<!期了)(?<!拖)(?<![拖晚欠断]了)(?<!没还)(?<!还了)一个月|月供|每期)"
    r"(?:(?![欠逾断没])[^,。]){0,6}$"
)
_ABOUT = r"(?:了|的|才|就|只|有|是|差不多|大概|大约|也|每月|每?一?个月|不到|[了才]?到手)*"
_INCOME = re.compile(
    rf"(?:(?:工资|月薪|底薪|薪水|薪资|收入|年薪|低保|退休金|养老金|月入|挣|赚){_ABOUT}"
    rf"|月(?:只|才|也)?到手{_ABOUT})$"
)
_IS_INCOME = re.compile(r"(?:块钱?|元)?的?(?:工资|月薪|收入|薪水|底薪|低保|退休金)")
_FEE = r"(?:首付|押金|定金|订金|服务费|手续费|代理费|律师费|中介费|会员费|学费|房租)"
_OTHER_SUM = re.compile(
    rf"(?:{_FEE}款?|彩礼|收费|费用|奖金|存款|收(?:了|费|我)+|[先就](?:交|转)){_ABOUT}$"
)
_IS_OTHER_SUM = re.compile(rf"(?:块钱?|元)?的?{_FEE}")
"""Sums that are no debt: what is earned, what something costs."""

_AT_LEAST = re.compile(r"(?:超过了?|超|满|达到|到了)$")
_NO_MORE = re.compile(r"(?:单笔|不超过|不得超过|低于|少于)$")
_FROM_UP = re.compile(r"(?:元|块钱?)?(?:及?以上|以下|以内|之内|起步?(?!诉))")
_THEN = re.compile(r"[^,。]{0,3}?(?:才|就|会|要|能|算|可以|立案|起诉|判|坐牢|量刑|入刑|上征信|报)")
_OWN = re.compile(r"我|欠了|已经|现在")
"""Tell a threshold that is asked about, 「超过5万就会判刑吗」, from a debt, 「我欠了超过5万」."""

_WRONG = r"(?:不对|错了|[说打写填记搞弄]错|更正|纠正)了?啊?[,。!\s]*"
_CORRECTED = re.compile(
    rf"{_WRONG}(?:我?(?:欠|说)?的?(?:应该|其实)?是)?$|(?:^|[,。\s])(?:应该|其实)是$|(?:^|[,。\s])改[成为]$"
    r"|不是[^,。]{1,9}[,\s]*(?:而|应该)?是$"
)
_MEANT_FIRST = re.compile(r"(?:^|[,。\s])我?(?:说|欠)?的?是$")
_NOT_THAT = re.compile(r"[^,。]{0,2}[,\s]*(?:而)?不是")
_DENIED = re.compile(r"(?:^|[,。\s])不是$")
_BUT_THIS = re.compile(r"[^,。]{0,2}[,。\s]*(?:而|应该)?是")
_DENIED_LAST = re.compile(r"是[^,。]{1,9}[,\s]*(?:而)?不是$")
"""Tell what was meant from what was not: 「不是8000 是18000」, 「是18000不是8000」."""

_SERVICE = re.compile(
    r"95\d{3}|955\d{2}|96\d{3,4}|123(?:78|63|56|68|45|15|48|29|33|21|77|89)|100(?:86|10|00)|11[09]|12[02]"
)
"""Telephone numbers, which are no sums unless something is owed."""
_OWED = re.compile(r"(?:欠|借|贷|本金|金额|账单|负债|差|剩)(?:款|了|着|的|是|有|我)*$")

_TOTAL = re.compile(r"一共|加起来|加一起|总共|合计|总计|共计|总额|总的|拢共|总欠款|合起来|全部加")
_NEXT_DEBT = re.compile(
    r"[,、;。和再加\s]*(?:还有|另外)?(?:[一另]一?[家笔个]"
    r"|[^,、;。先付交还只]{1,4}?(?:行|贷|呗|白条|月付|分付|信用卡|借条|金条))(?:里|也?欠了?|有|大概|差不多|约|的)*"
)
"""Stands between the sums of two debts."""
_REPAID = re.compile(
    r"(?<![没未不忘])(?<!忘[记了])(?<!不[用必想会])(?<!不[需想]要)"
    r"(?:已经?|都|全部|全|早就?|刚刚?|昨天|今天|终于|后来|前几天|最后|钱|款|账单|把\S{0,6})?"
    r"(?:还清|结清(?!证明|凭证)|还完|还上(?!不上|征信|报)|还掉|还了|还款了|还过了|还齐|补上|补齐|补还|还进去|付清|还好了|缴清|清账|还款成功|还款完成|还款后|还款以后|还款之后|还后)"
    r"|(?<![未没])已还(?!款?(?:日|期)|[不需要得有能是会欠\d一二三四五六七八九十两几半])"
    r"|(?<![每个天按逐])(?:[月日号天周]|星期[一二三四五六日天]|昨晚|刚刚?)(?:才|就|都)*还的(?![时话钱款是最那本少多不也])"
)
_PARTLY = re.compile(
    r"还了(?:一部分|一半|一些|一点|部分|很多|好多|不少|大半|一大半|大部分|最低|\d+%)|只还了|先还了|没还完|没还清|还差"
    r"|还(?:清|完)?了本金|本金(?:都|已经?|全)?还(?:清|完|了)"
    r"|还了[^,。]{1,8}(?:还剩|剩下?\d)"
)
_UNPAID = re.compile(
    r"(?:没|未|没有|还没|不能|无法|不想|还不|没法|没能力|拿不出钱)(?:能|有|法|办法|力)?(?:全部)?(?:还|结清|付)(?!有|是|在|能用)"
    r"|没还|还不上|还不起|还不了|没钱还|忘记?还|忘了还|拖着"
)
_AFFECTED = re.compile(r"(?:影响|牵连|连累|波及)(?:到|我|的|不了|申请|开通|使用|再?用|办)*$")
_IS_AFFECTED = re.compile(
    r"(?:会不会|会|也|是不是)*(?:受|被)(?:到|它)?(?:影响|牵连|连累)|(?:逾期|没还)了?(?:有没有|有|没)关系[吗么?]"
)
_IS_OVERDUE = re.compile(r".{0,3}?(?:逾期|欠|没还|还不|忘)")
_STILL_USED = re.compile(
    r"(?:还|也|照样|继续)(?:能不能|能|可以|会)(?:不会|正常|照常|继续|再|用|借|开|通|申请|办|使)*(?:我的)?$"
)
_STILL = re.compile(r"(?:还)?(?:能|可以|会|也|就)")
_TO_USE = re.compile(r"(?:能用|能借|能开|开通|申请|办|用|可以[用借开])(?:到|我的|不了)?$")
_OTHER_OVERDUE = re.compile("逾期|没还|欠")
_ITS_OWN = re.compile(r"(?:欠了?|还清?|逾期|断|没[付交])(?:的|过的|款)?$")
"""Stands before a product that is itself the one overdue: 「欠花呗会有案底吗」."""
_IS_MEANS = re.compile(
    r"(?:里|的钱?)*(?:套(?:出来?|点|些|钱)|[借取](?:出来?|点|些)?(?:钱)?(?:来|去)还|来还|去还|还(?:花呗|借呗|信用卡|白条|网贷|别的|另))"
)
"""Follows what another debt would be paid with: 「信用卡套出来」."""
_TERMS = re.compile(rf"(?:逾期|拖欠|断供|没还)了?(?P<n>{NUMBER})个?期(?!限)")
"""Instalments missed, a month each."""
_SUM_A_DAY = re.compile(
    rf"(?P<sum>\d[\d.,]*(?=一)|.*[百千万wk](?=一)|.*[千万wk])(?P<n>[{NUMERALS}])"
)
_A_SPAN = re.compile(r"个?(?:天|周|星期|礼拜|月|季度|年)")
"""A sum and a span run together: 「1万一天」, 「5千3个月」."""
_PER_DAY = re.compile(
    r"多少|[\d几一二两三四五六七八九十]+次|几个|能打|可以打|打|罚|收|要?[付交]|工资|赚|挣"
    r"|(?:只?能|可以|[要得该])?(?:还(?![没清完不是有能在])|拿)"
    r"|[\d一二两三四五六七八九几]+[百千万块]"
)
"""What follows a span that is a measure: 「一天能打几次」, 「1万一天罚多少」, 「一个月还八百」."""
_OF_ELSE = re.compile(
    r"(?:失业|下岗|待业|没工作|没上班|住院|生病|怀孕|用|使用|借|分期?|最近|近|开通|等|停用|冻结|关闭|工作|上班|结婚"
    r"|离婚|离异|分居|退休|认识|养|满"
    r"|保留|保存|展示|显示|查询|还有|剩下?|还剩"
    r"|宽限期?|容时期?|缓冲期?|免息期?|时效|征信|黑名单|失信|限高|支付令|上诉|提前|延期?|缓|宽限|推迟|往后推)"
    r"(?:了|已经|快|都|有|我|整整|是|就|为|给|期|又)*$"
    r"|(?:宽限|容时|缓冲|官方|客服|平台|银行)(?:期|说)?(?:是|有|给|就)+$|(?<![快都])[要算](?:等|满|过|再)*$"
)
"""What stands before a span of something else than being overdue."""
_ELSE = re.compile(
    r"(?:都|也|了|没|天天|一直|老是|整夜|晚上)*(?:睡|失眠|吃不下)"
    r"|的?(?:宽限|容时|缓冲|免息|账期|时效|有效期|期限|诉讼期)"
    r"|了?(?:还|都|也|一直|还是)*(?:没有?|不)(?:变|更新|恢复|动静|消(?!费)|反应|回[复音应]|消息|结果|到账|批|通过|能用|让用|给用|给开)"
    r"|(?:是|要|都|到底|该)*(?:从(?!来)|什么时候(?:开始)?算|哪天(?:开始)?算|怎么算|怎么数|起算|开始算)"
    r"|(?:自动|才|就|会|能|可以|后|以后|之后)*(?:消除|消掉|消失|删除|删掉|清除)"
)
"""What follows such a span: 「半个月睡不着」, 「三天宽限」, 「五年从什么时候算」."""
_AHEAD = re.compile(
    r"(?:之|以)?后(?!来)|(?:之|以)?内|(?<=[天日])不(?:管|理|去|答复|回复|提|签|异议|申请异议)"
)
"""What follows a span still to come: 「五年后」, 「三天内」, 「15天不管」."""
_OF_OVERDUE = re.compile(
    r"(?:逾期|晚|拖|欠|迟|过|超)(?:交|还|期|款|了|有|已经|快|都|大概|差不多|的|满|不满|不到|超过|整整)*$"
)
_NOT_YET_OVERDUE = re.compile(r"(?:逾期|[晚超过]期?)$")
_HOW_MANY = re.compile(
    r"也?(?:能|可以)|会|算|才(?!能还|还|给)|开始|(?:就)?上(?:征信|门)|打|起诉|报|催|以上|(?:之|以)?内|后"
    r"|就(?![还补结付扣])"
)
"""Follows a number of days that is asked for: 「逾期几天会上征信」."""
_ONLY_HOW_MANY = re.compile(r"(?:好?几(?:天|个月|年|周|个星期))(?:了|啦|呢|吧)?[。.!?]?")

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

_IF = re.compile(r"如果|要是|假如|假设|万一|倘若|若是|一旦|(?:什么|啥)时候$|何时$|等(?:我|全)?$")
"""Opens a repaying that is only supposed."""
_DONE = re.compile(
    r"为什么|为啥|怎么|咋|凭啥|凭什么|已经?|刚|昨|今天|前[天几]|终于|上个?[月周]|去年|前年|早就?|后来|[月日号]|前(?:段|阵)|周[一二三四五六日]|今年"
)
"""Tells, beside a repaying, that it is no supposition."""
_THEN_WHAT = re.compile(
    r"(?:款|欠款|了|完)*(?:呢[?]?$|(?:之后|以后|后)?(?:的话|就(?!是|没再|一直)[^,。]*[吗么吧不没?]$|就(?:解除|没事|好|行)"
    r"|(?:还|也)(?:要(?!怎)|得|会)|还(?:有|算|上征信)[^,。]*[吗么不?]$"
    r"|(?:会不会|还会|会)(?:再|被|继续)*(?:打|催|找|联系|罚|起诉|告|上门|骚扰|爆|抓)))"
)
"""Follows a repaying only asked about: 「还清了就解除吗」, 「还了之后还会打吗」, 「还完呢」."""
_BEFORE_NOW = (
    r"(?:(?<![日月年天号周期])(?:之前|以前)|曾经?|从前|当年|上次)[^,。?!没未不]{0,6}(?<!的)"
)
_ONCE = re.compile(
    rf"{_BEFORE_NOW}逾期(?!的|后|之)|(?:去年|前年|\d年)[^,。?!没未不]{{0,6}}逾期过"
    r"|(?<![没未不有])逾期过(?:[几一两二三四五六\d]|好几)+次[。.!]?$|^我?(?:也|是|就)?逾期过[。.!]?$"
)
"""Tells of having been overdue in the past."""
_NOW = re.compile(
    r"现在|目前|至今|到现在|一直|还没|没还|还不|又|有没有|是否|是不是|如果|要是|只要|假如|凡是|谁|别人"
)
"""Speaks of a debt still open, or of none in particular."""

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
        return _apart(text, found)

    def _find_products(self, text: str) -> Iterator[_Found]:
        for match in self._pattern.finditer(text):
            name = self._products[match.group()]
            beside = bool(self._pattern.search(text[: match.start()]))
            role = _product_role(text, match.start(), match.end(), beside=beside)
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


def _product_role(text: str, start: int, end: int, *, beside: bool) -> str | None:
    """Which part the product plays: the one overdue, affected by it, paid with, or to be used.

    >>> _product_role("花呗逾期影响借呗吗", 0, 2, beside=False)
    'overdue'
    >>> _product_role("花呗逾期影响借呗吗", 6, 8, beside=True)
    'target'
    >>> _product_role("借呗套出来还花呗行吗", 0, 2, beside=False)
    'means'
    """
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    if _AFFECTED.search(before) or _IS_AFFECTED.match(after):
        return "target"
    if _IS_OVERDUE.match(after):
        return "overdue"
    if _IS_MEANS.match(after):
        return "means"
    if _STILL_USED.search(before):
        return "target"
    used = bool(_TO_USE.search(before))
    other = _OTHER_OVERDUE.search(text[:start]) and (beside or not _ITS_OWN.search(before))
    if other and (_STILL.match(after) or (beside and used)):
        return "target"
    return "used" if used else None


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
            else _other_role(number, text, start, match.end())
        )
        letter = (
            "H" if days < 1 and number != MASK else "S" if days < 30 or number == MASK else "L"
        )
        value = round(days) if days >= 1 else 0
        yield _Found("duration", value, start, match.end(), letter, role)


def _other_role(number: str, text: str, start: int, end: int) -> str | None:
    """Why a span is none of being overdue: a measure, asked for, yet to come, of something else.

    >>> _other_role("几", "逾期记录保留几年", 6, 8), _other_role("五", "没还的话五年后会消", 4, 6)
    ('asked', 'ahead')
    """
    before, after = text[max(0, start - 12) : start], text[end:]
    some = number.startswith("几")
    if some and _ONLY_HOW_MANY.fullmatch(text):
        return "asked"
    if _OF_OVERDUE.search(before):
        asked = some and _NOT_YET_OVERDUE.search(before) and _HOW_MANY.match(after)
        return "asked" if asked else None
    if some and (_OF_ELSE.search(before) or not re.match("了|都|没|未|不|的|还|逾期", after)):
        return "asked"
    measure = number in {"一", "1", "每"} and _PER_DAY.match(after)
    denied = _DENIED.search(before) and _BUT_THIS.match(after)
    roles = {
        "other": _OF_ELSE.search(before) or (denied and not measure),
        "measure": measure,
        "ahead": _AHEAD.match(text, end),
    }
    found = (role for role, tells in roles.items() if tells)
    return next(found, "other" if _ELSE.match(after) else None)


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
        if (measured := _SUM_A_DAY.fullmatch(group["n"])) and _A_SPAN.match(text, end):
            group["n"] = measured["sum"]
            end = match.start("n") + measured.end("sum")
        priced = group["unit"] or match.group()[0] in "¥$"
        bare = not (priced or group["big"] or re.search("[百千万wk]", group["n"]))
        if bare and not _is_bare_amount(group["n"], before, text[end:]):
            continue
        if re.match(r"[期号月日年天次遍张家个岁级%人位度名]", text[end : end + 1]):
            continue
        number = 0.0 if group["n"] == MASK else parse_number(group["n"])
        if number is None or not isfinite(number):
            continue
        number *= {"百": 100, "千": 1000, "万": 10_000, "w": 10_000}.get(group["big"] or "", 1)
        letter = "A" if number <= 2000 else "B"
        value = int(number) if number == int(number) else number
        role = _amount_role(before, text[end:])
        if group["n"] == "几" and not group["big"] and not _OWED.search(before):
            role = "asked"
        yield _Found("amount", value, match.start(), end, letter, role)


def _is_bare_amount(number: str, before: str, after: str) -> bool:
    """Whether a number without a unit is a sum: of a debt, or one put right.

    >>> [_is_bare_amount("18000", one, "") for one in ("不对,是", "不是8000 是", "投诉给")]
    [True, True, False]
    """
    if re.match(r"[期号月日年天次遍张家个岁点级%折]", after) or number == MASK:
        return False
    if _SERVICE.fullmatch(number):
        return bool(_OWED.search(before))
    if _AFTER_OWING.search(before):
        return len(number) >= 2
    if not re.fullmatch(r"[\d,.]{3,10}", number) or re.fullmatch(r"20[0-3]\d", number):
        return False
    meant_first = _MEANT_FIRST.search(before) and _NOT_THAT.match(after)
    denied = _DENIED.search(before) and _BUT_THIS.match(after)
    return bool(_CORRECTED.search(before) or meant_first or denied or _DENIED_LAST.search(before))


def _amount_role(before: str, after: str) -> str | None:
    """What a sum is, if not the debt: earned, paid, asked about, due each month, something else.

    >>> [_amount_role("每个月工资", ",欠了花呗"), _amount_role("超过", "就会判刑吗")]
    ['income', 'asked']
    """
    if _INCOME.search(before) or _IS_INCOME.match(after):
        return "income"
    if _PAID.search(before):
        return "paid"
    if _OTHER_SUM.search(before) or _IS_OTHER_SUM.match(after):
        return "other"
    if (_DENIED.search(before) and _BUT_THIS.match(after)) or _DENIED_LAST.search(before):
        return "other"
    asked = _FROM_UP.match(after) or (_AT_LEAST.search(before) and _THEN.match(after))
    if _NO_MORE.search(before) or (asked and not _OWN.search(before)):
        return "asked"
    return "monthly" if _MONTHLY.search(before) else None


def _apart(text: str, found: list[_Found]) -> list[_Found]:
    """Sums of several debts told from the one debt: only their total, where named, is it.

    >>> from bot.nlu.normalize import align
    >>> extract = EntityExtractor({"huabei": ("花呗",), "jiebei": ("借呗",)})
    >>> [one.role for one in extract(align("花呗2万,借呗3万"), "花呗2万,借呗3万", date.today())[0]]
    [None, 'part', None, 'part']
    """
    sums = sorted(
        (one for one in found if one.entity == "amount" and one.role is None),
        key=lambda one: one.start,
    )
    products = {
        one.value for one in found if one.entity == "product" and one.role in {None, "overdue"}
    } - {"zhima"}
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
        replace(one, role="part") if one in sums and one is not total else one for one in found
    ]


def _find_repaid(text: str) -> Iterator[_Found]:
    if match := _PARTLY.search(text):
        yield _Found("repaid", "partly", match.start(), match.end(), "")
    elif match := _REPAID.search(text):
        if not _UNPAID.search(text, match.end()) and not _hypothetical(text, match):
            yield _Found("repaid", True, match.start(), match.end(), "")
    elif match := _UNPAID.search(text):
        yield _Found("repaid", False, match.start(), match.end(), "")
    elif (match := _ONCE.search(text)) and not _NOW.search(text):
        yield _Found("repaid", PAST, match.start(), match.end(), "")
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
    if _IF.search(before) or re.search(r"每个?月|每期", before):
        return True
    if not _DONE.search(before + match.group()) and _THEN_WHAT.match(text, match.end()):
        return True
    if _PERFECT.search(before + match.group()):
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
