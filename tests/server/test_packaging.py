"""The wheel: what it holds, and that it runs where nothing else is."""

from __future__ import annotations

import site
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.server.processes import ROOT, site_process

PACKED = (
    ("bot", "bot"),
    ("server", "server"),
    ("intents", "bot/shipped/intents"),
    ("responses", "bot/shipped/responses"),
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the locked build backend, so without network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [built] = folder.iterdir()
    return built


def test_the_wheel_holds_code_content_widget_and_migrations_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert names == {
        f"{target}/{path.relative_to(ROOT / source).as_posix()}"
        for source, target in PACKED
        for path in (ROOT / source).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {
        "bot/py.typed",
        "bot/shipped/intents/overdue.yml",
        "bot/shipped/responses/sources.yml",
        "server/migrations/script.py.mako",
        "server/migrations/versions/0001_conversations.py",
        "server/widget/demo.html",
        "server/widget/widget.js",
    } <= names


@pytest.mark.timeout(900)  # learning takes long on a busy machine, where no model is kept
def test_the_wheel_serves_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    program = _install(wheel, tmp_path / "venv")
    empty = tmp_path / "empty"
    empty.mkdir()
    learnt = ROOT / "data" / "models"
    with site_process(
        empty,
        "sqlite:///data/yuqi.db",
        command=(program, "run"),
        content=None,
        cache=learnt,
        store_timeout_s=60,
        request_timeout_s=90,
    ) as served:
        reply = served.ask("花呗有宽限期吗")
        assert (reply["kind"], reply["turn"]) == ("answer", 1)
        for path, said in (("/", "<yuqi-chat"), ("/widget.js", "customElements.define")):
            page = served.client.get(path)
            assert page.status_code == 200
            assert said in page.text
        served.stop()
    assert {path.name for path in empty.iterdir()} <= {"data", served.log_path.name}


def _install(wheel: Path, folder: Path) -> str:
    """The program in an environment that has the wheel, and this one's libraries beside it."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = str(folder / "bin" / "python")
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    subprocess.run((*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)), check=True)
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text("\n".join(site.getsitepackages()))
    where = subprocess.run(
        (python, "-c", "import bot, server; print(bot.__file__, server.__file__)"),
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    assert all(path.startswith(str(packages)) for path in where.stdout.split())
    return str(folder / "bin" / "yuqi")
