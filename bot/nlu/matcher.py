"""The examples nearest to an utterance: an inverted index, then rapidfuzz on the best of it.

Candidates come by cosine over words and over characters with their pairs; the blend that orders
them is .4 × soft token match + .2 × word cosine + .2 × character cosine + .2 × ratio, which
measured best on questions nobody here wrote (ADR 4).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.similarity import soft_token_match, text_ratio

_CANDIDATES = 24
_COMMON = 1_500
"""Postings longer than this are read only where an utterance has nothing rarer: they tell little
and would make the cost grow with the content."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Arrays = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An example as the index keeps it: masked text, its words, and its intent's place."""

    masked: str
    tokens: tuple[str, ...]
    intent: int


class TermIndex:
    """An inverted index of one kind of term, with tf-idf weights of length 1.

    Args:
        terms: every term, its place being its number.
        arrays: as `arrays` gives them.
    """

    def __init__(self, terms: Sequence[str], arrays: Arrays) -> None:
        self.terms = tuple(terms)
        self.arrays = arrays
        self.size = int(arrays["size"])
        self._places = {term: place for place, term in enumerate(self.terms)}
        self._documents = arrays["documents"]
        self._weights = arrays["weights"]
        self._bounds = arrays["bounds"]
        self._idf = arrays["idf"]
        self._unseen = np.float32(math.log(1 + self.size) + 1)

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> TermIndex:
        """The index of documents, each given by its terms."""
        size = len(documents)
        places: dict[str, int] = {}
        place = places.setdefault
        flat = np.array(
            [place(term, len(places)) for terms in documents for term in terms], np.int64
        )
        numbers = np.repeat(np.arange(size), [len(terms) for terms in documents])
        pairs, counts = np.unique(flat * max(1, size) + numbers, return_counts=True)
        terms, found = np.divmod(pairs, max(1, size))
        frequencies = np.bincount(terms, minlength=len(places))
        idf = (np.log((1 + size) / (1 + frequencies)) + 1).astype(np.float32)
        weights = counts * idf[terms]
        lengths = np.sqrt(np.bincount(found, weights**2, minlength=size))
        arrays = {
            "size": np.array(size, np.int32),
            "documents": found.astype(np.int32),
            "weights": (weights / lengths[found]).astype(np.float32),
            "bounds": np.concatenate(([0], np.cumsum(frequencies))).astype(np.int32),
            "idf": idf,
        }
        return cls(tuple(places), arrays)

    def place(self, term: str) -> int:
        """A term's place among all terms; -1 where no document holds it."""
        return self._places.get(term, -1)

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
    """All examples, indexed; finds those nearest to an utterance.

    Args:
        masked: the examples' masked texts.
        labels: their intents' places.
        words: the index of their words.
        characters: the index of their characters and pairs.
        tokens: their words as places in `words`, one example after the other.
        starts: where each example's words begin in `tokens`, and at last their end.
    """

    def __init__(  # noqa: PLR0913, PLR0917  what is kept of the examples, as it is saved
        self,
        masked: Sequence[str],
        labels: Ints,
        words: TermIndex,
        characters: TermIndex,
        tokens: Ints,
        starts: Ints,
    ) -> None:
        self.masked = tuple(masked)
        self.labels = labels
        self.words = words
        self.characters = characters
        self.tokens = tokens
        self.starts = starts

    @classmethod
    def build(cls, examples: Iterable[Prepared]) -> ExampleMatcher:
        """The index of prepared examples."""
        found = tuple(examples)
        spoken = [example.tokens or ("",) for example in found]
        words = TermIndex.build(spoken)
        places = [words.place(token) for tokens in spoken for token in tokens]
        ends = np.cumsum([len(tokens) for tokens in spoken])
        return cls(
            [example.masked for example in found],
            np.array([example.intent for example in found], np.int32),
            words,
            TermIndex.build([characters_and_pairs(example.masked) for example in found]),
            np.array(places, np.int32),
            np.concatenate(([0], ends)).astype(np.int32),
        )

    def prepared(self, place: int) -> Prepared:
        """The example at a place, as it was given."""
        tokens = tuple(self.words.terms[token] for token in self._held(place))
        return Prepared(self.masked[place], tokens, int(self.labels[place]))

    def _held(self, place: int) -> Ints:
        return self.tokens[self.starts[place] : self.starts[place + 1]]

    def __call__(self, masked: str, tokens: Sequence[str]) -> tuple[Ints, Floats]:
        """Places of the nearest examples with their similarity in [0, 1], best first."""
        nothing = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)
        if not tokens or not self.masked:
            return nothing
        words = self.words.cosines(tokens)
        characters = self.characters.cosines(characters_and_pairs(masked))
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
            + 0.2 * text_ratio(masked, [self.masked[place] for place in near])
        )
        order = np.lexsort((near, -blend))
        return near[order].astype(np.int32), np.clip(blend[order], 0, 1).astype(np.float32)

    def _soft(self, tokens: Sequence[str], near: npt.NDArray[np.intp]) -> Floats:
        held = [self._held(place) for place in near]
        distinct, places = np.unique(np.concatenate(held), return_inverse=True)
        lengths = [len(one) for one in held]
        words = self.words
        return soft_token_match(
            tokens,
            words.idf(np.array([words.place(token) for token in tokens], np.int32)),
            [words.terms[place] for place in distinct],
            words.idf(distinct.astype(np.int32)),
            places.astype(np.int32),
            np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int32),
        )
