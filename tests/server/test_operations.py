"""Health, metrics, reload, retention, pages, logs."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any, cast

import pytest
import structlog
from structlog.testing import capture_logs

from bot import ContentError, Fault
from server.logging import digest, place_errors
from server.metrics import Metrics
from server.reload import EngineHolder
from server.retention import Retention
from server.settings import Settings
from server.tables import METADATA, REVISION
from tests.server.conftest import ADMIN
from tests.server.fakes import FakeEngine
from tests.server.processes import ROOT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot import Engine
    from tests.server.conftest import Site

pytestmark = pytest.mark.anyio
DAY = 86_400.0
RELOAD = f"/admin/reload?token={ADMIN}"


async def test_a_server_with_content_and_store_is_live_and_ready(site: Site) -> None:
    for path in ("/health/live", "/health/ready"):
        response = await site.client.get(path)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_metrics_tell_answers_latencies_and_feedback(site: Site) -> None:
    conversation_id = (await site.ask("花呗有宽限期吗"))["conversation_id"]
    body = {"conversation_id": conversation_id, "turn": 1, "rating": "up"}
    await site.client.post("/api/feedback", json=body)
    await site.client.get("/api/conversations/" + conversation_id)
    text = (await site.client.get("/metrics")).text
    for line in (
        'yuqi_answers_total{channel="api",intent="grace_period",kind="answer"} 1.0',
        'yuqi_feedback_total{rating="up"} 1.0',
        'yuqi_requests_total{method="POST",route="/api/answer",status="200"} 1.0',
        'yuqi_stage_seconds_count{stage="engine"} 1.0',
        'yuqi_stage_seconds_count{stage="save"} 1.0',
    ):
        assert line in text
    assert conversation_id not in text


def test_every_setting_is_described() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`([A-Z_]+)`", text.partition("## Limits")[0]))
    assert {name.upper() for name in Settings.model_fields} <= described


async def test_unknown_paths_do_not_each_make_a_series(site: Site) -> None:
    for number in range(5):
        await site.client.get(f"/wp-admin/{number}")
        await site.client.request(f"WEIRD{number}", "/api/answer")
    text = (await site.client.get("/metrics")).text
    assert "wp-admin" not in text
    assert "WEIRD" not in text


async def test_a_reload_swaps_the_engine_in_whole(site: Site) -> None:
    holder = site.holder
    holder._build = lambda _: cast("Engine", FakeEngine("beef"))
    response = await site.client.post(RELOAD)
    assert (response.status_code, response.json()) == (200, {"model_id": "beef"})
    assert (await site.client.get("/status")).json()["model_id"] == "beef"


async def test_faulty_content_is_refused_with_file_line_and_cure(site: Site) -> None:
    def refuse(_: object) -> Engine:
        fault = Fault("intents/a.yml", 12, "intent 'a' has no response", "Add one.")
        raise ContentError((fault,))

    site.holder._build = refuse
    response = await site.client.post(RELOAD)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["errors"] == [
        {
            "field": "intents/a.yml:12",
            "detail": "intent 'a' has no response. Add one.",
            "file": "intents/a.yml",
            "line": 12,
        }
    ]
    assert (await site.client.get("/status")).json()["model_id"] == "f00d"


async def test_reloading_needs_the_token(site: Site) -> None:
    assert (await site.client.post("/admin/reload")).status_code == 401


async def test_no_request_fails_while_content_is_taken_in(site: Site) -> None:
    site.holder._build = lambda _: cast("Engine", FakeEngine("beef"))
    asked = [site.client.post("/api/answer", json={"text": "花呗有宽限期吗"}) for _ in range(40)]
    reloads = [site.client.post(RELOAD) for _ in range(5)]
    responses = await asyncio.gather(*asked, *reloads)
    assert {response.status_code for response in responses} == {200}


async def test_an_edit_is_taken_in_within_a_second(tmp_path: Path) -> None:
    for name in ("intents", "responses"):
        (tmp_path / name).mkdir()
    built: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def build(_: object) -> Engine:
        text = "".join(path.read_text() for path in sorted(tmp_path.glob("*/*.yml")))
        loop.call_soon_threadsafe(built.put_nowait, text)
        if text == "bad":
            raise ContentError((Fault("a.yml", 1, "bad", "Mend it."),))
        return cast("Engine", FakeEngine(text))

    holder = EngineHolder(build, Metrics())
    stop = asyncio.Event()
    watching = asyncio.create_task(holder.watch(tmp_path, stop))
    try:
        async with asyncio.timeout(60):  # until the watcher has begun to watch
            while built.empty():
                (tmp_path / "intents" / "a.yml").write_text("one")
                await asyncio.wait({asyncio.create_task(asyncio.sleep(0.2))})
        while not built.empty():
            built.get_nowait()
        (tmp_path / "intents" / "a.yml").write_text("two")
        async with asyncio.timeout(60):
            while await built.get() != "two":
                pass
        (tmp_path / "intents" / "a.yml").write_text("bad")
        async with asyncio.timeout(60):
            while await built.get() != "bad":
                pass
        assert holder.engine.model_id == "two"
    finally:
        stop.set()
        await watching


async def test_a_provisional_engine_gives_way_to_the_settled_one() -> None:
    settled = asyncio.Event()

    def build(previous: object) -> Engine:
        return cast("Engine", FakeEngine("beef", provisional=previous is not None))

    async def settle() -> bool:
        await settled.wait()
        return True

    holder = EngineHolder(build, Metrics(), settle)
    holder.load()
    settling = asyncio.create_task(holder.settle_forever())
    await holder.reload()
    provisional = holder.engine
    assert provisional.provisional
    settled.set()
    async with asyncio.timeout(60):
        while holder.engine is provisional:
            await asyncio.to_thread(lambda: None)
    assert not holder.engine.provisional
    settling.cancel()


class Shelf:
    """A store that only counts what retention asks of it."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def delete_before(self, moment: float) -> int:
        self.asked.append(moment)
        return 3


async def test_retention_deletes_what_is_older_than_its_days() -> None:
    shelf = Shelf()
    retention = Retention(cast("Any", shelf), Metrics(), days=30)
    assert await retention.run_once(wall=100 * DAY, monotonic=5.0) == 3
    assert shelf.asked == [70 * DAY]


async def test_a_clock_that_leaps_ahead_deletes_nothing() -> None:
    shelf = Shelf()
    retention = Retention(cast("Any", shelf), Metrics(), days=30)
    await retention.run_once(wall=100 * DAY, monotonic=0.0)
    assert await retention.run_once(wall=465 * DAY, monotonic=3600.0) == 0
    assert await retention.run_once(wall=99 * DAY, monotonic=7200.0) == 3
    assert shelf.asked == [70 * DAY, 69 * DAY]


async def test_only_trusted_proxies_say_who_is_asking(
    start: Callable[..., Awaitable[Site]], settings: Settings
) -> None:
    limits = {"rate_limit": "1/day", "trusted_proxies": ("127.0.0.0/8",)}
    for update, status in ((limits, 200), (limits | {"trusted_proxies": ("10.0.0.1",)}, 429)):
        site = await start(settings.model_copy(update=update))
        for address in ("192.0.2.1", "192.0.2.2"):
            headers = {"X-Forwarded-For": f"203.0.113.9, {address}"}
            response = await site.client.post(
                "/api/answer", json={"text": "你好"}, headers=headers
            )
        assert response.status_code == status


async def test_logs_name_request_and_conversation_but_no_words(site: Site) -> None:
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logs:
        reply = await site.ask("花呗有宽限期吗")
        await site.client.get(f"/api/conversations/{reply['conversation_id']}?token=s3cret")
    answered, read = (entry for entry in logs if entry["event"] == "request")
    assert answered["route"] == "/api/answer"
    assert answered["conversation"] == digest(reply["conversation_id"])
    assert answered["request"]
    assert read["route"] == "/api/conversations/{conversation_id}"
    written = json.dumps(logs, ensure_ascii=False)
    for secret in (reply["conversation_id"], "宽限期", "s3cret"):
        assert secret not in written


def test_an_error_is_logged_by_type_and_place_without_its_words() -> None:
    with pytest.raises(ValueError, match="花呗") as caught:
        int("花呗")
    entry = place_errors(None, "error", {"event": "failed", "exc_info": caught.value})
    assert entry["error"] == "ValueError"
    assert "test_operations.py" in entry["at"][-1]
    assert "花呗" not in str(entry)


async def test_a_request_keeps_the_id_it_came_with_if_it_is_plain(site: Site) -> None:
    for sent, kept in (("abc-123", True), ("a b", False), ("x" * 65, False)):
        response = await site.client.get("/health/live", headers={"X-Request-ID": sent})
        assert (response.headers["x-request-id"] == sent) is kept


async def test_every_route_and_error_is_described(site: Site) -> None:
    schema = (await site.client.get("/openapi.json")).json()
    assert {
        "/api/answer",
        "/api/suggest",
        "/api/questions",
        "/api/privacy",
        "/api/feedback",
        "/api/conversations/{conversation_id}",
        "/api/conversations/{conversation_id}/export",
        "/webhooks/rest/",
        "/webhooks/rest/webhook",
        "/model/parse",
        "/conversations/{conversation_id}/tracker",
        "/version",
        "/status",
        "/health/live",
        "/health/ready",
        "/metrics",
        "/admin/reload",
    } == set(schema["paths"])
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            assert operation["description"], (method, path)
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"]
    assert "Problem" in schema["components"]["schemas"]


def test_the_newest_migration_is_the_schema_that_the_code_expects() -> None:
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    from server.schema import MIGRATIONS  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION
    for table in METADATA.sorted_tables:
        assert next(iter(table.primary_key.columns)).name == "conversation_id"
