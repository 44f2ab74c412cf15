"""Danger to a person, recognised before everything else, whatever the matcher thinks.

Lists of phrases generalise badly: 900 of them found a third of the sentences that their writers
had not seen, with a false alarm on every eleventh. So a linear scorer decides, learnt with the
model from sentences in danger (the examples of the `crisis` intent and of
`intents/crisis_signals.yml`) against near-misses and some of the other intents' examples. A few
phrases that are never harmless raise the alarm by themselves.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import add
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.domain import CrisisSignals, Domain
from bot.nlu.normalize import normalize
from bot.nlu.phrases import any_of

THRESHOLD = -0.17
"""Score from which there is danger: rather one concern too many than one cry unheard.

On the sentences of `tests/data/crisis.tsv` and `crisis_2.tsv`, which are not learnt from, 98.2 %
of those in danger are found, with a false alarm on 4.3 % of their near-misses; in the long stories
of `crisis_long.tsv` 85 % and 11 % (`tests/unit/nlu/test_crisis.py`).
"""

ALERT = -0.22
"""Score from which there is danger where there was danger a moment ago: 「没人能帮我」."""

_VIEWS = (1.0, 0.7, 1.0)
"""How much each view counts: characters, parts, characters and parts mixed."""
_COSTS = (2.0, 1.0, 0.6)
"""What an error costs in learning: on danger, on a near-miss, on another intent's example."""
_EVERY = 32
"""One in so many examples of other intents is learnt from; those that look like danger stand
among the near-misses, so more take time and gain little."""
_ENOUGH = 200
"""So many of them are learnt from in any case: a small bot must not hear danger everywhere."""
_HARD = -0.3
"""Score from which the examples left out, and passages of long ones, are learnt from in a second
pass: it halves the false alarms on what users ask of their debts."""
_UNHEARD = 8
"""A view counts as if it held so many more features that say nothing: of a short sentence little
is known, and little is not enough for an alarm."""
_REACH = 4
"""A part is paired with so many that follow it."""
_FAINT = 0.03
"""A weight below which a feature is let go: more than half are, and no score suffers (eval)."""
_RIDGE = 1.0
_STEPS = 15

_LONG = 30
"""Characters from which harmless examples are also learnt from passage by passage."""
_PASSAGE = 12
"""Characters that a passage has at least: fewer mean too little by themselves."""

_NOISE = re.compile(r"[\W_]+")
_SIGH = re.compile(r"^(?:[唉哎诶欸嗐呜][呀哟呦啊]?[\W_]*)+")
"""Opens what is said and says nothing of danger, neither more nor less."""
_CUT = re.compile(r"[,。!?;:、~…\s]+")

Views: TypeAlias = tuple[set[str], ...]
Floats: TypeAlias = npt.NDArray[np.float64]


class CrisisDetector:
    """Whether an utterance speaks of danger to a person.

    Args:
        signals: the parts, idioms and phrases it looks for.
        weights: what `learn_danger` learnt, by feature.
    """

    def __init__(self, signals: CrisisSignals, weights: Mapping[str, float]) -> None:
        self._read = _Reader(signals)
        self._weights = weights

    def __call__(self, text: str, *, alert: bool = False) -> bool:
        """Whether the utterance speaks of danger to a person; less is enough where `alert`."""
        return self.score(text) >= (ALERT if alert else THRESHOLD)

    def score(self, text: str) -> float:
        """How much it sounds like danger: about 1 is surely, about -1 surely not.

        The mean of the whole and of the passage that sounds most like it: one clause of danger in
        a long story would be drowned, and out of its story many a clause sounds like danger.
        """
        text = _SIGH.sub("", normalize(text))
        views, certain = self._read(text)
        whole = _score(self._weights, views)
        passages = (self._read(passage)[0] for passage in _passages(text))
        most = max((_score(self._weights, views) for views in passages), default=whole)
        score = (whole + max(whole, most)) / 2
        return max(score, 1.0) if certain else score


def learn_danger(domain: Domain) -> dict[str, float]:
    """The weights of features that tell sentences in danger from all others."""
    read = _Reader(domain.crisis)
    examples = {
        name: [normalize(one.text) for one in intent.examples]
        for name, intent in domain.intents.items()
    }
    danger = [*examples.pop("crisis", ()), *map(normalize, domain.crisis.examples)]
    near_misses = list(map(normalize, domain.crisis.near_misses))
    others = [text for texts in examples.values() for text in texts]
    thinned = _thinned(others)
    groups = [danger, near_misses, thinned]
    rows = [[read(text)[0] for text in group] for group in groups]
    weights = _learn(rows)
    taken = set(thinned)
    left = [text for text in others if text not in taken]
    long = (text for text in (*others, *near_misses) if len(text) > _LONG)
    left += [passage for text in long for passage in _passages(text)]
    rows[-1] += [views for text in left if _score(weights, views := read(text)[0]) >= _HARD]
    return _learn(rows)


def _thinned(texts: Sequence[str]) -> Sequence[str]:
    """One in `_EVERY`, but about `_ENOUGH` where there are as many.

    Chosen by what they say, so that an edit adds or takes its own examples and moves no other.
    """
    every = max(1, min(_EVERY, len(texts) // _ENOUGH))
    return [text for text in texts if zlib.crc32(text.encode()) % every == 0]


class _Reader:
    """A normalised text as sets of features, one for each of `_VIEWS`; whether danger is certain.

    A part is a group of words that do the same in a sentence: dying, living, a high place, kin,
    debt, a bank's business … Idioms are blanked out before parts are looked for.
    """

    def __init__(self, signals: CrisisSignals) -> None:
        self._idioms = any_of(map(_plain, signals.idioms))
        self._direct = any_of(map(_plain, signals.direct))
        self._part_of: dict[str, str] = {}
        for name, spoken in signals.parts.items():
            for word in spoken:
                self._part_of.setdefault(word, f"#{name}")
        self._parts = any_of(self._part_of)

    def __call__(self, text: str) -> tuple[Views, bool]:
        whole = _NOISE.sub("", text)
        plain = self._idioms.sub("|", whole)
        parts: list[str] = []
        tokens = ["~^"]
        end = 0
        for match in self._parts.finditer(plain):
            part = self._part_of[match.group()]
            parts.append(part)
            tokens += [*plain[end : match.start()], part]
            end = match.end()
        tokens += [*plain[end:], "$"]
        ordered = {
            first + second
            for place, first in enumerate(parts)
            for second in parts[place + 1 : place + 1 + _REACH]
        }
        ordered.update(parts, _joined(parts, ">"))
        mixed = {f"{first}~{second}" for first, second in pairwise(tokens)}
        mixed.update(_joined(tokens, "~"))
        return (_ngrams(f"^{whole}$"), ordered, mixed), bool(self._direct.search(plain))


def _plain(text: str) -> str:
    return _NOISE.sub("", normalize(text))


def _passages(text: str) -> list[str]:
    """From each clause of a text of several on, as many as make up a passage.

    >>> _passages("欠了二十万,我现在站在大桥上,往下看了很久,征信怎么办")
    ['欠了二十万,我现在站在大桥上', '我现在站在大桥上,往下看了很久', '往下看了很久,征信怎么办']
    """
    clauses = [clause for clause in _CUT.split(text) if clause]
    passages: list[str] = []
    end = 0
    while end < len(clauses):
        begin = len(passages)
        end = begin + 1
        while end < len(clauses) and len(",".join(clauses[begin:end])) < _PASSAGE:
            end += 1
        passages.append(",".join(clauses[begin:end]))
    return passages if len(clauses) > 1 else []


def _joined(items: Sequence[str], mark: str) -> list[str]:
    """Every three in a row."""
    return [mark.join(three) for three in zip(items, items[1:], items[2:], strict=False)]


def _ngrams(text: str) -> set[str]:
    return {*text, *map(add, text, text[1:]), *map(add, map(add, text, text[1:]), text[2:])}


def _score(weights: Mapping[str, float], views: Views) -> float:
    total = weights.get("", 0.0)
    for view, share in zip(views, _VIEWS, strict=True):
        known = (weights[feature] for feature in view if feature in weights)
        total += _loudness(view, share) * sum(known)
    return total


def _loudness(view: set[str], share: float) -> float:
    """What one feature of a view counts: less among many, whether or not the others are known."""
    return share / math.sqrt(len(view) + _UNHEARD)


def _learn(groups: Sequence[Sequence[Views]]) -> dict[str, float]:
    """Weights of the features, the bias under `""`: ridge regression on danger (1) or none (-1).

    `groups` are the rows of danger, of near-misses and of other intents.

    Solved by conjugate gradients; see Rifkin, Yeo and Poggio 2003, "Regularized Least-Squares
    Classification". Features of a single sentence are dropped: they cannot generalise.
    """
    rows = [views for group in groups for views in group]
    sizes = [len(group) for group in groups]
    labels = np.repeat([1.0, -1.0, -1.0], sizes)
    costs = np.repeat(_COSTS, sizes)
    counts = Counter(feature for views in rows for view in views for feature in view)
    features = ["", *sorted(feature for feature, count in counts.items() if count > 1)]
    columns = {feature: column for column, feature in enumerate(features)}
    places: list[int] = []
    values: list[float] = []
    starts: list[int] = []
    for views in rows:
        starts.append(len(places))
        places.append(0)
        values.append(1.0)
        for view, share in zip(views, _VIEWS, strict=True):
            known = sorted(columns[feature] for feature in view if feature in columns)
            places += known
            values += [_loudness(view, share)] * len(known)
    at, value = np.array(places), np.array(values)
    lengths = np.diff([*starts, len(places)])

    def gather(residue: Floats) -> Floats:
        return np.bincount(at, np.repeat(residue, lengths) * value, len(features)).astype(float)

    weights = np.zeros(len(features))
    rest = gather(costs * labels)
    step = rest
    square = float(rest @ rest)
    for _ in range(_STEPS if square else 0):
        scores: Floats = np.add.reduceat(step[at] * value, starts)
        image = gather(costs * scores) + _RIDGE * step
        length = square / float(step @ image)
        weights = weights + length * step
        rest = rest - length * image
        before, square = square, float(rest @ rest)
        step = rest + square / before * step
    learnt = zip(features, weights.tolist(), strict=True)
    return {feature: weight for feature, weight in learnt if abs(weight) >= _FAINT or not feature}
