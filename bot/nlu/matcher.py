"""The examples nearest to an utterance: an inverted index, then rapidfuzz on the best of it.

Candidates come by cosine over words and over characters with their pairs; the blend that orders
them is .4 × soft token match + .2 × word cosine + .2 × character cosine + .2 × ratio, which
measured best on questions nobody here wrote (ADR 4).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.nlu.similarity import soft_token_match, text_ratio

_CANDIDATES = 24
_COMMON = 1_500
"""Postings longer than this are read only where an utterance has nothing rarer: they tell little
and would make the cost grow with the content."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An example as the index keeps it: masked text, its words, and its intent's place."""

    masked: str
    tokens: tuple[str, ...]
    intent: int


class TermIndex:
    """An inverted index of one kind of term, with tf-idf weights of length 1."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self.size = len(documents)
        self._terms: dict[str, int] = {}
        place = self._terms.setdefault
        flat = np.array(
            [place(term, len(self._terms)) for terms in documents for term in terms], np.int64
        )
        numbers = np.repeat(np.arange(self.size), [len(terms) for terms in documents])
        pairs, counts = np.unique(flat * max(1, self.size) + numbers, return_counts=True)
        terms, self._documents = np.divmod(pairs, max(1, self.size))
        frequencies = np.bincount(terms, minlength=len(self._terms))
        self._bounds = np.concatenate(([0], np.cumsum(frequencies)))
        self._idf = (np.log((1 + self.size) / (1 + frequencies)) + 1).astype(np.float32)
        weights = counts * self._idf[terms]
        lengths = np.sqrt(np.bincount(self._documents, weights**2, minlength=self.size))
        self._weights = (weights / lengths[self._documents]).astype(np.float32)
        self._unseen = np.float32(math.log(1 + self.size) + 1)

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms, each at its place."""
        return tuple(self._terms)

    def place(self, term: str) -> int:
        """A term's place among all terms; -1 where no document holds it."""
        return self._terms.get(term, -1)

    def idf(self, places: Ints) -> Floats:
        """How telling terms are, by their places: ln((1 + n) / (1 + df)) + 1."""
        return np.where(places < 0, self._unseen, self._idf[places]).astype(np.float32)

    def cosines(self, terms: Sequence[str]) -> Floats:
        """The cosine of `terms` with every document."""
        scores = np.zeros(self.size, dtype=np.float32)
        counts = Counter(terms)
        places = np.array([self.place(term) for term in counts], dtype=np.int32)
        weights = np.array(list(counts.values()), dtype=np.float32) * self.idf(places)
        weights /= np.sqrt(weights @ weights) or np.float32(1)
        known = places >= 0
        begins, ends = self._bounds[places], self._bounds[places + 1]
        telling = known & (ends - begins <= _COMMON)
        for one in np.flatnonzero(telling if telling.any() else known):
            held = slice(begins[one], ends[one])
            scores[self._documents[held]] += self._weights[held] * weights[one]
        return scores


def characters_and_pairs(text: str) -> tuple[str, ...]:
    """The characters of `text` without white space, and each with its next."""
    plain = text.replace(" ", "")
    return (*plain, *(plain[i : i + 2] for i in range(len(plain) - 1)))


class ExampleMatcher:
    """All examples, indexed; finds those nearest to an utterance."""

    def __init__(self, examples: Iterable[Prepared]) -> None:
        self.examples = tuple(examples)
        self._words = TermIndex([example.tokens for example in self.examples])
        self._vocabulary = self._words.terms
        self._tokens = [
            np.array([self._words.place(token) for token in example.tokens] or [0], np.int32)
            for example in self.examples
        ]
        self._characters = TermIndex(
            [characters_and_pairs(example.masked) for example in self.examples]
        )

    def __call__(self, masked: str, tokens: Sequence[str]) -> tuple[Ints, Floats]:
        """Places of the nearest examples with their similarity in [0, 1], best first."""
        nothing = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)
        if not tokens or not self.examples:
            return nothing
        words = self._words.cosines(tokens)
        characters = self._characters.cosines(characters_and_pairs(masked))
        rough = words + characters
        count = min(_CANDIDATES, len(rough))
        near = np.argpartition(rough, -count)[-count:]
        near = near[rough[near] > 0]
        if not len(near):
            return nothing
        blend = (
            0.4 * self._soft(tokens, near)
            + 0.2 * words[near]
            + 0.2 * characters[near]
            + 0.2 * text_ratio(masked, [self.examples[place].masked for place in near])
        )
        order = np.lexsort((near, -blend))
        return near[order].astype(np.int32), np.clip(blend[order], 0, 1).astype(np.float32)

    def _soft(self, tokens: Sequence[str], near: npt.NDArray[np.intp]) -> Floats:
        held = [self._tokens[place] for place in near]
        distinct, places = np.unique(np.concatenate(held), return_inverse=True)
        lengths = [len(one) for one in held]
        return soft_token_match(
            tokens,
            self._words.idf(np.array([self._words.place(token) for token in tokens], np.int32)),
            [self._vocabulary[place] for place in distinct],
            self._words.idf(distinct.astype(np.int32)),
            places.astype(np.int32),
            np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int32),
        )
