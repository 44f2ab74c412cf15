"""What an utterance opens with before it says what is meant: a yes, thanks, or that it worries."""

from __future__ import annotations

import re

from bot.dialogue.wordings import ASKING
from bot.nlu.normalize import normalize

COURTESIES = frozenset({"affirm", "thank", "greet", "deny", "goodbye"})
"""Said in passing; whatever else is said counts more."""

_COURTESY = re.compile(
    r"(?:(?:(?:谢谢?|多谢|感谢)[^,，。!！?？]{0,4}|好[的吧嘞啦呀]?|嗯+|哦+|行[吧啊]?|(?:我)?(?:知道|明白|懂|了解)了?)"
    r"[,，。!！\s]+)+"
)
_WORRY = re.compile(
    r"那?我?(?:现在)?(?:最|就|主要)(?:担心|害怕|怕|想问|想知道|关心)的?(?:还|就)?是?|那?我?还是想(?:问|知道)一?下?"
)
_WORRIES = re.compile(r"怕|担心")


def without_opening(text: str) -> str:
    """The end of a text that tells or asks something, where it opens with something else.

    >>> without_opening("谢谢，那会上征信吗"), without_opening("好的，我去试试")
    ('那会上征信吗', '好的，我去试试')
    """
    rest = text
    if (courtesy := _COURTESY.match(text)) and _says_something(text[courtesy.end() :]):
        rest = text[courtesy.end() :]
    worry = _WORRY.match(rest)
    return rest[worry.end() :].lstrip(" ,，") or rest if worry else rest


def _says_something(rest: str) -> bool:
    return bool(ASKING.search(normalize(rest)) or _WORRIES.search(rest))
