"""Conversations as rows, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, func, select

from bot import Tracker, event_from_dict
from server.store import StoredTurn, UnknownConversationError
from server.tables import conversations, events, feedback, turns

if TYPE_CHECKING:
    from sqlalchemy import Connection


def require(connection: Connection, conversation_id: str) -> None:
    """Raise UnknownConversationError if there is no such conversation."""
    query = select(func.count()).where(conversations.c.conversation_id == conversation_id)
    if not connection.execute(query).scalar_one():
        raise UnknownConversationError(conversation_id)


def load_tracker(connection: Connection, conversation_id: str, after_turn: int = 0) -> Tracker:
    """The tracker with the events of all turns after that one."""
    query = (
        select(events.c.data)
        .where(events.c.conversation_id == conversation_id, events.c.turn > after_turn)
        .order_by(events.c.seq)
    )
    found = connection.execute(query).scalars()
    return Tracker(conversation_id, tuple(event_from_dict(data) for data in found))


def load_turns(connection: Connection, conversation_id: str) -> tuple[StoredTurn, ...]:
    """All turns with their ratings, oldest first; raises as `require` does."""
    require(connection, conversation_id)
    ratings = select(feedback.c.turn, feedback.c.rating).where(
        feedback.c.conversation_id == conversation_id
    )
    rated = {row.turn: row.rating for row in connection.execute(ratings)}
    mine = select(turns).where(turns.c.conversation_id == conversation_id)
    found = connection.execute(mine.order_by(turns.c.turn))
    return tuple(turn_from_row(row, rated.get(row.turn)) for row in found)


def turn_from_row(row: Row[Any], rating: str | None) -> StoredTurn:
    """A row of `turns` as a turn."""
    return StoredTurn(
        turn=row.turn,
        at=row.at,
        text=row.text,
        reply=row.reply,
        message_id=row.message_id,
        locale=row.locale,
        metadata=row.metadata,
        rating=rating,
    )


def turn_row(conversation_id: str, turn: StoredTurn) -> dict[str, Any]:
    """A turn as a row of `turns`."""
    intent = turn.reply.get("intent") or {}
    return {
        "conversation_id": conversation_id,
        "turn": turn.turn,
        "message_id": turn.message_id,
        "at": turn.at,
        "text": turn.text,
        "kind": turn.reply["kind"],
        "intent": intent.get("name"),
        "confidence": intent.get("confidence"),
        "locale": turn.locale,
        "metadata": turn.metadata,
        "reply": dict(turn.reply),
    }
