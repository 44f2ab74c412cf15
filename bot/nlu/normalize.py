"""One form for spellings that read alike: width, case, script, white space, repeats, masks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

from bot.nlu.aligned import Aligned

MASK = "*"
"""Stands for a number that was masked out before it reached us (`***`, `xx`)."""

_MASKS = re.compile(
    r"[*#]{2,}|(?<![a-z])x{2,}(?![a-z])|(?<=[\d*])[*x]+(?=[\d*年月日号天元万千块]|$)"
)
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
    simplify = OpenCC("t2s").convert
    converted = simplify(simplify("\n".join(characters))).split("\n")  # 薴 → 苧 → 苎
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
    category = unicodedata.category(character)
    if category in _SILENT:
        return ""
    folded = unicodedata.normalize("NFKC", character).casefold().translate(_simplified())
    folded = "".join(one for one in folded if unicodedata.category(one) not in _SILENT)
    if category in {"So", "Sk", "Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}:
        return " " if not folded.isalnum() else folded
    return _PLAIN.get(folded, folded)


_SILENT = frozenset({"Cf", "Mn", "Me"})
"""Categories of joiners, selectors and marks on letters, which are dropped."""

_PLAIN = {"。": "。", "，": ",", "！": "!", "？": "?", "；": ";", "：": ":", "～": "~"}


def align(text: str) -> Aligned:
    """Fold `text` as `normalize` does, keeping each character's place in the original."""
    aligned = _trimmed(Aligned.of(text).mapped(_fold).replaced(_SPACES, lambda _: " "))
    aligned = _masked(aligned).replaced(_REPEATS, lambda match: match.group()[0] * 2)
    return aligned.replaced(_PUNCTUATION, lambda match: match.group(1))


def _masked(aligned: Aligned) -> Aligned:
    """Masks folded until none is left that another one uncovered (`xx#x`)."""
    while (masked := aligned.replaced(_MASKS, lambda _: MASK)).text != aligned.text:
        aligned = masked
    return aligned


def _trimmed(aligned: Aligned) -> Aligned:
    """Without white space around it."""
    start = len(aligned.text) - len(aligned.text.lstrip())
    end = len(aligned.text.rstrip())
    return Aligned(aligned.text[start:end], aligned.starts[start:end], aligned.ends[start:end])


@lru_cache(1024)
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
