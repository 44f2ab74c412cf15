"""How many turns a second the server takes, and how long a visitor waits.

Run by `make bench-load`: one process on SQLite, then two replicas on a PostgreSQL, both with the
shipped content, and both on this machine together with the visitors. A visitor asks six of the
labelled utterances in one conversation, each of the next replica, waits for every answer, then
begins anew. Prints a Markdown table. The visitors are plain sockets: a client library would take
more of the processor than the server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.evaluation import read_labelled
from tests.server.postgres import find_binaries, running_postgres
from tests.server.processes import REAL_SITE, site_process

ROOT = Path(__file__).parent.parent
TURNS = 6
WARM_UP_S = 3.0


def main() -> None:
    """Measure both setups with each number of visitors."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--visitors", type=int, nargs="+", default=[1, 20, 100])
    options.add_argument("--seconds", type=float, default=30.0)
    options.add_argument("--setups", nargs="+", choices=SETUPS, default=SETUPS)
    chosen = options.parse_args()
    texts = [one.text for one in read_labelled(ROOT / "tests" / "data" / "utterances.tsv")]
    print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}, load average before:",
        end=" ",
    )
    print(f"{os.getloadavg()[0]:.1f}\n")
    print("| Setup | Visitors | Turns/s | p50 | p99 | Failed |")
    print("|---|---|---|---|---|---|")
    for setup in chosen.setups:
        name, serve = SETUPS[setup]
        with serve() as ports:
            for visitors in chosen.visitors:
                seen = asyncio.run(measure(ports, visitors, chosen.seconds, texts))
                print(f"| {name} | {visitors} | {seen.row(chosen.seconds)} |", flush=True)


@contextmanager
def on_sqlite() -> Iterator[list[int]]:
    """The ports of one process with a new SQLite store."""
    with (
        TemporaryDirectory() as folder,
        replicas(Path(folder), [f"sqlite:///{folder}/a.db"]) as at,
    ):
        yield at


@contextmanager
def on_postgresql() -> Iterator[list[int]]:
    """The ports of two replicas with a new PostgreSQL store."""
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL is not installed; scripts/setup dev installs it")
    with running_postgres(binaries) as server, TemporaryDirectory() as folder:
        url = server.fresh_url("load")
        with replicas(Path(folder), [url, url]) as at:
            yield at


@contextmanager
def replicas(folder: Path, stores: Sequence[str]) -> Iterator[list[int]]:
    """The ports of real servers, one for each store that is named."""
    cache = ROOT / "data" / "models"
    with ExitStack() as stack:
        sites = [
            stack.enter_context(
                site_process(
                    folder, store, command=REAL_SITE, content=ROOT, cache=cache, store_timeout_s=60
                )
            )
            for store in stores
        ]
        yield [int(site.url.rpartition(":")[2]) for site in sites]


@dataclass
class Seen:
    """What the visitors saw after the warm-up."""

    waits: list[float] = field(default_factory=list)
    failed: int = 0

    def row(self, seconds: float) -> str:
        """Its cells of the table."""
        waits = sorted(1000 * wait for wait in self.waits) or [float("inf")]
        return (
            f"{len(waits) / seconds:.0f} | {statistics.median(waits):.0f} ms "
            f"| {waits[int(len(waits) * 0.99)]:.0f} ms | {self.failed}"
        )


async def measure(ports: Sequence[int], visitors: int, seconds: float, texts: list[str]) -> Seen:
    """Let that many visitors talk at once."""
    seen = Seen()
    begin = time.perf_counter() + WARM_UP_S
    end = begin + seconds

    async def visit(number: int) -> None:
        chance = random.Random(number)  # noqa: S311  no secret
        lines: dict[int, Line] = {}
        while time.perf_counter() < end:
            conversation_id = None
            for turn, text in enumerate(chance.sample(texts, TURNS)):
                start = time.perf_counter()
                body = {"text": text, "conversation_id": conversation_id}
                port = ports[(number + turn) % len(ports)]
                line = lines[port] = lines.get(port) or await Line.open(port)
                status, reply = await line.post(body)
                answered = time.perf_counter()
                if begin <= answered <= end:
                    seen.failed += status != 200 or reply["turn"] != turn + 1
                    seen.waits.append(answered - start)
                conversation_id = reply.get("conversation_id")
        for line in lines.values():
            line.writer.close()

    await asyncio.gather(*(visit(number) for number in range(visitors)))
    return seen


@dataclass
class Line:
    """A connection that is kept."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> Line:
        """Connect to the port of this machine."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def post(self, body: dict[str, object]) -> tuple[int, dict[str, object]]:
        """Send a message; the answer's status and body."""
        content = json.dumps(body).encode()
        self.writer.write(
            b"POST /api/answer HTTP/1.1\r\nHost: yuqi\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%b" % (len(content), content)
        )
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        return int(head.split()[1]), json.loads(await self.reader.readexactly(length))


SETUPS = {
    "sqlite": ("1 process, SQLite", on_sqlite),
    "postgresql": ("2 replicas, PostgreSQL", on_postgresql),
}

if __name__ == "__main__":
    main()
