"""One server per test: the fake bot, a store in a folder of its own, no network."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest
import structlog
from pydantic import SecretStr

from server.app import create_app
from server.logging import place_errors
from server.metrics import Metrics
from server.reload import EngineHolder
from server.serve import build_store
from server.settings import Settings
from server.sql_store import SqlStore
from tests.server.fakes import FakeEngine
from tests.server.postgres import Postgres, find_binaries, running_postgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from fastapi import FastAPI

    from bot import Engine
    from server.store import TrackerStore
    from server.tracing import Tracing

ADMIN = "open-sesame"


@dataclass(frozen=True, slots=True)
class Site:
    """A running server, and what a test may want to look at."""

    app: FastAPI
    client: httpx.AsyncClient
    engine: FakeEngine
    store: TrackerStore
    holder: EngineHolder

    async def ask(self, text: str, conversation_id: str | None = None, **more: Any) -> Any:
        body = {"text": text, "conversation_id": conversation_id, **more}
        response = await self.client.post("/api/answer", json=body)
        assert response.status_code == 200, response.text
        return response.json()


@pytest.fixture(autouse=True)
def _quiet_log() -> None:
    structlog.configure(
        processors=[place_errors, structlog.processors.KeyValueRenderer()],
        logger_factory=structlog.ReturnLoggerFactory(),
    )


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        store=f"sqlite:///{tmp_path}/yuqi.db",
        admin_token=SecretStr(ADMIN),
        conversation_rate_limit="off",
        store_timeout_s=60,  # however busy the machine is
        request_timeout_s=90,
    )


@asynccontextmanager
async def running(
    settings: Settings,
    store: TrackerStore | None = None,
    engine: FakeEngine | None = None,
    tracing: Tracing | None = None,
) -> AsyncIterator[Site]:
    store = store or build_store(settings)
    engine = engine or FakeEngine()
    metrics = Metrics()
    holder = EngineHolder(lambda _: cast("Engine", engine), metrics)
    holder.load()
    app = create_app(holder, store, settings, metrics, tracing)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://yuqi.test") as client,
    ):
        yield Site(app, client, engine, store, holder)


@pytest.fixture
async def start(anyio_backend: str) -> AsyncIterator[Callable[..., Awaitable[Site]]]:
    """Starts servers that stop with the test; the store is open when it returns."""
    del anyio_backend
    async with AsyncExitStack() as stack:

        async def start(
            settings: Settings,
            store: TrackerStore | None = None,
            engine: FakeEngine | None = None,
            tracing: Tracing | None = None,
        ) -> Site:
            return await stack.enter_async_context(running(settings, store, engine, tracing))

        yield start


@pytest.fixture
async def site(start: Callable[..., Awaitable[Site]], settings: Settings) -> Site:
    return await start(settings)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    binaries = find_binaries()
    if binaries is None:
        pytest.fail("PostgreSQL is not installed; scripts/setup dev installs it")
    with running_postgres(binaries) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the address of an empty store, once for SQLite and once for PostgreSQL."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path}/new/yuqi.db"
    postgres: Postgres = request.getfixturevalue("postgres")
    return lambda: postgres.fresh_url("test")


@pytest.fixture
def store_url(empty_url: Callable[[], str]) -> str:
    return empty_url()


@pytest.fixture
async def store(store_url: str, anyio_backend: str) -> AsyncIterator[SqlStore]:
    """An opened store, once in SQLite and once in PostgreSQL."""
    del anyio_backend
    store = SqlStore(store_url)
    await store.open()
    yield store
    await store.close()
