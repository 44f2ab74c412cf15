"""A Redis server of the tests' own: a free port, nothing on disk, gone with them."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redis import Redis
from redis.exceptions import ConnectionError as RefusedError

from tests.server.postgres import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

START_S = 60.0


@dataclass
class RedisServer:
    """`url` names it, also while it is stopped."""

    program: str
    port: int
    popen: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "")
        self.popen = subprocess.Popen((self.program, *options), stdout=subprocess.DEVNULL)
        end = time.monotonic() + START_S
        with Redis(port=self.port) as client:
            while True:
                try:
                    client.ping()
                except RefusedError:
                    assert time.monotonic() < end, "Redis does not answer"
                    time.sleep(0.02)
                else:
                    return

    def stop(self) -> None:
        if self.popen is not None:
            self.popen.terminate()
            self.popen.wait(START_S)
            self.popen = None


@contextlib.contextmanager
def running_redis() -> Iterator[RedisServer]:
    program = shutil.which("redis-server")
    assert program, "Redis is not installed; scripts/setup dev installs it"
    server = RedisServer(program, free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()
