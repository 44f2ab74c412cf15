"""create_app: the parts joined into one web application."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from server import admin, api, health, rasa
from server.answering import Answering
from server.limits import LimitBody, LimitConcurrency, RateLimits
from server.metrics import Metrics
from server.middleware import AnswerErrors, ObserveRequests, SecureHeaders
from server.openapi import describe
from server.pages import mount_pages
from server.problems import answer_with_problems
from server.reload import EngineHolder
from server.retention import Retention, stopped_within
from server.services import Services
from server.settings import Settings
from server.socketio_channel import SocketsBeside, build_socketio
from server.stages import Stages
from server.store import StoreUnavailableError, TrackerStore
from server.tracing import Tracing

_RETRY_S = 2.0
_log = structlog.stdlib.get_logger(__name__)


def create_app(
    holder: EngineHolder,
    store: TrackerStore,
    settings: Settings,
    metrics: Metrics | None = None,
    tracing: Tracing | None = None,
) -> FastAPI:
    """The application; it opens the store as it starts and closes it as it stops."""
    metrics = metrics or Metrics()
    tracing = tracing or Tracing()
    stages = Stages(metrics, tracing)
    services = Services(
        settings=settings,
        holder=holder,
        store=store,
        metrics=metrics,
        tracing=tracing,
        stages=stages,
        limits=RateLimits(settings, metrics),
        answering=Answering(holder, store, metrics, stages, settings),
    )
    app = FastAPI(
        title="yuqi",
        version=rasa.program_version(),
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        middleware=_middleware(services),
    )
    app.state.services = services
    for router in (api.router, rasa.router, health.router, admin.router):
        app.include_router(router)
    mount_pages(app)
    answer_with_problems(app)
    describe(app)
    return app


def _middleware(services: Services) -> list[Middleware]:
    """Outermost first."""
    settings = services.settings
    sockets = build_socketio(lambda: services, settings.cors_origins)
    return [
        Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies)),
        Middleware(ObserveRequests, metrics=services.metrics, tracing=services.tracing),
        Middleware(
            SocketsBeside,
            sockets=sockets,
            timeout_s=settings.request_timeout_s,
        ),
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Content-Type", "Authorization", "X-Request-ID"],
            expose_headers=["Retry-After", "X-Request-ID"],
        ),
        Middleware(SecureHeaders),
        Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
        Middleware(LimitConcurrency, most=settings.max_concurrency),
        Middleware(LimitBody, timeout_s=settings.header_timeout_s),
        Middleware(AnswerErrors, timeout_s=settings.request_timeout_s),
    ]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    settings = services.settings
    tried, stop = asyncio.Event(), asyncio.Event()
    jobs: list[Coroutine[Any, Any, None]] = [_open_store_and_keep(services, tried, stop)]
    if settings.watch or settings.workers > 1:
        jobs.append(services.holder.watch(settings.content, stop))
    tasks = [asyncio.create_task(job) for job in jobs]
    settling = asyncio.create_task(services.holder.settle_forever())
    await tried.wait()  # or the first visitors would be answered without a store that is there
    with _reload_on_hangup(services.holder):
        yield
    stop.set()
    settling.cancel()
    await asyncio.gather(*tasks, settling, return_exceptions=True)
    services.answering.close()
    await services.limits.close()
    await services.store.close()
    await services.tracing.close()


async def _open_store_and_keep(
    services: Services, tried: asyncio.Event, stop: asyncio.Event
) -> None:
    """Open the store, trying again while it cannot be reached; then delete what gets old.

    Sets `tried` after the first attempt, however it went.
    """
    while True:
        try:
            await services.store.open()
            break
        except StoreUnavailableError as error:
            _log.warning("the store cannot be reached, trying again", reason=str(error))
            if await stopped_within(_RETRY_S, stop):
                return
        except Exception:  # noqa: BLE001  # logged
            _log.exception("the store cannot be used")
            return
        finally:
            tried.set()
    retention = Retention(services.store, services.metrics, services.settings.retention_days)
    await retention.run_until(stop)


@contextlib.contextmanager
def _reload_on_hangup(holder: EngineHolder) -> Any:  # noqa: ANN401  # a generator's
    """Take the content in anew on SIGHUP, where this thread may listen to signals."""
    loop = asyncio.get_running_loop()
    running: set[asyncio.Task[None]] = set()

    def hang_up() -> None:
        task = loop.create_task(holder.reload_quietly())
        running.add(task)
        task.add_done_callback(running.discard)

    try:
        loop.add_signal_handler(signal.SIGHUP, hang_up)
    except (AttributeError, NotImplementedError, RuntimeError, ValueError):
        yield  # Windows, or not the main thread
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
