"""Which features decide between intents: a linear ranker learnt from the examples alone.

One-against-rest support vector machines with squared hinge loss, solved in the dual by coordinate
descent (Hsieh et al. 2008, "A Dual Coordinate Descent Method for Large-scale Linear SVM", the
algorithm of LIBLINEAR). All classes share an example's features, so one pass updates them side by
side in numpy; the order of passes is seeded, so the same content gives the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.nlu.features import SparseRow
from bot.nlu.grams import Floats

COST = 1.0
"""C of the SVM: how much an example on the wrong side costs (eval)."""

_EPOCHS = 5
_SETTLED = 1e-3
"""A dual step below this changes no ranking; an example that small is skipped for two passes."""


@dataclass(frozen=True, slots=True)
class LinearRanker:
    """Weights of shape (features, intents)."""

    weights: Floats

    def __call__(self, row: SparseRow) -> Floats:
        """The margin of each intent for one utterance, about -1 (surely not) to 1 (surely)."""
        if not len(row.columns):
            return np.full(self.weights.shape[1], -1, dtype=np.float32)
        return np.asarray(row.weights @ self.weights.take(row.columns, axis=0), np.float32)


def train(
    rows: Sequence[SparseRow],
    labels: Sequence[int],
    weights: Floats,
    epochs: int = _EPOCHS,
) -> LinearRanker:
    """Learn from labelled rows.

    Args:
        rows: the examples.
        labels: each example's intent, as a column of the weights.
        weights: where to begin, of shape (features, intents): zeros to learn anew, an earlier
            ranker's to learn a few examples more. Changed in place.
        epochs: passes over the examples at most.
    """
    count = len(rows)
    signs = np.full((count, weights.shape[1]), -1, dtype=np.float32)
    signs[np.arange(count), np.asarray(labels, dtype=np.int64)] = 1
    duals = np.zeros_like(signs)
    soft = np.float32(1 / (2 * COST))
    lengths = np.array([row.weights @ row.weights for row in rows], dtype=np.float32) + soft
    wake = np.zeros(count, dtype=np.int32)
    generator = np.random.default_rng(0)
    for epoch in range(epochs):
        moved = False
        for index in generator.permutation(np.flatnonzero(wake <= epoch)):
            row, sign, dual = rows[index], signs[index], duals[index]
            gradient = sign * (row.weights @ weights[row.columns]) - 1 + dual * soft
            changed = np.maximum(dual - gradient / lengths[index], 0)
            step = changed - dual
            if np.abs(step).max() < _SETTLED:
                wake[index] = epoch + 3
                continue
            moved = True
            duals[index] = changed
            weights[row.columns] += np.outer(row.weights, step * sign)
        if not moved:
            break
    return LinearRanker(weights)
