"""Several processes on one PostgreSQL, which comes and goes; processes that are killed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.server.processes import site_process
from tests.server.trials import (
    COUNTING,
    kill_while_writing,
    patient,
    stop_and_start_postgresql,
    talk_at_once,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
