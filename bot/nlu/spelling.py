"""What people meant to type: colloquial forms, slips of sound, pinyin and initials.

Three steps over normalised text, each keeping the alignment with the original: a table of
spellings (咋办 → 怎么办, 预期 → 逾期), letters that spell words of the domain (huabei yuqi →
花呗逾期), and characters that sound like a word of the domain where they make no sense themselves
(花贝 → 花呗, 提钱还款 → 提前还款).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise

from bot.nlu.aligned import Aligned
from bot.nlu.lexicon import Lexicon
from bot.nlu.phrases import any_of
from bot.nlu.pinyin import readings
from bot.nlu.tokenize import word_count

_LONGEST_RUN = 80
_LONGEST_SYLLABLES = 24
_MAIN = 1000
"""The count of a word that the editors name, beside those counted in the examples."""

_USUAL = 8
"""A rarer word of the examples is no likely target of a slip of sound."""
_NUMERAL = re.compile(r"[零一二两三四五六七八九十百千万亿几]")
_PARTICLE = re.compile(r"[吗呢了的么啊吧嘛呀]")

_LETTERS = re.compile(r"[a-z]{2,}(?: [a-z]+)*")


class Speller:
    """Rewrites an utterance into the spelling that the examples use.

    Args:
        table: spellings to replace, longest first; Latin ones only as whole words.
        sounds: words of the domain that may be meant by anything that sounds alike.
        lexicon: the words of the examples, meant where they alone fit.
        names: words that are spelled rightly as they stand, so that none of their characters
            belongs to a slip: the 微 of 「那微粒贷」 is no 位.
    """

    def __init__(
        self,
        table: Mapping[str, str],
        sounds: Iterable[str],
        lexicon: Lexicon,
        names: Iterable[str] = (),
    ) -> None:
        self._table = dict(table)
        self._names = any_of(names)
        self._pattern = any_of(self._table)
        self._pairs = lexicon.pairs
        counts = dict(lexicon.words) | dict.fromkeys(sounds, _MAIN)
        self._counts = counts
        best = sorted(counts, key=lambda word: (counts[word], word))
        self._by_sound = {_sound(word): word for word in best}
        total = sum(counts.values()) or 1
        self._spelled = {
            "".join(sound): (word, math.log(counts[word] / total))
            for sound, word in self._by_sound.items()
        }
        lengths = {len(sound) for sound in self._by_sound} - {1}
        self._lengths = sorted((one for one in lengths if one <= 4), reverse=True)
        self._openings = frozenset(sound[:2] for sound in self._by_sound if len(sound) > 1)

    def __call__(self, text: Aligned) -> Aligned:
        """`text` respelled."""
        text = text.replaced(self._pattern, lambda match: self._table[match.group()])
        text = text.replaced(_LETTERS, self._read_letters)
        return self._correct_sounds(text)

    def _read_letters(self, match: re.Match[str]) -> str:
        """A run of letters as the likeliest words that cover the whole of it, if any do."""
        letters = match.group().replace(" ", "")
        if len(letters) > _LONGEST_RUN:
            return match.group()
        best: list[tuple[float, int, str] | None] = [(0.0, 0, "")]
        for end in range(1, len(letters) + 1):
            ways = [
                (score, start, word)
                for start in range(max(0, end - _LONGEST_SYLLABLES), end)
                if (before := best[start]) is not None
                and (spelled := self._spelled.get(letters[start:end])) is not None
                for word, score in [(spelled[0], before[0] + spelled[1])]
            ]
            best.append(max(ways, default=None))
        words: list[str] = []
        at = len(letters)
        while at:
            step = best[at]
            if step is None:
                return match.group()
            words.append(step[2])
            at = step[1]
        return "".join(reversed(words))

    def _correct_sounds(self, text: Aligned) -> Aligned:
        plain = text.text
        sound = _sound(plain)
        changed = list(plain)
        corrected = 0
        openings = [at for at, pair in enumerate(pairwise(sound)) if pair in self._openings]
        named = [match.span() for match in self._names.finditer(plain)] if openings else ()
        for at in openings:
            if at < corrected:
                continue
            for length in self._lengths:
                end = at + length
                word = self._by_sound.get(sound[at:end])
                if word is None or not self._is_meant(word, plain[at:end]):
                    continue
                if not any(at < last and first < end for first, last in named):
                    corrected = end
                    changed[at:corrected] = word
                    break
        return Aligned("".join(changed), text.starts, text.ends) if corrected else text

    def _is_meant(self, word: str, span: str) -> bool:
        """Whether `span` stands for the word that sounds like it: it makes no sense itself."""
        if word == span or len(word) != len(span) or word_count(span):
            return False
        if self._counts[word] < _USUAL or _NUMERAL.search(word) or _PARTICLE.search(span):
            return False
        opening = span[:2]
        if opening != word[:2] and self._counts.get(opening, 0) >= _USUAL:
            return False  # 网上代… opens with a word, 网商贷 does not
        return not all(span[i : i + 2] in self._pairs for i in range(len(span) - 1))


def _sound(text: str) -> tuple[str, ...]:
    """The usual syllable of each character; what has none stands for itself."""
    return tuple(map(_syllable, text))


@cache
def _syllable(character: str) -> str:
    return (readings(character) or (character,))[0]
