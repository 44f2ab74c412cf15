"""An utterance with its intents ranked: reader and model, joined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from bot.domain import Match, Neighbour, Understanding
from bot.nlu.grams import Floats, Ints
from bot.nlu.model import Model
from bot.nlu.reader import Reader, Reading
from bot.nlu.split import questions_told, split_questions

SHARPNESS = 7.0
"""How steeply margins become probabilities: the softmax's inverse temperature (eval)."""

NEARNESS = 0.7
"""What a similarity of 1 adds to an intent's margin (eval)."""

PART_AT = 0.5
"""Confidence from which a question among several is answered (eval)."""

LONGEST_SPLIT = 60
"""Characters up to which an utterance is split: longer ones tell a story."""

SURE_OF_A_STORY = 0.7
"""Confidence below which a story may ask several things (eval)."""

AGREEMENT = 1.3
"""Power that makes what a story and its questions agree on as sure as it is right (eval)."""

FAINTEST = np.float32(1e-7)
"""A probability below which all are alike: of an intent that one of two readings leaves out."""

RANKED = 20
"""So many intents are ranked; the confidences of the others do not matter to anyone."""

_DAY = date(2026, 1, 1)
"""The day on which what went before is read: its dates do not matter, so any will do."""

NEIGHBOURS = 5
"""So many of the nearest examples are told."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A reading with the examples nearest to it and each intent's probability."""

    reading: Reading
    near: Ints
    similarity: Floats
    confidences: Floats


class Pipeline:
    """Understands utterances by a reader and a model."""

    def __init__(self, reader: Reader, model: Model) -> None:
        self._read = reader
        self.model = model
        self._labels = model.matcher.labels

    def __call__(self, text: str, today: date) -> Understanding:
        """Understand one utterance, and each question in it where it holds several."""
        heard = self._hear(self._read(text, today))
        if len(heard.reading.normalized) > LONGEST_SPLIT:
            return self._as_story(text, heard, today)
        whole = self._ranked(text, heard)
        parts = self._parts(whole, today)
        return replace(whole, parts=parts) if parts else whole

    def after(self, before: str, understanding: Understanding) -> Understanding:
        """The utterance as meant after `before`: as it reads alone and on from there.

        「能改吗」 may be anything, 「花呗几号还款,能改吗」 is about the day.
        """
        on = self._hear(self._read(f"{before},{understanding.text}", _DAY)).confidences
        alone = {match.name: match.confidence for match in understanding.ranking}
        confidences = np.array([alone.get(name, 0) for name in self.model.intents], np.float32)
        return replace(understanding, ranking=self._ranking(agreed(confidences, on)))

    def _as_story(self, text: str, heard: _Heard, today: date) -> Understanding:
        """A story as the whole of it and the questions in it are meant.

        What was told around a question says what it is about, and drowns it. A clause of a story
        is near no example, so only the ranker is asked about it. Where the questions together
        leave it open what is meant, each is one.
        """
        told = questions_told(heard.reading.normalized)
        if not told:
            return self._ranked(text, heard)
        asked = [self._hear_clause(question, today) for question in told]
        mean = np.mean([one.confidences for one in asked], axis=0)
        whole = self._ranked(
            text, replace(heard, confidences=agreed(heard.confidences, mean, AGREEMENT))
        )
        if whole.best.confidence >= SURE_OF_A_STORY:
            return whole
        parts: dict[str, Understanding] = {}
        for question, one in zip(told, asked, strict=True):
            meant = agreed(heard.confidences, one.confidences, AGREEMENT)
            part = self._ranked(question, replace(one, confidences=meant))
            if part.best.confidence >= PART_AT:
                parts.setdefault(part.best.name, part)
        if len(parts) < 2:
            return whole
        likeliest = [match.name for match in whole.ranking if match.name in parts]
        return replace(whole, parts=tuple(parts[name] for name in likeliest))

    def _hear_clause(self, text: str, today: date) -> _Heard:
        none = np.empty(0, np.int32), np.empty(0, np.float32)
        reading = self._read.clause(text, today)
        return _Heard(reading, *none, self._weigh(reading, *none))

    def _parts(self, whole: Understanding, today: date) -> tuple[Understanding, ...]:
        """The questions of an utterance; none where it asks one thing only.

        A question is read with the situation told before it and by itself; the surer counts.
        """
        questions = split_questions(whole.normalized)
        if len(questions) < 2:
            return ()
        parts: list[Understanding] = []
        for question in questions:
            heard = max(
                (
                    self._ranked(wording, self._hear(self._read.clause(wording, today)))
                    for wording in question
                ),
                key=lambda one: one.best.confidence,
            )
            sure = heard.best.confidence >= PART_AT
            if sure and heard.best.name not in {part.best.name for part in parts}:
                parts.append(heard)
        return tuple(parts) if len(parts) > 1 else ()

    def _hear(self, reading: Reading) -> _Heard:
        near, similarity = self.model.matcher(reading)
        return _Heard(reading, near, similarity, self._weigh(reading, near, similarity))

    def _ranked(self, text: str, heard: _Heard) -> Understanding:
        reading = heard.reading
        return Understanding(
            text=text,
            normalized=reading.normalized,
            tokens=reading.tokens,
            concepts=reading.concepts,
            entities=reading.entities,
            ranking=self._ranking(heard.confidences),
            neighbours=self._neighbours(heard.near[:NEIGHBOURS], heard.similarity[:NEIGHBOURS]),
        )

    def _ranking(self, confidences: Floats) -> tuple[Match, ...]:
        order = (-confidences).argsort(kind="stable")[:RANKED]
        names = [self.model.intents[place] for place in order.tolist()]
        return tuple(map(Match, names, confidences[order].tolist()))

    def _weigh(self, reading: Reading, near: Ints, similarity: Floats) -> Floats:
        """Each intent's probability: a softmax over margin and nearness."""
        nearness = np.zeros(len(self.model.intents), dtype=np.float32)
        nearness[self._labels.take(near[::-1])] = similarity[::-1]  # the best one comes last
        if self.model.ranker is None or self.model.vectorizer is None:
            return nearness
        margins = self.model.ranker(self.model.vectorizer(reading.features))
        return softmax(np.float32(SHARPNESS) * (margins + np.float32(NEARNESS) * nearness))

    def _neighbours(self, near: Ints, similarity: Floats) -> tuple[Neighbour, ...]:
        return tuple(
            Neighbour(self.model.examples[place], self.model.intents[self._labels[place]], value)
            for place, value in zip(near.tolist(), similarity.tolist(), strict=True)
        )


def agreed(one: Floats, other: Floats, power: float = 1) -> Floats:
    """The geometric mean of two readings' probabilities, to a power: it keeps what both allow."""
    joined = (np.maximum(one, FAINTEST) * np.maximum(other, FAINTEST)) ** np.float32(power / 2)
    return np.asarray(joined / joined.sum(), dtype=np.float32)


def softmax(logits: Floats) -> Floats:
    """Logits as probabilities that sum to 1."""
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)
