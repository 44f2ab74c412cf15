"""The examples nearest to an utterance: an inverted index, then rapidfuzz on the best of it.

Candidates come by cosine over characters and pairs of characters; the blend that orders them is
.4 × soft token match + .4 × cosine + .2 × ratio (ADR 4).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from bot.nlu.grams import Floats, Ints, Keys, counted, places_of, run_starts, telling
from bot.nlu.similarity import soft_token_match, text_ratio

if TYPE_CHECKING:
    from bot.nlu.reader import Reading

_CANDIDATES = 10
_FAR = 0.25
"""An example whose cosine is this share of the nearest one's, or less, is no candidate."""
_POSTINGS = 1_000
"""So many postings are read for an utterance, those of its rarest terms: common terms tell little
and would make the cost grow with the content."""
_TERMS, _MOST_POSTINGS = 6, 20_000
"""So many terms are read where more postings than that are needed for them, but not any number:
among 100,000 examples of few words a single term tells too little."""
_COMPARED = 32
"""Words of an utterance that are compared with those of examples, the most telling ones."""

Arrays = Mapping[str, npt.NDArray[Any]]
Bag: TypeAlias = tuple[Keys, Ints]
"""N-grams, each once and in order, and how often each occurs."""


INDEX_ARRAYS = ("size", "terms", "documents", "weights", "bounds", "idf")
"""What an index consists of."""


class GramIndex:
    """An inverted index of documents, given by n-grams with their counts; tf-idf of length 1.

    Args:
        arrays: one for each name in `INDEX_ARRAYS`; `terms` are in order.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._terms = arrays["terms"]
        self._documents = arrays["documents"]
        self._weights = arrays["weights"]
        self._bounds = arrays["bounds"]
        self._idf = np.append(arrays["idf"], telling(int(arrays["size"]), np.array([0])))

    @classmethod
    def build(cls, held: Sequence[Bag]) -> GramIndex:
        """The index of documents."""
        size = len(held)
        found = np.concatenate([keys for keys, _ in held]) if held else np.empty(0, np.uint64)
        counts = np.concatenate([often for _, often in held]) if held else np.empty(0, np.int32)
        documents = np.repeat(np.arange(size, dtype=np.int32), [len(keys) for keys, _ in held])
        terms, frequencies = counted(found)
        idf = telling(size, frequencies)
        owners = places_of(found, terms)
        weights = counts * idf[owners]
        lengths = np.sqrt(np.bincount(documents, weights**2, minlength=size))
        return cls._of(size, terms, idf, owners, documents, weights / lengths[documents])

    @classmethod
    def _of(  # noqa: PLR0913, PLR0917  flat arrays, for speed
        cls,
        size: int,
        terms: Keys,
        idf: Floats,
        owners: Ints,
        documents: Ints,
        weights: npt.NDArray[Any],
    ) -> GramIndex:
        """An index of postings in any order: the place of each one's term, document, weight."""
        order = np.argsort(owners, kind="stable")
        frequencies = np.bincount(owners, minlength=len(terms))
        arrays: Arrays = {
            "size": np.array(size, np.int32),
            "terms": terms,
            "documents": documents[order],
            "weights": weights[order].astype(np.float32),
            "bounds": np.concatenate(([0], np.cumsum(frequencies))).astype(np.int32),
            "idf": idf,
        }
        return cls(arrays)

    def amended(self, moved: Ints, added: Mapping[int, Bag], size: int) -> GramIndex:
        """This index with documents moved, dropped and added; what terms tell stays as it was.

        Args:
            moved: for each document its new number, -1 where it is dropped.
            added: new documents by their numbers.
            size: how many documents there are then.
        """
        terms = np.unique(np.concatenate([self._terms, *(keys for keys, _ in added.values())]))
        idf = np.full(len(terms), self._idf[-1], np.float32)
        old = places_of(self._terms, terms)
        idf[old] = self._idf[:-1]
        stay = moved[self._documents] >= 0
        owners = [np.repeat(old, np.diff(self._bounds))[stay]]
        documents, weights = [moved[self._documents[stay]]], [self._weights[stay]]
        for number, (keys, often) in added.items():
            owners.append(places_of(keys, terms))
            documents.append(np.full(len(keys), number, np.int32))
            weights.append(_of_length_one(often.astype(np.float32) * idf[owners[-1]]))
        parts = map(np.concatenate, (owners, documents, weights))
        return self._of(size, terms, idf, *parts)

    def nearest(self, sought: Bag, most: int) -> tuple[Ints, Floats]:
        """The documents nearest to `sought`, at most so many, in no order, and their cosines."""
        keys, often = sought
        places = places_of(keys, self._terms)
        known = (places >= 0).nonzero()[0]
        if not len(known):
            return np.empty(0, np.int32), np.empty(0, np.float32)
        telling = self._idf.take(places)  # the last is that of unknown terms
        weights = _of_length_one(often.astype(np.float32) * telling)
        places = places.take(known)
        begins = self._bounds.take(places)
        lengths = self._bounds.take(places + 1) - begins
        order = lengths.argsort(kind="stable")
        total = lengths.take(order).cumsum()
        enough, most_terms = total.searchsorted((_POSTINGS, _MOST_POSTINGS), "right").tolist()
        order = order[: max(1, enough, min(_TERMS, most_terms))]
        begins, lengths = begins.take(order), lengths.take(order)
        held = list(map(slice, begins.tolist(), (begins + lengths).tolist()))
        shares = np.concatenate([self._weights[one] for one in held])
        shares *= weights.take(known.take(order)).repeat(lengths)
        near, cosines = _summed(np.concatenate([self._documents[one] for one in held]), shares)
        if len(near) > most:
            best = cosines.argpartition(-most)[-most:]
            near, cosines = near.take(best), cosines.take(best)
        close = cosines > _FAR * cosines.max()
        return near[close], cosines[close]


def _of_length_one(weights: Floats) -> Floats:
    return weights / (math.sqrt(float(weights @ weights)) or 1)


def _summed(keys: Ints, values: Floats) -> tuple[Ints, Floats]:
    """Each key once, with the sum of its values."""
    order = keys.argsort(kind="stable")
    keys = keys.take(order)
    firsts = run_starts(keys)
    return keys.take(firsts), np.add.reduceat(values.take(order), firsts)


class ExampleMatcher:
    """All examples, indexed; finds those nearest to an utterance.

    Args:
        masked: the examples' masked texts.
        labels: their intents' places.
        index: the index of the masked texts.
        words: all words of the examples, each once.
        telling: how telling each word is, and last what a word is that no example holds.
        spoken: the words of all examples in turn, as places in `words`.
        bounds: where the words of each example begin in `spoken`, and last where all end.
    """

    def __init__(  # noqa: PLR0913, PLR0917  flat arrays, for speed
        self,
        masked: Sequence[str],
        labels: Ints,
        index: GramIndex,
        words: Sequence[str],
        telling: Floats,
        spoken: Ints,
        bounds: Ints,
    ) -> None:
        self.masked = tuple(masked)
        self.labels = labels
        self.index = index
        self.words = tuple(words)
        self.telling = telling
        self.spoken = spoken
        self.bounds = bounds
        self._places = {word: place for place, word in enumerate(self.words)}

    @classmethod
    def build(cls, readings: Sequence[Reading], labels: Sequence[int]) -> ExampleMatcher:
        """The index of examples, given by their readings and their intents' places."""
        counts = Counter(token for reading in readings for token in set(reading.tokens))
        words = sorted(counts)
        places = {word: place for place, word in enumerate(words)}
        often = np.array([*(counts[word] for word in words), 0])
        return cls(
            [reading.masked for reading in readings],
            np.array(labels, np.int32),
            GramIndex.build([reading.features.pairs for reading in readings]),
            words,
            telling(len(readings), often),
            *_in_turn([[places[token] for token in reading.tokens] for reading in readings]),
        )

    def amended(
        self, origins: Ints, labels: Sequence[int], added: Mapping[int, Reading]
    ) -> ExampleMatcher:
        """These examples in another order, some dropped, others added.

        Args:
            origins: for each example of the new order its place in the old, -1 where it is new.
            labels: their intents' places.
            added: the new ones, by their places in the new order.
        """
        moved = np.full(len(self.masked), -1, np.int32)
        stay = np.flatnonzero(origins >= 0)
        moved[origins[stay]] = stay
        new = {place: reading.features.pairs for place, reading in added.items()}
        unheard = {word for reading in added.values() for word in reading.tokens}
        words = [*self.words, *sorted(unheard - self._places.keys())]
        places = {word: place for place, word in enumerate(words)}
        weights = np.full(len(words) + 1, self.telling[-1], np.float32)
        weights[: len(self.words)] = self.telling[:-1]
        spoken = self.spoken.tolist()
        old = [spoken[begin:end] for begin, end in pairwise(self.bounds.tolist())]
        rows = [
            (self.masked[origin], old[origin])
            if origin >= 0
            else (added[place].masked, [places[token] for token in added[place].tokens])
            for place, origin in enumerate(origins.tolist())
        ]
        return ExampleMatcher(
            [masked for masked, _ in rows],
            np.array(labels, np.int32),
            self.index.amended(moved, new, len(origins)),
            words,
            weights,
            *_in_turn([words for _, words in rows]),
        )

    def __call__(self, reading: Reading) -> tuple[Ints, Floats]:
        """Places of the nearest examples with their similarity in [0, 1], best first."""
        near, cosines = self.index.nearest(reading.features.pairs, _CANDIDATES)
        if not len(near) or not reading.tokens:
            return near[:0], cosines[:0]
        masked = [self.masked[place] for place in near.tolist()]
        blend = (
            np.float32(0.4) * self._soft(reading.tokens, near)
            + np.float32(0.4) * cosines
            + np.float32(0.2) * text_ratio(reading.masked, masked)
        )
        order = np.lexsort((near, -blend))
        return near[order], blend[order].clip(0, 1)

    def _soft(self, tokens: Sequence[str], near: Ints) -> Floats:
        places = [self._places.get(token, -1) for token in tokens]
        weights = self.telling.take(places)
        if len(tokens) > _COMPARED:
            most = (-weights).argsort(kind="stable")[:_COMPARED]
            tokens, weights = [tokens[place] for place in most.tolist()], weights[most]
        begins, ends = self.bounds.take(near), self.bounds.take(near + 1)
        held = map(slice, begins.tolist(), ends.tolist())
        spoken = np.concatenate([self.spoken[one] for one in held]).tolist()
        distinct = list(dict.fromkeys(spoken))
        columns = {word: column for column, word in enumerate(distinct)}
        return soft_token_match(
            tokens,
            weights,
            [self.words[word] for word in distinct],
            self.telling.take(distinct),
            np.array([columns[word] for word in spoken], np.int32),
            (ends - begins).cumsum() - (ends - begins),
        )


def _in_turn(rows: Sequence[list[int]]) -> tuple[Ints, Ints]:
    """Rows one after another, where each begins, and last where all end."""
    joined = np.fromiter(chain.from_iterable(rows), np.int32)
    return joined, np.array([0, *accumulate(map(len, rows))], np.int32)
