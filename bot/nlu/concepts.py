"""Meanings that many wordings share, found by the expressions of `intents/understanding.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain import Concept


class ConceptFinder:
    """Names the concepts of an utterance.

    >>> ConceptFinder([Concept("REPAID", "还清|结清")])("P还清后能用吗")
    ('REPAID',)
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._patterns = [(concept.name, re.compile(concept.pattern)) for concept in concepts]

    def __call__(self, masked: str) -> tuple[str, ...]:
        """The concepts in a masked text, in the order in which they first occur."""
        found = []
        for name, pattern in self._patterns:
            if match := pattern.search(masked):
                found.append((match.start(), name))
        return tuple(name for _, name in sorted(found))
