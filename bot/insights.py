"""What users asked and did not get: grouped by likeness, each group beside its nearest intent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.dialogue.payload import read_payload
from bot.domain import Match
from bot.engine import Engine
from bot.nlu.matcher import ExampleMatcher
from bot.nlu.reader import Reader, build_tokenizer

ALIKE = 0.65
"""Similarity in [0, 1] from which two utterances stand together: so grouped, 92 % of the labelled
utterances have their group's intent; at 0.6 it is 88 %, at 0.7 96 % with a third fewer grouped."""

_ASKED = 5
"""Wordings of a group, the most frequent first, that decide which intent it is nearest to."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A turn that left a question open. `at` is in Unix seconds, `intent` what was answered."""

    at: float
    text: str
    kind: str
    intent: str | None = None
    rating: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Turns whose texts are alike.

    `wordings` are the different texts, most frequent first; `nearest` is the intent that the bot
    as it is now takes them for, with the mean of its confidence.
    """

    turns: tuple[Missed, ...]
    wordings: tuple[str, ...]
    nearest: Match

    @property
    def fallbacks(self) -> int:
        """How many were not understood."""
        return sum(turn.kind == "fallback" for turn in self.turns)

    @property
    def clarifications(self) -> int:
        """How many were asked back and left there."""
        return sum(turn.kind == "clarify" for turn in self.turns)

    @property
    def rated_down(self) -> int:
        """How many answers were rated down."""
        return sum(turn.rating == "down" for turn in self.turns)

    @property
    def answered(self) -> tuple[str, ...]:
        """The intents answered with and rated down."""
        found = (turn.intent for turn in self.turns if turn.rating == "down")
        return tuple(dict.fromkeys(name for name in found if name))

    @property
    def comments(self) -> tuple[str, ...]:
        """What was written beside a rating."""
        return tuple(turn.comment for turn in self.turns if turn.comment)

    @property
    def last(self) -> datetime:
        """When it was asked last."""
        return datetime.fromtimestamp(max(turn.at for turn in self.turns), UTC)


def group_missed(engine: Engine, missed: Iterable[Missed], now: datetime) -> tuple[Group, ...]:
    """The turns in groups of like texts, the largest first."""
    by_text: dict[str, list[Missed]] = defaultdict(list)
    for turn in missed:
        by_text[turn.text.strip()].append(turn)
    texts = sorted(by_text, key=lambda text: (-len(by_text[text]), text))
    groups = [
        Group(
            tuple(turn for text in alike for turn in by_text[text]),
            tuple(alike),
            _nearest(engine, {text: len(by_text[text]) for text in alike[:_ASKED]}, now),
        )
        for alike in _alike(engine, texts, now.date())
    ]
    return tuple(sorted(groups, key=lambda group: -len(group.turns)))


def _alike(engine: Engine, texts: Sequence[str], today: date) -> Iterable[list[str]]:
    """Texts in groups: each joins the group of a text before it that is like it enough.

    Likeness is the matcher's own, over texts with products and figures masked, so that 「花呗…」
    and 「借呗…」 stand together.
    """
    reader = Reader(engine.domain, build_tokenizer(engine.domain), engine.model.lexicon)
    readings = [reader(text, today) for text in texts]
    matcher = ExampleMatcher.build(readings, range(len(readings)))
    first: dict[int, int] = {}
    groups: dict[int, list[str]] = {}
    for place, (text, reading) in enumerate(zip(texts, readings, strict=True)):
        near, similarity = matcher(reading)
        first[place] = next(
            (
                first[int(other)]
                for other, value in zip(near, similarity, strict=True)
                if other < place and value >= ALIKE
            ),
            place,
        )
        groups.setdefault(first[place], []).append(text)
    return groups.values()


def _nearest(engine: Engine, counts: Mapping[str, int], now: datetime) -> Match:
    """The intent that the texts, each as often as it came, are nearest to."""
    total: dict[str, float] = defaultdict(float)
    for text, count in counts.items():
        payload = read_payload(text)
        if payload and payload.name in engine.domain.intents:
            total[payload.name] += count
            continue
        for match in engine.parse(text, now).ranking:
            total[match.name] += match.confidence * count
    name = max(total, key=total.__getitem__)
    return Match(name, total[name] / sum(counts.values()))
