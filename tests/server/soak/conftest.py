"""The report of a soak: written by the run itself, to the file that YUQI_SOAK_REPORT names."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.server.postgres import find_binaries
from tests.server.processes import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.server.trials import Figures

_REPORTS: list[pytest.TestReport] = []
"""pytest tells its hooks of a test's end, but not of the session that it belongs to."""

_BEGUN = time.time()
_LOAD = os.getloadavg()


@pytest.fixture
def record(record_property: Callable[[str, object], None]) -> Callable[[Figures], None]:
    """Puts a trial's figures into the report."""

    def record(figures: Figures) -> None:
        for name, value in figures.items():
            record_property(name, value)

    return record


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if "soak" in report.keywords and (report.when == "call" or report.failed):
        _REPORTS.append(report)


def pytest_sessionfinish() -> None:
    target = os.environ.get("YUQI_SOAK_REPORT")
    if target and _REPORTS:
        (ROOT / target).write_text(_report(), encoding="utf-8")


def _report() -> str:
    minutes = (time.time() - _BEGUN) / 60
    failed = sum(not report.passed for report in _REPORTS)
    at = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    lines = [
        "# Soak",
        "",
        "What the server stood in the last long run, written by the run itself.",
        "",
        f"- Command: `make soak`, {at}, {minutes:.0f} minutes, at commit {_commit()}",
        f"- Machine: {_machine()}",
        f"- Load average: {_LOAD[0]:.1f} at the start, {os.getloadavg()[0]:.1f} at the end",
        f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {_postgresql()}",
        f"- Trials: {len(_REPORTS)}, failed: {failed}",
        "",
        "| Trial | Result | Figures |",
        "|---|---|---|",
        *(_row(report) for report in _REPORTS),
    ]
    return "\n".join(lines) + "\n"


def _row(report: pytest.TestReport) -> str:
    name = report.location[2].removeprefix("test_").replace("_", " ").replace("[", " [")
    figures = "; ".join(f"{name}: {value}" for name, value in report.user_properties)
    result = "passed" if report.passed else "**failed**"
    return f"| {name} | {result} in {report.duration:.0f} s | {figures} |"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GB of memory, "
        f"{platform.system()} {platform.release()}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def _postgresql() -> str:
    binaries = find_binaries()
    return _said(str(binaries / "postgres"), "--version") if binaries else "no PostgreSQL"


def _commit() -> str:
    changed = " and edits since" if _said("git", "status", "--porcelain") else ""
    return _said("git", "rev-parse", "--short", "HEAD") + changed


def _said(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    return done.stdout.strip()
