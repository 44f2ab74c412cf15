"""What the server asks of a store, in the server's words; `sql_store` keeps it in a database.

StoreError
├── UnknownConversationError  nobody started a conversation of that id, or it was deleted
├── UnknownTurnError          the conversation has no such turn
├── StoreUnavailableError     the store cannot be reached or written now
└── StoreSchemaError          the store holds another schema than this code needs
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot import BotError, Tracker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractAsyncContextManager


class StoreError(BotError):
    """The base of what a store raises."""


class UnknownConversationError(StoreError):
    """No conversation has this id."""


class UnknownTurnError(StoreError):
    """The conversation has no such turn."""


class StoreUnavailableError(StoreError):
    """The store is gone, slow, full or read-only; what was asked has not happened."""


class StoreSchemaError(StoreError):
    """The store is half migrated, or of another version."""


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A message and its reply. `at` is in Unix seconds, `reply` as /api/answer sent it."""

    turn: int
    at: float
    text: str
    reply: Mapping[str, Any]
    message_id: str | None = None
    locale: str | None = None
    metadata: Mapping[str, Any] | None = None
    rating: str | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a visitor thought of an answer."""

    turn: int
    at: float
    rating: str
    comment: str | None = None


class HeldConversation(Protocol):
    """A conversation that nobody else changes while it is held."""

    @property
    def tracker(self) -> Tracker:
        """What happened so far, at least the last fifty turns of it."""

    @property
    def turns(self) -> int:
        """How many turns it has."""

    async def find_turn(self, message_id: str) -> StoredTurn | None:
        """The turn that took this message, None if none has."""

    async def add(self, turn: StoredTurn, events: Sequence[Mapping[str, Any]]) -> None:
        """Keep a turn; it is kept for good once the conversation is let go without an error."""


class TrackerStore(Protocol):
    """Keeps conversations. Every method may raise StoreUnavailableError."""

    async def open(self) -> None:
        """Make the store ready: an empty one gets its tables.

        Raises:
            StoreSchemaError: it holds another schema than this code needs.
        """

    async def close(self) -> None:
        """Let every connection go."""

    async def ping(self) -> None:
        """Nothing, if the store answers."""

    def hold(
        self, conversation_id: str, *, create: bool = False
    ) -> AbstractAsyncContextManager[HeldConversation]:
        """The conversation, alone; messages of one conversation are so taken one by one.

        Raises:
            UnknownConversationError: it does not exist and `create` is not set.
        """

    async def read_turns(self, conversation_id: str) -> tuple[StoredTurn, ...]:
        """All turns, oldest first."""

    async def read_tracker(self, conversation_id: str) -> Tracker:
        """All events."""

    async def rate(self, conversation_id: str, feedback: Feedback) -> None:
        """Keep what a visitor thought of a turn, instead of what they thought before."""

    async def delete(self, conversation_id: str) -> None:
        """Delete the conversation and all that belongs to it."""

    async def delete_before(self, moment: float) -> int:
        """Delete every conversation silent since that moment (Unix seconds); how many."""

    async def export(self, conversation_id: str) -> dict[str, Any]:
        """Everything stored of the conversation, as JSON."""
