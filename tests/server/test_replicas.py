"""Several processes on one PostgreSQL, which comes and goes; processes that are killed."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx

from tests.server.postgres import free_port
from tests.server.processes import Process, site_process

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.server.postgres import Postgres

KILLS = int(os.environ.get("YUQI_SOAK_KILLS", "3"))


def _patient(folder: Path, url: str, **more: Any) -> AbstractContextManager[Process]:
    """A server that waits for its store, however busy the machine is that runs the tests."""
    return site_process(folder, url, store_timeout_s=60, request_timeout_s=90, **more)


def test_a_conversation_continues_on_any_replica(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.fresh_url("replicas")
    with _patient(tmp_path, url) as one, _patient(tmp_path, url) as two:
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


def test_visitors_are_answered_while_postgresql_is_away_and_remembered_before_and_after(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = postgres.fresh_url("away")
    with site_process(tmp_path, url, store_timeout_s=1) as site:
        stop = threading.Event()
        with ThreadPoolExecutor(4) as threads:
            talks = [threads.submit(_talk_until, stop, site) for _ in range(4)]
            try:
                postgres.stop("immediate")
                site.wait_for("/health/ready", 503)
                postgres.start()
                site.wait_for("/health/ready", 200)
                _say_some_more(site)
            finally:
                stop.set()
            histories = [talk.result() for talk in talks]
        assert any(0 in turns for _, turns in histories)
        for conversation_id, turns in histories:
            if conversation_id is not None:
                acknowledged = [turn for turn in turns if turn]
                assert set(acknowledged) <= set(_stored(site, conversation_id))


def _talk_until(stop: threading.Event, site: Process) -> tuple[str | None, list[int]]:
    conversation_id, turns = None, []
    while not stop.is_set():
        reply = site.ask("第几句", conversation_id)
        conversation_id = reply["conversation_id"]
        turns.append(reply["turn"])
        if conversation_id is None:
            turns = [0]
    return conversation_id, turns


def _say_some_more(site: Process) -> None:
    conversation_id = None
    for _ in range(5):
        reply = site.ask("第几句", conversation_id)
        conversation_id = reply["conversation_id"]
    assert reply["turn"] == 5


def _stored(site: Process, conversation_id: str) -> list[int]:
    history = site.client.get(f"/api/conversations/{conversation_id}").json()
    return [turn["turn"] for turn in history["turns"]]


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
    url, port = empty_url(), free_port()
    acknowledged: dict[str, list[int]] = {}
    for number in range(KILLS):
        with _patient(tmp_path, url, port=port) as site, ThreadPoolExecutor(8) as threads:
            acknowledgements = threading.Semaphore(0)
            talks = [threads.submit(_talk_until_killed, site, acknowledgements) for _ in range(8)]
            for _ in range(20 + 3 * number):
                acknowledgements.acquire()
            site.kill()
            acknowledged.update(talk.result() for talk in talks)
    acknowledged.pop("", None)
    assert acknowledged
    with _patient(tmp_path, url, port=port) as site:
        for conversation_id, turns in acknowledged.items():
            stored = _stored(site, conversation_id)
            assert stored[: len(turns)] == turns
            assert len(stored) <= len(turns) + 1


def _talk_until_killed(
    site: Process, acknowledgements: threading.Semaphore
) -> tuple[str, list[int]]:
    conversation_id = ""
    turns: list[int] = []
    body: dict[str, Any] = {"text": "第几句"}
    with httpx.Client(base_url=site.url, timeout=30) as client:
        while True:
            try:
                response = client.post("/api/answer", json=body)
            except httpx.TransportError:
                return conversation_id, turns
            reply = response.json()
            assert reply["turn"], reply
            body["conversation_id"] = conversation_id = reply["conversation_id"]
            turns.append(reply["turn"])
            acknowledgements.release()


def test_every_conversation_of_a_crowd_on_two_replicas_is_whole(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = postgres.fresh_url("crowd")
    with _patient(tmp_path, url) as one, _patient(tmp_path, url) as two:

        def talk(_: int) -> tuple[str, list[int]]:
            reply = one.ask("第几句")
            conversation_id: str = reply["conversation_id"]
            later = [site.ask("第几句", conversation_id)["turn"] for site in (two, one, two)]
            return conversation_id, [reply["turn"], *later]

        with ThreadPoolExecutor(100) as threads:
            talks = list(threads.map(talk, range(100)))
        assert all(turns == [1, 2, 3, 4] for _, turns in talks)
        assert _stored(two, talks[0][0]) == [1, 2, 3, 4]
