"""Completions while typing, and the catalogue of questions for the start screen."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

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


@dataclass(frozen=True, slots=True)
class _Entry:
    completion: Completion
    text: str
    letters: str


class Completions:
    """Finds questions by prefix, by substring, by pinyin initials, and by likeness."""

    def __init__(self, domain: Domain) -> None:
        self.catalogue = _catalogue(domain)
        names = [domain.product_names[one] for one in _PRODUCTS if one in domain.product_names]
        entries: dict[str, _Entry] = {}
        for intent in domain.intents.values():
            if intent.topic == _HIDDEN_TOPIC:
                continue
            for title in (intent.title, *(intent.titled(name) for name in names)):
                text = normalize(title)
                entries.setdefault(
                    text, _Entry(Completion(title, intent.name), text, initials(text))
                )
        self._entries = tuple(entries.values())

    def __call__(self, query: str, limit: int) -> tuple[Completion, ...]:
        """The best `limit` completions of `query`, one an intent and wording."""
        text = normalize(query)
        if not text or limit < 1:
            return ()
        scored = [(_score(text, entry), place) for place, entry in enumerate(self._entries)]
        best = sorted((-score, place) for score, place in scored if score > 0)[:limit]
        return tuple(self._entries[place].completion for _, place in best)


def _score(text: str, entry: _Entry) -> float:
    """How well an entry completes the query: prefix, substring, initials, likeness; 0 not."""
    if entry.text.startswith(text):
        return 5 + len(text) / len(entry.text)
    if text in entry.text:
        return 4 + len(text) / len(entry.text)
    if text.isascii() and text.isalnum():
        if entry.letters.startswith(text):
            return 3 + len(text) / len(entry.letters)
        return 2.0 if text in entry.letters else 0.0
    likeness = fuzz.partial_ratio(text, entry.text) if len(text) > 2 else 0.0
    return likeness / 100 if likeness >= _CLOSE else 0.0


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
