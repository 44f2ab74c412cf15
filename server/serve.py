"""Settings, engine, store and uvicorn joined: what `yuqi run` calls."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from typing import TYPE_CHECKING, Any

import structlog
import uvicorn
from pydantic import SecretStr
from uvicorn.supervisors import Multiprocess

from bot import BotError, build_engine
from server.app import create_app
from server.learn import learn_aside
from server.logging import configure_logging
from server.metrics import MULTIPROCESS_DIR, Metrics
from server.protocol import MAX_HEADERS, Config
from server.reload import EngineHolder
from server.settings import Settings
from server.sql_store import SqlStore
from server.store import StoreUnavailableError
from server.tracing import build_tracing

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot import Engine

_SWITCH_S = 0.0005
"""How long the engine's threads keep the interpreter while the event loop waits for it: with
Python's own 5 ms, each of a turn's ten steps through the store would wait that long."""

_KEEP_ALIVE_S = 75
"""How long an idle connection stays open: longer than balancers and proxies keep theirs (nginx
and AWS 60 s), or they would send a request just as it is closed."""

_log = structlog.stdlib.get_logger(__name__)


def serve(settings: Settings) -> int:
    """Serve until told to stop; requests under way then end first.

    Returns the exit code: 1, with the reason on standard error, where content or store cannot be
    used as they are.
    """
    configure_logging(settings.log_level, settings.log_format)
    try:
        if settings.workers > 1:
            _serve_by_workers(settings)
        else:
            app = build_app(settings)
            asyncio.run(_check_store(settings))
            uvicorn.Server(_config(app, settings)).run()
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def build_app(settings: Settings) -> FastAPI:
    """The application with its content loaded; the store is opened once it starts."""
    sys.setswitchinterval(_SWITCH_S)
    metrics = Metrics()
    holder = EngineHolder(
        lambda previous: _build(settings, previous),
        metrics,
        lambda: learn_aside(settings.content, settings.cache),
    )
    holder.load()
    tracing = build_tracing(settings.otel_endpoint)
    return create_app(holder, build_store(settings), settings, metrics, tracing)


def build_store(settings: Settings) -> SqlStore:
    """The store that the settings name."""
    return SqlStore(settings.store, pool=settings.store_pool, timeout_s=settings.store_timeout_s)


async def migrate(settings: Settings) -> None:
    """Bring the store to this program's schema, whatever version it has."""
    store = build_store(settings)
    try:
        await store.migrate()
    finally:
        await store.close()


def _build(settings: Settings, previous: Engine | None) -> Engine:
    return build_engine(settings.content, cache=settings.cache, previous=previous)


async def _check_store(settings: Settings) -> None:
    """Refuse at once a store of another schema; one out of reach is waited for while serving."""
    store = build_store(settings)
    try:
        await store.open()
    except StoreUnavailableError as error:
        _log.warning("the store cannot be reached yet", reason=str(error))
    finally:
        await store.close()


def _config(app: FastAPI | str, settings: Settings, **more: Any) -> Config:  # noqa: ANN401  # as uvicorn's
    return Config(
        app,
        header_timeout_s=settings.header_timeout_s,
        host=settings.host,
        port=settings.port,
        ws_max_size=MAX_HEADERS,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=settings.shutdown_timeout_s,
        **more,
    )


def _serve_by_workers(settings: Settings) -> None:
    """Several processes on one port, each with its own engine and store connections.

    They get the settings through the environment, and share their metrics through a folder.
    """
    build_app(settings)
    asyncio.run(_check_store(settings))
    with tempfile.TemporaryDirectory(prefix="yuqi-metrics-") as folder:
        os.environ[MULTIPROCESS_DIR] = folder
        os.environ[_SETTINGS] = _as_json(settings)
        config = _config(
            "server.serve:worker_app",
            settings,
            factory=True,
            workers=settings.workers,
            timeout_worker_healthcheck=120,
        )
        Multiprocess(config, [config.bind_socket()]).run()


_SETTINGS = "YUQI_WORKER_SETTINGS"


def _as_json(settings: Settings) -> str:
    """The settings, secrets included: for the workers' eyes alone."""
    data = settings.model_dump(mode="json")
    secrets = {
        name: value.get_secret_value() for name, value in settings if isinstance(value, SecretStr)
    }
    return json.dumps(data | secrets)


def worker_app() -> FastAPI:
    """The application of one worker."""
    settings = Settings(**json.loads(os.environ[_SETTINGS]))
    configure_logging(settings.log_level, settings.log_format)
    return build_app(settings)
