"""The four questions the project began from, asked in the widget of the real server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

ROOT = Path(__file__).parents[2]
START_S = 120


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own over the shipped content, its store in a new folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    store = tmp_path_factory.mktemp("store") / "yuqi.db"
    command = [sys.executable, "-m", "bot", "run", "--port", str(port)]
    command += ["--store", f"sqlite+aiosqlite:///{store}"]
    with subprocess.Popen(command, cwd=ROOT) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_until_ready(url, process)
            yield url
        finally:
            process.terminate()


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended before it was ready"
        try:
            if httpx.get(f"{url}/health/ready").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"the server was not ready within {START_S} s")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        pytest.param("花呗逾期被上报了怎么办可以恢复信用吗", "满 5 年", id="reported"),
        pytest.param("花呗有宽限期吗", "没有查到", id="grace"),
        pytest.param("借呗逾期了怎么办", "借呗", id="what-to-do"),
        pytest.param("花呗逾期一年后还能恢复使用吗", "没有固定时间", id="restore"),
    ],
)
def test_question_is_answered_with_its_sources(
    browser: Browser, address: str, question: str, sentence: str
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(address)
    box = page.locator("yuqi-chat textarea")
    box.fill(question)
    box.press("Enter")
    log = page.get_by_role("log").first
    expect(log).to_contain_text(sentence, timeout=20_000)
    expect(log).to_contain_text("出处")
    page.close()
