"""The server as a process: how it starts, stops, reloads, and stands clients that misbehave."""

from __future__ import annotations

import signal
import socket
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.server.processes import Process, site_process
from tests.server.trials import COUNTING, talk_at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE_S = 60.0
"""How long a server may take for what is expected of it, however busy the machine."""


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/yuqi.db"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """One for all tests that leave it as it was."""
    folder = tmp_path_factory.mktemp("site")
    store = f"sqlite:///{folder}/yuqi.db"
    with site_process(folder, store, store_timeout_s=60, request_timeout_s=90) as process:
        yield process


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """One that waits a second for headers, and for a body."""
    folder = tmp_path_factory.mktemp("impatient")
    with site_process(folder, f"sqlite:///{folder}/yuqi.db", header_timeout_s=1) as process:
        yield process


def test_what_was_said_is_there_after_a_restart(tmp_path: Path, store: str) -> None:
    with site_process(tmp_path, store) as first:
        conversation_id = first.ask("第几句")["conversation_id"]
        first.stop()
    with site_process(tmp_path, store) as second:
        assert second.ask("第几句", conversation_id)["turn"] == 2


def test_stopping_lets_requests_under_way_end(tmp_path: Path, store: str) -> None:
    with site_process(tmp_path, store) as site, ThreadPoolExecutor() as threads:
        slow = threads.submit(site.ask, "慢慢说，花呗有宽限期吗")
        _wait_until_under_way(site)
        site.popen.send_signal(signal.SIGTERM)
        (tmp_path / "go_on").touch()
        assert slow.result()["kind"] == "answer"
        assert site.popen.wait(PATIENCE_S) in {0, -signal.SIGTERM}, site.log


def _wait_until_under_way(site: Process) -> None:
    _wait_until(site, lambda: "yuqi_requests_in_progress 2.0" in site.client.get("/metrics").text)


def test_a_hangup_takes_new_content_in_and_refuses_bad(site: Process) -> None:
    for written, in_force, said in (
        ("beef", "beef", "content taken in"),
        ("bad", "beef", "content refused"),
    ):
        (site.log_path.parent / "model_id").write_text(written)
        site.popen.send_signal(signal.SIGHUP)
        site.wait_for_log(said)
        assert site.client.get("/status").json()["model_id"] == in_force
    assert "intents/a.yml:12" in site.log


def _wait_until(site: Process, done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < end, site.log
        time.sleep(0.02)


def test_bad_content_at_the_start_ends_with_1_and_says_where(tmp_path: Path, store: str) -> None:
    (tmp_path / "model_id").write_text("bad")
    with site_process(tmp_path, store, ready=False) as site:
        assert site.popen.wait(PATIENCE_S) == 1
        assert "intents/a.yml:12: it is bad. Mend it." in site.log


def test_a_half_migrated_store_at_the_start_ends_with_1(tmp_path: Path, store: str) -> None:
    with site_process(tmp_path, store) as site:
        site.stop()
    database = sqlite3.connect(tmp_path / "yuqi.db")
    database.execute("DROP TABLE feedback")
    database.close()
    with site_process(tmp_path, store, ready=False) as site:
        assert site.popen.wait(PATIENCE_S) == 1
        assert "table 'feedback' is missing" in site.log


def test_a_client_that_sends_its_headers_drop_by_drop_is_cut_off(impatient: Process) -> None:
    with _connection(impatient) as client:
        client.sendall(b"POST /api/answer HTTP/1.1\r\nHost: a\r\nX-A: ")
        client.settimeout(PATIENCE_S)
        assert client.recv(1) == b""


def test_a_client_that_sends_its_body_drop_by_drop_gets_a_408(impatient: Process) -> None:
    with _connection(impatient) as client:
        client.sendall(
            b"POST /api/answer HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            b"Content-Length: 30\r\n\r\n{"
        )
        client.settimeout(PATIENCE_S)
        assert client.recv(4096).startswith(b"HTTP/1.1 408 ")


def test_endless_headers_are_refused(site: Process) -> None:
    with _connection(site) as client:
        client.settimeout(PATIENCE_S)
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-A: " + b"a" * 20_000)
        assert client.recv(4096).startswith(b"HTTP/1.1 400 ")


def test_an_endless_body_is_refused_before_it_ends(site: Process) -> None:
    with _connection(site) as client:
        client.settimeout(PATIENCE_S)
        client.sendall(
            b"POST /api/answer HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + (b"1000\r\n" + b"a" * 0x1000 + b"\r\n") * 5
        )
        assert client.recv(4096).startswith(b"HTTP/1.1 413 ")


def _connection(site: Process) -> socket.socket:
    return socket.create_connection(
        ("127.0.0.1", int(site.url.rpartition(":")[2])), timeout=PATIENCE_S
    )


def test_a_connection_is_kept_between_requests(impatient: Process) -> None:
    with httpx.Client(base_url=impatient.url, timeout=PATIENCE_S) as client:
        for pause in (0.0, 1.5, 0.0):
            threading.Event().wait(pause)  # longer than headers may take
            assert client.get("/health/live").status_code == 200


def test_no_log_line_holds_what_a_visitor_wrote(site: Process) -> None:
    conversation_id = site.ask("花呗有宽限期吗")["conversation_id"]
    site.client.get(f"/api/conversations/{conversation_id}?token=s3cret")
    site.client.post("/api/answer", json={"text": "坏"})
    site.client.post("/api/answer", content=b'{"text": "\xff"}')
    site.wait_for_log("request failed")
    for secret in ("宽限期", conversation_id, "s3cret", "坏", "open-sesame"):
        assert secret not in site.log


def test_two_hundred_visitors_at_once_are_all_answered_and_remembered(site: Process) -> None:
    talk_at_once([site], visitors=200, texts=[COUNTING] * 3)


def test_several_workers_share_one_store(tmp_path: Path, store: str) -> None:
    with site_process(tmp_path, store, workers=2, store_timeout_s=60) as site:
        conversation_id = site.ask("第几句")["conversation_id"]
        with ThreadPoolExecutor(10) as threads:
            turns = threads.map(lambda _: site.ask("第几句", conversation_id)["turn"], range(20))
        assert sorted(turns) == list(range(2, 22)), site.log
        text = site.client.get("/metrics").text
        assert 'yuqi_answers_total{channel="api",intent="",kind="chat"} 21.0' in text
        site.stop()
