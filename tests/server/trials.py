"""What a server must stand, as often as the caller asks: a few times in a test, many in a soak.

Each trial asserts as it goes, and returns the figures of what happened.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from benchmarks.pairs import write_pairs
from tests.server.postgres import free_port
from tests.server.processes import FAKE_SITE, REAL_SITE, Process, site_process

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from tests.server.postgres import Postgres

Figures = dict[str, Any]

COUNTING = "第几句"
"""The fake bot answers it with the number of the turn."""


def patient(folder: Path, store: str, **more: Any) -> AbstractContextManager[Process]:
    """A server that waits for its store, however busy the machine is that runs the tests."""
    return site_process(folder, store, **{"store_timeout_s": 60, "request_timeout_s": 90} | more)


@dataclass
class Talk:
    """What one visitor saw; a turn of 0 is an answer that could not be stored."""

    conversation_id: str | None = None
    turns: list[int] = field(default_factory=list)

    @property
    def acknowledged(self) -> list[int]:
        return [turn for turn in self.turns if turn]

    def say(self, site: Process, text: str = COUNTING) -> Any:
        reply = site.ask(text, self.conversation_id)
        self.conversation_id = reply["conversation_id"]
        self.turns.append(reply["turn"])
        return reply


def stored_turns(site: Process, conversation_id: str) -> list[int]:
    history = site.client.get(f"/api/conversations/{conversation_id}").json()
    return [turn["turn"] for turn in history["turns"]]


def assert_remembered(site: Process, talk: Talk) -> None:
    """All that was acknowledged is stored, and the turns have no gap."""
    if talk.conversation_id is not None:
        stored = stored_turns(site, talk.conversation_id)
        assert stored == list(range(1, len(stored) + 1))
        assert set(talk.acknowledged) <= set(stored)


@contextlib.contextmanager
def crowd(site: Process, text: str = COUNTING, visitors: int = 4) -> Iterator[list[Talk]]:
    """Visitors who talk all the while; the list has their talks once they stopped.

    Each of their messages is answered, and what was acknowledged is found stored at the end.
    """
    stop = threading.Event()
    talks = [Talk() for _ in range(visitors)]

    def talk_on(talk: Talk) -> None:
        while not stop.is_set():
            talk.say(site, text)

    with ThreadPoolExecutor(visitors) as threads:
        talking = [threads.submit(talk_on, talk) for talk in talks]
        try:
            yield talks
        finally:
            stop.set()
        for one in talking:
            one.result()
    for talk in talks:
        assert_remembered(site, talk)


def talk_at_once(sites: Sequence[Process], visitors: int, texts: Sequence[str]) -> Figures:
    """Visitors who all begin at once, each going from replica to replica."""

    def talk(_: int) -> Talk:
        mine = Talk()
        for site, text in zip(cycle(sites), texts, strict=False):
            mine.say(site, text)
        return mine

    start = time.monotonic()
    with ThreadPoolExecutor(visitors) as threads:
        talks = list(threads.map(talk, range(visitors)))
    seconds = time.monotonic() - start
    expected = list(range(1, len(texts) + 1))
    assert all(talk.turns == expected for talk in talks)
    for talk in islice(talks, 5):
        assert_remembered(sites[-1], talk)
    return {
        "conversations at once": visitors,
        "turns, all answered and stored": visitors * len(texts),
        "seconds": round(seconds, 1),
    }


def kill_while_writing(folder: Path, store: str, kills: int) -> Figures:
    """A server that is killed (`kill -9`) again and again while eight visitors write."""
    port = free_port()
    talks: list[Talk] = []
    for number in range(kills):
        with patient(folder, store, port=port) as site, ThreadPoolExecutor(8) as threads:
            told = threading.Semaphore(0)
            talking = [threads.submit(_talk_until_killed, site, told) for _ in range(8)]
            for _ in range(20 + number % 17):
                told.acquire()
            site.kill()
            talks += [talk.result() for talk in talking]
    begun = [talk for talk in talks if talk.conversation_id]
    assert begun
    with patient(folder, store, port=port) as site:
        for talk in begun:
            assert_remembered(site, talk)
            assert talk.conversation_id is not None
            assert len(stored_turns(site, talk.conversation_id)) <= len(talk.turns) + 1
    assert_whole(store)
    return {
        "kills": kills,
        "conversations": len(begun),
        "turns acknowledged": sum(len(talk.turns) for talk in begun),
        "of these lost": 0,
    }


def _talk_until_killed(site: Process, told: threading.Semaphore) -> Talk:
    talk = Talk()
    with httpx.Client(base_url=site.url, timeout=90) as client:
        mine = Process(site.popen, client, site.log_path)
        while True:
            try:
                reply = talk.say(mine)
            except httpx.TransportError:
                return talk
            assert reply["turn"], reply
            told.release()


def assert_whole(store: str, root: Path = Path("/")) -> None:
    """SQLite finds no fault in its file; PostgreSQL's every row was read by then."""
    if store.startswith("sqlite"):
        path = root / store.partition("///")[2].lstrip("/")
        with contextlib.closing(sqlite3.connect(path)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def stop_and_start_postgresql(folder: Path, postgres: Postgres, times: int) -> Figures:
    """Visitors are answered all the while: with a notice while the store is away."""
    with site_process(folder, postgres.fresh_url("away"), store_timeout_s=10) as site:
        with crowd(site) as talks:
            for _ in range(times):
                postgres.stop("immediate")
                try:
                    site.wait_for("/health/ready", 503)
                    assert site.ask(COUNTING)["notice"]
                finally:
                    postgres.start()
                site.wait_for("/health/ready", 200)
                after = Talk()
                for _ in range(5):
                    after.say(site)
                assert after.turns == [1, 2, 3, 4, 5]
        turns = [turn for talk in talks for turn in talk.turns]
    return {
        "times stopped and started": times,
        "messages": len(turns),
        "acknowledged, all stored": sum(turn > 0 for turn in turns),
        "answered without the store": turns.count(0),
        "failed": 0,
    }


_ADDED = "呼叫小二{}号"


def reload_under_load(
    folder: Path, content: Path, edits: int, *, learnt: Path | None = None
) -> Figures:
    """Content edited and taken in by the real server while visitors talk, the settled engine too.

    Every second edit is faulty first. `learnt` is a folder of models to begin with.
    """
    mine, cache = folder / "content", folder / "cache"
    cache.mkdir()
    for name in ("intents", "responses"):
        shutil.copytree(content / name, mine / name)
    for model in learnt.glob("*.npz") if learnt else ():
        (cache / model.name).symlink_to(model)
    store = f"sqlite:///{folder}/yuqi.db"
    seconds = []
    with patient(
        folder, store, command=REAL_SITE, content=mine, cache=cache, request_timeout_s=600
    ) as site:
        with crowd(site, "转人工") as talks:
            for number in range(edits):
                if number % 2:
                    _refuse_faulty(site, mine)
                seconds.append(_take_edit(site, mine, number))
            site.wait_for_log("content settled")
        assert site.ask(_ADDED.format(edits - 1))["intent"]["name"] == "human_handoff"
    return {
        "edits taken in": edits,
        "faulty edits refused": edits // 2,
        "seconds until an edit was live": f"{statistics.median(seconds):.2f} (median), "
        f"{max(seconds):.2f} (most)",
        "messages meanwhile": sum(len(talk.turns) for talk in talks),
        "failed": 0,
    }


def _take_edit(site: Process, content: Path, number: int) -> float:
    path = content / "intents" / "chat.yml"
    text = path.read_text(encoding="utf-8")
    line = "    - 转人工\n"
    assert line in text
    added = f"{line}    - {_ADDED.format(number)}\n"
    path.write_text(text.replace(line, added, 1), encoding="utf-8")
    start = time.monotonic()
    response = site.client.post("/admin/reload", headers=_ADMIN, timeout=600)
    assert response.status_code == 200, response.text
    seconds = time.monotonic() - start
    reply = site.ask(_ADDED.format(number))
    assert reply["intent"]["name"] == "human_handoff"
    return seconds


def _refuse_faulty(site: Process, content: Path) -> None:
    in_force = site.client.get("/status").json()["model_id"]
    broken = content / "intents" / "broken.yml"
    broken.write_text('version: "3.1"\nnlu: [\n', encoding="utf-8")
    response = site.client.post("/admin/reload", headers=_ADMIN, timeout=600)
    broken.unlink()
    assert response.status_code == 422
    assert "broken.yml" in response.text
    assert site.client.get("/status").json()["model_id"] == in_force


_ADMIN = {"Authorization": "Bearer open-sesame"}


def fill_the_disk(folder: Path) -> Figures:
    """A store on a disk of 8 MB that fills up to the last byte, and has room again later.

    The disk is a tmpfs that the server alone sees; it goes with it. Linux lets root mount one, and
    others where they may make namespaces of their own.
    """
    disk = folder / "disk"
    disk.mkdir()
    store = f"sqlite:///{disk}/yuqi.db"
    mount = f'mount -t tmpfs -o size=8m tmpfs "{disk}" && exec "$@"'
    rights = () if os.geteuid() == 0 else ("--map-root-user",)
    command = ("unshare", "--mount", *rights, "sh", "-c", mount, "sh", *FAKE_SITE)
    with patient(folder, store, command=command) as site:
        root = Path(f"/proc/{site.popen.pid}/root")
        ballast = root / disk.relative_to("/") / "ballast"
        talk = Talk()
        for _ in range(20):
            talk.say(site)
        _fill(ballast)
        while talk.turns.count(0) < 50:
            reply = talk.say(site)
            assert bool(reply["turn"]) is not bool(reply.get("notice"))
        assert_remembered(site, talk)
        unsaved = talk.turns.count(0)
        ballast.unlink()
        while not talk.say(site)["turn"]:
            assert len(talk.turns) < 1000
        talk.say(site)
        assert talk.turns[-1] == len(talk.acknowledged)
        assert_remembered(site, talk)
        assert_whole(store, root)
    return {
        "disk": "8 MB, full to the last byte, then freed",
        "turns acknowledged, all stored": len(talk.acknowledged),
        "answered without the store": unsaved,
        "failed": 0,
    }


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        for size in (65_536, 512):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)
    with path.with_name("probe").open("wb", buffering=0) as probe:
        try:
            probe.write(b"\0" * 65_536)
        except OSError as error:
            assert error.errno == errno.ENOSPC  # noqa: PT017  # what a full disk is
        else:
            raise AssertionError("the disk is not full")
    path.with_name("probe").unlink()


JUMPS = ("+400d", "-400d", "+1d", "-1d", "+0")


def jump_clocks(folder: Path, rounds: int) -> Figures:
    """The wall clock leaps to and fro under a server; time itself goes on, as on a real machine.

    libfaketime sets the clock for the server's process alone.
    """
    clock = folder / "clock"
    clock.write_text("+0")
    faked = (
        "env",
        f"LD_PRELOAD={_libfaketime()}",
        f"FAKETIME_TIMESTAMP_FILE={clock}",
        "FAKETIME_NO_CACHE=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
    )
    store = f"sqlite:///{folder}/yuqi.db"
    with patient(folder, store, command=(*faked, *FAKE_SITE)) as site:
        years = set()
        with crowd(site) as talks:
            through = Talk()
            for jump in JUMPS * rounds:
                clock.write_text(jump)
                years.add(_year(site))
                assert through.say(site)["turn"] == len(through.turns)
        assert len(years) == 3
        assert_remembered(site, through)
    limit = "20/hour"
    with patient(
        folder, store, command=(*faked, *FAKE_SITE), conversation_rate_limit=limit
    ) as site:
        eager = Talk()
        clock.write_text("+400d")
        _say_until_refused(site, eager)
        clock.write_text("+0")
        eager.say(site)
    return {
        "jumps": len(JUMPS) * rounds,
        "by up to": "400 days, both ways",
        "messages": sum(len(talk.turns) for talk in talks),
        "failed": 0,
        "turns lost or out of order": 0,
        "visitors shut out by a limit counted in another year": 0,
    }


def _libfaketime() -> Path:
    found = [
        path
        for folders in ("lib*", "lib/*")
        for path in Path("/usr").glob(f"{folders}/faketime/libfaketimeMT.so.1")
    ]
    assert found, "libfaketime is not installed; scripts/setup dev installs it"
    return found[0]


def _year(site: Process) -> str:
    """The year on the server's clock, as its answers are dated."""
    return site.client.get("/health/live").headers["date"].split()[3]


def _say_until_refused(site: Process, talk: Talk) -> None:
    for _ in range(100):
        body = {"text": COUNTING, "conversation_id": talk.conversation_id}
        response = site.client.post("/api/answer", json=body)
        if response.status_code == 429:
            return
        talk.conversation_id = response.json()["conversation_id"]
        talk.turns.append(response.json()["turn"])
    raise AssertionError("no message was refused")


def answer_many_pairs(folder: Path, pairs: int) -> Figures:
    """A content of that many question-answer pairs is taken in, and a sample of it answered."""
    content = folder / "content"
    questions = write_pairs(content, pairs)
    asked = questions[:: max(1, pairs // 100)]
    store = f"sqlite:///{folder}/yuqi.db"
    begun = time.monotonic()
    with patient(folder, store, command=REAL_SITE, content=content, ready=False) as site:
        site.wait_for("/health/ready")
        ready_s = time.monotonic() - begun
        spent = []
        for question in asked:
            start = time.monotonic()
            reply = site.ask(question)
            spent.append(1000 * (time.monotonic() - start))
            assert (reply["kind"], reply["answer"]["text"]) == ("answer", f"{question}。")
        memory = _peak_memory_mb(site)
    return {
        "pairs": pairs,
        "seconds until ready": round(ready_s),
        "questions, all answered rightly": len(asked),
        "ms an answer": f"{statistics.median(spent):.0f} (median)",
        "peak memory": f"{memory} MB",
    }


def _peak_memory_mb(site: Process) -> int:
    status = Path(f"/proc/{site.popen.pid}/status").read_text(encoding="utf-8")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) // 1024
