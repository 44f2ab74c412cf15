"""Traces: what they tell, and what they never do."""

from __future__ import annotations

import queue
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from structlog.testing import capture_logs

from server.logging import digest
from server.tracing import STANDARD_ENDPOINTS, Tracing, build_tracing
from tests.server.processes import site_process

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from opentelemetry.sdk.trace import ReadableSpan

    from server.settings import Settings
    from tests.server.conftest import Site

pytestmark = pytest.mark.anyio


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
async def traced(
    start: Callable[..., Awaitable[Site]], settings: Settings, exporter: InMemorySpanExporter
) -> Site:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return await start(settings, tracing=Tracing(provider))


def named(exporter: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in exporter.get_finished_spans()}


async def test_a_message_is_a_span_with_its_turn_and_stages_within(
    traced: Site, exporter: InMemorySpanExporter
) -> None:
    conversation_id = (await traced.ask("花呗有宽限期吗"))["conversation_id"]
    spans = named(exporter)
    request, turn = spans.pop("POST /api/answer"), spans.pop("turn")
    assert set(spans) == {"load", "engine", "save", "commit", "render"}
    assert request.kind is SpanKind.SERVER
    assert request.parent is None
    assert dict(request.attributes or {}) == {
        "http.request.method": "POST",
        "http.route": "/api/answer",
        "http.response.status_code": 200,
        "yuqi.request": (request.attributes or {})["yuqi.request"],
        "yuqi.conversation": digest(conversation_id),
    }
    assert parent_id(turn) == request.context.span_id
    for stage in spans.values():
        assert parent_id(stage) == turn.context.span_id
        assert turn.start_time <= stage.start_time <= stage.end_time <= turn.end_time


def parent_id(span: ReadableSpan) -> int | None:
    return span.parent.span_id if span.parent else None


async def test_a_trace_goes_on_from_its_caller(
    traced: Site, exporter: InMemorySpanExporter
) -> None:
    trace, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    headers = {"traceparent": f"00-{trace}-{parent}-01"}
    await traced.client.get("/api/questions", headers=headers)
    [span] = exporter.get_finished_spans()
    assert (span.context.trace_id, parent_id(span)) == (int(trace, 16), int(parent, 16))


async def test_no_span_tells_what_a_visitor_wrote(
    traced: Site, exporter: InMemorySpanExporter
) -> None:
    conversation_id = (await traced.ask("花呗有宽限期吗", metadata={"a": "悄悄话"}))[
        "conversation_id"
    ]
    await traced.client.get(f"/api/conversations/{conversation_id}?token=s3cret")
    await traced.client.get("/api/suggest", params={"q": "宽限"})
    await traced.client.get("/宽限期", headers={"User-Agent": "s3cret", "baggage": "a=s3cret"})
    await traced.client.post("/api/answer", json={"text": "坏"})
    spans = exporter.get_finished_spans()
    assert spans
    told = "".join(span.to_json(indent=None) for span in spans).encode().decode("unicode-escape")
    for secret in ("宽限", "悄悄话", "坏", "s3cret", conversation_id):
        assert secret not in told


async def test_a_failure_is_an_error_without_its_words(
    traced: Site, exporter: InMemorySpanExporter
) -> None:
    await traced.client.post("/api/answer", json={"text": "坏"})
    spans = named(exporter)
    assert spans["POST /api/answer"].status.status_code is StatusCode.ERROR
    assert not any(span.events for span in spans.values())


async def test_probes_leave_no_traces(traced: Site, exporter: InMemorySpanExporter) -> None:
    for path in ("/health/live", "/health/ready", "/metrics"):
        await traced.client.get(path)
    assert exporter.get_finished_spans() == ()


def test_nothing_is_traced_unless_a_collector_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in STANDARD_ENDPOINTS:
        monkeypatch.delenv(name, raising=False)
    assert build_tracing("")._provider is None


@pytest.mark.parametrize("name", STANDARD_ENDPOINTS)
async def test_a_standard_variable_names_the_collector(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:1")
    tracing = build_tracing("")
    assert tracing._provider is not None
    await tracing.close()


def test_without_the_extra_a_warning_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with capture_logs() as logs:
        assert build_tracing("http://127.0.0.1:1")._provider is None
    assert "yuqi[otel]" in logs[0]["event"]


@contextmanager
def collector() -> Iterator[tuple[str, queue.Queue[Any]]]:
    """An OpenTelemetry collector: its address, and what it was sent."""
    sent: queue.Queue[Any] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent.put((self.path, self.headers.get("Content-Encoding"), body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", sent
        server.shutdown()


def test_a_stopping_server_sends_its_last_traces_to_the_collector(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/yuqi.db"
    with collector() as (url, sent), site_process(tmp_path, store, otel_endpoint=url) as site:
        site.ask("花呗有宽限期吗")
        site.stop()
        path, encoding, body = sent.get(timeout=60)
        assert (path, encoding) == ("/v1/traces", None)
        [resource] = ExportTraceServiceRequest.FromString(body).resource_spans
        about = {one.key: one.value.string_value for one in resource.resource.attributes}
        assert about["service.name"] == "yuqi"
        names = {span.name for scope in resource.scope_spans for span in scope.spans}
        assert {"POST /api/answer", "turn", "engine"} <= names


def test_a_server_stops_though_no_collector_answers(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/yuqi.db"
    with site_process(tmp_path, store, otel_endpoint="http://127.0.0.1:1") as site:
        site.ask("花呗有宽限期吗")
        site.stop()
        assert "宽限期" not in site.log
