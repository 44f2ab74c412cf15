"""A database as the store asks it: whole functions over a SQLAlchemy connection.

PostgreSQL answers on the event loop (asyncpg). SQLite's calls run in threads, and since a switch
of threads costs more than most of its statements, several statements in a function pay for one.
Writers of a SQLite file take turns on a thread of their own.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from server.sqlite import WRITE, begin, configure, make_folder
from server.store import StoreError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

P = ParamSpec("P")
T = TypeVar("T")
_READERS = 4


class Session(Protocol):
    """A transaction."""

    async def run(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What a function makes of the transaction's connection."""


class Database(Protocol):
    """Where the store keeps its tables. Whatever fails raises StoreUnavailableError."""

    def reading(self) -> AbstractAsyncContextManager[Session]:
        """A transaction that changes nothing."""

    def writing(self) -> AbstractAsyncContextManager[Session]:
        """A transaction that is committed at the end, and undone where an error leaves it."""

    async def forget_deleted(self) -> None:
        """Leave nothing of what was deleted on the disk."""

    async def close(self) -> None:
        """Let every connection go."""


def database_at(url: str, *, pool: int = 10, timeout_s: float = 5.0) -> Database:
    """The database that a URL names; nothing is opened yet."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(parsed.set(drivername="sqlite"), timeout_s)
    return ServerDatabase(parsed, pool, timeout_s)


class ServerDatabase:
    """A database server, by an asynchronous driver and a pool of connections."""

    def __init__(self, url: URL, pool: int, timeout_s: float) -> None:
        self.engine = create_async_engine(
            url,
            hide_parameters=True,
            connect_args={"timeout": timeout_s, "command_timeout": timeout_s},
            pool_size=pool,
            max_overflow=0,
            pool_timeout=timeout_s,
            pool_pre_ping=True,
        )
        self._places = asyncio.Semaphore(pool)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A connection, for each who waits in turn: the pool lets newcomers go first."""
        async with self._places, _translated(), self.engine.connect() as connection:
            yield _Awaited(connection)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Session]:
        """The same, committed at the end."""
        async with self._places, _translated(), self.engine.begin() as connection:
            yield _Awaited(connection)

    async def forget_deleted(self) -> None:
        """The server's own housekeeping does it."""

    async def close(self) -> None:
        """Close the pool."""
        await self.engine.dispose()


class _Awaited:
    """A transaction on the event loop."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def run(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What a function makes of the connection."""
        return await self._connection.run_sync(function, *args, **kwargs)


class SqliteDatabase:
    """A SQLite file: one thread writes, a few read."""

    def __init__(self, url: URL, timeout_s: float) -> None:
        self.engine = create_engine(
            url, hide_parameters=True, connect_args={"timeout": timeout_s}, pool_size=_READERS + 1
        )
        event.listen(self.engine, "do_connect", make_folder)
        event.listen(self.engine, "connect", configure)
        event.listen(self.engine, "begin", begin)
        self._turn = asyncio.Lock()
        self._writer = ThreadPoolExecutor(1, "sqlite-writer")
        self._readers = ThreadPoolExecutor(_READERS, "sqlite-reader")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A transaction beside the writer's."""
        async with _translated(), self._session(self._readers, writes=False) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Session]:
        """The transaction of whoever's turn it is."""
        async with _translated(), self._turn, self._session(self._writer, writes=True) as session:
            yield session

    @asynccontextmanager
    async def _session(
        self, threads: ThreadPoolExecutor, *, writes: bool
    ) -> AsyncIterator[Session]:
        session = _Threaded(self.engine.connect, threads, writes=writes)
        try:
            yield session
        except BaseException:
            session.undo()
            raise
        await session.finish()

    async def forget_deleted(self) -> None:
        """Empty the log, where deleted pages would still be read."""

        def empty() -> None:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as raw:
                raw.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

        async with _translated(), self._turn:
            await asyncio.get_running_loop().run_in_executor(self._writer, empty)

    async def close(self) -> None:
        """Close every connection once its thread is through."""
        for threads in (self._writer, self._readers):
            await asyncio.to_thread(threads.shutdown)
        await asyncio.to_thread(self.engine.dispose)


class _Threaded:
    """A transaction on threads, one step after the other; it begins with the first.

    After an error nobody waits for a statement that still runs, such as one that waits for a
    lock: what was written is undone once it is through.
    """

    def __init__(
        self, connect: Callable[[], Connection], threads: ThreadPoolExecutor, *, writes: bool
    ) -> None:
        self._connect = connect
        self._threads = threads
        self._writes = writes
        self._connection: Connection | None = None
        self._last: Future[Any] | None = None

    async def run(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What a function makes of the connection."""

        def step() -> T:
            return function(self._begun(), *args, **kwargs)

        return await self._step(step)

    async def _step(self, function: Callable[[], T]) -> T:
        self._last = future = self._threads.submit(function)
        return await asyncio.wrap_future(future)

    def _begun(self) -> Connection:
        if self._connection is None:
            self._connection = self._connect()
            if self._writes:
                self._connection.execution_options(**WRITE)
            self._connection.begin()
        return self._connection

    async def finish(self) -> None:
        """Commit what was written, and let the connection go."""
        if self._last is not None:
            await self._step(self._commit)

    def _commit(self) -> None:
        with self._begun() as connection:
            connection.commit()

    def undo(self) -> None:
        """Let the connection go without what was written, before its thread does anything else."""
        if self._last is not None and self._last.running():
            self._last.add_done_callback(lambda _: self._close())
        elif self._last is not None:
            self._threads.submit(self._close)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()


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
