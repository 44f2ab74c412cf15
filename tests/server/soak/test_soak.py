"""The long trials: `make soak`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.server.processes import REAL_SITE, ROOT, site_process
from tests.server.trials import (
    answer_many_pairs,
    fill_the_disk,
    jump_clocks,
    kill_while_writing,
    reload_under_load,
    stop_and_start_postgresql,
    talk_at_once,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.server.postgres import Postgres
    from tests.server.processes import Process
    from tests.server.trials import Figures

    Record = Callable[[Figures], None]

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]

LEARNT = ROOT / "data" / "models"
QUESTIONS = ("花呗逾期了怎么办", "会上征信吗", "那借呗呢", "还不起能协商吗", "谢谢")


def test_a_server_killed_fifty_times_while_it_writes_loses_nothing(
    tmp_path: Path, empty_url: Callable[[], str], record: Record
) -> None:
    record(kill_while_writing(tmp_path, empty_url(), kills=50))


def test_two_hundred_conversations_at_once_with_the_shipped_content_on_one_process(
    tmp_path: Path, record: Record
) -> None:
    with _shipped(tmp_path, f"sqlite:///{tmp_path}/yuqi.db") as site:
        record(talk_at_once([site], visitors=200, texts=QUESTIONS))


def test_two_hundred_conversations_at_once_with_the_shipped_content_on_two_replicas(
    tmp_path: Path, postgres: Postgres, record: Record
) -> None:
    url = postgres.fresh_url("crowd")
    with _shipped(tmp_path, url) as one, _shipped(tmp_path, url) as two:
        record(talk_at_once([one, two], visitors=200, texts=QUESTIONS))


def _shipped(folder: Path, store: str) -> AbstractContextManager[Process]:
    """The server that people run; it may queue for minutes where 200 visitors share two cores."""
    waits = {"store_timeout_s": 600, "request_timeout_s": 600, "client_timeout_s": 600}
    return site_process(folder, store, command=REAL_SITE, content=ROOT, cache=LEARNT, **waits)


def test_postgresql_stopped_and_started_twenty_times_under_load(
    tmp_path: Path, postgres: Postgres, record: Record
) -> None:
    record(stop_and_start_postgresql(tmp_path, postgres, times=20))


def test_the_shipped_content_edited_and_reloaded_under_load(
    tmp_path: Path, record: Record
) -> None:
    record(reload_under_load(tmp_path, ROOT, edits=6, learnt=LEARNT))


def test_a_full_disk_loses_nothing_and_is_used_again_once_it_has_room(
    tmp_path: Path, record: Record
) -> None:
    record(fill_the_disk(tmp_path))


def test_a_clock_that_jumps_loses_nothing(tmp_path: Path, record: Record) -> None:
    record(jump_clocks(tmp_path, rounds=5))


def test_a_hundred_thousand_pairs_are_taken_in_and_answered(
    tmp_path: Path, record: Record
) -> None:
    record(answer_many_pairs(tmp_path, pairs=100_000))
