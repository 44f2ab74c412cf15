"""An utterance as sparse features: what the ranker weighs.

Three views, each a bag normalised for itself so that a long one does not drown a short one:
characters of the masked text and of the text itself (n-grams of 1 to 3), and concepts with what
stands beside them. Words add nothing to these; which views and weights: ADR 4.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.domain import Entity

Bag: TypeAlias = tuple[str, ...]
"""The features of one view, repeated as often as they occur."""

VIEW_WEIGHTS = (1.0, 0.7, 0.3)
"""How much each view counts: masked characters, raw characters, concepts (eval)."""

_MOST = 50
_LOGARITHMS = tuple(1 + math.log(max(1, count)) for count in range(_MOST + 1))
"""1 + ln(count), for counts up to `_MOST`; what occurs more often counts as that."""

_RARE = 10_000
"""Rows among which a feature must occur once; a third fewer features than at two in all, and as
good (eval)."""

_BREAKS = re.compile(r"[,。!?;:、~.\s]+")


def extract_features(
    normalized: str,
    masked: str,
    concepts: Sequence[str],
    entities: Iterable[Entity],
) -> tuple[Bag, ...]:
    """The views of one utterance, in the order of `VIEW_WEIGHTS`."""
    framed = f"^{_BREAKS.sub('|', masked)}$"
    plain = _BREAKS.sub("", normalized)
    named = sorted(set(concepts))
    return (
        _ngrams(framed),
        tuple([f"r{gram}" for gram in _ngrams(plain)]),
        (
            *(f"c{name}" for name in named),
            *(f"c{a}&{b}" for i, a in enumerate(named) for b in named[i + 1 :]),
            *(f"c{a}>{b}" for a, b in pairwise(concepts)),
            *(f"e{entity.entity}={entity.value}" for entity in entities if _telling(entity)),
            *(f"e{entity.entity}~{entity.role}" for entity in entities if entity.role),
        ),
    )


def _ngrams(text: str) -> Bag:
    pairs = map(add, text, text[1:])
    triples = [text[i : i + 3] for i in range(len(text) - 2)]
    return (*text, *pairs, *triples)


def _telling(entity: Entity) -> bool:
    """Whether the value itself tells something of the intent."""
    return entity.entity in {"product", "repaid", "overdue"}


@dataclass(frozen=True, slots=True)
class SparseRow:
    """One utterance as columns, each once, and their weights."""

    columns: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]


class Vectorizer:
    """Bags to sparse rows by log-count × inverse document frequency, each view of its own length.

    The idf is smooth, ln((1 + n) / (1 + df)) + 1, as in Manning et al., Introduction to
    Information Retrieval, 6.2. Rare features are dropped: they cannot generalise.

    Args:
        features: the vocabulary, a feature's place being its column.
        idf: the weight of each column.
    """

    def __init__(self, features: Sequence[str], idf: npt.NDArray[np.float32]) -> None:
        self.features = tuple(features)
        self.idf = idf
        self._idf: list[float] = idf.tolist()
        self._columns = {feature: column for column, feature in enumerate(self.features)}
        total = math.sqrt(sum(weight * weight for weight in VIEW_WEIGHTS))
        self._weights = tuple(weight / total for weight in VIEW_WEIGHTS)

    @classmethod
    def fit(cls, rows: Sequence[tuple[Bag, ...]]) -> Vectorizer:
        """The vocabulary of features that occur in two of `rows`, or one in `_RARE`."""
        least = max(2, round(len(rows) / _RARE))
        counts: Counter[str] = Counter()
        for views in rows:
            counts.update(set().union(*views))
        kept = sorted(feature for feature, count in counts.items() if count >= least)
        frequencies = np.array([counts[feature] for feature in kept], dtype=np.float32)
        idf = np.log((1 + len(rows)) / (1 + frequencies)) + 1
        return cls(kept, idf.astype(np.float32))

    def __call__(self, views: tuple[Bag, ...]) -> SparseRow:
        """One utterance's row."""
        columns: list[int] = []
        weights: list[float] = []
        find, idf, logarithm = self._columns.get, self._idf, _LOGARITHMS
        for weight, view in zip(self._weights, views, strict=True):
            counts: dict[int, int] = {}
            for feature in view:
                column = find(feature)
                if column is not None:
                    counts[column] = counts.get(column, 0) + 1
            if counts:
                values = [
                    logarithm[min(count, _MOST)] * idf[column] for column, count in counts.items()
                ]
                scale = weight / math.sqrt(sum([value * value for value in values]))
                columns += counts
                weights += [scale * value for value in values]
        return SparseRow(np.array(columns, dtype=np.int32), np.array(weights, dtype=np.float32))
