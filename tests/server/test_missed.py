"""What `yuqi insights` reads of a store, in SQLite and in PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from server.missed import read_missed
from server.sql_store import SqlStore
from server.store import Feedback, StoredTurn, StoreSchemaError, StoreUnavailableError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio


async def talk(store: SqlStore, conversation_id: str, *kinds: str, at: float = 100.0) -> None:
    """A conversation whose replies are of these kinds, a second apart."""
    async with store.hold(conversation_id, create=True) as held:
        for number, kind in enumerate(kinds, start=1):
            intent = {"name": "grace_period", "confidence": 0.9} if kind == "answer" else None
            reply: dict[str, Any] = {"kind": kind, "intent": intent}
            text = f"{conversation_id}{number}"
            await held.add(StoredTurn(number, at + number, text, reply), [])


async def texts(url: str, since: float = 0.0) -> list[str]:
    return [one.text for one in await read_missed(url, since)]


async def test_turns_that_were_not_understood_are_read_oldest_first(
    store: SqlStore, store_url: str
) -> None:
    await talk(store, "b", "fallback", "answer", at=200)
    await talk(store, "a", "answer", "fallback", "chat", at=100)
    assert await texts(store_url) == ["a2", "b1"]


async def test_question_asked_back_counts_unless_an_answer_came_next(
    store: SqlStore, store_url: str
) -> None:
    await talk(store, "a", "clarify", "answer")
    await talk(store, "b", "clarify", "clarify", "answer", at=200)
    await talk(store, "c", "clarify", at=300)
    assert await texts(store_url) == ["b1", "c1"]


async def test_answer_rated_down_counts_with_what_was_said_about_it(
    store: SqlStore, store_url: str
) -> None:
    await talk(store, "a", "answer", "answer")
    await store.rate("a", Feedback(1, 150.0, "down", "答非所问"))
    await store.rate("a", Feedback(2, 150.0, "up"))
    (found,) = await read_missed(store_url, 0)
    assert (found.text, found.kind, found.intent) == ("a1", "answer", "grace_period")
    assert (found.rating, found.comment, found.at) == ("down", "答非所问", 101.0)


async def test_what_is_older_is_left_out(store: SqlStore, store_url: str) -> None:
    await talk(store, "a", "fallback", at=100)
    await talk(store, "b", "fallback", at=200)
    assert await texts(store_url, since=150) == ["b1"]


async def test_reading_leaves_an_empty_store_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(StoreSchemaError, match="no conversations"):
        await read_missed(f"sqlite:///{path}", 0)
    assert path.read_bytes() == b""


async def test_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(StoreUnavailableError, match="no store at"):
        await read_missed(f"sqlite:///{path}", 0)
    assert not path.exists()


async def test_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"no database" * 200)
    with pytest.raises(StoreUnavailableError, match="DatabaseError"):
        await read_missed(f"sqlite:///{path}", 0)
