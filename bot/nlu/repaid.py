"""Whether a debt is repaid, as an utterance tells it: told from wishes, plans and suppositions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.nlu.numbers import NUMBER
from bot.nlu.phrases import BANK

OPEN = "open"
"""Not paid through, and nothing said of being late: 「花呗没还完能用借呗吗」."""
PAST = "past"
"""Repaid, as far as is known: who says that he was overdue once tells of no debt still open."""

_REPAID = re.compile(
    r"(?<![没未不忘停])(?<!忘[记了])(?<!不[用必想会])(?<!不[需想]要)"
    r"(?:已经?|都|全部|全|早就?|刚刚?|昨天|今天|终于|后来|前几天|最后|钱|款|账单|把\S{0,6})?"
    r"(?:还清|结清(?!证明|凭证)|还完|还上(?!不上|征信|报)|还掉|还了|还款了|还过了|还齐|(?<=全)结(?=了|[,。\s]|$)|(?<!还)补上|补齐|补清|补交(?:完|清|齐|(?=[了过]))|补还|还进去|付清|还好了|缴清|清账|清偿完"
    r"|还款成功|还款完成|还款后|还款以后|还款之后|还后|(?:执行|履行)(?:完毕|完(?!毕))|处理(?:好|完(?!毕)|完毕)了|(?<=[都全天周月年号底初就呗条贷卡])清(?:了|掉))"
    r"|(?<![未没])已处理(?!的)|(?<![未没])已还(?!款?(?:日|期)|[不需要得有能是会欠\d一二三四五六七八九十两几半])"
    r"|(?<![每个天按逐])(?:[月日号天周]|星期[一二三四五六日天]|[昨今]晚|[今昨]早|[今昨][天日][早晚]上?|(?:早|晚)上|[上下中]午|凌晨|刚刚?|一次性|[昨今][^,。?!]{0,4}点[半多]?)(?:才|就|都)*还的(?![时话钱款是最那本少多不也])"
    r"|(?:晚|迟|拖)了?[^,。?!没未不]{1,6}才还(?=[了上进完清的]|[,。!?\s]|$)"
)
_PARTLY = re.compile(
    r"还了(?:一部分|一半|一些|一点|部分|很多|好多|不少|大半|一大半|大部分|最低|\d+%)|只还了|先还了|没还完|没还清|还差"
    r"|还(?:清|完)?了本金|本金(?:都|已经?|全)?还(?:清|完|了)"
    r"|还了[^,。]{1,8}(?:还剩|剩下?\d)"
)
_RUNNING = "没还完"
_LATE = re.compile(r"(?<![没未不])逾期|拖|晚|催|起诉|欠")
_LENT_THING = re.compile(
    r"(?:充电宝|单车|共享|雨?伞|图书|书|衣服|钥匙|相机|设备|押金|东西|借的车|租的?[^,。?!]{0,4}(?:车|机|房))[^,。?!]{0,6}$"
)
"""Stands before a thing not given back, which is no debt: 「租充电宝没还」."""
_GIVE_BACK = re.compile(r"(?:充电宝|单车|雨?伞|图书|书(?!面)|衣服|钥匙|相机|设备|东西)")
_SUM = re.compile(
    rf"(?:还|补|交|付)了(?:有|大概|差不多|将近)?(?P<sum>{NUMBER})(?![天年月日号期次回个小])"
)
"""A sum that was paid: 「我还了500」; all of it only where as much was owed."""
AS_EXAMPLE = re.compile(
    r"(?:朋友|同学|同事|室友|闺蜜|亲戚|邻居|网友|别人|人家|有人)(?:[他她]们?|说|之前|以前)*"
    r"(?:就|也|都)(?:是|一直|从来|根本)*[没不]有?还"
)
"""Tells of a debt that only serves as an example: 「我朋友就没还」."""
_UNPAID = re.compile(
    r"(?:(?<!有)没|未|(?<!有)没有|还没|(?<!能)不能|无法|(?<!想)不想|还不|没法|没能力|拿不出钱)(?:能|有|法|办法|力)?(?:全部)?(?:还上?|结清|付)(?!有|是|在|能用|原)"
    r"|没还|停还|还不上|[要快都也实真][在的]*还补上|还不起|还不了|没钱还|忘记?还|忘了还|拖着"
)
_WHOLLY = r"(?:来得及|全部|全额|完|彻底|全|都|按时|及时|准时|一次性?|一下子|还|给)*"
_NOT_DONE = re.compile(
    r"(?:(?<!有)没|未|无|不)(?:有|能|钱|办法|法|够|力)*"
    rf"{_WHOLLY}(?:把[^,。]{{1,4}})?{_WHOLLY}$"
)
"""Stands before a repaying that did not come about: 「没有全部还清」, 「没钱还上」."""
_OR_NOT = re.compile(r"了?没(?:有|呢)?[?]?$")
"""Follows a repaying that is asked about: 「还清没有」."""
_PERFECT = re.compile(
    r"(?<!算)了|过|已经?|刚|昨|前[天几]|终于|上个?[月周]|去年|早就|都还"
    r"|(?:今[天早]|[早晚]上|[上中]午|凌晨)[^,。?!]{0,8}才"
    r"|(?<![到等\d十])[\d一二三四五六七八九十]{1,2}月(?:份|底|初)?才"
)
"""Tells that what was done is done."""
_WISH = re.compile(r"[要叫让逼能]|想(?!办|方)|必须|准备|打算|催(?!了)")
"""What stands before it is no sign of what follows: 「谈了三回都要一次还清」."""
_ABOUT_TO = re.compile(r"[要该快](?:都|全)?$")
"""Stands before a repaying that falls due: 「要还款了」."""
_BIDDEN = re.compile(r"(?:[让叫逼催]我?|要求我?|要我)[^,。?!了]{0,8}$")
"""Stands before a repaying that another wants."""
_WANTED = re.compile(
    r"(?<!没)(?<!没有)(?<!不)(?:想|打算|准备|希望)(?:着|要|先|去|尽快|赶紧|一次性?|一下子)*$"
)
"""Stands before a repaying that the speaker wants: 「想把钱还了」."""
_PLANNED = re.compile(
    r"(?:想|准备|打算|计划|争取|希望|尽快|能|可以|[要叫让逼催得会]|提前|一次性?|必须|怎么|如何|如果|要是|假如|等|凑|就|才|先|再"
    r"|现在|明天|后天|下个?[月周])[^,。?!]{0,6}$"
)
"""Stands before a repaying that is still to come."""
_SO_FAR = re.compile(
    r"(?:\d+|[一两二三四五六七八九十几半好]+)个?多?(?:[期次回]|[年月]多?(?:的?(?:最低|利息|分期|本金)"
    r"|[就后以又再也实在,。]*(?:不还|断|没(?:再)?还|还不[上起动了]|没钱|没能力)))"
)
"""Follows a paying that goes on and is not through: 「还了三期」, 「还了四个月就断了」."""
_INSTALMENT = re.compile(
    r"(?:[前头][\d一二两三四五六七八九十几]+个?[期月年]|第[\d一二两三四五六七八九十几]+[期笔]|最低(?:还款)?)"
    r"(?:的|都|也|我|就|是|一直|按时)*$"
    r"|(?:这样|这么|每个?月|按月)(?:都|也|在)*$"
)
"""Stands before what pays an instalment only: 「前两期还了」, 「就这样还了九个月」."""
_OPEN_AGAIN = re.compile(rf"{_UNPAID.pattern}|又(?:断|逾期|欠|拖)")
"""Follows a repaying that did not end it."""
_MAY_I = re.compile(
    r"(?:的话)?[,\s]*(?:行不行|行[吗么不]|可以[吗么不]|可不可以|[好成][吗么不]|怎么样|再说)"
)
"""Follows a repaying that is proposed: 「那先把花呗还了行吗」."""
_OTHER_ONE = rf"(?:另外?|别的|其[他余它]|第[二三]|剩下?|还有|[只就]有|{BANK})"
_OPEN_BESIDE = re.compile(
    rf"{_OTHER_ONE}[^,。;?!]{{0,8}}(?<![没未不])(?:逾期(?!过|的?记录)|断供?了|欠着|没还|还不[上起]|拖)"
)
"""Another debt that is not paid: 「民生还清了,交行逾期七个月」."""
_WHAT_IF = re.compile(
    r"的话|之?前|多久|之?后多|几天|以?后多|来得及|还?(?:能|可以)|[之以]?后[^,。?!一直怎没不]{0,6}(?:能|可以|会)|就(?:没事|行|好|可以|能)|(?:能不能|可不可以|可以|能|会).{0,4}(?:减|免|优惠|便宜|打折|少)"
    r"|(?:需?要|得|该|用)[^,。?!了]{1,8}[吗么不?](?![^,。!?\s])"
)
"""Follows a repaying that is only asked about."""

_IF = re.compile(
    r"[从在到去打往]哪[里儿边个]?[^,。?!]{0,4}$|[一二三四五六七八九\d]折(?:就|能|可以)*$"
    r"|是不是(?:要|得|只要)?$|(?:有没有|是否)(?:全部|全|都)?$|如果|要是|假如|假设|(?<![一二两三四五六七八九十几\d])万一|倘若|若是|一旦|(?:什么|啥)时候$|何时$|等(?:我|全)?$|(?:听说|听人说|据说|都说|网上说|有人说)$|[叫让逼]我[^,。?!]{0,12}$"
)
"""Opens a repaying that is only supposed."""
_SUPPOSED = re.compile(
    r"(?:如果|要是|假如|假设|(?<![一二两三四五六七八九十几\d])万一|倘若)[^,。?!]{0,8}$"
)
"""Stands before a failing to pay that is only feared."""
_DONE = re.compile(
    r"为什么|为啥|怎么|咋|凭啥|凭什么|已经?|刚|昨|今天|前[天几]|终于|上个?[月周]|去年|前年|早就?|后来|[月日号]|前(?:段|阵)|周[一二三四五六日]|今年"
)
"""Tells, beside a repaying, that it is no supposition."""
_THEN_WHAT = re.compile(
    r"(?<=[完清上掉])[^,。?!了咗]{0,6}(?:会不会|能不能|可不可以)"
    r"|(?:款|欠款|钱|了|完){0,4}(?:呢[?]?$|(?:(?:征信|信用|逾期|不良|的)*记录[^,。?!]{0,6}?)?多久(?!了)|几[天年](?:能|会|才|可以)|(?:之后|以后|后|(?<=后))(?:[,\s]|我|还|又|都)*(?:呢?[?。]?$|多久(?!了)|要不要|需不需要|需要|要(?!等|求)|该|用不用|得"
    r"|是不是(?:就|还)?(?:[要得]|不?算|没事)|怎么[办做开弄]|能不能|可不可以)|(?:之后|以后|后)?(?:的话|就(?!是|没再|一直)[^,。]*[吗么吧不没?](?![^,。!?\s])|[^,。?!了没\d]{1,6}就(?:能|可以|会|恢复)[^,。]{0,6}[吗么吧不没?](?![^,。!?\s])|反[而倒](?![^,。?!]*了)|就(?:解除|没事|好|行)"
    r"|[^,。?!]{0,6}(?:退不退|减不减|免不免|能(?:退|减|免))[^,。?!]{0,3}[吗么不?]?"
    r"|[^,。?!]{0,6}谁(?:给|帮|替|来|负责|去)|(?:还|也)?能(?:[找向跟问][^,。?!]{1,5})?(?:要|拿|追)(?:回来?)?[吗么不?]"
    r"|有[^,。?!]{0,4}(?:证明|凭证)[^,。]{0,2}[吗么不没](?![^,。!?\s])|算不算|算[^,。?!了]{1,6}[吗么不](?![^,。!?\s])"
    r"|(?:还|也)(?:要(?!怎)|得|会)|还(?:有|算|上征信)[^,。]*[吗么不?](?![^,。!?\s])"
    r"|(?:对[^,。]{1,6})?(?:有没有用|有用|管用|有意义)"
    r"|(?:马上|立刻|立马|当天|第二天)(?:就)?(?:能|可以|会)[^,。]*[吗么不?](?![^,。!?\s])"
    r"|[^,。?!]{0,6}?(?:会不会|还会|会)(?:再|被|继续|来|给我?)*(?:打(?!折)|催|找|联系|罚|起诉|告|上门|骚扰|爆|抓)))"
)
"""Follows a repaying only asked about: 「还清了就解除吗」, 「还了之后还会打吗」, 「还完呢」,
「我还了能找他要吗」, 「还完花呗会不会好点」."""
_BEFORE_NOW = (
    r"(?:(?<![日月年天号周期])(?:之前|以前)|曾经?|从前|当年|上次)[^,。?!没未不]{0,6}(?<!的)"
)
_ONCE = re.compile(
    rf"{_BEFORE_NOW}逾期(?!的|后|之)|(?:去年|前年|\d年)[^,。?!没未不]{{0,6}}逾期过"
    r"|(?<![没未不有])逾期过(?:[几一两二三四五六\d]|好几)+次(?=[,。.!]|$)(?![^?]*[吗么?])"
    r"|^我?[^,。?!没未不有查看算是]{0,8}(?:也|是|就)?逾期过[。.!]?$"
)
"""Tells of having been overdue in the past."""
_NEAR = 40
"""Characters before a repaying that may tell more of it."""
_NOW = re.compile(
    r"现在|目前|至今|到现在|一直|还没|没还|还不|又|有没有|是否|是不是|如果|要是|只要|假如|凡是|谁|别人"
)
"""Speaks of a debt still open, or of none in particular."""

_NOT_OVERDUE = re.compile(
    r"(?:从来?|一直|根本|压根|明明)?(?:没有?|未|没有过|不曾|无|没(?:发生|出现|产生)过?)(?:任何)?(?:逾期|预期)"
)


@dataclass(frozen=True, slots=True)
class Repayment:
    """An entity told of a debt; with the role "supposed" it is none of today."""

    entity: str
    value: str | bool
    start: int
    end: int
    role: str | None = None


def find_repaid(text: str, *, one_debt: bool = True) -> Iterator[Repayment]:
    """What is told of repaying, and of never having been overdue.

    Where products tell several debts apart, what is told of each stays with it: not `one_debt`.

    >>> [[one.value for one in find_repaid(text)] for text in ("还清了就解除吗", "上周就还了")]
    [[], [True]]
    """
    if found := _state(text):
        value, match = found
        if value is True and one_debt and _is_open_beside(text, match):
            value = "partly"
        role = "supposed" if value is False and _SUPPOSED.search(text[: match.start()]) else None
        yield Repayment("repaid", value, match.start(), match.end(), role)
    if never := _NOT_OVERDUE.search(text):
        yield Repayment("overdue", False, never.start(), never.end())


def _state(  # noqa: PLR0911  tried from the most telling words to the least
    text: str,
) -> tuple[str | bool, re.Match[str]] | None:
    """Whether it is repaid, and the words that say so."""
    if match := _PARTLY.search(text):
        running = match.group() == _RUNNING and not _LATE.search(text)
        return OPEN if running else "partly", match
    named = list(_REPAID.finditer(text))
    failed = [one for one in named if _NOT_DONE.search(_before(text, one))]
    if failed and len(failed) == len(named):
        return False, failed[0]
    named = [
        one for one in named if one not in failed and not _INSTALMENT.search(_before(text, one))
    ]
    if named:
        if any(_SO_FAR.match(text, one.end()) for one in named if one.group().endswith("还了")):
            return None
        done = (one for one in named if not _hypothetical(text, one))
        fact = next((one for one in done if not _OPEN_AGAIN.search(text, one.end())), None)
        if fact and len(named) == 1 and (part := _part(text)):
            return "partly", part
        return (True, fact) if fact else None
    match = _UNPAID.search(text)
    if match and not _is_thing(text, match) and not AS_EXAMPLE.search(text):
        return False, match
    if (match := _ONCE.search(text)) and not _NOW.search(text):
        return PAST, match
    return None


def _is_open_beside(text: str, match: re.Match[str]) -> bool:
    """Whether another debt than the one repaid is said to be open, in another clause."""
    said = _OPEN_BESIDE.finditer(text)
    return any(re.search("[,。;?!]", _between(text, match, one)) for one in said)


def _between(text: str, one: re.Match[str], other: re.Match[str]) -> str:
    first, second = sorted((one, other), key=lambda match: match.start())
    return text[first.end() : second.start()]


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _NEAR) : match.start()]


def _part(text: str) -> re.Match[str] | None:
    """A sum paid that is named once, so that no more is known than that it was paid."""
    paid = _SUM.search(text)
    return paid if paid and text.count(paid["sum"]) == 1 else None


def _is_thing(text: str, match: re.Match[str]) -> bool:
    """Whether what was not returned is a thing: 「没还书」."""
    before = _LENT_THING.search(text[: match.start()])
    return bool(before or _GIVE_BACK.match(text, match.end()))


def _hypothetical(text: str, match: re.Match[str]) -> bool:
    """Whether repaying is planned or only asked about: 「还清多久能恢复」 says nothing of today.

    >>> [_hypothetical(one, _REPAID.search(one)) for one in ("我想一次还清", "昨天一次还清的")]
    [True, False]
    """
    before = re.split("[,。?!]", _before(text, match))[-1]
    after = text[match.end() : match.end() + 8]
    meant = (_BIDDEN.search(before) or _WANTED.search(before)) and not re.match("[了的]", after)
    if meant or _OR_NOT.match(text, match.end()) or _MAY_I.match(text, match.end()):
        return True
    if _ABOUT_TO.search(before) or _IF.search(before) or re.search(r"每个?月|每期", before):
        return True
    if not _DONE.search(before + match.group()) and _THEN_WHAT.match(text, match.end()):
        return True
    if _PERFECT.search(_WISH.split(before)[-1] + match.group()):
        return False
    if re.match("[了过的]", after):
        return bool(re.match("的话", after))
    return bool(_PLANNED.search(before) or _WHAT_IF.match(after) or after.startswith("本金"))
