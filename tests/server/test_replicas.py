"""Several processes on one PostgreSQL, which comes and goes; processes that are killed."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.server.postgres import free_port
from tests.server.processes import ROOT, Process, site_process
from tests.server.trials import (
    COUNTING,
    kill_while_writing,
    patient,
    stop_and_start_postgresql,
    talk_at_once,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.server.postgres import Postgres


def test_a_conversation_continues_on_any_replica(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.fresh_url("replicas")
    with patient(tmp_path, url) as one, patient(tmp_path, url) as two:
        conversation_id = one.ask("花呗有宽限期吗")["conversation_id"]
        reply = two.ask("第几句", conversation_id)
        assert (reply["turn"], reply["slots"]) == (2, {"product": "huabei"})
        again = [site.ask("你好", conversation_id, message_id="m") for site in (one, two)]
        assert again[0] == again[1]
        with ThreadPoolExecutor(10) as threads:
            sites = [one, two] * 10
            replies = list(threads.map(lambda site: site.ask("第几句", conversation_id), sites))
        assert sorted(reply["turn"] for reply in replies) == list(range(4, 24))
        assert all(reply["answer"]["text"] == f"第{reply['turn']}句" for reply in replies)


@pytest.mark.timeout(600)
def test_one_command_starts_two_replicas_and_their_postgresql(
    tmp_path: Path, content: Path
) -> None:
    with TemporaryDirectory(prefix="yuqi-pg-") as folder:
        port = _free_pair()
        given = {
            "PYTHON": sys.executable,
            "YUQI_PORT": str(port),
            "YUQI_POSTGRES_FOLDER": folder,
            "YUQI_POSTGRES_PORT": str(free_port()),
            "YUQI_CONTENT": str(content),
            "YUQI_CACHE": str(tmp_path / "cache"),
            "YUQI_STORE_TIMEOUT_S": "60",
            "YUQI_REQUEST_TIMEOUT_S": "90",
        }
        log_path = tmp_path / "log"
        with log_path.open("ab") as log, ExitStack() as clients:
            command = (str(ROOT / "deploy" / "two-replicas"),)
            popen = subprocess.Popen(command, env={**os.environ, **given}, stdout=log, stderr=log)
            one, two = (
                Process(
                    popen,
                    clients.enter_context(
                        httpx.Client(base_url=f"http://127.0.0.1:{number}", timeout=90)
                    ),
                    log_path,
                )
                for number in (port, port + 1)
            )
            try:
                one.wait_for("/health/ready")
                two.wait_for("/health/ready")
                conversation_id = one.ask("有没有宽限期")["conversation_id"]
                assert two.ask("有没有宽限期", conversation_id)["turn"] == 2
            finally:
                popen.send_signal(signal.SIGTERM)
                popen.wait(120)
        assert not (Path(folder) / "data" / "postmaster.pid").exists()


def _free_pair() -> int:
    """A free port whose next one is free as well."""
    while True:
        port = free_port()
        with socket.socket() as probe, contextlib.suppress(OSError, OverflowError):
            probe.bind(("127.0.0.1", port + 1))
            return port


def test_visitors_are_answered_while_postgresql_is_away_and_remembered_before_and_after(
    tmp_path: Path, postgres: Postgres
) -> None:
    figures = stop_and_start_postgresql(tmp_path, postgres, times=1)
    assert figures["messages"]


def test_a_server_started_without_its_store_uses_it_once_it_is_there(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = postgres.fresh_url("late")
    postgres.stop()
    try:
        with site_process(tmp_path, url, ready=False) as site:
            site.wait_for("/health/live")
            assert site.ask("花呗有宽限期吗")["notice"]
            assert site.client.get("/health/ready").status_code == 503
            postgres.start()
            site.wait_for("/health/ready")
            assert site.ask("花呗有宽限期吗")["turn"] == 1
    finally:
        if not (postgres.data / "postmaster.pid").exists():
            postgres.start()


def test_a_server_killed_while_it_writes_loses_nothing_that_it_acknowledged(
    tmp_path: Path, empty_url: Callable[[], str]
) -> None:
    figures = kill_while_writing(tmp_path, empty_url(), kills=3)
    assert figures["turns acknowledged"] >= 60


def test_every_conversation_of_a_crowd_on_two_replicas_is_whole(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = postgres.fresh_url("crowd")
    with patient(tmp_path, url) as one, patient(tmp_path, url) as two:
        talk_at_once([one, two], visitors=100, texts=[COUNTING] * 4)
