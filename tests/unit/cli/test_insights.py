from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from server.sql_store import SqlStore
from server.store import Feedback, StoredTurn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

TALK = (
    ("三天前问的", "fallback"),
    ("花呗宽限期是几天呢", "fallback"),
    ("借呗宽限期是几天呢", "fallback"),
    ("借呗宽限期是几天呢", "clarify"),
    ("我叫**，今天[bold]天气好吗", "answer"),
)


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store with a conversation of three days ago and today, its last answer rated down."""
    url = f"sqlite:///{tmp_path}/yuqi.db"

    async def fill() -> None:
        store = SqlStore(url)
        await store.open()
        async with store.hold("a", create=True) as held:
            for number, (text, kind) in enumerate(TALK, start=1):
                reply: dict[str, Any] = {"kind": kind, "intent": {"name": "greet"}}
                at = time.time() - (3600 if number > 1 else 3 * 86_400)
                await held.add(StoredTurn(number, at, text, reply), [])
        await store.rate("a", Feedback(5, time.time(), "down", "不对"))
        await store.close()

    asyncio.run(fill())
    return url


def test_insights_show_groups_with_their_nearest_intent(run: Run, store: str) -> None:
    result = run("insights", "--store", store)
    assert result.exit_code == 0, result.output
    assert "4 turns in 30 days left a question open: 3 groups" in result.stdout
    for shown in (
        "grace_period",
        "有没有宽限期",
        "借呗宽限期是几天呢",
        "我叫**，今天[bold]天气好吗",
    ):
        assert shown in result.stdout


def test_insights_give_every_group_as_json(run: Run, store: str) -> None:
    result = run("insights", "--store", store, "--days", "1", "--json")
    first, second = json.loads(result.stdout)
    assert first["nearest"]["name"] == "grace_period"
    assert (first["count"], first["fallback"], first["clarify"], first["down"]) == (2, 2, 0, 0)
    assert first["wordings"] == ["借呗宽限期是几天呢", "花呗宽限期是几天呢"]
    assert (second["down"], second["answered"], second["comments"]) == (1, ["greet"], ["不对"])
    assert second["last"].endswith("Z")


def test_store_is_taken_from_the_environment(
    run: Run, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUQI_STORE", store)
    assert "3 groups" in run("insights").stdout


def test_store_that_is_not_there_is_said_to_be_missing(run: Run, tmp_path: Path) -> None:
    result = run("insights", "--store", f"sqlite:///{tmp_path}/none.db")
    assert result.exit_code == 1
    assert f"There is no store at {tmp_path}/none.db" in result.stderr


def test_only_the_days_asked_for_are_looked_at(run: Run, store: str) -> None:
    result = run("insights", "--store", store, "--days", "1")
    assert "3 turns in 1 days" in result.stdout
    assert "三天前问的" not in result.stdout


def test_only_the_largest_groups_are_shown_where_so_wished(run: Run, store: str) -> None:
    result = run("insights", "--store", store, "--limit", "1")
    assert "借呗宽限期是几天呢" in result.stdout
    assert "天气好吗" not in result.stdout
