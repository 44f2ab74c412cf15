"""A desk to run verbs at, and copies of the content to write to."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bot.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder, in which the learnt model stays from verb to verb."""
    return tmp_path_factory.mktemp("desk")


@pytest.fixture
def run(desk: Path, content: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a verb over the tiny bot."""
    monkeypatch.chdir(desk)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("YUQI_CONTENT", str(content))

    def run(*arguments: str, stdin: str | bytes = "") -> Any:
        return CliRunner().invoke(app, arguments, input=stdin)

    return run


@pytest.fixture
def copy(content: Path, tmp_path: Path) -> Path:
    """The tiny bot's content, to be written to."""
    return _copied(content, tmp_path / "copy")


@pytest.fixture
def shipped_copy(shipped: Path, tmp_path: Path) -> Path:
    """The shipped content, to be written to."""
    return _copied(shipped, tmp_path / "shipped")


def _copied(root: Path, place: Path) -> Path:
    for folder in ("intents", "responses"):
        shutil.copytree(root / folder, place / folder)
    return place


@pytest.fixture
def edit(run: Run, copy: Path) -> Run:
    """Runs a verb of `yuqi data` over the copy."""

    def edit(verb: str, *arguments: str, stdin: str = "") -> Any:
        return run("data", verb, *arguments, "--content", str(copy), stdin=stdin)

    return edit


@pytest.fixture
def files(copy: Path) -> Callable[[], dict[str, bytes]]:
    """What the copy's files hold now."""

    def files() -> dict[str, bytes]:
        return {
            path.relative_to(copy).as_posix(): path.read_bytes()
            for path in sorted(copy.rglob("*"))
            if path.is_file()
        }

    return files
