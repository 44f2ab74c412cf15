"""Words by jieba: an own tokenizer with the domain's words, loaded quickly."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Protocol

_seen = sys.modules.pop("pkg_resources", None)
sys.modules["pkg_resources"] = None  # type: ignore[assignment]
import jieba  # noqa: E402  it can do without pkg_resources, whose import takes .1 s

sys.modules.pop("pkg_resources")
if _seen is not None:
    sys.modules["pkg_resources"] = _seen

_COMMON = re.compile(r"^(\S+) (\d{3,}) ", re.MULTILINE)
"""A line of jieba's dictionary that counts its word a hundred times or more. The rarer ones are
nine in ten; leaving them out saves start-up, memory and time and changes no score."""


class Tokenizer(Protocol):
    """Cuts a normalised text into words; joined they are the text again."""

    def __call__(self, text: str) -> tuple[str, ...]:
        """The words of `text`, in order."""
        ...


@cache
def _frequencies() -> tuple[dict[str, int], int]:
    """The prefix dictionary of jieba without its rare words, and the sum of its counts.

    The form is that of `jieba.Tokenizer.FREQ`: every word with its count, every prefix of a word
    that is none itself with 0. (jieba's own cache saves nothing over reading it.)
    """
    text = resources.files(jieba).joinpath("dict.txt").read_text(encoding="utf-8")
    counts = {word: int(count) for word, count in _COMMON.findall(text)}
    total = sum(counts.values())
    prefixes = {word[:end] for word in counts for end in range(1, len(word))}
    counts.update(dict.fromkeys(prefixes - counts.keys(), 0))
    return counts, total


def word_count(word: str) -> int:
    """How often jieba's dictionary counts `word`; 0 where it does not hold it."""
    return _frequencies()[0].get(word, 0)


class JiebaTokenizer:
    """jieba's accurate mode with the domain's own words, apart from jieba's shared tokenizer.

    >>> JiebaTokenizer(["花呗"])("花呗逾期了怎么办")
    ('花呗', '逾期', '了', '怎么办')
    """

    _MASKS = re.compile(r"[A-Z]|[^A-Z]+")
    _FUSED = re.compile(r"[A-Z][\w.%+#&-]|[\w.%+#&-][A-Z]", re.ASCII)

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._jieba = jieba.Tokenizer()
        counts, total = _frequencies()
        self._jieba.FREQ, self._jieba.total = counts.copy(), total
        self._jieba.initialized = True
        for word in words:
            self._jieba.add_word(word)

    def __call__(self, text: str) -> tuple[str, ...]:
        """The words of `text`; a capital letter, which masks an entity, is a word of its own."""
        pieces = self._MASKS.findall(text) if self._FUSED.search(text) else (text,)
        return tuple([word for piece in pieces for word in self._jieba.lcut(piece, HMM=False)])
