"""An utterance as sparse features: what the ranker weighs.

Four views, each a bag normalised for itself so that a long one does not drown a short one:
characters of the masked text (n-grams of 1 to 4), characters of the text itself (1 to 3), words
with their neighbours, and concepts with what stands beside them. Which views and weights: ADR 4.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.domain import Entity

Bag: TypeAlias = tuple[str, ...]
"""The features of one view, repeated as often as they occur."""

VIEW_WEIGHTS = (1.0, 0.7, 0.5, 0.5)
"""How much each view counts: masked characters, raw characters, words, concepts."""

_BREAKS = re.compile(r"[,。!?;:、~.\s]+")


def extract_features(
    normalized: str,
    masked: str,
    tokens: Sequence[str],
    concepts: Sequence[str],
    entities: Iterable[Entity],
) -> tuple[Bag, ...]:
    """The views of one utterance, in the order of `VIEW_WEIGHTS`."""
    framed = f"^{_BREAKS.sub('|', masked)}$"
    plain = _BREAKS.sub("", normalized)
    named = sorted(set(concepts))
    return (
        (*_ngrams(framed, 4),),
        tuple(f"r{gram}" for gram in _ngrams(plain, 3)),
        (
            *(f"w{token}" for token in tokens),
            *(f"w{a} {b}" for a, b in zip(tokens, tokens[1:], strict=False)),
        ),
        (
            *(f"c{name}" for name in named),
            *(f"c{a}&{b}" for i, a in enumerate(named) for b in named[i + 1 :]),
            *(f"c{a}>{b}" for a, b in zip(concepts, concepts[1:], strict=False)),
            *(f"e{entity.entity}={entity.value}" for entity in entities if _telling(entity)),
            *(f"e{entity.entity}~{entity.role}" for entity in entities if entity.role),
        ),
    )


def _ngrams(text: str, longest: int) -> list[str]:
    return [text[i : i + n] for n in range(1, longest + 1) for i in range(len(text) - n + 1)]


def _telling(entity: Entity) -> bool:
    """Whether the value itself tells something of the intent."""
    return entity.entity in {"product", "repaid", "overdue"}


@dataclass(frozen=True, slots=True)
class SparseRow:
    """One utterance as columns and weights, ascending by column."""

    columns: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]


class Vectorizer:
    """Bags to sparse rows by log-count × inverse document frequency, each view of its own length.

    The idf is smooth, ln((1 + n) / (1 + df)) + 1, as in Manning et al., Introduction to
    Information Retrieval, 6.2. Features of a single example are dropped: they cannot generalise.

    Args:
        features: the vocabulary, a feature's place being its column.
        idf: the weight of each column.
    """

    def __init__(self, features: Sequence[str], idf: npt.NDArray[np.float32]) -> None:
        self.features = tuple(features)
        self.idf = idf
        self._columns = {feature: column for column, feature in enumerate(self.features)}
        total = math.sqrt(sum(weight * weight for weight in VIEW_WEIGHTS))
        self._weights = tuple(weight / total for weight in VIEW_WEIGHTS)

    @classmethod
    def fit(cls, rows: Sequence[tuple[Bag, ...]], least: int = 2) -> Vectorizer:
        """The vocabulary of features that occur in at least `least` of `rows`."""
        counts = Counter(feature for views in rows for feature in set().union(*views))
        kept = sorted(feature for feature, count in counts.items() if count >= least)
        frequencies = np.array([counts[feature] for feature in kept], dtype=np.float32)
        idf = np.log((1 + len(rows)) / (1 + frequencies)) + 1
        return cls(kept, idf.astype(np.float32))

    def __call__(self, views: tuple[Bag, ...]) -> SparseRow:
        """One utterance's row."""
        columns: list[int] = []
        weights: list[float] = []
        for weight, view in zip(self._weights, views, strict=True):
            counts: dict[int, int] = {}
            for feature in view:
                column = self._columns.get(feature)
                if column is not None:
                    counts[column] = counts.get(column, 0) + 1
            if counts:
                found = list(counts)
                values = [
                    (1 + math.log(count)) * float(self.idf[column])
                    for column, count in counts.items()
                ]
                length = math.sqrt(sum(value * value for value in values))
                columns += found
                weights += [weight * value / length for value in values]
        order = np.argsort(columns, kind="stable")
        return SparseRow(
            np.array(columns, dtype=np.int32)[order], np.array(weights, dtype=np.float32)[order]
        )
