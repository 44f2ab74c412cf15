"""The store gone, slow or full: the visitor is answered, and told what it means."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from server.serve import build_store
from server.sql_store import SqlStore
from server.store import StoreUnavailableError
from tests.server.conftest import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from server.settings import Settings
    from tests.server.conftest import Site

pytestmark = pytest.mark.anyio


class Faulty(SqlStore):
    """A store that can be made to fail before or after the bot has answered, or to hang."""

    fault = ""

    @asynccontextmanager
    async def hold(self, conversation_id: str, *, create: bool = False) -> AsyncIterator[Any]:
        if self.fault == "gone":
            raise StoreUnavailableError("gone")
        if self.fault == "slow":
            await asyncio.Event().wait()
        async with super().hold(conversation_id, create=create) as held:
            yield held
            if self.fault == "full":
                raise StoreUnavailableError("full")

    async def ping(self) -> None:
        if self.fault:
            raise StoreUnavailableError(self.fault)

    async def read_turns(self, conversation_id: str) -> Any:
        await self.ping()
        return await super().read_turns(conversation_id)


@pytest.fixture
async def faulty(start: Callable[..., Awaitable[Site]], settings: Settings) -> Site:
    hasty = settings.model_copy(update={"store_timeout_s": 2.0})
    return await start(hasty, Faulty(settings.store))


@pytest.mark.parametrize("fault", ["gone", "slow", "full"])
async def test_a_new_visitor_is_answered_without_a_conversation(faulty: Site, fault: str) -> None:
    faulty.store.fault = fault  # type: ignore[attr-defined]
    reply = await faulty.ask("花呗有宽限期吗")
    assert reply["kind"] == "answer"
    assert (reply["conversation_id"], reply["turn"]) == (None, 0)
    assert "没有记录" in reply["notice"]


@pytest.mark.parametrize("fault", ["gone", "slow", "full"])
async def test_a_known_visitor_is_answered_and_goes_on_once_the_store_is_back(
    faulty: Site, fault: str
) -> None:
    conversation_id = (await faulty.ask("第几句"))["conversation_id"]
    faulty.store.fault = fault  # type: ignore[attr-defined]
    reply = await faulty.ask("第几句", conversation_id, message_id="m")
    assert (reply["conversation_id"], reply["turn"]) == (conversation_id, 0)
    assert reply["notice"]
    faulty.store.fault = ""  # type: ignore[attr-defined]
    again = await faulty.ask("第几句", conversation_id, message_id="m")
    assert (again["turn"], again["answer"]["text"]) == (2, "第2句")
    assert "notice" not in again


class Sluggish(SqlStore):
    """A store that others keep busy as it is opened."""

    async def open(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
        await super().open()


async def test_the_first_visitor_of_a_server_finds_its_store_open(settings: Settings) -> None:
    async with running(settings, Sluggish(settings.store)) as site:
        assert (await site.ask("第几句"))["turn"] == 1


async def test_where_the_store_is_needed_the_answer_is_a_503(faulty: Site) -> None:
    conversation_id = (await faulty.ask("第几句"))["conversation_id"]
    faulty.store.fault = "gone"  # type: ignore[attr-defined]
    for path in (f"/api/conversations/{conversation_id}", "/health/ready"):
        response = await faulty.client.get(path)
        assert response.status_code == 503
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["retry-after"]
    assert (await faulty.client.get("/health/live")).status_code == 200


async def test_rasas_channel_tells_the_notice_as_a_message(faulty: Site) -> None:
    faulty.store.fault = "gone"  # type: ignore[attr-defined]
    response = await faulty.client.post("/webhooks/rest/webhook", json={"message": "你好"})
    assert "没有记录" in response.json()[-1]["text"]


def allow_thirty_pages(connection: Any, _record: object) -> None:
    connection.cursor().execute("PRAGMA max_page_count=30")


async def test_a_full_disk_loses_nothing_that_was_acknowledged(
    start: Callable[..., Awaitable[Site]], settings: Settings, tmp_path: Path
) -> None:
    store = build_store(settings)
    event.listen(store.database.engine, "connect", allow_thirty_pages)
    site = await start(settings, store)
    conversation_id = (await site.ask("第几句"))["conversation_id"]
    acknowledged, unsaved = 1, 0
    for _ in range(200):
        reply = await site.ask("第几句", conversation_id)
        if reply["turn"]:
            acknowledged += 1
        else:
            assert reply["notice"]
            unsaved += 1
    assert unsaved
    history = (await site.client.get(f"/api/conversations/{conversation_id}")).json()["turns"]
    assert [turn["turn"] for turn in history] == list(range(1, acknowledged + 1))
    with sqlite3.connect(tmp_path / "yuqi.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
