"""Whose danger an utterance speaks of: the speaker's own, or that of another he fears for."""

from __future__ import annotations

import re

from bot.dialogue.debtor import (
    DEBTOR,
    OTHER,
    OTHER_PERSON,
    names_kin,
    speaks_of_the_other,
    told_debtor,
)
from bot.dialogue.responder import CRISIS_OF_ANOTHER
from bot.dialogue.tracker import Tracker
from bot.nlu.normalize import normalize

_HARM = (
    r"(?:不想活|不活了|活不下去|活够|活着没|没法活|想死|[去寻找要]死|死了算|自杀|轻生|自残|割腕|割手|寻短|想不开"
    r"|[要想去]跳|跳楼|跳河|跳桥|跳江|遗书|遗言|安眠药|吞药|吃药自|喝农药|了结|一了百了|解脱|结束(?:自己|生命)"
    r"|楼顶|天台|(?:做|干)傻事)"
)
_SAYS = (
    r"(?:说|讲|喊|闹|嚷|哭|发(?:了|来|消息|微信|朋友圈|信息|短信)|写|留下?|念叨|威胁|提到?|想|要)"
)
_ANOTHER = re.compile(
    rf"(?<![跟和与被给让对向像叫带抱着])(?<!因为){OTHER_PERSON}"
    rf"(?:(?![我,。!?;])[^,。!?;]){{0,8}}?{_SAYS}(?:(?!我)[^,。!?;]){{0,8}}?{_HARM}"
    rf"|(?<![跟和与被给让对向像叫带抱着]){OTHER_PERSON}(?:最近|现在|今天|昨晚|刚|天天|老|总是?|一直|又|就|都|也|好像|可能|真的?|有点|[他她])*"
    rf"(?:不|在|去|有|站在?|坐在?|爬上)?{_HARM}"
)
"""「她说不想活了」; not 「老公跟我离婚,不想活了」, where it is the speaker who despairs."""
_OWN = re.compile(
    rf"我(?!的?{OTHER_PERSON})(?!们)(?:(?!{OTHER_PERSON})[^,。!?;]){{0,8}}?{_HARM}"
    rf"|[让叫逼催骂]我[^,。!?;]{{0,4}}{_HARM}"
)
_SAID_SO = re.compile(rf"(?:说|讲|喊|闹|嚷|发消息|留下?)[^,。!?;我]{{0,6}}{_HARM}")
"""「我老公欠了30万,昨晚说想跳楼」: who says so is who was told of."""
_OUT_OF_REACH = re.compile(
    r"联系不(?:上|到)|(?:电话|手机|微信)[^,。!?]{0,4}(?:不接|打不通|关机|不回)|找不(?:到|着)|不见了|失踪|跑出去"
)
_RELIEF = re.compile(r"没事了|好[一多]?[点些了]|好多了|缓过来|稳定|平静|冷静|睡着|安全了|答应我")
_WHAT_NOW = re.compile(
    r"(?:那|我|你说|现在|到底|该|要|应该|可以|能|[他她])*(?:怎么|咋|如何)(?:办|劝|做|帮|陪|说|安慰)(?:[他她]|才好|呢|啊|[吧?!。])*"
)
_SPEAKER = re.compile(rf"我(?!的?{OTHER_PERSON})")


def is_of_another(text: str, tracker: Tracker) -> bool:
    """Whether a danger that was heard is not the speaker's own.

    Where it may be either it is taken for the speaker's, whose letter speaks of both.

    >>> here = Tracker("doctest")
    >>> [is_of_another(one, here) for one in ("她说不想活了", "他骂我,我不想活了")]
    [True, False]
    """
    said = normalize(text)
    if _ANOTHER.search(said):
        return not _OWN.search(_ANOTHER.sub("", said))
    if _OWN.search(said):
        return False
    if told_debtor(text) == OTHER and _SAID_SO.search(said):
        return True
    speaker = _SPEAKER.search(said)
    if fears_for_another(tracker):
        return not speaker or speaks_of_the_other(text) or names_kin(text)
    return not speaker and speaks_of_the_other(text) and tracker.slots.get(DEBTOR) == OTHER


def asks_for_help_now(text: str) -> bool:
    """Whether he cannot be reached, or no more is asked than what to do: 「他电话打不通」."""
    said = normalize(text)
    return bool(_OUT_OF_REACH.search(said) or _WHAT_NOW.fullmatch(said))


def tells_of_relief(text: str) -> bool:
    """Whether it is told that the danger of another has passed: 「她现在没事了」."""
    return speaks_of_the_other(text) and bool(_RELIEF.search(normalize(text)))


def fears_for_another(tracker: Tracker) -> bool:
    """Whether the danger heard last was that of another."""
    heard = (one for one in reversed(tracker.replies) if one.metadata.get("kind") == "crisis")
    last = next(heard, None)
    said = str(last.metadata.get("utter_action")) if last else ""
    return said.startswith(CRISIS_OF_ANOTHER)
