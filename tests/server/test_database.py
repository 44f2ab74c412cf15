"""A database's transactions: one thread writes to SQLite, and nobody waits for what hangs."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, text

from server.database import Database, Session, database_at
from server.store import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.anyio


@pytest.fixture
async def database(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Database]:
    """A SQLite file with a table `words`."""
    del anyio_backend
    database = database_at(f"sqlite:///{tmp_path}/new/folder/words.db", timeout_s=60)
    async with database.writing() as session:
        await session.run(Connection.execute, text("CREATE TABLE words (word TEXT)"))
    yield database
    await database.close()


def add(connection: Connection, word: str) -> None:
    connection.execute(text("INSERT INTO words VALUES (:word)"), {"word": word})


def read(connection: Connection) -> list[str]:
    return list(connection.execute(text("SELECT word FROM words")).scalars())


async def words(database: Database) -> list[str]:
    async with database.reading() as session:
        return await session.run(read)


async def test_what_is_written_is_there_at_the_end_and_not_before(database: Database) -> None:
    async with database.writing() as session:
        await session.run(add, "一")
        assert await session.run(read) == ["一"]
        assert await words(database) == []
    assert await words(database) == ["一"]


async def test_an_error_undoes_every_step(database: Database) -> None:
    async def fail(session: Session) -> None:
        await session.run(add, "一")
        raise KeyError

    with pytest.raises(KeyError):
        async with database.writing() as session:
            await fail(session)
    async with database.writing() as session:
        await session.run(add, "二")
    assert await words(database) == ["二"]


async def test_nothing_happens_where_nothing_is_run(database: Database) -> None:
    async with database.writing():
        pass
    assert await words(database) == []


async def test_what_the_driver_says_comes_in_the_stores_words(database: Database) -> None:
    with pytest.raises(StoreUnavailableError):
        async with database.writing() as session:
            await session.run(Connection.execute, text("INSERT INTO nowhere VALUES (1)"))


async def test_who_gives_up_waiting_for_a_lock_leaves_nothing_behind(
    database: Database, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "new/folder/words.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2), database.writing() as session:
            await session.run(add, "given up")
    other.execute("ROLLBACK")
    other.close()
    async with database.writing() as session:
        await session.run(add, "next")
    assert await words(database) == ["next"]
