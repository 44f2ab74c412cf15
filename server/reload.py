"""The engine in force, and how another takes its place: built beside it, swapped in whole."""

from __future__ import annotations

import asyncio
import gc
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import structlog
from watchfiles import awatch

from bot import ContentError, Engine
from server.problems import unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from pathlib import Path

    from bot import Catalogue
    from server.metrics import Metrics

_log = structlog.stdlib.get_logger(__name__)
_QUIET_MS = 50
"""Quiet after which an edit counts as done: editors write a file in several steps."""


@dataclass(frozen=True)
class Content:
    """An engine with what is read off it once."""

    engine: Engine

    @cached_property
    def catalogue(self) -> Catalogue:
        """The questions it answers."""
        return self.engine.catalogue()

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Each intent's title."""
        return {name: intent.title for name, intent in self.engine.domain.intents.items()}


class EngineHolder:
    """Holds the content in force.

    `build` makes an engine from the files, quicker where it gets the one before; what it makes
    then may be provisional. `settle` prepares, outside of this process, what lets `build` make the
    final one quickly without; it says whether it did.
    """

    def __init__(
        self,
        build: Callable[[Engine | None], Engine],
        metrics: Metrics,
        settle: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        self._build = build
        self._metrics = metrics
        self._settle = settle
        self._edited = asyncio.Event()
        self._content: Content | None = None
        self._one_at_a_time = asyncio.Lock()

    @property
    def content(self) -> Content:
        """The content in force.

        Raises:
            ProblemError: there is none yet; 503.
        """
        if self._content is None:
            raise unavailable("The content is still being read. Try again in a few seconds.")
        return self._content

    @property
    def engine(self) -> Engine:
        """The engine in force; raises as `content` does."""
        return self.content.engine

    def load(self) -> None:
        """Build and put in force, at once: for the start, before anything is served.

        Raises:
            ContentError: the files have faults; what was in force stays.
        """
        self._swap(self._build(self._content.engine if self._content else None))

    async def reload(self) -> Engine:
        """Build in a thread while the engine in force goes on answering, then swap.

        Raises:
            ContentError: as for `load`.
        """
        async with self._one_at_a_time:
            previous = self._content.engine if self._content else None
            start = time.perf_counter()
            try:
                engine = await asyncio.to_thread(self._build, previous)
            except ContentError as error:
                self._metrics.reloads.labels("refused").inc()
                faults = [str(fault) for fault in error.faults]
                _log.error("content refused, the old one stays in force", faults=faults)
                raise
            self._swap(engine)
            self._metrics.reloads.labels("taken").inc()
            seconds = round(time.perf_counter() - start, 3)
            _log.info("content taken in", model_id=engine.model_id, seconds=seconds)
            if engine.provisional:
                self._edited.set()
            return engine

    async def settle_forever(self) -> None:
        """After each quick reload, put the settled engine in its place once it is there."""
        while self._settle is not None:
            await self._edited.wait()
            self._edited.clear()
            if not await self._settle():
                _log.warning("the edited content could not be learnt anew")
                continue
            async with self._one_at_a_time:
                if not self._edited.is_set():
                    self._swap(await asyncio.to_thread(self._build, None))
                    _log.info("content settled", model_id=self.engine.model_id)

    async def watch(self, folder: Path, stop: asyncio.Event) -> None:
        """Take the content in after each change in its folders, until stopped."""
        folders = [folder / name for name in ("intents", "responses")]
        async for _ in awatch(*folders, step=_QUIET_MS, stop_event=stop, debounce=500):
            await self.reload_quietly()

    async def reload_quietly(self) -> None:
        """As `reload`, for callers that nobody waits for: the log tells what came of it."""
        try:
            await self.reload()
        except ContentError:
            pass
        except Exception:  # noqa: BLE001  # logged
            self._metrics.reloads.labels("failed").inc()
            _log.exception("content could not be taken in, the old one stays in force")

    def _swap(self, engine: Engine) -> None:
        content = Content(engine)
        gc.freeze()  # what serves until the next edit is no garbage: a collection need not walk it
        content.titles  # noqa: B018  # read now, so that no request waits for it
        self._content = content
        self._metrics.content_loaded.set_to_current_time()
