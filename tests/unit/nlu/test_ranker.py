from __future__ import annotations

import numpy as np

from bot.nlu.features import SparseRow
from bot.nlu.ranker import LinearRanker, train


def row(*columns: int) -> SparseRow:
    weights = np.full(len(columns), 1 / max(1, len(columns)) ** 0.5, dtype=np.float32)
    return SparseRow(np.array(columns, dtype=np.int32), weights)


ROWS = [row(0, 1), row(0, 2), row(3, 4), row(3, 5), row(6, 7), row(6, 8)]
LABELS = [0, 0, 1, 1, 2, 2]


def learnt(rows: list[SparseRow], labels: list[int]) -> LinearRanker:
    """A ranker of nine features and three intents."""
    return train(rows, labels, np.zeros((9, 3), dtype=np.float32))


def test_learns_what_tells_intents_apart() -> None:
    ranker = learnt(ROWS, LABELS)
    assert [int(ranker(one).argmax()) for one in ROWS] == LABELS


def test_generalises_to_an_unseen_mixture() -> None:
    ranker = learnt(ROWS, LABELS)
    assert int(ranker(row(3)).argmax()) == 1


def test_own_intent_has_a_margin_above_nought_and_the_others_below() -> None:
    ranker = learnt(ROWS, LABELS)
    margins = ranker(ROWS[0])
    assert margins[0] > 0
    assert (margins[1:] < 0).all()


def test_same_examples_give_the_same_weights() -> None:
    first = learnt(ROWS, LABELS)
    second = learnt(ROWS, LABELS)
    assert np.array_equal(first.weights, second.weights)


def test_utterance_of_nothing_known_is_surely_no_intent() -> None:
    ranker = learnt(ROWS, LABELS)
    assert ranker(row()).tolist() == [-1.0, -1.0, -1.0]


def test_learning_goes_on_from_where_it_ended() -> None:
    begun = learnt(ROWS, LABELS)
    more = train([row(0, 8)], [2], begun.weights.astype(np.float32))
    assert int(more(row(0, 8)).argmax()) == 2
    assert int(more(ROWS[2]).argmax()) == 1
