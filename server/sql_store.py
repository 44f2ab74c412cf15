"""The store in a database: SQLite for one process, PostgreSQL for many."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, delete, event, insert, make_url, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot import Tracker
from server.locks import KeyedLocks
from server.rows import load_tracker, load_turns, require, turn_from_row, turn_row
from server.schema import bring_up, migrate
from server.sqlite import WRITE, begin, configure
from server.store import (
    Feedback,
    StoredTurn,
    StoreError,
    StoreUnavailableError,
    UnknownConversationError,
    UnknownTurnError,
)
from server.tables import conversations, events, feedback, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

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
        self._url = make_url(url)
        self._is_sqlite = self._url.get_backend_name() == "sqlite"
        self._engine = self._create_engine(pool, timeout_s)
        self._insert = sqlite.insert if self._is_sqlite else postgresql.insert
        self._locks = KeyedLocks()
        self._writer = asyncio.Lock()
        self._places = asyncio.Semaphore(pool)
        self._opened = False

    def _create_engine(self, pool: int, timeout_s: float) -> AsyncEngine:
        options: dict[str, Any] = {"hide_parameters": True, "pool_timeout": timeout_s}
        if not self._is_sqlite:
            arguments = {"timeout": timeout_s, "command_timeout": timeout_s}
            return create_async_engine(
                self._url,
                connect_args=arguments,
                pool_size=pool,
                max_overflow=0,
                pool_pre_ping=True,
                **options,
            )
        engine = create_async_engine(self._url, connect_args={"timeout": timeout_s}, **options)
        event.listen(engine.sync_engine, "connect", configure)
        event.listen(engine.sync_engine, "begin", begin)
        return engine

    async def open(self) -> None:
        """Reach the database; give an empty one its tables, refuse one of another schema."""
        if self._is_sqlite and self._url.database:
            async with _translated():
                folder = Path(self._url.database).parent
                await asyncio.to_thread(folder.mkdir, 0o700, parents=True, exist_ok=True)
        async with self._writing(opened=True) as connection:
            await connection.run_sync(bring_up)
        self._opened = True

    async def migrate(self) -> None:
        """Bring the database to this program's schema, whatever version it has."""
        async with self._writing(opened=True) as connection:
            await connection.run_sync(migrate)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    async def ping(self) -> None:
        """Ask the database for nothing."""
        async with self._reading() as connection:
            await connection.execute(select(1))

    @asynccontextmanager
    async def hold(
        self, conversation_id: str, *, create: bool = False
    ) -> AsyncIterator[_HeldConversation]:
        """The conversation with its row locked; what is added is committed at the end."""
        async with self._locks.held(conversation_id), self._writing() as connection:
            if create:
                row = await self._begin(connection, conversation_id)
            else:
                row = await self._lock(connection, conversation_id)
            yield await _HeldConversation.load(connection, row)

    async def _lock(self, connection: AsyncConnection, conversation_id: str) -> Row[Any]:
        query = select(conversations).where(conversations.c.conversation_id == conversation_id)
        row = (await connection.execute(query.with_for_update())).one_or_none()
        if row is None:
            raise UnknownConversationError(conversation_id)
        return row

    async def _begin(self, connection: AsyncConnection, conversation_id: str) -> Row[Any]:
        """The row, locked; made where it is not there yet. One statement does it all."""
        now = time.time()
        new = {"created_at": now, "updated_at": now, "turns": 0, "events": 0}
        statement = self._insert(conversations).values(conversation_id=conversation_id, **new)
        locked = statement.on_conflict_do_update(
            index_elements=["conversation_id"], set_={"turns": conversations.c.turns}
        )
        row: Row[Any] = (await connection.execute(locked.returning(conversations))).one()
        return row

    async def read_turns(self, conversation_id: str) -> tuple[StoredTurn, ...]:
        """All turns with their ratings, oldest first."""
        async with self._reading() as connection:
            await require(connection, conversation_id)
            return await load_turns(connection, conversation_id)

    async def read_tracker(self, conversation_id: str) -> Tracker:
        """The tracker with all its events."""
        async with self._reading() as connection:
            await require(connection, conversation_id)
            return await load_tracker(connection, conversation_id)

    async def rate(self, conversation_id: str, feedback_: Feedback) -> None:
        """Insert or replace the feedback on a turn."""
        key = {"conversation_id": conversation_id, "turn": feedback_.turn}
        values = {
            "at": feedback_.at,
            "rating": feedback_.rating,
            "comment": feedback_.comment,
        }
        async with self._writing() as connection:
            await self._lock(connection, conversation_id)
            query = select(turns.c.turn).where(
                turns.c.conversation_id == conversation_id, turns.c.turn == feedback_.turn
            )
            if (await connection.execute(query)).one_or_none() is None:
                raise UnknownTurnError(feedback_.turn)
            statement = self._insert(feedback).values(**key, **values)
            await connection.execute(
                statement.on_conflict_do_update(index_elements=list(key), set_=values)
            )

    async def delete(self, conversation_id: str) -> None:
        """Delete the conversation; its turns, events and feedback go with it."""
        async with self._locks.held(conversation_id), self._writing() as connection:
            gone = await connection.execute(
                delete(conversations).where(conversations.c.conversation_id == conversation_id)
            )
            if not gone.rowcount:
                raise UnknownConversationError(conversation_id)
        await self._forget_deleted()

    async def delete_before(self, moment: float) -> int:
        """Delete silent conversations, some hundred at a time so that nobody waits long."""
        old = conversations.c.updated_at < moment
        deleted = 0
        while True:
            async with self._writing() as connection:
                query = select(conversations.c.conversation_id).where(old).limit(_BATCH)
                ids = (await connection.execute(query)).scalars().all()
                if ids:
                    chosen = conversations.c.conversation_id.in_(ids)
                    await connection.execute(delete(conversations).where(chosen, old))
            deleted += len(ids)
            if len(ids) < _BATCH:
                break
        if deleted:
            await self._forget_deleted()
        return deleted

    async def _forget_deleted(self) -> None:
        """Let SQLite's log go too, where deleted pages would still be read."""
        if self._is_sqlite:
            async with self._writer, self._connected() as connection:
                raw = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await raw.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def export(self, conversation_id: str) -> dict[str, Any]:
        """Every row of the conversation, by table."""
        async with self._reading() as connection:
            await require(connection, conversation_id)
            rows = {}
            for table in (conversations, turns, events, feedback):
                query = select(table).where(table.c.conversation_id == conversation_id)
                found = await connection.execute(query.order_by(*table.primary_key.columns))
                rows[table.name] = [dict(row) for row in found.mappings()]
        return rows

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        self._require_opened()
        async with self._connected() as connection:
            yield connection

    def _require_opened(self) -> None:
        """Nothing is read or written in a store whose schema was not looked at."""
        if not self._opened:
            raise StoreUnavailableError("not opened yet")

    @asynccontextmanager
    async def _writing(self, *, opened: bool = False) -> AsyncIterator[AsyncConnection]:
        if not opened:
            self._require_opened()
        if not self._is_sqlite:
            async with self._connected() as connection, connection.begin():
                yield connection
            return
        async with self._writer, self._connected() as connection:
            await connection.execution_options(**WRITE)
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        """A connection, for each who waits in turn: the pool lets newcomers go first."""
        async with self._places, _translated(), self._engine.connect() as connection:
            yield connection


class _HeldConversation:
    """A conversation inside the transaction that locks it."""

    def __init__(self, connection: AsyncConnection, row: Row[Any], tracker: Tracker) -> None:
        self._connection = connection
        self._id = row.conversation_id
        self._events = row.events
        self.turns: int = row.turns
        self.tracker = tracker

    @classmethod
    async def load(cls, connection: AsyncConnection, row: Row[Any]) -> _HeldConversation:
        tracker = Tracker(row.conversation_id)
        if row.turns:
            after = row.turns - REMEMBERED_TURNS
            tracker = await load_tracker(connection, row.conversation_id, after)
        return cls(connection, row, tracker)

    async def find_turn(self, message_id: str) -> StoredTurn | None:
        mine = (turns.c.conversation_id == self._id, turns.c.message_id == message_id)
        found = (await self._connection.execute(select(turns).where(*mine))).one_or_none()
        return turn_from_row(found, None) if found else None

    async def add(self, turn: StoredTurn, new_events: Sequence[Mapping[str, Any]]) -> None:
        await self._connection.execute(insert(turns), turn_row(self._id, turn))
        if new_events:
            rows = [
                {
                    "conversation_id": self._id,
                    "seq": self._events + number,
                    "turn": turn.turn,
                    "data": data,
                }
                for number, data in enumerate(new_events)
            ]
            await self._connection.execute(insert(events), rows)
        self.turns = turn.turn
        self._events += len(new_events)
        await self._connection.execute(
            update(conversations)
            .where(conversations.c.conversation_id == self._id)
            .values(turns=self.turns, events=self._events, updated_at=turn.at)
        )


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    """What the driver raises, in the store's words."""
    try:
        yield
    except StoreError:
        raise
    except DBAPIError as error:
        raise StoreUnavailableError(type(error.orig).__name__) from error
    except (SQLAlchemyError, OSError) as error:
        raise StoreUnavailableError(type(error).__name__) from error
