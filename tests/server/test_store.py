"""What the server asks of a store holds for SQLite and for PostgreSQL."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, event, text

from bot.dialogue.events import SessionStarted, SlotSet, UserUttered
from server.database import ServerDatabase, database_at
from server.sql_store import REMEMBERED_TURNS, SqlStore
from server.store import (
    Feedback,
    StoredTurn,
    StoreSchemaError,
    StoreUnavailableError,
    UnknownConversationError,
    UnknownTurnError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.server.postgres import Postgres

pytestmark = pytest.mark.anyio
EVENTS = (SessionStarted(1.5), SlotSet(1.5, "product", "huabei"))


def turn(number: int, message_id: str | None = None, at: float = 1.5) -> StoredTurn:
    reply: dict[str, Any] = {"kind": "chat", "intent": None, "answer": {"text": f"第{number}句"}}
    return StoredTurn(number, at, "花呗\U0001f62d", reply, message_id, "zh-CN", {"a": [1, None]})


async def begin(store: SqlStore, conversation_id: str, turns: int = 1, at: float = 1.5) -> None:
    async with store.hold(conversation_id, create=True) as held:
        for number in range(held.turns + 1, held.turns + 1 + turns):
            await held.add(turn(number, f"m{number}", at), [one.as_dict() for one in EVENTS])


async def test_what_is_added_is_read_again(store: SqlStore) -> None:
    await begin(store, "a")
    assert await store.read_turns("a") == (turn(1, "m1"),)
    assert (await store.read_tracker("a")).events == EVENTS


async def test_a_conversation_continues_where_it_stopped(store: SqlStore) -> None:
    await begin(store, "a", turns=2)
    async with store.hold("a") as held:
        assert held.turns == 2
        assert held.tracker.events == (*EVENTS, *EVENTS)
        assert await held.find_turn("m2") == turn(2, "m2")
        assert await held.find_turn("m3") is None


async def test_an_error_while_it_is_held_leaves_no_trace(store: SqlStore) -> None:
    async def stumble() -> None:
        async with store.hold("a", create=True) as held:
            await held.add(turn(1), [])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await stumble()
    with pytest.raises(UnknownConversationError):
        await store.read_turns("a")


async def test_an_unknown_conversation_is_said_to_be_unknown(store: SqlStore) -> None:
    with pytest.raises(UnknownConversationError):
        async with store.hold("a"):
            pass
    for asked in (store.read_turns, store.read_tracker, store.export, store.delete):
        with pytest.raises(UnknownConversationError):
            await asked("a")
    with pytest.raises(UnknownConversationError):
        await store.rate("a", Feedback(1, 1.0, "up"))


async def test_an_unknown_turn_is_said_to_be_unknown(store: SqlStore) -> None:
    await begin(store, "a")
    with pytest.raises(UnknownTurnError):
        await store.rate("a", Feedback(2, 1.0, "up"))


async def test_deleting_takes_everything_and_nothing_else(store: SqlStore, store_url: str) -> None:
    for conversation_id in ("a", "b"):
        await begin(store, conversation_id)
        await store.rate(conversation_id, Feedback(1, 2.0, "up", "好"))
    await store.delete("a")
    left = await rows(store_url, "SELECT conversation_id FROM {table}")
    assert left == {
        "conversations": ["b"],
        "turns": ["b"],
        "events": ["b", "b"],
        "feedback": ["b"],
    }


async def rows(url: str, query: str) -> dict[str, list[str]]:
    def read(connection: Connection) -> dict[str, list[str]]:
        return {
            table: list(connection.execute(text(query.format(table=table))).scalars())
            for table in ("conversations", "turns", "events", "feedback")
        }

    database = database_at(url)
    async with database.reading() as session:
        found = await session.run(read)
    await database.close()
    return found


async def test_old_conversations_are_deleted_and_young_ones_stay(store: SqlStore) -> None:
    await begin(store, "old", at=100.0)
    await begin(store, "young", at=200.0)
    assert await store.delete_before(150.0) == 1
    assert await store.delete_before(150.0) == 0
    assert len(await store.read_turns("young")) == 1
    with pytest.raises(UnknownConversationError):
        await store.read_turns("old")


async def test_holding_waits_until_the_other_lets_go_in_the_order_asked(store: SqlStore) -> None:
    order: list[int] = []

    async def take(number: int) -> None:
        async with store.hold("a", create=True) as held:
            order.append(number)
            await held.add(turn(held.turns + 1), [])

    await asyncio.gather(*(take(number) for number in range(20)))
    assert order == list(range(20))
    assert [one.turn for one in await store.read_turns("a")] == list(range(1, 21))


async def test_two_processes_take_turns_in_one_conversation(
    store: SqlStore, store_url: str
) -> None:
    other = SqlStore(store_url)
    await other.open()

    async def take(mine: SqlStore) -> None:
        async with mine.hold("a", create=True) as held:
            await held.add(turn(held.turns + 1), [])

    await asyncio.gather(*(take(mine) for _ in range(15) for mine in (store, other)))
    await other.close()
    assert [one.turn for one in await store.read_turns("a")] == list(range(1, 31))


async def test_different_conversations_do_not_disturb_each_other(store: SqlStore) -> None:
    await asyncio.gather(*(begin(store, f"c{number}") for number in range(50)))
    for number in range(50):
        assert len(await store.read_turns(f"c{number}")) == 1


async def test_nobody_is_overtaken_while_waiting_for_a_connection(postgres: Postgres) -> None:
    store = SqlStore(postgres.fresh_url("waiting"), pool=1)
    await store.open()
    served: list[str] = []
    free = asyncio.Event()

    async def serve(name: str) -> None:
        async with store.hold(name, create=True):
            served.append(name)

    async def serve_once_a_connection_is_free() -> None:
        await free.wait()
        await serve("newcomer")

    async with store.hold("first", create=True):
        waiting = asyncio.create_task(serve("waiting"))
        overtaking = asyncio.create_task(serve_once_a_connection_is_free())
        for _ in range(5):  # until both do
            await asyncio.sleep(0)
        assert isinstance(store.database, ServerDatabase)
        event.listen(store.database.engine.sync_engine, "checkin", lambda *_: free.set())
    await asyncio.gather(waiting, overtaking)
    await store.close()
    assert served == ["waiting", "newcomer"]


async def test_an_endless_conversation_loads_its_last_turns_alone(store: SqlStore) -> None:
    await begin(store, "a", turns=REMEMBERED_TURNS + 5)
    async with store.hold("a") as held:
        assert len(held.tracker.events) == 2 * REMEMBERED_TURNS
        assert held.turns == REMEMBERED_TURNS + 5
    assert len((await store.read_tracker("a")).events) == 2 * (REMEMBERED_TURNS + 5)


async def test_an_event_keeps_what_the_bot_wrote(store: SqlStore) -> None:
    said = UserUttered(time.time(), "？\u200b\u0001\U0001f62d", {"intent": {"name": "x"}}, "m")
    async with store.hold("a", create=True) as held:
        await held.add(turn(1), [said.as_dict()])
    assert (await store.read_tracker("a")).events == (said,)


async def test_opening_again_finds_everything(store: SqlStore, store_url: str) -> None:
    await begin(store, "a")
    again = SqlStore(store_url)
    await again.open()
    assert len(await again.read_turns("a")) == 1
    await again.close()


async def test_several_processes_may_open_an_empty_store_at_once(
    empty_url: Callable[[], str],
) -> None:
    url = empty_url()
    stores = [SqlStore(url) for _ in range(4)]
    await asyncio.gather(*(store.open() for store in stores))
    await begin(stores[0], "a")
    assert len(await stores[3].read_turns("a")) == 1
    for store in stores:
        await store.close()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "9999"),
        ("DELETE FROM alembic_version", "none"),
        ("DROP TABLE alembic_version", "none"),
        ("DROP TABLE feedback", "'feedback' is missing"),
        ("ALTER TABLE turns DROP COLUMN locale", "lacks locale"),
    ],
)
async def test_a_half_migrated_store_is_refused_with_a_cure(
    store: SqlStore, store_url: str, damage: str, said: str
) -> None:
    await begin(store, "a")
    database = database_at(store_url)
    async with database.writing() as session:
        await session.run(Connection.execute, text(damage))
    await database.close()
    again = SqlStore(store_url)
    with pytest.raises(StoreSchemaError, match=said) as refused:
        await again.open()
    assert "python -m server migrate" in str(refused.value)
    await again.close()


async def test_migrating_a_whole_store_changes_nothing(store: SqlStore) -> None:
    await begin(store, "a")
    await store.migrate()
    assert len(await store.read_turns("a")) == 1


async def test_a_store_out_of_reach_says_so() -> None:
    for url in (
        "sqlite:////proc/nowhere/yuqi.db",
        "postgresql+asyncpg://yuqi@127.0.0.1:1/yuqi",
    ):
        store = SqlStore(url)
        with pytest.raises(StoreUnavailableError):
            await store.open()
        with pytest.raises(StoreUnavailableError):
            await store.ping()
        await store.close()
