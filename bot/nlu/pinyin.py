"""How characters sound: toneless pinyin, for slips of sound and for completion by initials."""

from __future__ import annotations

import os
from functools import cache

# pypinyin reads these when it is imported: its table of phrases would cost a quarter of our
# start-up, and single characters suffice here.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

from pypinyin import Style, pinyin


@cache
def readings(character: str) -> tuple[str, ...]:
    """The toneless syllables of a Chinese character, most usual first; () for anything else.

    >>> readings("呗"), readings("a")
    (('bei', 'bai'), ())
    """
    if not "\u3400" <= character <= "\u9fff":
        return ()
    return tuple(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def initials(text: str) -> str:
    """The first letter of each syllable, other characters as they are.

    >>> initials("花呗逾期3天")
    'hbyq3t'
    """
    return "".join(
        readings(character)[0][0] if readings(character) else character for character in text
    )
