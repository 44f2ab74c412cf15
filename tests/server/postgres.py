"""A PostgreSQL server of the tests' own: a folder, a free port, gone with them."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Postgres:
    """`url` names an empty database each time `fresh_url` is asked."""

    bin: Path
    folder: Path
    port: int

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*_as_other_user(), str(self.bin / program), *arguments],
            check=True,
            capture_output=True,
            cwd=self.folder,
        )

    def start(self) -> None:
        options = (
            f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
        )
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.data), "-w", "-o", options, "-l", log, "start")

    def stop(self, mode: str = "fast") -> None:
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def fresh_url(self, name: str) -> str:
        connection = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "yuqi")
        self.run("dropdb", *connection, "--if-exists", "--force", name)
        self.run("createdb", *connection, name)
        return f"postgresql+asyncpg://yuqi@127.0.0.1:{self.port}/{name}"


def find_binaries() -> Path | None:
    """Debian's folder of the newest version; else wherever the PATH has it; None if nowhere."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin_: float(bin_.parent.name)
    )
    if found:
        return found[-1]
    on_path = shutil.which("pg_ctl")
    return Path(on_path).parent if on_path else None


@contextlib.contextmanager
def running_postgres(binaries: Path) -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="yuqi-pg-"))
    if _as_other_user():
        user = pwd.getpwnam(_other_user())
        os.chown(folder, user.pw_uid, user.pw_gid)
    server = Postgres(binaries, folder, free_port())
    try:
        server.run(
            "initdb", "-D", str(server.data), "-U", "yuqi", "-A", "trust", "-E", "UTF8", "-N"
        )
        server.start()
        try:
            yield server
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _as_other_user() -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", _other_user(), "--"] if os.geteuid() == 0 else []


def _other_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
