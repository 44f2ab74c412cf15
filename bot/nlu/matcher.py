"""The examples nearest to an utterance: an inverted index, then rapidfuzz on the best of it.

Candidates come by cosine over words, characters and pairs of characters; the blend that orders
them is .4 × soft token match + .4 × cosine + .2 × ratio (ADR 4).
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
_FAR = 0.25
"""An example whose cosine is this share of the nearest one's, or less, is no candidate."""
_COMMON = 1_000
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

    @property
    def terms(self) -> tuple[str, ...]:
        """What it is found by."""
        return *self.tokens, *characters_and_pairs(self.masked)


INDEX_ARRAYS = ("size", "documents", "weights", "bounds", "idf")
"""What an index consists of beside its terms."""


class TermIndex:
    """An inverted index of one kind of term, with tf-idf weights of length 1.

    Args:
        terms: every term, its place being its number.
        arrays: one for each name in `INDEX_ARRAYS`.
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

    def amended(self, moved: Ints, added: Mapping[int, Sequence[str]], size: int) -> TermIndex:
        """This index with documents moved, dropped and added; what terms tell stays as it was.

        Args:
            moved: for each document its new number, -1 where it is dropped.
            added: the terms of new documents, by their numbers.
            size: how many documents there are then.
        """
        places = dict(self._places)
        documents, terms, weights = [], [], []
        for number, spoken in added.items():
            counts = Counter(spoken)
            found = np.array([places.setdefault(term, len(places)) for term in counts], np.int32)
            known = np.where(found < len(self.terms), found, -1).astype(np.int32)
            shares = np.array(list(counts.values()), np.float32) * self.idf(known)
            documents.append(np.full(len(counts), number, np.int32))
            terms.append(found)
            weights.append(shares / (np.sqrt(shares @ shares) or np.float32(1)))
        stay = moved[self._documents] >= 0
        owners = np.repeat(np.arange(len(self.terms), dtype=np.int32), np.diff(self._bounds))
        postings = np.concatenate([owners[stay], *terms])
        order = np.argsort(postings, kind="stable")
        frequencies = np.bincount(postings, minlength=len(places))
        fresh = np.full(len(places) - len(self.terms), self._unseen, np.float32)
        arrays = {
            "size": np.array(size, np.int32),
            "documents": np.concatenate([moved[self._documents[stay]], *documents])[order],
            "weights": np.concatenate([self._weights[stay], *weights])[order],
            "bounds": np.concatenate(([0], np.cumsum(frequencies))).astype(np.int32),
            "idf": np.concatenate([self._idf, fresh]),
        }
        return TermIndex(tuple(places), arrays)

    def place(self, term: str) -> int:
        """A term's place among all terms; -1 where no document holds it."""
        return self._places.get(term, -1)

    def idf(self, places: Ints) -> Floats:
        """How telling terms are, by their places: ln((1 + n) / (1 + df)) + 1."""
        return np.where(places < 0, self._unseen, self._idf[places]).astype(np.float32)

    def cosines(self, terms: Sequence[str]) -> Floats:
        """The cosine of `terms` with every document."""
        counts = Counter(terms)
        places = np.array([self.place(term) for term in counts], dtype=np.int32)
        weights = np.array(list(counts.values()), dtype=np.float32) * self.idf(places)
        weights /= np.sqrt(weights @ weights) or np.float32(1)
        known = np.flatnonzero(places >= 0)
        begins, ends = self._bounds[places[known]], self._bounds[places[known] + 1]
        telling = ends - begins <= _COMMON
        if telling.any():
            known, begins, ends = known[telling], begins[telling], ends[telling]
        held = list(map(slice, begins.tolist(), ends.tolist()))
        if not held:
            return np.zeros(self.size, dtype=np.float32)
        documents = np.concatenate([self._documents[one] for one in held])
        shares = np.concatenate([self._weights[one] for one in held])
        shares *= np.repeat(weights[known], ends - begins)
        return np.bincount(documents, shares, self.size).astype(np.float32)


def characters_and_pairs(text: str) -> tuple[str, ...]:
    """The characters of `text` without white space, and each with its next."""
    plain = text.replace(" ", "")
    return (*plain, *(plain[i : i + 2] for i in range(len(plain) - 1)))


class ExampleMatcher:
    """All examples, indexed; finds those nearest to an utterance.

    Args:
        masked: the examples' masked texts.
        labels: their intents' places.
        index: the index of their words, characters and pairs.
        tokens: their words as places in `index`, one example after the other.
        starts: where each example's words begin in `tokens`, and at last their end.
    """

    def __init__(
        self, masked: Sequence[str], labels: Ints, index: TermIndex, tokens: Ints, starts: Ints
    ) -> None:
        self.masked = tuple(masked)
        self.labels = labels
        self.index = index
        self.tokens = tokens
        self.starts = starts

    @classmethod
    def build(cls, examples: Iterable[Prepared]) -> ExampleMatcher:
        """The index of prepared examples."""
        found = tuple(examples)
        index = TermIndex.build([example.terms for example in found])
        places = [index.place(token) for example in found for token in example.tokens]
        ends = np.cumsum([len(example.tokens) for example in found])
        return cls(
            [example.masked for example in found],
            np.array([example.intent for example in found], np.int32),
            index,
            np.array(places, np.int32),
            np.concatenate(([0], ends)).astype(np.int32),
        )

    def amended(
        self, origins: Ints, labels: Ints, added: Mapping[int, Prepared]
    ) -> ExampleMatcher:
        """These examples in another order, some dropped, others added.

        Args:
            origins: for each example of the new order its place in the old, -1 where it is new.
            labels: their intents' places.
            added: the new ones, by their places in the new order.
        """
        size = len(origins)
        moved = np.full(len(self.masked), -1, np.int32)
        stay = np.flatnonzero(origins >= 0)
        moved[origins[stay]] = stay
        index = self.index.amended(
            moved, {place: example.terms for place, example in added.items()}, size
        )
        masked, tokens = [], []
        for place, origin in enumerate(origins.tolist()):
            if origin < 0:
                example = added[place]
                masked.append(example.masked)
                tokens.append(np.array([index.place(one) for one in example.tokens], np.int32))
            else:
                masked.append(self.masked[origin])
                tokens.append(self._held(origin))
        starts = np.cumsum([0, *map(len, tokens)]).astype(np.int32)
        return ExampleMatcher(masked, labels, index, np.concatenate(tokens), starts)

    def _held(self, place: int) -> Ints:
        return self.tokens[self.starts[place] : self.starts[place + 1]]

    def __call__(self, masked: str, tokens: Sequence[str]) -> tuple[Ints, Floats]:
        """Places of the nearest examples with their similarity in [0, 1], best first."""
        nothing = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)
        if not tokens or not self.masked:
            return nothing
        cosines = self.index.cosines((*tokens, *characters_and_pairs(masked)))
        near = np.flatnonzero(cosines > _FAR * cosines.max())
        if len(near) > _CANDIDATES:
            near = near[np.argpartition(cosines[near], -_CANDIDATES)[-_CANDIDATES:]]
        if not len(near):
            return nothing
        blend = (
            0.4 * self._soft(tokens, near)
            + 0.4 * cosines[near]
            + 0.2 * text_ratio(masked, [self.masked[place] for place in near])
        )
        order = np.lexsort((near, -blend))
        return near[order].astype(np.int32), np.clip(blend[order], 0, 1).astype(np.float32)

    def _soft(self, tokens: Sequence[str], near: npt.NDArray[np.intp]) -> Floats:
        held = [self._held(place) for place in near]
        distinct, places = np.unique(np.concatenate(held), return_inverse=True)
        lengths = [len(one) for one in held]
        index = self.index
        return soft_token_match(
            tokens,
            index.idf(np.array([index.place(token) for token in tokens], np.int32)),
            [index.terms[place] for place in distinct],
            index.idf(distinct.astype(np.int32)),
            places.astype(np.int32),
            np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int32),
        )
