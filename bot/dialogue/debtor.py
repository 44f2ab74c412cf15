"""Whose debt is spoken of: the speaker's own, or that of a relative or friend."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from bot.nlu.normalize import normalize

Debtor: TypeAlias = Literal["self", "other"]

DEBTOR = "debtor"
"""The slot; absent, the debt is taken for the speaker's own."""
SELF: Debtor = "self"
OTHER: Debtor = "other"

_KIN = (
    r"(?:儿子|女儿|闺女|孩子|老公|丈夫|爱人|对象|老婆|媳妇|妻子|前夫|前妻|父亲|母亲|爸|妈|爹|父母|哥|姐|弟|妹"
    r"|公公|婆婆|公婆|岳父|岳母|丈人|女婿|儿媳|叔|舅|姑|姨|爷爷|奶奶|外公|外婆|姥姥|姥爷|亲戚|[男女]朋?友|朋友|同学|室友|闺蜜|家里?人)"
)
_PERSON = rf"(?:{_KIN}{{1,2}}|[他她](?!们))"
_OWES = r"(?:欠(?!我)|(?<![没未不])逾期|(?:没|未|忘记?了?)还|还不[上起]|[借贷]了(?!我)|的债)"
_BETWEEN = r"(?:(?!知道|发现|[帮替跟找打说问催骂也都病学]|住院|手术)[^,。!?;\s我])"
_OTHERS = re.compile(
    rf"(?<![找跟向问从替帮给让叫怕和])(?<![找跟向问从替帮给让叫怕和]我){_PERSON}{_BETWEEN}{{0,10}}?{_OWES}"
    rf"|{_PERSON}[^。!?;]{{0,8}}瞒着我[^,。!?;]{{0,10}}[借欠贷]"
    rf"|{_KIN}[^,。!?;我]{{0,3}}(?:去世|过世|离世|病逝|走|不在|没)了[,\s]*[^,。!?;我]{{0,8}}(?:欠|逾期|没还)"
    r"|我(?:是|当|做|给|替|帮|为)[^,。!?;]{0,8}担保"
)
"""「我儿子花呗逾期了」, 「他欠好几家」; not 「我妈不知道我欠钱」, 「我妈看病欠了三万」."""
_BORROWED_AS_ME = re.compile(r"[用拿以冒盗]了?我|我(?:的|本人)?(?:名义|身份证)")
"""Who borrows in the speaker's name makes the speaker owe."""
_OWN = re.compile(rf"我(?:(?!{_KIN})[^,。!?;\s他她]){{0,8}}?(?:(?<![没未不])逾期|欠|还不[上起])")

_MY_AFFAIRS = re.compile(
    rf"(?:影响|连累|牵连|上|报|记|查|算)[到在不]{{0,2}}我(?!的?{_KIN}|的?时候)"
    rf"|我(?:自己|本人)?的?(?:征信|信用|花呗|借呗|白条|贷款|房贷|车贷|买房|买车|名|记录)"
)
"""「会上我征信吗」, 「影响我买房吗」."""


def told_debtor(text: str) -> Debtor | None:
    """Whose debt an utterance says it is; None where it does not say, or says both.

    >>> [told_debtor(text) for text in ("我儿子花呗逾期了", "我花呗逾期了", "会打给我妈吗")]
    ['other', 'self', None]
    """
    said = normalize(text)
    others = _OTHERS.search(said) and not _BORROWED_AS_ME.search(said)
    own = _OWN.search(_OTHERS.sub("", said))
    if others and not own:
        return OTHER
    return SELF if own and not others else None


def is_of_the_speaker(text: str) -> bool:
    """Whether it is asked what a debt does to the speaker.

    >>> is_of_the_speaker("会上我征信吗"), is_of_the_speaker("我妈的征信会有吗")
    (True, False)
    """
    return bool(_MY_AFFAIRS.search(normalize(text)))
