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

import numpy as np

from bot.domain import Entity
from bot.nlu.grams import (
    Floats,
    Ints,
    Keys,
    counted,
    first_marked,
    first_triple,
    grams,
    marked,
    places_of,
    telling,
)

VIEW_WEIGHTS = (1.0, 0.7, 0.3)
"""How much each view counts: masked characters, raw characters, concepts (eval)."""

_MOST = 50
_LOGARITHMS = 1 + np.log(np.maximum(1, np.arange(_MOST + 1))).astype(np.float32)
"""1 + ln(count), for counts up to `_MOST`; what occurs more often counts as that."""

_RARE = 6_000
"""Rows among which a feature must occur once: rarer ones gain nothing and cost memory (eval)."""

_START, _END, _BREAK = "\x01\x02\x03"
"""What frames and parts a text's n-grams; before every character of a text in order."""
_FIRST = np.uint64(ord(_BREAK) + 1)

_BREAKS = re.compile(r"[,。!?;:、~.\s]+")


@dataclass(frozen=True, slots=True)
class Features:
    """What an utterance holds.

    `keys` are the n-grams of the masked text and, marked, of the text itself, each once and in
    order; `counts` tells how often each occurs; `names` are the concepts and entities with what
    stands beside them.
    """

    keys: Keys
    counts: Ints
    names: tuple[str, ...]

    @property
    def pairs(self) -> tuple[Keys, Ints]:
        """The characters and pairs of the masked text, with their counts."""
        begin, end = self.keys.searchsorted(_FIRST), first_triple(self.keys)
        return self.keys[begin:end], self.counts[begin:end]


def extract_features(
    normalized: str,
    masked: str,
    concepts: Sequence[str],
    entities: Iterable[Entity],
) -> Features:
    """The features of one utterance."""
    framed = f"{_START}{_BREAKS.sub(_BREAK, masked)}{_END}"
    plain = _BREAKS.sub("", normalized)
    named = sorted(set(concepts))
    return Features(
        *counted(np.concatenate((grams(framed), marked(grams(plain))))),
        (
            *named,
            *(f"{a}&{b}" for i, a in enumerate(named) for b in named[i + 1 :]),
            *(f"{a}>{b}" for a, b in pairwise(concepts)),
            *(f"{entity.entity}={entity.value}" for entity in entities if _telling(entity)),
            *(f"{entity.entity}~{entity.role}" for entity in entities if entity.role),
        ),
    )


def _telling(entity: Entity) -> bool:
    """Whether the value itself tells something of the intent."""
    return entity.entity in {"product", "repaid", "overdue"}


@dataclass(frozen=True, slots=True)
class SparseRow:
    """One utterance as columns, each once, and their weights."""

    columns: Ints
    weights: Floats


class Vectorizer:
    """Features to sparse rows by log-count × inverse document frequency, each view of length 1.

    Rare features are dropped: they cannot generalise.

    Args:
        grams: the n-grams it knows, in order; a feature's place is its column.
        names: the other features it knows; their columns come after.
        idf: the weight of each column.
    """

    def __init__(self, grams: Keys, names: Sequence[str], idf: Floats) -> None:
        self.grams = grams
        self.names = tuple(names)
        self.idf = idf
        self._columns = {name: len(grams) + place for place, name in enumerate(names)}
        total = math.sqrt(sum(weight * weight for weight in VIEW_WEIGHTS))
        self._weights = tuple(weight / total for weight in VIEW_WEIGHTS)

    def __len__(self) -> int:
        """How many columns a row may have."""
        return len(self.idf)

    @classmethod
    def fit(cls, rows: Sequence[Features]) -> Vectorizer:
        """The vocabulary of features that occur in two of `rows`, or one in `_RARE`."""
        least = max(2, round(len(rows) / _RARE))
        keys, counts = counted(np.concatenate([row.keys for row in rows]))
        names = Counter(name for row in rows for name in set(row.names))
        kept = sorted(name for name, count in names.items() if count >= least)
        often = [*counts[counts >= least].tolist(), *(names[name] for name in kept)]
        return cls(keys[counts >= least], kept, telling(len(rows), np.array(often)))

    def __call__(self, features: Features) -> SparseRow:
        """One utterance's row."""
        places = places_of(features.keys, self.grams)
        known = (places >= 0).nonzero()[0]
        end = len(known)
        split = int(known.searchsorted(first_marked(features.keys)))
        names = sorted({self._columns[name] for name in features.names if name in self._columns})
        columns = np.concatenate((places.take(known), np.array(names, np.int32)))
        weights = self.idf.take(columns)
        weights[:end] *= _LOGARITHMS.take(features.counts.take(known), mode="clip")
        views = (weights[:split], weights[split:end], weights[end:])
        for share, view in zip(self._weights, views, strict=True):
            length = math.sqrt(float(view @ view))
            np.multiply(view, share / (length or 1), out=view)
        return SparseRow(columns, weights)
