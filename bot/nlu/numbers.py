"""Numbers as people write them: digits, Chinese numerals, and the vague ones (几百, 两三千)."""

from __future__ import annotations

import re

_DIGITS = {"零": 0, "〇": 0, "一": 1, "壹": 1, "二": 2, "贰": 2, "两": 2, "俩": 2, "三": 3,
           "叁": 3, "仨": 3, "四": 4, "肆": 4, "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7,
           "柒": 7, "八": 8, "捌": 8, "九": 9, "玖": 9, "几": 3, "数": 3}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000,
          "万": 10_000, "w": 10_000, "亿": 100_000_000}  # fmt: skip

_ARABIC = r"(?<!\d)\d+(?:(?:,\d{3}){1,4})?(?:\.\d+)?"
_HAN = "零〇一壹二贰两俩三叁仨四肆五伍六陆七柒八捌九玖几数"
NUMERALS = rf"\d{_HAN}十百千拾佰仟"
"""What a number may begin with, as the inside of a character class."""
_UNIT = r"[十百千万亿wk](?![a-z])"
_SMALLER = rf"[零〇]?(?:{_ARABIC}|[{_HAN}])(?:{_UNIT}){{1,3}}"
"""What goes on after a unit: the 3千 of 2万3千."""
_REST = (
    rf"(?:(?<=[十百千万wk])[零〇]\d{{1,4}}(?![\d.])|[{_HAN}\d](?![\d.])"
    r"|(?<=[万w])\d{3,4}(?![\d.年月日号天期个次]))"
)
"""What may stand after the last unit without its own: the 2 of 1万2, the 500 of 1万零500."""
NUMBER = (
    rf"(?:(?:{_ARABIC})(?:(?:{_UNIT})+(?:{_SMALLER}){{0,6}})?{_REST}?"
    rf"|[{_HAN}十百千拾佰仟](?:[{_HAN}十百千万亿拾佰仟wk]){{0,19}})"
)
"""A regular expression for one number; a following 多, 来, 余 or 半 is left to the caller."""

_PARTS = re.compile(rf"{_ARABIC}|.")


def parse_number(text: str) -> float | None:
    """The value of a number, None where `text` is none.

    A unit left out at the end is the next smaller one (一千五 is 1500, 1万2 is 12000); two
    neighbouring digits before a unit mean their middle (两三千 is 2500); 几 and 数 mean 3.

    >>> [parse_number(text) for text in ("3", "1,500", "1.5w", "一千五", "两三千", "十二", "几百")]
    [3.0, 1500.0, 15000.0, 1500.0, 2500.0, 12.0, 300.0]
    """
    total = section = 0.0
    number: float | None = None
    last_unit = 1.0
    for part in _PARTS.findall(text):
        if part in _UNITS:
            unit = _UNITS[part]
            if unit >= 10_000:
                section = (section + (number or 0)) or 1
                total = (total + section) * unit
                section = 0
            else:
                section += (1 if number is None else number) * unit
            number, last_unit = None, unit
        elif part in _DIGITS:
            digit = _DIGITS[part]
            if number is None:
                number = digit
            elif digit == number + 1 and text[-1] in _UNITS:
                number = (number + digit) / 2
            else:
                number = number * 10 + digit
        elif part[0].isdecimal():
            value = float(part.replace(",", ""))
            number = value if number is None else number * 10 + value
        else:
            return None
    if number is not None:
        implied = last_unit >= 100 and 0 < number < 10 and text[-2:-1] in _UNITS
        section += number * (last_unit / 10) if implied else number
    elif last_unit == 1.0:
        return None
    return total + section
