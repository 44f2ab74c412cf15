"""Who writes in Traditional script is answered in it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from opencc import OpenCC

from bot.domain import Citation, Reply, Suggestion


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def is_traditional(text: str) -> bool:
    """Whether a text uses Traditional characters and no Simplified ones.

    >>> is_traditional("花唄逾期了怎麼辦"), is_traditional("花呗逾期了"), is_traditional("你好")
    (True, False, False)
    """
    simplified = _converter("t2s").convert(text)
    return simplified != text and _converter("s2t").convert(text) == text


def in_script_of(text: str, reply: Reply) -> Reply:
    """The reply in the script of the utterance; payloads stay as they are."""
    if not is_traditional(text):
        return reply
    convert = _converter("s2tw").convert
    return replace(
        reply,
        text=convert(reply.text),
        notice=convert(reply.notice) if reply.notice else None,
        sources=tuple(Citation(convert(one.title), one.url) for one in reply.sources),
        suggestions=tuple(
            Suggestion(convert(one.title), one.payload) for one in reply.suggestions
        ),
    )
