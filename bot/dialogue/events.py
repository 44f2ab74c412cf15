"""What happened in a conversation, in Rasa's words and JSON shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bot.domain import SlotValue

ACTION_LISTEN = "action_listen"
ACTION_SESSION_START = "action_session_start"


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """A session begins: the first message, or the first after a long silence."""

    timestamp: float

    def as_dict(self) -> dict[str, Any]:
        """The event as Rasa writes it."""
        return {"event": "session_started", "timestamp": self.timestamp}


@dataclass(frozen=True, slots=True)
class UserUttered:
    """The user said something. `parse_data` is what `/model/parse` answers for it."""

    timestamp: float
    text: str
    parse_data: Mapping[str, Any] = field(default_factory=dict)
    message_id: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The event as Rasa writes it."""
        return {
            "event": "user",
            "timestamp": self.timestamp,
            "text": self.text,
            "parse_data": dict(self.parse_data),
            "message_id": self.message_id,
        }


@dataclass(frozen=True, slots=True)
class SlotSet:
    """A slot got a value; None forgets it."""

    timestamp: float
    name: str
    value: SlotValue

    def as_dict(self) -> dict[str, Any]:
        """The event as Rasa writes it."""
        return {
            "event": "slot",
            "timestamp": self.timestamp,
            "name": self.name,
            "value": self.value,
        }


@dataclass(frozen=True, slots=True)
class ActionExecuted:
    """The bot acted: a response's name, `action_listen`, …; `policy` says who decided it."""

    timestamp: float
    name: str
    policy: str | None = None
    confidence: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """The event as Rasa writes it."""
        return {
            "event": "action",
            "timestamp": self.timestamp,
            "name": self.name,
            "policy": self.policy,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class ActiveLoop:
    """A form began to ask, or with name None ended."""

    timestamp: float
    name: str | None

    def as_dict(self) -> dict[str, Any]:
        """The event as Rasa writes it."""
        return {"event": "active_loop", "timestamp": self.timestamp, "name": self.name}


@dataclass(frozen=True, slots=True)
class BotUttered:
    """The bot replied. `data` holds buttons as Rasa does; `metadata` what the dialogue needs."""

    timestamp: float
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The event as Rasa writes it."""
        return {
            "event": "bot",
            "timestamp": self.timestamp,
            "text": self.text,
            "data": dict(self.data),
            "metadata": dict(self.metadata),
        }


Event: TypeAlias = (
    SessionStarted | UserUttered | SlotSet | ActionExecuted | ActiveLoop | BotUttered
)

_TYPES: dict[str, type[Event]] = {
    "session_started": SessionStarted,
    "user": UserUttered,
    "slot": SlotSet,
    "action": ActionExecuted,
    "active_loop": ActiveLoop,
    "bot": BotUttered,
}


def event_from_dict(data: Mapping[str, Any]) -> Event:
    """The event that `as_dict` wrote.

    Raises:
        KeyError: the kind of event is unknown.

    >>> event_from_dict(SlotSet(1.0, "product", "huabei").as_dict())
    SlotSet(timestamp=1.0, name='product', value='huabei')
    """
    fields = dict(data)
    kind = _TYPES[fields.pop("event")]
    return kind(**fields)
