"""Traces by OpenTelemetry, where the operator names a collector.

Spans tell routes, times and outcomes, and conversations by the digest that logs use: nothing that
a visitor wrote, so exceptions are not recorded either. The library comes with `yuqi[otel]`.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from opentelemetry.sdk.trace import TracerProvider

    Describe = Callable[[str, Mapping[str, str | int]], None]

STANDARD_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_PROBES = ("/health/", "/metrics")
_SENDING_S = 3.0
"""How long a collector may take for a batch: a server that stops waits for its last one."""
_QUIET: dict[str, Any] = {"record_exception": False, "set_status_on_exception": False}

_log = structlog.stdlib.get_logger(__name__)


class Tracing:
    """Makes spans, or nothing at all without a provider of them."""

    def __init__(self, provider: TracerProvider | None = None) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("yuqi") if provider else None

    @contextmanager
    def request(self, path: str, headers: Mapping[str, str]) -> Iterator[Describe]:
        """The span of a request, in the trace that its headers name; none for a probe.

        What is yielded takes the span's name and attributes, once they are known.
        """
        if self._tracer is None or path.startswith(_PROBES):
            yield _leave_undescribed
            return
        from opentelemetry.trace import SpanKind, StatusCode  # noqa: PLC0415  # an extra
        from opentelemetry.trace.propagation.tracecontext import (  # noqa: PLC0415  # an extra
            TraceContextTextMapPropagator,
        )

        context = TraceContextTextMapPropagator().extract(headers)
        with self._tracer.start_as_current_span(
            "request", context=context, kind=SpanKind.SERVER, **_QUIET
        ) as span:

            def describe(name: str, attributes: Mapping[str, str | int]) -> None:
                span.update_name(name)
                span.set_attributes(attributes)
                if int(attributes["http.response.status_code"]) >= 500:
                    span.set_status(StatusCode.ERROR)

            yield describe

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """The span of a stage, within that of its request."""
        if self._tracer is None:
            yield
            return
        with self._tracer.start_as_current_span(name, **_QUIET):
            yield

    def add_stage(self, name: str, start_ns: int, end_ns: int) -> None:
        """The span of a stage that is over; times are Unix nanoseconds."""
        if self._tracer is not None:
            self._tracer.start_span(name, start_time=start_ns).end(end_ns)

    async def close(self) -> None:
        """Send what is left, if the collector takes it soon."""
        if self._provider is not None:
            await asyncio.to_thread(self._provider.shutdown)


def _leave_undescribed(_name: str, _attributes: Mapping[str, str | int]) -> None:
    pass


def build_tracing(endpoint: str) -> Tracing:
    """Spans sent by OTLP over HTTP to this endpoint, or to one that a standard variable names."""
    if not endpoint and not any(os.environ.get(name) for name in STANDARD_ENDPOINTS):
        return Tracing()
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415  # an extra
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.resources import (  # noqa: PLC0415  # an extra
            OTELResourceDetector,
            Resource,
        )
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415  # an extra
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415  # an extra
    except ImportError:
        _log.warning('a collector is named but nothing is traced: install "yuqi[otel]"')
        return Tracing()
    url = f"{endpoint.rstrip('/')}/v1/traces" if endpoint else None
    resource = Resource({"service.name": "yuqi"}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=resource)
    exporter = OTLPSpanExporter(endpoint=url, timeout=_SENDING_S)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return Tracing(provider)
