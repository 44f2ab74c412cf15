from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot import ContentError
from bot.editing.atomic import Replacement, replace_files


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Replacement, ...]:
    """A file that is there and one that is new."""
    (tmp_path / "a.yml").write_bytes(b"old")
    (tmp_path / "a.yml").chmod(0o640)
    return (
        Replacement(tmp_path / "a.yml", "a.yml", b"old", b"new"),
        Replacement(tmp_path / "b.yml", "b.yml", None, b"more"),
    )


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_files_are_replaced_and_nothing_is_left_over(
    pair: tuple[Replacement, ...], tmp_path: Path
) -> None:
    replace_files(pair)
    assert held(tmp_path) == {"a.yml": b"new", "b.yml": b"more"}
    assert (tmp_path / "a.yml").stat().st_mode & 0o777 == 0o640


def test_link_stays_a_link(pair: tuple[Replacement, ...], tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "a.yml").rename(tmp_path / "far" / "a.yml")
    (tmp_path / "a.yml").symlink_to(tmp_path / "far" / "a.yml")
    replace_files(pair[:1])
    assert (tmp_path / "a.yml").is_symlink()
    assert (tmp_path / "far" / "a.yml").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "data"), [("a.yml", b"other"), ("b.yml", b"other")], ids=["edited", "begun"]
)
def test_file_changed_meanwhile_stops_all(
    pair: tuple[Replacement, ...], tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    before = held(tmp_path)
    with pytest.raises(ContentError, match=f"{name}:1: it was changed meanwhile"):
        replace_files(pair)
    assert held(tmp_path) == before


@pytest.mark.parametrize("failing", ["a.yml", "b.yml"])
@pytest.mark.parametrize("step", ["open", "replace"])
def test_failure_at_any_step_leaves_all_as_it_was(
    pair: tuple[Replacement, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
    step: str,
) -> None:
    whole = getattr(Path, step)

    def fail(path: Path, *arguments: Any, **more: Any) -> Any:
        if path.name == f".{failing}.new":
            raise OSError(28, "No space left on device")
        return whole(path, *arguments, **more)

    monkeypatch.setattr(Path, step, fail)
    with pytest.raises(ContentError, match=f"{failing}:1: it cannot be written: No space left"):
        replace_files(pair)
    assert held(tmp_path) == {"a.yml": b"old"}


def test_nothing_to_replace_is_no_fault() -> None:
    replace_files(())
