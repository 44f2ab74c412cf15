"""The words of the domain, as its own examples use them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.nlu.normalize import normalize
from bot.nlu.tokenize import Tokenizer

_LEAST = 3


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the examples hold: words with their counts, and pairs of neighbouring characters.

    A pair that the examples hold makes sense; what they never hold may be a slip.
    """

    words: Mapping[str, int]
    pairs: frozenset[str]

    @classmethod
    def learn(cls, texts: Iterable[str], tokenize: Tokenizer) -> Lexicon:
        """The words in at least three of `texts`, the pairs in at least two."""
        words: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text in texts:
            plain = normalize(text)
            words.update(set(tokenize(plain)))
            pairs.update({plain[i : i + 2] for i in range(len(plain) - 1)})
        return cls(
            {word: count for word, count in words.items() if count >= _LEAST and _is_han(word)},
            frozenset(pair for pair, count in pairs.items() if count > 1 and _is_han(pair)),
        )


def _is_han(word: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in word)
