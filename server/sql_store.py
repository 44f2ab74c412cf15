"""The store in a database: SQLite for one process, PostgreSQL for many."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot import Tracker
from server.database import Session, database_at
from server.locks import KeyedLocks
from server.rows import load_tracker, load_turns, require, turn_from_row, turn_row
from server.schema import bring_up, migrate
from server.store import (
    Feedback,
    StoredTurn,
    StoreUnavailableError,
    UnknownConversationError,
    UnknownTurnError,
)
from server.tables import conversations, events, feedback, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

REMEMBERED_TURNS = 50
"""Turns whose events a held conversation's tracker holds: more would let one visitor's endless
conversation slow the rest down."""
_BATCH = 500


class SqlStore:
    """A TrackerStore by SQLAlchemy.

    A conversation's messages wait for each other in this process by a lock of its own, which
    lets them through in the order they came, and across processes by the conversation's row
    (PostgreSQL) or the database's write lock (SQLite).
    """

    def __init__(self, url: str, *, pool: int = 10, timeout_s: float = 5.0) -> None:
        self.database = database_at(url, pool=pool, timeout_s=timeout_s)
        self._locks = KeyedLocks()
        self._opened = False

    async def open(self) -> None:
        """Reach the database; give an empty one its tables, refuse one of another schema."""
        async with self.database.writing() as session:
            await session.run(bring_up)
        self._opened = True

    async def migrate(self) -> None:
        """Bring the database to this program's schema, whatever version it has."""
        async with self.database.writing() as session:
            await session.run(migrate)

    async def close(self) -> None:
        """Close every connection."""
        await self.database.close()

    async def ping(self) -> None:
        """Ask the database for nothing."""
        async with self._reading() as session:
            await session.run(_ask_nothing)

    @asynccontextmanager
    async def hold(
        self, conversation_id: str, *, create: bool = False
    ) -> AsyncIterator[_HeldConversation]:
        """The conversation with its row locked; what is added is committed at the end."""
        async with self._locks.held(conversation_id), self._writing() as session:
            take = _begun if create else _locked
            yield _HeldConversation(session, *await session.run(_taken, take, conversation_id))

    async def read_turns(self, conversation_id: str) -> tuple[StoredTurn, ...]:
        """All turns with their ratings, oldest first."""
        async with self._reading() as session:
            return await session.run(load_turns, conversation_id)

    async def read_tracker(self, conversation_id: str) -> Tracker:
        """The tracker with all its events."""
        async with self._reading() as session:
            return await session.run(_whole_tracker, conversation_id)

    async def rate(self, conversation_id: str, feedback_: Feedback) -> None:
        """Insert or replace the feedback on a turn."""
        async with self._writing() as session:
            await session.run(_rated, conversation_id, feedback_)

    async def delete(self, conversation_id: str) -> None:
        """Delete the conversation; its turns, events and feedback go with it."""
        async with self._locks.held(conversation_id), self._writing() as session:
            await session.run(_deleted, conversation_id)
        await self.database.forget_deleted()

    async def delete_before(self, moment: float) -> int:
        """Delete silent conversations, some hundred at a time so that nobody waits long."""
        deleted = 0
        while True:
            async with self._writing() as session:
                gone = await session.run(_deleted_before, moment)
            deleted += gone
            if gone < _BATCH:
                break
        if deleted:
            await self.database.forget_deleted()
        return deleted

    async def export(self, conversation_id: str) -> dict[str, Any]:
        """Every row of the conversation, by table."""
        async with self._reading() as session:
            return await session.run(_exported, conversation_id)

    def _reading(self) -> AbstractAsyncContextManager[Session]:
        self._require_opened()
        return self.database.reading()

    def _writing(self) -> AbstractAsyncContextManager[Session]:
        self._require_opened()
        return self.database.writing()

    def _require_opened(self) -> None:
        """Nothing is read or written in a store whose schema was not looked at."""
        if not self._opened:
            raise StoreUnavailableError("not opened yet")


class _HeldConversation:
    """A conversation inside the transaction that locks it."""

    def __init__(self, session: Session, row: Row[Any], tracker: Tracker) -> None:
        self._session = session
        self._id = row.conversation_id
        self._events = row.events
        self.turns: int = row.turns
        self.tracker = tracker

    async def find_turn(self, message_id: str) -> StoredTurn | None:
        return await self._session.run(_found, self._id, message_id)

    async def add(self, turn: StoredTurn, new_events: Sequence[Mapping[str, Any]]) -> None:
        await self._session.run(_added, self._id, turn, new_events, self._events)
        self.turns = turn.turn
        self._events += len(new_events)


# --- what is asked of a connection --------------------------------------------------------------


def _ask_nothing(connection: Connection) -> None:
    connection.execute(select(1))


def _taken(
    connection: Connection, take: Callable[[Connection, str], Row[Any]], conversation_id: str
) -> tuple[Row[Any], Tracker]:
    """The row, locked, and the last turns' events."""
    row = take(connection, conversation_id)
    tracker = Tracker(conversation_id)
    if row.turns:
        tracker = load_tracker(connection, conversation_id, row.turns - REMEMBERED_TURNS)
    return row, tracker


def _whole_tracker(connection: Connection, conversation_id: str) -> Tracker:
    require(connection, conversation_id)
    return load_tracker(connection, conversation_id)


def _locked(connection: Connection, conversation_id: str) -> Row[Any]:
    query = select(conversations).where(conversations.c.conversation_id == conversation_id)
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is None:
        raise UnknownConversationError(conversation_id)
    return row


def _begun(connection: Connection, conversation_id: str) -> Row[Any]:
    """The row, locked; made where it is not there yet. One statement does it all."""
    now = time.time()
    new = {"created_at": now, "updated_at": now, "turns": 0, "events": 0}
    statement = _upsert(connection)(conversations).values(conversation_id=conversation_id, **new)
    locked = statement.on_conflict_do_update(
        index_elements=["conversation_id"], set_={"turns": conversations.c.turns}
    )
    return connection.execute(locked.returning(conversations)).one()


def _upsert(connection: Connection) -> Any:  # noqa: ANN401  # either dialect's insert
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert


def _found(connection: Connection, conversation_id: str, message_id: str) -> StoredTurn | None:
    mine = (turns.c.conversation_id == conversation_id, turns.c.message_id == message_id)
    found = connection.execute(select(turns).where(*mine)).one_or_none()
    return turn_from_row(found, None) if found else None


def _added(
    connection: Connection,
    conversation_id: str,
    turn: StoredTurn,
    new_events: Sequence[Mapping[str, Any]],
    seq: int,
) -> None:
    connection.execute(insert(turns), turn_row(conversation_id, turn))
    if new_events:
        rows = [
            {
                "conversation_id": conversation_id,
                "seq": seq + number,
                "turn": turn.turn,
                "data": data,
            }
            for number, data in enumerate(new_events)
        ]
        connection.execute(insert(events), rows)
    connection.execute(
        update(conversations)
        .where(conversations.c.conversation_id == conversation_id)
        .values(turns=turn.turn, events=seq + len(new_events), updated_at=turn.at)
    )


def _rated(connection: Connection, conversation_id: str, feedback_: Feedback) -> None:
    key = {"conversation_id": conversation_id, "turn": feedback_.turn}
    values = {"at": feedback_.at, "rating": feedback_.rating, "comment": feedback_.comment}
    _locked(connection, conversation_id)
    query = select(turns.c.turn).where(
        turns.c.conversation_id == conversation_id, turns.c.turn == feedback_.turn
    )
    if connection.execute(query).one_or_none() is None:
        raise UnknownTurnError(feedback_.turn)
    statement = _upsert(connection)(feedback).values(**key, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))


def _deleted(connection: Connection, conversation_id: str) -> None:
    mine = conversations.c.conversation_id == conversation_id
    if not connection.execute(delete(conversations).where(mine)).rowcount:
        raise UnknownConversationError(conversation_id)


def _deleted_before(connection: Connection, moment: float) -> int:
    """Delete at most a batch; how many."""
    old = conversations.c.updated_at < moment
    query = select(conversations.c.conversation_id).where(old).limit(_BATCH)
    ids = connection.execute(query).scalars().all()
    if ids:
        chosen = conversations.c.conversation_id.in_(ids)
        connection.execute(delete(conversations).where(chosen, old))
    return len(ids)


def _exported(connection: Connection, conversation_id: str) -> dict[str, Any]:
    require(connection, conversation_id)
    rows = {}
    for table in (conversations, turns, events, feedback):
        query = select(table).where(table.c.conversation_id == conversation_id)
        found = connection.execute(query.order_by(*table.primary_key.columns))
        rows[table.name] = [dict(row) for row in found.mappings()]
    return rows
