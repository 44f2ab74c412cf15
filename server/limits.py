"""How much a client may send: the body's size and pace, requests at once, messages a minute."""

from __future__ import annotations

import asyncio
import ipaddress
import math
import time
from typing import TYPE_CHECKING, Any

import structlog
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import ConfigurationError
from limits.storage import storage_from_string
from starlette.datastructures import Headers

from bot import BotError
from server.problems import ProblemError, unavailable
from server.rates import read_limit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from server.metrics import Metrics
    from server.settings import Settings

MAX_BODY = 16 * 1024
"""Bytes (api.md)."""

_log = structlog.stdlib.get_logger(__name__)


class LimitBody:
    """Reads a request's body before anything else does, up to a size and within a time."""

    def __init__(self, app: ASGIApp, timeout_s: float) -> None:
        self._app = app
        self._timeout_s = timeout_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._timeout_s):
                body = await _read_body(Headers(scope=scope), receive)
        except TimeoutError:
            problem = ProblemError(408, "too-slow", "Send the whole body at once.", headers=_CLOSE)
            await problem.response()(scope, receive, send)
        except ProblemError as problem:
            await problem.response()(scope, receive, send)
        else:
            if body is not None:
                await self._app(scope, _replay(body, receive), send)


_CLOSE = {"Connection": "close"}


async def _read_body(headers: Headers, receive: Receive) -> bytes | None:
    """The body; None where the client left meanwhile."""
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:12]) > MAX_BODY:
        raise _too_large()
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > MAX_BODY:
            raise _too_large()
        if not message.get("more_body", False):
            return body


def _too_large() -> ProblemError:
    detail = f"A body holds {MAX_BODY} bytes at most. Send less, in several messages."
    return ProblemError(413, "body-too-large", detail, headers=_CLOSE)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


class LimitConcurrency:
    """Refuses requests past a number at once, so that those under way still end in time."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._free = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        watched = scope["type"] == "http" and not scope["path"].startswith("/health/")
        if not watched:
            await self._app(scope, receive, send)
        elif self._free <= 0:
            problem = unavailable("Too many requests are under way. Try again in a few seconds.")
            await problem.response()(scope, receive, send)
        else:
            self._free -= 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._free += 1


class RateLimits:
    """Counts messages by address and by conversation over a sliding window.

    Two counters a key tell how many came lately, near enough: keeping each message's time costs
    the memory storage a walk through all keys for every message, and a clock that was set back
    would hold visitors to what they wrote in a time that is not yet.
    """

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._items = {
            "address": read_limit(settings.rate_limit),
            "conversation": read_limit(settings.conversation_rate_limit),
        }
        self._metrics = metrics
        self._storage = _Storage(settings.rate_limit_storage)
        self._limiter = SlidingWindowCounterRateLimiter(self._storage.counters)
        self._paused_until = 0.0

    async def close(self) -> None:
        """Let every connection go."""
        await self._storage.close()

    async def take_address(self, address: str | None) -> None:
        """Count a message from this address.

        Raises:
            ProblemError: it sent too many; 429 with Retry-After.
        """
        await self._take("address", network_of(address))

    async def take_conversation(self, conversation_id: str) -> None:
        """Count a message of this conversation; raises as `take_address` does."""
        await self._take("conversation", conversation_id)

    async def _take(self, by: str, key: str) -> None:
        item = self._items[by]
        if item is None or time.monotonic() < self._paused_until:
            return
        try:
            async with asyncio.timeout(_COUNTING_S):
                if await self._limiter.hit(item, by, key):
                    return
                reset, _ = await self._limiter.get_window_stats(item, by, key)
        except Exception as error:  # noqa: BLE001  # whatever a counting server's client raises
            self._paused_until = time.monotonic() + _PAUSE_S
            _log.warning("rate limits are not counted", reason=type(error).__name__)
            return
        wait = max(1, math.ceil(reset - time.time()))
        self._metrics.limited.labels(by).inc()
        raise ProblemError(
            429,
            "too-many-messages",
            f"At most {item} from one {by}. Go on in {wait} seconds.",
            headers={"Retry-After": str(wait)},
        )


_COUNTING_S = 1.0
_PAUSE_S = 5.0
"""A server that does not count within `_COUNTING_S` is asked again after this: visitors should not
each wait for it."""


class _Storage:
    """Where messages are counted; the connections to a Redis are ours, so that they get closed."""

    def __init__(self, uri: str) -> None:
        uri = uri.removeprefix("async+")
        self._pool: Any = None
        options: dict[str, Any] = {}
        try:
            if uri.startswith(("redis://", "rediss://")):
                from redis.asyncio import ConnectionPool  # noqa: PLC0415  # an extra

                self._pool = ConnectionPool.from_url(uri)
                options = {"implementation": "redispy", "connection_pool": self._pool}
            self.counters: Any = storage_from_string(f"async+{uri}", **options)
        except (ConfigurationError, ImportError) as error:
            raise BotError(
                f"YUQI_RATE_LIMIT_STORAGE cannot be used: {error}. Write `memory://`, or "
                '`redis://…` and install "yuqi[redis]".'
            ) from error

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.disconnect()


def network_of(address: str | None) -> str:
    """What counts as one address: an IPv4 address, or an IPv6 network of the size homes get.

    >>> network_of("2001:db8::7:1"), network_of("::ffff:192.0.2.1"), network_of(None)
    ('2001:db8::/64', '192.0.2.1', 'unknown')
    """
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
