"""The thresholds of the engine: each with its unit, its meaning and where the figure comes from.

The figures marked (eval) are chosen by `make thresholds`, which prints the table they are read
from; `docs/adr/` tells the story.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Config:
    """How sure the engine must be, and how long it remembers."""

    answer_at: float = 0.5
    """Confidence from which the best intent may be answered at once (eval)."""

    margin: float = 0.15
    """How far the best must lie above the second to be answered below `sure_at` (eval)."""

    likely_at: float = 0.4
    """Confidence from which the likelier is answered whatever the margin, where asking back costs
    more than it gains: in the middle of a conversation, after a whole story, and between two
    questions about a debt, of which the other is offered below the answer (eval)."""

    sure_at: float = 0.7
    """Confidence from which the margin no longer matters (eval)."""

    clarify_at: float = 0.12
    """Confidence from which an intent is worth offering when none is certain enough (eval)."""

    fallback_at: float = 0.2
    """Confidence below which a parse names no intent (`nlu_fallback`)."""

    session_timeout: timedelta = timedelta(minutes=30)
    """Silence after which a fresh session begins and slots are asked again."""

    max_utterance: int = 1000
    """Longest utterance in code points, after trimming (api.md)."""

    max_parts: int = 3
    """Questions answered in one turn at most."""
