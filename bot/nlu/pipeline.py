"""The stages of understanding, joined: text in, `Understanding` out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from bot.domain import Domain, Entity, Match, Neighbour, Understanding
from bot.nlu.concepts import ConceptFinder
from bot.nlu.entities import EntityExtractor
from bot.nlu.features import Bag, Vectorizer, extract_features
from bot.nlu.lexicon import Lexicon
from bot.nlu.matcher import ExampleMatcher, Prepared
from bot.nlu.model import Model
from bot.nlu.normalize import align
from bot.nlu.ranker import train
from bot.nlu.spelling import Speller
from bot.nlu.split import split_questions
from bot.nlu.tokenize import JiebaTokenizer, Tokenizer

MOST_INTENTS = 1000
"""Up to so many intents a ranker is learnt; beyond, the nearest examples decide alone."""

SHARPNESS = 6.0
"""How steeply margins become probabilities: the softmax's inverse temperature (eval)."""

NEARNESS = 1.0
"""What a similarity of 1 adds to an intent's margin (eval)."""

PART_AT = 0.6
"""Confidence from which a question among several is answered (eval)."""

LONGEST_SPLIT = 60
"""Characters up to which an utterance is split: longer ones tell a story with one question."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """An utterance before it is matched: what every later stage reads."""

    normalized: str
    masked: str
    tokens: tuple[str, ...]
    concepts: tuple[str, ...]
    entities: tuple[Entity, ...]

    @property
    def views(self) -> tuple[Bag, ...]:
        """Its features."""
        return extract_features(self.normalized, self.masked, self.concepts, self.entities)


class Reader:
    """The stages before matching: normalise, respell, find entities, cut words, find concepts."""

    def __init__(self, domain: Domain, tokenize: Tokenizer, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._tokenize = tokenize
        self._respell = Speller(domain.spellings, domain.sounds, lexicon)
        self._extract = EntityExtractor(domain.synonyms)
        self._find_concepts = ConceptFinder(domain.concepts)

    def __call__(self, text: str, today: date) -> Reading:
        """Read one utterance."""
        aligned = self._respell(align(text))
        entities, masked = self._extract(aligned, text, today)
        return Reading(
            aligned.text, masked, self._tokenize(masked), self._find_concepts(masked), entities
        )


def build_tokenizer(domain: Domain) -> Tokenizer:
    """jieba with the domain's own words."""
    products = (word for spelled in domain.synonyms.values() for word in spelled)
    return JiebaTokenizer([*products, *domain.sounds])


def learn(domain: Domain, tokenize: Tokenizer, today: date) -> Model:
    """Learn a model from the domain's examples.

    That is their words, an index of them and, where it pays, a ranker.
    """
    texts = (one.text for intent in domain.intents.values() for one in intent.examples)
    reader = Reader(domain, tokenize, Lexicon.learn(texts, tokenize))
    names = tuple(domain.intents)
    examples: list[str] = []
    labels: list[int] = []
    readings: list[Reading] = []
    for label, name in enumerate(names):
        for example in domain.intents[name].examples:
            examples.append(example.text)
            labels.append(label)
            readings.append(reader(example.text, today))
    matcher = ExampleMatcher(
        Prepared(reading.masked, reading.tokens, label)
        for reading, label in zip(readings, labels, strict=True)
    )
    if len(names) > MOST_INTENTS:
        return Model(names, tuple(examples), reader.lexicon, matcher, None, None)
    views = [reading.views for reading in readings]
    vectorizer = Vectorizer.fit(views)
    rows = [vectorizer(view) for view in views]
    ranker, _ = train(rows, labels, (len(vectorizer.features), len(names)))
    return Model(names, tuple(examples), reader.lexicon, matcher, vectorizer, ranker)


class Pipeline:
    """Understands utterances by a reader and a model."""

    def __init__(self, reader: Reader, model: Model) -> None:
        self._read = reader
        self._model = model
        self._labels = np.array([example.intent for example in model.matcher.examples], np.int32)

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
        near, similarity = self._model.matcher(reading.masked, reading.tokens)
        confidences = self._weigh(reading, near, similarity)
        order = np.argsort(-confidences, kind="stable")
        return Understanding(
            text=text,
            normalized=reading.normalized,
            tokens=reading.tokens,
            concepts=reading.concepts,
            entities=reading.entities,
            ranking=tuple(
                Match(self._model.intents[place], float(confidences[place])) for place in order
            ),
            neighbours=self._neighbours(near, similarity),
        )

    def _weigh(
        self, reading: Reading, near: npt.NDArray[np.int32], similarity: Floats
    ) -> Floats:
        """Each intent's probability: a softmax over margin and nearness."""
        nearness = np.zeros(len(self._model.intents), dtype=np.float32)
        np.maximum.at(nearness, self._labels[near], similarity)
        if self._model.ranker is None or self._model.vectorizer is None:
            return nearness
        margins = self._model.ranker(self._model.vectorizer(reading.views))
        return softmax(SHARPNESS * (margins + NEARNESS * nearness))

    def _neighbours(
        self, near: Sequence[int] | npt.NDArray[np.int32], similarity: Floats
    ) -> tuple[Neighbour, ...]:
        return tuple(
            Neighbour(
                self._model.examples[place],
                self._model.intents[self._labels[place]],
                float(value),
            )
            for place, value in zip(near[:10], similarity[:10], strict=True)
        )


def softmax(logits: Floats) -> Floats:
    """Logits as probabilities that sum to 1."""
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)
