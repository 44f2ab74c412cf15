"""What people meant to type: colloquial forms, slips of sound, pinyin and initials.

Three steps over normalised text, each keeping the alignment with the original: a table of
spellings (咋办 → 怎么办, 预期 → 逾期), Latin letters that spell words of the domain (huabei yuqi →
花呗逾期), and characters that sound like a word of the domain where they make no word themselves
(花贝 → 花呗).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product

from bot.nlu.aligned import Aligned
from bot.nlu.pinyin import readings
from bot.nlu.tokenize import word_count


class Speller:
    """Rewrites an utterance into the spelling that the examples use.

    Args:
        table: spellings to replace, longest first; Latin ones only as whole words.
        sounds: words of the domain that may be meant by anything that sounds alike.
    """

    def __init__(self, table: Mapping[str, str], sounds: Iterable[str]) -> None:
        self._table = dict(table)
        ordered = sorted(self._table, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_expression, ordered)) or r"(?!)")
        words = tuple(dict.fromkeys(sounds))
        self._by_sound = {
            reading: word for word in reversed(words) for reading in _sounds(word)
        }
        self._lengths = sorted({len(word) for word in words}, reverse=True)
        self._letters = {"".join(reading): word for reading, word in self._by_sound.items()}
        spelled = sorted(self._letters, key=len, reverse=True)
        self._run = re.compile(r"[a-z]{4,}(?: [a-z]+)*")
        self._piece = re.compile("|".join(spelled) or r"(?!)")

    def __call__(self, text: Aligned) -> Aligned:
        """`text` respelled."""
        text = text.replaced(self._pattern, self._respell)
        text = text.replaced(self._run, self._read_letters)
        return self._correct_sounds(text)

    def _respell(self, match: re.Match[str]) -> str:
        return self._table[match.group()]

    def _read_letters(self, match: re.Match[str]) -> str:
        """A run of letters as words, where words of the domain cover the whole of it."""
        letters = match.group().replace(" ", "")
        words, at = [], 0
        while at < len(letters):
            piece = self._piece.match(letters, at)
            if not piece:
                return match.group()
            words.append(self._letters[piece.group()])
            at = piece.end()
        return "".join(words)

    def _correct_sounds(self, text: Aligned) -> Aligned:
        plain = text.text
        at = 0
        changed = list(plain)
        while at < len(plain):
            for length in self._lengths:
                span = plain[at : at + length]
                word = self._sounds_like(span) if len(span) == length else None
                if word is not None:
                    changed[at : at + length] = word
                    at += length - 1
                    break
            at += 1
        return Aligned("".join(changed), text.starts, text.ends)

    def _sounds_like(self, span: str) -> str | None:
        """The word of the domain that `span` sounds like, None where it makes sense itself."""
        choices = [readings(character) for character in span]
        if not all(choices):
            return None
        for reading in product(*choices):
            word = self._by_sound.get(reading)
            if word is not None:
                return None if word == span or word_count(span) else word
        return None


def _expression(word: str) -> str:
    escaped = re.escape(word)
    return rf"(?<![a-z]){escaped}(?![a-z])" if word.isascii() else escaped


def _sounds(word: str) -> Iterable[tuple[str, ...]]:
    return product(*(readings(character)[:2] for character in word))
