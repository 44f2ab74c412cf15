"""The job that deletes conversations once they are old."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from server.store import StoreError

if TYPE_CHECKING:
    from server.metrics import Metrics
    from server.store import TrackerStore

EVERY_S = 3600
_DAY_S = 86_400
_LEAP_S = 6 * 3600
"""A clock that ran this far ahead of the time passed since the last run was set anew, perhaps
wrongly; nothing is deleted by it until the next run, when somebody may have put it right."""

_log = structlog.stdlib.get_logger(__name__)


async def stopped_within(seconds: float, stop: asyncio.Event) -> bool:
    """Wait some seconds, or less if told to stop; whether that was so."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return False
    return True


class Retention:
    """Deletes what has been silent for some days."""

    def __init__(self, store: TrackerStore, metrics: Metrics, days: int) -> None:
        self._store = store
        self._metrics = metrics
        self._days = days
        self._last: tuple[float, float] | None = None

    async def run_until(self, stop: asyncio.Event) -> None:
        """Delete every hour, until stopped."""
        while self._days:
            await self.run_once(time.time(), time.monotonic())
            if await stopped_within(EVERY_S, stop):
                return

    async def run_once(self, wall: float, monotonic: float) -> int:
        """Delete now; how many conversations went."""
        last, self._last = self._last, (wall, monotonic)
        if last and (wall - last[0]) - (monotonic - last[1]) > _LEAP_S:
            _log.warning("the clock leapt ahead, nothing is deleted this time")
            return 0
        try:
            deleted = await self._store.delete_before(wall - self._days * _DAY_S)
        except StoreError as error:
            _log.warning("old conversations are not deleted now", reason=str(error))
            return 0
        if deleted:
            self._metrics.deleted.inc(deleted)
            _log.info("old conversations deleted", conversations=deleted, days=self._days)
        return deleted
