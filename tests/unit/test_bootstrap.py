from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bot import Config, ContentError, Tracker, build_engine
from bot.bootstrap import default_content
from tests.unit.talk import NOON

if TYPE_CHECKING:
    from pathlib import Path

    from bot import Engine


@pytest.fixture
def edited(content: Path, tmp_path: Path) -> Path:
    """The tiny bot with one example more."""
    shutil.copytree(content, tmp_path, dirs_exist_ok=True)
    chat = tmp_path / "intents" / "chat.yml"
    text = chat.read_text(encoding="utf-8").replace(
        "    - 转人工\n", "    - 转人工\n    - 呼叫小二\n"
    )
    chat.write_text(text, encoding="utf-8")
    return tmp_path


def test_faulty_content_builds_no_engine(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        build_engine(tmp_path)


def test_thresholds_are_those_given(engine: Engine, content: Path) -> None:
    shy = build_engine(content, Config(answer_at=1.1, sure_at=1.1, clarify_at=1.1))
    assert shy.handle("有没有宽限期", Tracker("a"), NOON).reply.kind == "fallback"
    assert engine.handle("有没有宽限期", Tracker("a"), NOON).reply.kind == "answer"


def test_model_id_names_the_content(engine: Engine, edited: Path) -> None:
    assert build_engine(edited).model_id != engine.model_id


def test_edit_is_known_at_once_on_top_of_the_engine_before(engine: Engine, edited: Path) -> None:
    amended = build_engine(edited, previous=engine)
    assert amended.provisional
    assert amended.parse("呼叫小二", NOON).best.name == "human_handoff"


def test_amended_engine_leaves_the_one_before_as_it_was(engine: Engine, edited: Path) -> None:
    before = engine.parse("有没有宽限期", NOON)
    build_engine(edited, previous=engine)
    assert engine.parse("有没有宽限期", NOON) == before


def test_engine_learnt_anew_is_settled(edited: Path) -> None:
    assert not build_engine(edited).provisional


def test_content_of_the_working_folder_comes_first(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(content)
    assert default_content() == content


def test_content_that_came_with_the_bot_is_used_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = default_content()
    assert found != tmp_path
    assert (found / "intents").is_dir()
