"""The conversation so far: events in, state read off them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from bot.dialogue.events import (
    ACTION_LISTEN,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from bot.domain import SlotValue


@dataclass(frozen=True)
class Tracker:
    """A conversation: nothing but its events, in order.

    Everything else here is read off the events, so that a tracker loaded from a store continues
    exactly as the one that was saved.
    """

    conversation_id: str
    events: tuple[Event, ...] = ()

    def after(self, events: Iterable[Event]) -> Tracker:
        """The tracker once these have happened too."""
        return replace(self, events=(*self.events, *events))

    @cached_property
    def session(self) -> tuple[Event, ...]:
        """The events since the session began."""
        for index in range(len(self.events) - 1, -1, -1):
            if isinstance(self.events[index], SessionStarted):
                return self.events[index:]
        return self.events

    @property
    def slots(self) -> dict[str, SlotValue]:
        """What is remembered in this session; forgotten slots are absent."""
        slots: dict[str, SlotValue] = {}
        for event in self.session:
            if isinstance(event, SlotSet):
                slots[event.name] = event.value
        return {name: value for name, value in slots.items() if value is not None}

    def slots_with(self, name: str, value: SlotValue) -> dict[str, SlotValue]:
        """What was remembered when a slot last had this value; empty where it never had it."""
        slots: dict[str, SlotValue] = {}
        found: dict[str, SlotValue] = {}
        for event in self.session:
            if isinstance(event, UserUttered) and slots.get(name) == value:
                found = dict(slots)
            elif isinstance(event, SlotSet):
                slots[event.name] = event.value
        return {name: value for name, value in found.items() if value is not None}

    @property
    def turns(self) -> int:
        """How many utterances the user has made, over all sessions."""
        return sum(isinstance(event, UserUttered) for event in self.events)

    @property
    def active_loop(self) -> str | None:
        """The form that is asking, None where none is."""
        for event in reversed(self.session):
            if isinstance(event, ActiveLoop):
                return event.name
        return None

    @cached_property
    def replies(self) -> tuple[BotUttered, ...]:
        """What the bot said in this session, oldest first."""
        return tuple(event for event in self.session if isinstance(event, BotUttered))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of what the bot said in this session, oldest first."""
        return tuple(str(reply.metadata.get("kind")) for reply in self.replies)

    @property
    def last_reply(self) -> BotUttered | None:
        """What the bot said last in this session."""
        return self.replies[-1] if self.replies else None

    @property
    def said(self) -> tuple[str, ...]:
        """What the user typed in this session, oldest first; of a button its payload."""
        return tuple(event.text for event in self.session if isinstance(event, UserUttered))

    @property
    def last_user(self) -> UserUttered | None:
        """What the user said last in this session."""
        for event in reversed(self.session):
            if isinstance(event, UserUttered):
                return event
        return None

    def silent_for(self, now: datetime) -> timedelta | None:
        """How long nothing has happened; None before the first event, never negative."""
        if not self.events:
            return None
        return timedelta(seconds=max(0.0, now.timestamp() - self.events[-1].timestamp))

    def as_dict(self) -> dict[str, Any]:
        """The tracker's state as Rasa's `GET /conversations/{id}/tracker` answers it."""
        last = self.last_user
        return {
            "sender_id": self.conversation_id,
            "slots": self.slots,
            "latest_message": {
                "text": last.text if last else None,
                "message_id": last.message_id if last else None,
                **({"intent": {}, "entities": []} | dict(last.parse_data if last else {})),
            },
            "latest_event_time": self.events[-1].timestamp if self.events else None,
            "followup_action": None,
            "paused": False,
            "events": [event.as_dict() for event in self.events],
            "latest_input_channel": "rest",
            "active_loop": {"name": self.active_loop} if self.active_loop else {},
            "latest_action": {"action_name": ACTION_LISTEN},
            "latest_action_name": ACTION_LISTEN,
        }
