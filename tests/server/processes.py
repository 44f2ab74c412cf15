"""Servers in processes of their own, for what only a real one shows."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tests.server.postgres import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[2]
START_S = 1800.0
"""How long a server may take to start, which is long where it first has to learn; a test that
hangs is ended before, by its own limit."""
FAKE_SITE = ("env", f"PYTHONPATH={ROOT}", sys.executable, "-m", "tests.server.fake_site")
"""The server around the fake bot; `REAL_SITE` is the one that people run."""
REAL_SITE = (sys.executable, "-m", "server")


@dataclass
class Process:
    """A server; `log` is what it wrote."""

    popen: subprocess.Popen[bytes]
    client: httpx.Client
    log_path: Path

    @property
    def url(self) -> str:
        return str(self.client.base_url)

    @property
    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8")

    def wait_for(self, path: str, status: int = 200) -> None:
        """Until the path answers so."""
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            with contextlib.suppress(httpx.TransportError):
                if self.client.get(path, timeout=10).status_code == status:
                    return
            assert self.popen.poll() is None, self.log
            time.sleep(0.05)
        raise AssertionError(self.log)

    def wait_for_log(self, said: str) -> None:
        """Until it has written this."""
        end = time.monotonic() + START_S
        while said not in self.log:
            assert time.monotonic() < end, self.log
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to end; uvicorn ends its work, then by the very signal."""
        self.popen.send_signal(signal.SIGTERM)
        assert self.popen.wait(60) in {0, -signal.SIGTERM}, self.log

    def kill(self) -> None:
        self.popen.kill()
        self.popen.wait(60)

    def ask(self, text: str, conversation_id: str | None = None, **more: Any) -> Any:
        body = {"text": text, "conversation_id": conversation_id, **more}
        response = self.client.post("/api/answer", json=body)
        assert response.status_code == 200, response.text
        return response.json()


@contextlib.contextmanager
def site_process(
    folder: Path,
    store: str,
    *,
    port: int | None = None,
    command: Sequence[str] = FAKE_SITE,
    ready: bool = True,
    client_timeout_s: float = 60,
    **settings: object,
) -> Iterator[Process]:
    """A running server, stopped at the end; a setting of None keeps its default."""
    port = port or free_port()
    log_path = folder / f"{port}.log"
    given = {
        "store": store,
        "port": port,
        "content": folder,
        "cache": folder / "cache",
        "admin_token": "open-sesame",
        "conversation_rate_limit": "off",
        **settings,
    }
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("YUQI_", "OTEL_", "PYTHONPATH"))
    }
    environment = inherited | {
        f"YUQI_{name.upper()}": str(value) for name, value in given.items() if value is not None
    }
    with log_path.open("ab") as log:
        popen = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    client = httpx.Client(
        base_url=f"http://127.0.0.1:{port}",
        timeout=client_timeout_s,
        limits=httpx.Limits(
            max_connections=None, max_keepalive_connections=None, keepalive_expiry=None
        ),
    )
    process = Process(popen, client, log_path)
    try:
        if ready:
            process.wait_for("/health/ready")
        yield process
    finally:
        client.close()
        if popen.poll() is None:
            popen.kill()
            popen.wait()


def shipped_site(folder: Path) -> contextlib.AbstractContextManager[Process]:
    """The server that people run, on the shipped content, with a store of its own."""
    return site_process(
        folder,
        f"sqlite:///{folder}/yuqi.db",
        command=REAL_SITE,
        content=ROOT,
        cache=ROOT / "data" / "models",
    )
