"""An answer's words: folded, and whether they answer at all."""

from __future__ import annotations

import re

from bot.nlu.normalize import normalize

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
