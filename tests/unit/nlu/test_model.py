from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot import build_engine
from bot.nlu.model import load_model, save_model

if TYPE_CHECKING:
    from pathlib import Path

    from bot import Engine

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ASKED = ("花呗逾期了怎么办", "宽限几天", "完全不相干的话", "huabei咋办")


@pytest.fixture(scope="module")
def cache(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the tiny bot's model is kept."""
    folder = tmp_path_factory.mktemp("models")
    build_engine(content, cache=folder)
    return folder


@pytest.fixture(scope="module")
def saved(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "model.npz"
    save_model(engine.model, path)
    return path


@pytest.mark.parametrize("text", ASKED)
def test_loaded_model_ranks_as_the_one_that_was_saved(
    engine: Engine, content: Path, cache: Path, text: str
) -> None:
    loaded = build_engine(content, cache=cache)
    assert loaded.parse(text, NOW) == engine.parse(text, NOW)


def test_model_is_kept_once_for_the_same_content(content: Path, cache: Path) -> None:
    build_engine(content, cache=cache)
    assert len(list(cache.iterdir())) == 1


def test_saving_leaves_nothing_beside_the_file(saved: Path) -> None:
    assert list(saved.parent.iterdir()) == [saved]


def test_loaded_model_knows_its_intents_and_examples(engine: Engine, saved: Path) -> None:
    model = load_model(saved)
    assert model is not None
    assert (model.intents, model.examples) == (engine.model.intents, engine.model.examples)


def test_missing_file_is_no_model(tmp_path: Path) -> None:
    assert load_model(tmp_path / "none.npz") is None


@pytest.mark.parametrize("kept", [0, 1, 4, 100, 0.5, 0.99])
def test_file_cut_short_is_no_model(saved: Path, tmp_path: Path, kept: float) -> None:
    whole = saved.read_bytes()
    size = kept if isinstance(kept, int) else int(kept * len(whole))
    (tmp_path / "cut.npz").write_bytes(whole[:size])
    assert load_model(tmp_path / "cut.npz") is None


def test_file_of_anything_else_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "x.npz").write_text("hello", encoding="utf-8")
    assert load_model(tmp_path / "x.npz") is None


def test_single_array_is_no_model(tmp_path: Path) -> None:
    with (tmp_path / "x.npz").open("wb") as file:
        np.save(file, np.zeros(3))
    assert load_model(tmp_path / "x.npz") is None


def test_pickled_objects_are_never_read(tmp_path: Path) -> None:
    with (tmp_path / "x.npz").open("wb") as file:
        np.savez(file, intents=np.array([{"a": 1}], dtype=object))
    assert load_model(tmp_path / "x.npz") is None


def test_file_without_some_array_is_no_model(saved: Path, tmp_path: Path) -> None:
    with np.load(saved) as file:
        arrays = {name: file[name] for name in file.files if name != "labels"}
    with (tmp_path / "x.npz").open("wb") as out:
        np.savez(out, **arrays)
    assert load_model(tmp_path / "x.npz") is None


def test_broken_cache_is_learnt_anew(engine: Engine, content: Path, tmp_path: Path) -> None:
    build_engine(content, cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"PK")
    again = build_engine(content, cache=tmp_path)
    assert again.parse(ASKED[0], NOW).ranking == engine.parse(ASKED[0], NOW).ranking
