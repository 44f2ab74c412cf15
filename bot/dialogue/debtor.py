"""Whose debt is spoken of: the speaker's own, that of a relative or friend, or one vouched for."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from bot.domain import SlotValue
from bot.nlu.normalize import normalize
from bot.nlu.repaid import AS_EXAMPLE

Debtor: TypeAlias = Literal["self", "other", "guarantor", "lender_of_name"]

DEBTOR = "debtor"
"""The slot; absent, the debt is taken for the speaker's own."""
SELF: Debtor = "self"
OTHER: Debtor = "other"
GUARANTOR: Debtor = "guarantor"
"""The speaker signed for a debt of another, and may have to pay it."""
LENT: Debtor = "lender_of_name"
"""Another borrowed in the speaker's name, who owes it."""

_KIN = (
    r"(?:儿子|女儿|闺女|孩子|老公|丈夫|爱人|对象|老婆|媳妇|妻子|前夫|前妻|父亲|母亲|爸|妈|爹|父母|哥|姐|弟|妹"
    r"|老伴儿?|(?<!个)老(?:头子?|爷子|太太|太婆|婆子)|(?:当家|掌柜)的|那口子"
    r"|公公|婆婆|公婆|岳父|岳母|丈人|女婿|儿媳妇?|嫂子?|孙[子女]|外?侄[子女儿]?|外甥女?|亲家"
    r"|叔|伯|舅|姑|姨|爷爷|奶奶|外公|外婆|姥姥|姥爷|亲戚|[男女]朋?友|朋友|同学|室友|闺蜜|家里?人)"
)
_PERSON = rf"(?:{_KIN}{{1,2}}|[他她](?!们))"
OTHER_PERSON = rf"(?:{_PERSON}|同事|网友|邻居|(?<![没])有个?人)"
"""A person spoken of who is not the speaker."""
_OWES = (
    r"(?:欠(?![我条])|(?<![没未不])逾期|(?:没|未|忘记?了?)还|还不[上起]|[借贷]了(?!我)|的债"
    r"|(?:是|成了?|变成|上了?|进了?)(?:了|个)*(?:老赖|失信|限高)"
    r"|被(?:法院)?(?:限制?(?:消费|高)|限高|列[入为进]|(?:强制)?执行))"
)
_BETWEEN = r"(?:(?!知道|发现|[帮替跟找打说问催骂也都病学]|住院|手术)[^,。!?;\s我])"
_OTHERS = re.compile(
    rf"(?<![找跟向问从替帮给让叫怕和听])(?<![找跟向问从替帮给让叫怕和听]我){_PERSON}{_BETWEEN}{{0,10}}?{_OWES}"
    rf"|(?:^|[。!?;\s])我?家?{_KIN}(?:(?!住院|病|手术|去世|离婚)[^,。!?;我]){{0,10}},(?:在?(?:网上|外面|外头|手机上)|自己|偷偷)*(?:借了?(?!我)|欠了?(?![我条])|贷了)"
    rf"|{_PERSON}[^。!?;]{{0,8}}[瞒背]着我[^,。!?;]{{0,10}}[借欠贷]"
    rf"|{_KIN}[^,。!?;我]{{0,3}}(?:(?:走|不在|没)了|(?:去世|过世|离世|病逝|车祸|猝死))"
    r"[^。!?;我]{0,24}?(?:欠|逾期|没还)"
)
"""「我儿子花呗逾期了」, 「他欠好几家」; not 「我妈不知道我欠钱」, 「我妈看病欠了三万」."""
_VOUCHES = re.compile(
    rf"(?<!没)(?<!没有)(?<!有人)(?:给|替|帮|为)(?:我的?(?=[大小表堂前]?{_KIN}))?(?!我)[^,。!?;我]{{1,8}}担保"
    rf"|(?<![给替帮为])我(?:是|当|做|签)了?[^,。!?;]{{0,4}}担保|(?<![给替帮为])我[^,。!?;没不]{{0,12}}签了?[字名]?[做当作]了?担保|(?<![给替帮为])我担保的|担保人是我(?!的?{_KIN})"
)
"""「给朋友担保了」; not 「朋友给我担保」."""
_LENT = re.compile(
    rf"(?:{_PERSON}|老乡|老板|同事|公司|前任)[^。!?;]{{0,20}}(?<!冒)[用拿借以]了?我(?:的|本人)?(?:名义|名字|身份证?)?"
    r"[^,。!?;]{0,4}(?:贷了?款|贷了|借了|办了|办的|贷的|借的)"
    rf"|(?<![弟哥姐妹爸妈公婆友子女人介行司台])[帮替](?:我的?)?(?:{_PERSON}|老乡|老板|同事)[^,。!?;还我]{{0,4}}"
    rf"(?:贷[的了过]|借的|贷款(?=\d|[一二两三四五六七八九十]|逾期|没还|[,\s]*[他她]))"
)
"""「老乡用我的身份证办了三张卡」, 「帮朋友贷的款」."""
_UNASKED = re.compile(r"瞒|偷|不知|没同意|冒|盗")
"""Who did not agree need not owe it."""
_BORROWED_AS_ME = re.compile(r"[用拿以冒盗]了?我|我(?:的|本人)?(?:名义|身份证)")
"""Who borrows in the speaker's name makes the speaker owe."""
_OWN = re.compile(
    rf"我(?:(?!{_KIN}|征信)[^,。!?;\s他她]){{0,8}}?(?:(?<![没未不])逾期|欠(?!条)|还不[上起])"
)

_HE = re.compile(r"[他她](?!们|人)")
_OPENS_WITH_HIM = re.compile(r"(?:那|可是?|但是?|要是|如果|万一)*[他她](?!们|人)")
_KIN_NAMED = re.compile(_KIN)
_ONLY_KIN = re.compile(
    rf"(?:那|那么)?(?:我的?)?{_KIN}{{1,2}}(?:(?:的|名下的?)(?:银行|工资)?(?:卡|钱|存款|账户|车|房子?))?(?:(?:怎么办|会怎么样|有没?有?事|会有事)[呢吗]?|呢)[?]*"
)
_KIN_MAY = re.compile(
    rf"(?:那|换成?|让|用|叫|以|我的?){{0,4}}{_KIN}{{1,2}}(?:去|来|自己|单独|的?(?:名义|名字|名下))*(?:还?能不能|还?能|可以)?(?:去)?(?:贷|借|办|买)[^,。]{{0,6}}"
)
_PUT_ON_HIM = re.compile(
    rf"(?:告|起诉|抓|报警)[^,。!?]{{0,3}}[他她](?!们)|[他她](?!们)[^,。!?]{{0,6}}(?:诈骗|骗贷|犯法|犯罪)"
    rf"|(?:报警|报案)[^。!?]{{0,6}}(?:害|抓|连累|坐牢|留案底)[^,。!?]{{0,4}}{_PERSON}"
    rf"|(?:报警|报案)[^。!?]{{0,8}}{_PERSON}[^,。!?]{{0,6}}(?:害|抓|坐牢|判|案底|怎么样|怎样)"
    r"|凭(?:什么|啥)[^,。!?]{0,4}我[^,。!?]{0,3}还"
)
_PAYS_FOR_HIM = re.compile(
    rf"(?:我|要不|干脆|还是|就|先|来){{0,4}}[替帮给](?:我的?)?{_PERSON}(?:先|都|一起){{0,2}}(?:把[^,。!?]{{0,4}})?(?:先|都|一起){{0,2}}(?:还|扛|背|垫)"
)
"""「我替他还」, said of what he borrowed as the speaker."""
_LIABLE = frozenset({GUARANTOR, LENT})
_OWED = re.compile(r"逾期|欠")
_HIS_AFFAIRS = re.compile(
    r"(?:影响|连累|牵连|上|报|记|查|算|冻结?|扣)[到在]?[他她](?!们)|[他她](?!们)的?(?:征信|信用|卡|工资|工作|名下|记录)"
)
"""「会影响他征信吗」."""
_MY_AFFAIRS = re.compile(
    rf"(?:影响|连累|牵连|上|报|记|查|算)[到在不]{{0,2}}我(?!的?{_KIN}|的?时候)"
    rf"|我(?:自己|本人)?的?(?:征信|信用|花呗|借呗|白条|贷款|房贷|车贷|买房|买车|名|记录)"
)
"""「会上我征信吗」, 「影响我买房吗」."""


def told_debtor(text: str, known: SlotValue = None) -> Debtor | None:
    """Whose debt an utterance says it is; None where it does not say, or says both.

    Who has to pay for another, as far as is known, goes on so where nobody new is named.

    >>> [told_debtor(text) for text in ("我儿子花呗逾期了", "我花呗逾期了", "会打给我妈吗")]
    ['other', 'self', None]
    """
    said = normalize(text)
    if _VOUCHES.search(said):
        return GUARANTOR
    if _LENT.search(said) and not _UNASKED.search(said):
        return LENT
    is_other = not (_BORROWED_AS_ME.search(said) or AS_EXAMPLE.search(said))
    others = _OTHERS.search(said) if is_other else None
    own = _OWN.search(_OTHERS.sub("他", said))
    if others and own:
        return None
    found = own or (others and (known not in _LIABLE or names_kin(text)) and others)
    if not found or (known in _LIABLE and not _OWED.search(found[0])):
        return None
    return SELF if own else OTHER


def is_of_the_speaker(text: str) -> bool:
    """Whether it is asked what a debt does to the speaker.

    >>> is_of_the_speaker("会上我征信吗"), is_of_the_speaker("我妈的征信会有吗")
    (True, False)
    """
    return bool(_MY_AFFAIRS.search(normalize(text)))


def names_kin(text: str) -> bool:
    """Whether a relative or friend is named."""
    return bool(_KIN_NAMED.search(normalize(text)))


def speaks_of_the_other(text: str) -> bool:
    """Whether he who was told of is spoken of, and nobody else is named: 「能找他要吗」.

    >>> speaks_of_the_other("他跑了呢"), speaks_of_the_other("他们会找我妈吗")
    (True, False)
    """
    return bool(_HE.search(normalize(text))) and not names_kin(text)


def tells_of_the_other(text: str) -> bool:
    """Whether he is what it is about: 「他跑了呢」, not 「会告诉他吗」."""
    return speaks_of_the_other(text) and bool(_OPENS_WITH_HIM.match(normalize(text)))


def asks_of_his_affairs(text: str) -> bool:
    """Whether it is asked what comes of it to him who was told of: 「会影响他征信吗」."""
    return bool(_HIS_AFFAIRS.search(normalize(text))) and not names_kin(text)


def puts_it_on_the_other(text: str) -> bool:
    """Whether he is to be sued, or to pay: 「能告他诈骗吗」, 「凭什么我还」."""
    return bool(_PUT_ON_HIM.search(normalize(text)))


def pays_for_another(text: str) -> bool:
    """Whether the speaker would pay what another owes: 「算了,我替他还」."""
    return bool(_PAYS_FOR_HIM.search(normalize(text)))


def asks_only_of_kin(text: str) -> bool:
    """Whether nothing is asked but what about a relative: 「那我老婆呢」."""
    return bool(_ONLY_KIN.fullmatch(normalize(text)))


def asks_whether_kin_may(text: str) -> bool:
    """Whether a relative may borrow or buy: 「老婆贷行不行」."""
    return bool(_KIN_MAY.fullmatch(normalize(text)))
