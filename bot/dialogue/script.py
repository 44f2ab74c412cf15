"""Who writes in Traditional script is answered in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from opencc import OpenCC

from bot.domain import Citation, Reply, Suggestion


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
