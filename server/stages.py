"""How long the stages of a turn take: for Prometheus, and as spans where requests are traced."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.metrics import Metrics
    from server.tracing import Tracing


class Stages:
    """The stages of one server's turns: `turn` is the whole of one."""

    def __init__(self, metrics: Metrics, tracing: Tracing) -> None:
        self._seconds = metrics.stage_seconds
        self._tracing = tracing

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        """Measure a stage."""
        start = time.perf_counter()
        try:
            with self._tracing.stage(name):
                yield
        finally:
            self._seconds.labels(name).observe(time.perf_counter() - start)

    def end(self, name: str, start: float) -> None:
        """Measure a stage that began at this reading of `time.perf_counter`."""
        seconds = time.perf_counter() - start
        self._seconds.labels(name).observe(seconds)
        now = time.time_ns()
        self._tracing.add_stage(name, now - int(seconds * 1e9), now)
