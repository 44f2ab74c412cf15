"""Completions while typing, and the catalogue of questions for the start screen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz import fuzz, process

from bot.domain import Domain
from bot.nlu.normalize import normalize
from bot.nlu.pinyin import initials

_PRODUCTS = ("huabei", "jiebei", "credit_card", "online_loan", "weilidai", "jd_baitiao")
_HIDDEN_TOPIC = "chat"
_CLOSE = 70


@dataclass(frozen=True, slots=True)
class Completion:
    """A question that may be meant, with its intent."""

    title: str
    intent: str


@dataclass(frozen=True, slots=True)
class TopicQuestions:
    """A topic with its questions."""

    name: str
    title: str
    questions: tuple[Completion, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every question by topic, in the order of `intents/topics.yml`, and the hottest first."""

    topics: tuple[TopicQuestions, ...]
    hot: tuple[Completion, ...]


class Completions:
    """Finds questions by prefix, by substring, by pinyin initials, and by likeness."""

    def __init__(self, domain: Domain) -> None:
        self.catalogue = _catalogue(domain)
        names = [domain.product_names[one] for one in _PRODUCTS if one in domain.product_names]
        found: dict[str, Completion] = {}
        for intent in domain.intents.values():
            if intent.topic == _HIDDEN_TOPIC:
                continue
            for title in (intent.title, *(intent.titled(name) for name in names)):
                found.setdefault(normalize(title), Completion(title, intent.name))
        rank = domain.hot
        texts = sorted(
            found, key=lambda text: (rank.get(found[text].intent, len(rank) + 1), len(text))
        )
        self._completions = tuple(found[text] for text in texts)
        self._texts = _Lines(texts)
        self._letters = _Lines([initials(text) for text in texts])

    def __call__(self, query: str, limit: int) -> tuple[Completion, ...]:
        """The best `limit` completions of `query`, each of another intent."""
        text = normalize(query)
        best: dict[str, Completion] = {}
        if text and limit > 0:
            for place in self._ranked(text):
                completion = self._completions[place]
                best.setdefault(completion.intent, completion)
                if len(best) == limit:
                    break
        return tuple(best.values())

    def _ranked(self, text: str) -> Iterator[int]:
        """Places of what may be meant: each way in turn, the hottest first, then the shortest."""
        yield from self._texts.beginning_with(text)
        yield from self._texts.containing(text)
        if text.isascii() and text.isalnum():
            yield from self._letters.beginning_with(text)
            yield from self._letters.containing(text)
        elif len(text) > 2:
            alike = process.extract(
                text, self._texts.lines, scorer=fuzz.partial_ratio, score_cutoff=_CLOSE, limit=None
            )
            yield from (place for _, _, place in alike)


class _Lines:
    """Lines searched as one text: the search runs through them all without a step of Python."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._text = "".join(f"\n{line}" for line in lines)
        self._starts = tuple(accumulate((1 + len(line) for line in lines), initial=0))

    def beginning_with(self, words: str) -> Iterator[int]:
        """Places of the lines that begin with the words."""
        return self.containing(f"\n{words}")

    def containing(self, words: str) -> Iterator[int]:
        """Places of the lines that contain the words."""
        at = self._text.find(words)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            at = self._text.find(words, self._starts[place + 1])


def _catalogue(domain: Domain) -> Catalogue:
    by_topic: dict[str, list[Completion]] = {topic: [] for topic in domain.topics}
    for intent in domain.intents.values():
        if intent.topic != _HIDDEN_TOPIC:
            by_topic.setdefault(intent.topic, []).append(Completion(intent.title, intent.name))
    rank = domain.hot
    for questions in by_topic.values():
        questions.sort(key=lambda one: rank.get(one.intent, len(rank) + 1))
    hot = sorted((name for name in rank if name in domain.intents), key=lambda name: rank[name])
    return Catalogue(
        tuple(
            TopicQuestions(name, domain.topics.get(name, name), tuple(questions))
            for name, questions in by_topic.items()
            if questions
        ),
        tuple(Completion(domain.intents[name].title, name) for name in hot),
    )
