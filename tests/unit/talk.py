"""Conversations held with a bot, a minute between the turns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot import Tracker

if TYPE_CHECKING:
    from bot import Engine, Turn

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def talk(engine: Engine, *texts: str, pause: timedelta = timedelta(minutes=1)) -> list[Turn]:
    """One turn for each text."""
    tracker, turns = Tracker("test"), []
    for number, text in enumerate(texts):
        turns.append(engine.handle(text, tracker, NOON + number * pause))
        tracker = turns[-1].tracker
    return turns
