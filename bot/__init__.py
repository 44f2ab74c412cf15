"""yuqi's bot: text and tracker in, turn out. No web, no storage, no clock in here.

>>> from pathlib import Path
>>> from datetime import UTC, datetime
>>> engine = build_engine(Path("."))                                      # doctest: +SKIP
>>> turn = engine.handle("花呗有宽限期吗", Tracker("1"), datetime.now(UTC))   # doctest: +SKIP
>>> turn.reply.intents[0].name                                            # doctest: +SKIP
'grace_period'
"""

from bot.bootstrap import build_engine
from bot.config import Config
from bot.dialogue.events import Event, event_from_dict
from bot.dialogue.tracker import Tracker
from bot.domain import Reply, Suggestion, Understanding
from bot.engine import Engine, Turn
from bot.errors import BotError, ContentError, Fault, UtteranceError
from bot.suggest import Catalogue, Completion

__all__ = [
    "BotError",
    "Catalogue",
    "Completion",
    "Config",
    "ContentError",
    "Engine",
    "Event",
    "Fault",
    "Reply",
    "Suggestion",
    "Tracker",
    "Turn",
    "Understanding",
    "UtteranceError",
    "build_engine",
    "event_from_dict",
]
