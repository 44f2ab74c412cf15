"""The stages before matching, joined: what an utterance says, before what it wants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.domain import Domain, Entity
from bot.nlu.aligned import Aligned
from bot.nlu.concepts import ConceptFinder
from bot.nlu.entities import EntityExtractor
from bot.nlu.features import Features, extract_features
from bot.nlu.lexicon import Lexicon
from bot.nlu.normalize import align
from bot.nlu.spelling import Speller
from bot.nlu.tokenize import JiebaTokenizer, Tokenizer

_HEAD, _TAIL = 100, 150
"""Characters kept of an utterance longer than both: stories open with the matter and end with
the question."""


@dataclass(frozen=True)
class Reading:
    """An utterance before it is matched: what every later stage reads."""

    normalized: str
    masked: str
    concepts: tuple[str, ...]
    entities: tuple[Entity, ...]
    tokenize: Tokenizer

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The words, cut when they are first asked for: the ranker needs none."""
        return self.tokenize(self.masked)

    @cached_property
    def features(self) -> Features:
        """What the index finds it by and the ranker weighs."""
        return extract_features(self.normalized, self.masked, self.concepts, self.entities)


class Reader:
    """The stages before matching: normalise, respell, find entities, cut words, find concepts."""

    def __init__(self, domain: Domain, tokenize: Tokenizer, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._tokenize = tokenize
        self._respell = Speller(domain.spellings, domain.sounds, lexicon, _product_words(domain))
        self._extract = EntityExtractor(domain.synonyms)
        self._find_concepts = ConceptFinder(domain.concepts)

    def __call__(self, text: str, today: date) -> Reading:
        """Read one utterance."""
        return self._understood(self._respell(align(text)), text, today)

    def clause(self, text: str, today: date) -> Reading:
        """Read a part of a normalised text."""
        return self._understood(Aligned.of(text), text, today)

    def _understood(self, aligned: Aligned, text: str, today: date) -> Reading:
        entities, masked = self._extract(aligned, text, today)
        told = _focus(masked)
        return Reading(
            _focus(aligned.text), told, self._find_concepts(told), entities, self._tokenize
        )


def _focus(text: str) -> str:
    """The part of a long story that holds its question: its beginning and its end."""
    if len(text) <= _HEAD + _TAIL:
        return text
    return f"{text[:_HEAD]},{text[-_TAIL:]}"


def build_tokenizer(domain: Domain) -> Tokenizer:
    """A jieba with the domain's own words."""
    return JiebaTokenizer([*_product_words(domain), *domain.sounds])


def _product_words(domain: Domain) -> Iterator[str]:
    """Every spelling of every product."""
    return (word for spelled in domain.synonyms.values() for word in spelled)
