"""One form for spellings that read alike: width, case, script, white space, repeats, masks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

from bot.nlu.aligned import Aligned

MASK = "*"
"""Stands for a number that was masked out before it reached us (`***`, `xx`)."""

_MASKS = re.compile(r"[*＊#]{2,}|(?<![a-z])x{2,}(?![a-z])|(?<=[\d*])[*x]+(?=[\d*年月日号天元万千块]|$)")
_SPACES = re.compile(r"\s+")
_REPEATS = re.compile(r"([^\d\s*a-z])\1{2,}|([a-z])\2{3,}")
_PUNCTUATION = re.compile(r"([!?。,.;~…、])[!?。,.;~…、]+")


@cache
def _simplified() -> dict[int, str]:
    """Every character OpenCC's t2s changes, with what it becomes.

    Converted once, character by character, so that offsets stay and a message costs one lookup
    a character. Source: OpenCC's own dictionaries (https://github.com/BYVoid/OpenCC).
    """
    characters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        ord(old): new
        for old, new in zip(characters, converted, strict=True)
        if old != new and len(new) == 1
    }


@cache
def _fold(character: str) -> str:
    """One character in its plain form; what carries no meaning becomes a space or nothing."""
    if character == "\N{FULLWIDTH ASTERISK}":
        return MASK
    folded = unicodedata.normalize("NFKC", character).casefold()
    folded = folded.translate(_simplified())
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me"} or character == "\N{VARIATION SELECTOR-16}":
        return ""
    if category in {"So", "Sk", "Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}:
        return " " if not folded.isalnum() else folded
    return _PLAIN.get(folded, folded)


_PLAIN = {"。": "。", "，": ",", "！": "!", "？": "?", "；": ";", "：": ":", "～": "~"}


def align(text: str) -> Aligned:
    """Fold `text` as `normalize` does, keeping each character's place in the original."""
    aligned = Aligned.of(text).mapped(_fold)
    aligned = aligned.replaced(_MASKS, lambda _: MASK)
    aligned = aligned.replaced(_REPEATS, lambda match: match.group()[0] * 2)
    aligned = aligned.replaced(_PUNCTUATION, lambda match: match.group(1))
    aligned = aligned.replaced(_SPACES, lambda _: " ")
    start = len(aligned.text) - len(aligned.text.lstrip())
    end = len(aligned.text.rstrip())
    return Aligned(aligned.text[start:end], aligned.starts[start:end], aligned.ends[start:end])


def normalize(text: str) -> str:
    """Fold spellings that read alike into one form.

    Full-width forms become ASCII, letters lose their case, Traditional characters become
    Simplified, emoji and runs of white space become one space, three or more of a character
    become two, masked numbers become one `*`. The length may change: offsets in the result are
    not those of `text` (see `align`). Follows Unicode NFKC
    (https://www.unicode.org/reports/tr15/) and OpenCC's t2s.

    >>> normalize(" ＡＰＰ　逾期後還錢？？？ ")
    'app 逾期后还钱?'
    >>> normalize("花呗逾期***天")
    '花呗逾期*天'
    """
    return align(text).text
