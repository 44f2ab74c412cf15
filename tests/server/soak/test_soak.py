"""The long trials: `make soak`."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.server.processes import REAL_SITE, ROOT
from tests.server.trials import (
    fill_the_disk,
    jump_clocks,
    kill_while_writing,
    patient,
    reload_under_load,
    stop_and_start_postgresql,
    talk_at_once,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.server.postgres import Postgres
    from tests.server.trials import Figures

    Record = Callable[[Figures], None]

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]

LEARNT = ROOT / "data" / "models"
QUESTIONS = ("花呗逾期了怎么办", "会上征信吗", "那借呗呢", "还不起能协商吗", "谢谢")


def test_a_server_killed_fifty_times_while_it_writes_loses_nothing(
    tmp_path: Path, empty_url: Callable[[], str], record: Record
) -> None:
    record(kill_while_writing(tmp_path, empty_url(), kills=50))


@pytest.mark.parametrize("replicas", [pytest.param(1, id="one process"), 2])
def test_two_hundred_conversations_at_once_with_the_shipped_content(
    tmp_path: Path, empty_url: Callable[[], str], record: Record, replicas: int
) -> None:
    url = empty_url()
    with ExitStack() as stack:
        sites = [
            stack.enter_context(
                patient(tmp_path, url, command=REAL_SITE, content=ROOT, cache=LEARNT)
            )
            for _ in range(replicas)
        ]
        record(talk_at_once(sites, visitors=200, texts=QUESTIONS))


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
    record(jump_clocks(tmp_path, rounds=10))
