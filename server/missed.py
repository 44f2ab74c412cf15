"""What was not understood, read from the store: nothing is written, nothing is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, inspect, make_url, or_, select
from sqlalchemy.exc import SQLAlchemyError

from bot.insights import Missed
from server.database import database_at
from server.store import StoreSchemaError, StoreUnavailableError
from server.tables import feedback, turns

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Select

_UNSURE = ("fallback", "clarify")


async def read_missed(store: str, since: float) -> tuple[Missed, ...]:
    """The turns since a moment (Unix seconds) that left a question open, oldest first.

    Those are the ones not understood, the ones asked back without an answer next, and the ones
    rated down. Their texts are masked as the store holds them.

    Raises:
        StoreUnavailableError: the store is not there, or cannot be reached.
        StoreSchemaError: it holds no conversations.
    """
    try:
        url = make_url(store)
        _require_file(url)
        database = database_at(store)
        try:
            async with database.reading() as session:
                return await session.run(_missed, since)
        finally:
            await database.close()
    except (SQLAlchemyError, ImportError) as error:
        reason = type(error).__name__
        raise StoreUnavailableError(f"The store cannot be read: {reason}.") from error


def _missed(connection: Connection, since: float) -> tuple[Missed, ...]:
    if not {turns.name, feedback.name} <= set(inspect(connection).get_table_names()):
        raise StoreSchemaError("The store holds no conversations of yuqi.")
    return tuple(Missed(**row) for row in connection.execute(_query(since)).mappings())


def _require_file(url: URL) -> None:
    """SQLite would make a missing file."""
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise StoreUnavailableError(f"There is no store at {url.database}.")


def _query(since: float) -> Select[Any]:
    following = func.lead(turns.c.kind).over(
        partition_by=turns.c.conversation_id, order_by=turns.c.turn
    )
    heard = (
        select(
            turns.c.conversation_id,
            turns.c.turn,
            turns.c.at,
            turns.c.text,
            turns.c.kind,
            turns.c.intent,
            following.label("following"),
        )
        .where(turns.c.at >= since)
        .subquery()
    )
    rated = feedback.c
    is_left_open = or_(heard.c.following.is_(None), heard.c.following.in_(_UNSURE))
    return (
        select(heard.c.at, heard.c.text, heard.c.kind, heard.c.intent, rated.rating, rated.comment)
        .outerjoin_from(
            heard,
            feedback,
            and_(rated.conversation_id == heard.c.conversation_id, rated.turn == heard.c.turn),
        )
        .where(
            or_(
                heard.c.kind == "fallback",
                and_(heard.c.kind == "clarify", is_left_open),
                rated.rating == "down",
            )
        )
        .order_by(heard.c.at)
    )
