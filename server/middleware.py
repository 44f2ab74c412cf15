"""What every request passes through on its way in and out."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from typing import TYPE_CHECKING

import structlog
from starlette.datastructures import Headers, MutableHeaders

from server.problems import ProblemError, unavailable

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from server.metrics import Metrics
    from server.tracing import Tracing

_log = structlog.stdlib.get_logger(__name__)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class ObserveRequests:
    """Gives each request an id, logs it by its route, measures and traces it.

    The path and query are left out of the log: ids in them open conversations.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, tracing: Tracing) -> None:
        self._app = app
        self._metrics = metrics
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sent_id = headers.get("x-request-id", "")
        request_id = sent_id if _REQUEST_ID.fullmatch(sent_id) else secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request_id)
        status = 500

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        start = time.perf_counter()
        self._metrics.in_progress.inc()
        with self._tracing.request(scope["path"], headers) as describe:
            try:
                await self._app(scope, receive, note_status)
            finally:
                self._metrics.in_progress.dec()
                route = getattr(scope.get("route"), "path", None) or _unrouted(scope["path"])
                method = scope["method"] if scope["method"] in _METHODS else "other"
                self._record(method, route, status, time.perf_counter() - start)
                describe(f"{method} {route}", _attributes(method, route, status))

    def _record(self, method: str, route: str, status: int, seconds: float) -> None:
        self._metrics.requests.labels(method, route, status).inc()
        self._metrics.request_seconds.labels(route).observe(seconds)
        log = _log.info if status < 500 else _log.warning
        log("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def _attributes(method: str, route: str, status: int) -> dict[str, str | int]:
    """What a span tells of a request, with the ids that its log line has."""
    ids = structlog.contextvars.get_contextvars()
    return {
        "http.request.method": method,
        "http.route": route,
        "http.response.status_code": status,
        **{f"yuqi.{name}": ids[name] for name in ("request", "conversation") if name in ids},
    }


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _unrouted(path: str) -> str:
    return "/socket.io" if path.startswith("/socket.io") else "(none)"


class AnswerErrors:
    """Turns what nobody caught into a 500, and what takes too long into a 503."""

    def __init__(self, app: ASGIApp, timeout_s: float) -> None:
        self._app = app
        self._timeout_s = timeout_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def note_start(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            async with asyncio.timeout(self._timeout_s):
                await self._app(scope, receive, note_start)
        except TimeoutError:
            _log.warning("request took too long", timeout_s=self._timeout_s)
            problem = unavailable("The answer took too long. Try again in a few seconds.")
        except Exception:  # noqa: BLE001  # logged
            _log.exception("request failed")
            problem = ProblemError(
                500,
                "internal-error",
                "The server made a mistake; its log says which, under the X-Request-ID of this "
                "answer. Try again, and tell the operator if it stays.",
            )
        else:
            return
        if not started:
            await problem.response()(scope, receive, send)


class SecureHeaders:
    """Says to browsers what no answer of this server needs."""

    _HEADERS = (
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("Cross-Origin-Resource-Policy", "same-site"),
        ("Cache-Control", "no-store"),
    )

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._HEADERS:
                    headers.setdefault(name, value)
                if scope.get("scheme") == "https":
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
