"""Danger to a person, recognised before everything else, whatever the matcher thinks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain import CrisisSignals
from bot.nlu.normalize import normalize

_NOISE = re.compile(r"[\W_]+")


class CrisisDetector:
    """Looks for the signals of `intents/crisis_signals.yml` once idioms are blanked out."""

    def __init__(self, signals: CrisisSignals) -> None:
        self._idioms = _any_of(signals.idioms)
        self._signals = _any_of((*signals.direct, *signals.indirect))

    def __call__(self, text: str) -> bool:
        """Whether the utterance speaks of danger to a person."""
        plain = _squeeze(text)
        return bool(self._signals.search(self._idioms.sub("|", plain)))


def _squeeze(text: str) -> str:
    """The text without punctuation and white space, which people put anywhere."""
    return _NOISE.sub("", normalize(text))


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    words = sorted({_squeeze(phrase) for phrase in phrases} - {""}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")
