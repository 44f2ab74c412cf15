"""What Prometheus reads at /metrics."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

if TYPE_CHECKING:
    from collections.abc import Mapping

MULTIPROCESS_DIR = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one server; of all workers on a machine where they share a folder."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self.requests = Counter(
            "yuqi_requests", "Requests", ("method", "route", "status"), registry=registry
        )
        self.request_seconds = Histogram(
            "yuqi_request_seconds",
            "Time to answer a request",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self.in_progress = Gauge(
            "yuqi_requests_in_progress",
            "Requests under way",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.stage_seconds = Histogram(
            "yuqi_stage_seconds",
            "Time each stage of a turn takes; turn is all of them",
            ("stage",),
            buckets=_SECONDS,
            registry=registry,
        )
        self.answers = Counter(
            "yuqi_answers", "Turns answered", ("channel", "kind", "intent"), registry=registry
        )
        self.unsaved = Counter(
            "yuqi_unsaved_answers", "Turns answered without the store", registry=registry
        )
        self.feedback = Counter("yuqi_feedback", "Ratings given", ("rating",), registry=registry)
        self.limited = Counter(
            "yuqi_limited", "Messages refused for coming too fast", ("by",), registry=registry
        )
        self.store_errors = Counter(
            "yuqi_store_errors", "Times the store failed or took too long", registry=registry
        )
        self.reloads = Counter(
            "yuqi_reloads", "Times the content was taken in anew", ("result",), registry=registry
        )
        self.deleted = Counter(
            "yuqi_deleted_conversations", "Conversations deleted by age", registry=registry
        )
        self.content_loaded = Gauge(
            "yuqi_content_loaded_seconds",
            "When the content in force was taken in (Unix time)",
            registry=registry,
            multiprocess_mode="max",
        )

    def count_answer(self, channel: str, reply: Mapping[str, Any]) -> None:
        """Count a turn by its reply."""
        intent = reply["intent"]
        self.answers.labels(channel, reply["kind"], intent["name"] if intent else "").inc()

    def exposition(self) -> bytes:
        """All of it in Prometheus' text format."""
        if MULTIPROCESS_DIR not in os.environ:
            return generate_latest(self._registry)
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        return generate_latest(shared)
