"""HTTP/1.1 by uvicorn, without patience for clients that send their headers drop by drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

MAX_HEADERS = 16 * 1024
"""Bytes of request line and headers; more is refused."""


def protocol_with_header_timeout(seconds: float) -> type[asyncio.Protocol]:
    """A protocol that closes connections whose first request does not start in time.

    Later requests on a connection fall under uvicorn's keep-alive timeout until their first byte,
    and under this one again from then on.
    """

    class ImpatientProtocol(H11Protocol):
        _deadline: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._set_deadline()

        def data_received(self, data: bytes) -> None:
            if self._deadline is None and self.conn.their_state is h11.IDLE:
                self._set_deadline()
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self._clear_deadline()

        def connection_lost(self, exc: Exception | None) -> None:
            self._clear_deadline()
            super().connection_lost(exc)

        def _set_deadline(self) -> None:
            self._deadline = self.loop.call_later(seconds, self._give_up)

        def _clear_deadline(self) -> None:
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None

        def _give_up(self) -> None:
            self._deadline = None
            if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
                self.transport.close()

    return ImpatientProtocol
