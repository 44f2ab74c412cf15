"""HTTP/1.1 by uvicorn, without patience for clients that send their headers drop by drop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

MAX_HEADERS = 16 * 1024
"""Bytes of request line and headers; more is refused."""


class Config(uvicorn.Config):
    """uvicorn's configuration, with the seconds that a request's headers may take to arrive."""

    def __init__(self, app: Any, *, header_timeout_s: float, **options: Any) -> None:  # noqa: ANN401  # as uvicorn's
        super().__init__(
            app, http=ImpatientProtocol, h11_max_incomplete_event_size=MAX_HEADERS, **options
        )
        self.header_timeout_s = header_timeout_s


class ImpatientProtocol(H11Protocol):
    """Closes connections whose request does not start in time.

    Between requests uvicorn's keep-alive timeout holds, until the first byte of the next.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait."""
        super().connection_made(transport)
        self._set_deadline()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of the headers, if they have not all come."""
        if self._deadline is None and self.conn.their_state is h11.IDLE:
            self._set_deadline()
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._clear_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._clear_deadline()
        super().connection_lost(exc)

    def _set_deadline(self) -> None:
        assert isinstance(self.config, Config)  # noqa: S101  # made by it
        self._deadline = self.loop.call_later(self.config.header_timeout_s, self._give_up)

    def _clear_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()
