"""Who writes in Traditional script is answered in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from opencc import OpenCC

from bot.domain import Citation, Reply, Suggestion

_MISTAKEN = re.compile(r"髮(?=卡)|(?<=銀)髮|(?<!標)籤|(?<=別)隻|衝(?=[抵費利本])")
_RIGHT = {"髮": "發", "籤": "簽", "隻": "只", "衝": "沖"}
"""What OpenCC takes for another word: 发卡行 is no 髮卡行, 签字 no 籤, 冲抵 no 衝."""


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def is_traditional(texts: Iterable[str]) -> bool:
    """Whether the first text that is written in one script alone is Traditional.

    >>> is_traditional(["多久", "花唄逾期了怎麼辦"]), is_traditional(["花呗逾期了"])
    (True, False)
    """
    for text in texts:
        traditional: bool = _converter("t2s").convert(text) != text
        simplified: bool = _converter("s2t").convert(text) != text
        if traditional != simplified:
            return traditional
    return False


def in_script_of(texts: Iterable[str], reply: Reply) -> Reply:
    """The reply in the script of the utterance, the first of `texts`, or of those before it.

    Payloads stay as they are.
    """
    if not is_traditional(texts):
        return reply
    return replace(
        reply,
        text=_to_traditional(reply.text),
        notice=_to_traditional(reply.notice) if reply.notice else None,
        sources=tuple(Citation(_to_traditional(one.title), one.url) for one in reply.sources),
        suggestions=tuple(
            Suggestion(_to_traditional(one.title), one.payload) for one in reply.suggestions
        ),
    )


def _to_traditional(text: str) -> str:
    """A text in Traditional script, as it is written in Taiwan.

    >>> _to_traditional("先别签，问发卡行怎么冲抵")
    '先別簽，問發卡行怎麼沖抵'
    """
    return _MISTAKEN.sub(lambda match: _RIGHT[match[0]], _converter("s2tw").convert(text))
