"""An utterance with its intents ranked: reader and model, joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt

from bot.domain import Match, Neighbour, Understanding
from bot.nlu.model import Model
from bot.nlu.reader import Reader, Reading
from bot.nlu.split import split_questions

SHARPNESS = 6.0
"""How steeply margins become probabilities: the softmax's inverse temperature (eval)."""

NEARNESS = 0.7
"""What a similarity of 1 adds to an intent's margin (eval)."""

PART_AT = 0.5
"""Confidence from which a question among several is answered (eval)."""

LONGEST_SPLIT = 60
"""Characters up to which an utterance is split: longer ones tell a story with one question."""

Floats = npt.NDArray[np.float32]


class Pipeline:
    """Understands utterances by a reader and a model."""

    def __init__(self, reader: Reader, model: Model) -> None:
        self._read = reader
        self.model = model
        self._labels = model.matcher.labels

    def __call__(self, text: str, today: date) -> Understanding:
        """Understand one utterance, and each question in it where it holds several."""
        whole = self._understand(text, today)
        return replace(whole, parts=self._parts(whole, today))

    def _parts(self, whole: Understanding, today: date) -> tuple[Understanding, ...]:
        """The questions of an utterance; none where it asks one thing only.

        A question is read with the situation told before it and by itself; the surer counts.
        """
        if len(whole.normalized) > LONGEST_SPLIT:
            return ()
        questions = split_questions(whole.normalized)
        if len(questions) < 2:
            return ()
        parts: list[Understanding] = []
        for question in questions:
            heard = max(
                (self._understand(wording, today) for wording in question),
                key=lambda one: one.best.confidence,
            )
            sure = heard.best.confidence >= PART_AT
            if sure and heard.best.name not in {part.best.name for part in parts}:
                parts.append(heard)
        return tuple(parts) if len(parts) > 1 else ()

    def _understand(self, text: str, today: date) -> Understanding:
        reading = self._read(text, today)
        near, similarity = self.model.matcher(reading.masked, reading.tokens)
        confidences = self._weigh(reading, near, similarity)
        order = np.argsort(-confidences, kind="stable")
        return Understanding(
            text=text,
            normalized=reading.normalized,
            tokens=reading.tokens,
            concepts=reading.concepts,
            entities=reading.entities,
            ranking=tuple(
                map(
                    Match,
                    [self.model.intents[place] for place in order],
                    confidences[order].tolist(),
                )
            ),
            neighbours=self._neighbours(near, similarity),
        )

    def _weigh(self, reading: Reading, near: npt.NDArray[np.int32], similarity: Floats) -> Floats:
        """Each intent's probability: a softmax over margin and nearness."""
        nearness = np.zeros(len(self.model.intents), dtype=np.float32)
        np.maximum.at(nearness, self._labels[near], similarity)
        if self.model.ranker is None or self.model.vectorizer is None:
            return nearness
        margins = self.model.ranker(self.model.vectorizer(reading.views))
        return softmax(np.float32(SHARPNESS) * (margins + np.float32(NEARNESS) * nearness))

    def _neighbours(
        self, near: Sequence[int] | npt.NDArray[np.int32], similarity: Floats
    ) -> tuple[Neighbour, ...]:
        return tuple(
            Neighbour(
                self.model.examples[place],
                self.model.intents[self._labels[place]],
                float(value),
            )
            for place, value in zip(near[:10], similarity[:10], strict=True)
        )


def softmax(logits: Floats) -> Floats:
    """Logits as probabilities that sum to 1."""
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)
