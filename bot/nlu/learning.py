"""From examples to a model: learnt anew, or an earlier one amended by what was edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from bot.domain import Domain
from bot.nlu.crisis import learn_danger
from bot.nlu.features import SparseRow, Vectorizer
from bot.nlu.grams import Floats
from bot.nlu.lexicon import Lexicon
from bot.nlu.matcher import ExampleMatcher
from bot.nlu.model import Model
from bot.nlu.ranker import LinearRanker, train
from bot.nlu.reader import Reader
from bot.nlu.tokenize import Tokenizer

MOST_INTENTS = 1000
"""Up to so many intents a ranker is learnt; beyond, the nearest examples decide alone."""

_DAY = date(2026, 1, 1)
"""The day on which examples are read: any will do, but always the same."""

_MOST_EDITED = 200
"""So many new examples are learnt at once; more want learning anew."""


def learn(domain: Domain, tokenize: Tokenizer) -> Model:
    """Learn a model from the domain's examples.

    That is their words, what tells danger, an index of them and, where it pays, a ranker.
    """
    names, texts, labels = _labelled(domain)
    lexicon = Lexicon.learn(texts, tokenize)
    danger = learn_danger(domain)
    reader = Reader(domain, tokenize, lexicon)
    readings = [reader(text, _DAY) for text in texts]
    matcher = ExampleMatcher.build(readings, labels)
    if len(names) > MOST_INTENTS:
        return Model(names, texts, lexicon, danger, matcher, None, None)
    features = [reading.features for reading in readings]
    vectorizer = Vectorizer.fit(features)
    weights = np.zeros((len(vectorizer), len(names)), dtype=np.float32)
    ranker = train([vectorizer(one) for one in features], labels, weights)
    return Model(names, texts, lexicon, danger, matcher, vectorizer, ranker)


def amend(model: Model, domain: Domain, tokenize: Tokenizer) -> Model | None:
    """An earlier model with the domain's edits learnt on top, in a fraction of a second.

    New examples are indexed and learnt by themselves, a new intent begins at the mean of the
    others, what was removed is forgotten by the index only. Good enough to serve until `learn`
    is through; None where too much was edited.
    """
    names, texts, labels = _labelled(domain)
    known = {text: place for place, text in enumerate(model.examples)}
    origins = np.array([known.pop(text, -1) for text in texts], np.int32)
    edited = np.flatnonzero(origins < 0).tolist()
    if len(edited) > _MOST_EDITED:
        return None
    reader = Reader(domain, tokenize, model.lexicon)
    readings = {place: reader(texts[place], _DAY) for place in edited}
    matcher = model.matcher.amended(origins, labels, readings)
    if model.ranker is None or model.vectorizer is None or len(names) > MOST_INTENTS:
        return Model(names, texts, model.lexicon, model.danger, matcher, None, None)
    ranker = LinearRanker(_reordered(model, names))
    if edited:
        rows = [model.vectorizer(readings[place].features) for place in edited]
        ranker = _learnt_more(ranker, rows, [labels[place] for place in edited])
    return Model(names, texts, model.lexicon, model.danger, matcher, model.vectorizer, ranker)


def _learnt_more(
    ranker: LinearRanker, rows: Sequence[SparseRow], labels: Sequence[int]
) -> LinearRanker:
    """The ranker with a few rows learnt on top: only the weights of their features move."""
    columns = np.unique(np.concatenate([row.columns for row in rows]))
    narrow = [
        SparseRow(np.searchsorted(columns, row.columns).astype(np.int32), row.weights)
        for row in rows
    ]
    weights = ranker.weights.copy()
    weights[columns] = train(narrow, labels, weights[columns]).weights
    return LinearRanker(weights)


def _labelled(domain: Domain) -> tuple[tuple[str, ...], tuple[str, ...], list[int]]:
    """The intents' names, the examples' texts, and each example's intent by its place."""
    names = tuple(domain.intents)
    pairs = [
        (example.text, label)
        for label, name in enumerate(names)
        for example in domain.intents[name].examples
    ]
    return names, tuple(text for text, _ in pairs), [label for _, label in pairs]


def _reordered(model: Model, names: tuple[str, ...]) -> Floats:
    """The ranker's columns in the order of `names`, those of new intents the mean of all."""
    assert model.ranker is not None  # noqa: S101  the caller has looked
    weights = model.ranker.weights
    places = {name: place for place, name in enumerate(model.intents)}
    if names == model.intents:
        return weights
    columns = np.array([places.get(name, -1) for name in names])
    reordered = weights.take(columns, axis=1)
    reordered[:, columns < 0] = weights.mean(axis=1, keepdims=True)
    return reordered
