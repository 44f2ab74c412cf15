"""What understanding costs: start, memory, latency, on the shipped content and on 100,000 pairs.

Run by `make bench-speed`; one process, one thread. Prints Markdown rows.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

_BORN = time.perf_counter()
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.pairs import write_pairs  # noqa: E402
from bot import Engine, Tracker, build_engine  # noqa: E402  its import is part of the start
from bot.evaluation import read_labelled  # noqa: E402

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def main() -> None:
    """Measure the shipped content, or with `many` as argument a content of 100,000 pairs."""
    if sys.argv[1:] == ["many"]:
        with TemporaryDirectory() as folder:
            write_pairs(Path(folder), 100_000)
            started = time.perf_counter()
            engine = build_engine(Path(folder))
            print(f"| build with 100,000 pairs | {time.perf_counter() - started:.1f} s |")
            _latency(engine)
        return
    engine = build_engine(ROOT, cache=ROOT / "data" / "models")
    engine.handle("花呗逾期了怎么办", Tracker("bench"), NOW)
    print(f"| process start to first answer | {time.perf_counter() - _BORN:.2f} s |")
    _latency(engine)
    texts = [one.text for one in read_labelled(ROOT / "tests" / "data" / "utterances.tsv")]
    longest = ("".join(texts))[:1000]
    spent = [_timed(engine, longest) for _ in range(20)]
    print(f"| 1000 characters | {1000 * max(spent):.1f} ms at most of 20 |")
    started = time.perf_counter()
    provisional = build_engine(ROOT, previous=engine)
    kind = "amended" if provisional.provisional else "learnt"
    print(f"| edited content {kind} | {time.perf_counter() - started:.2f} s |")


def _latency(engine: Engine) -> None:
    texts = [one.text for one in read_labelled(ROOT / "tests" / "data" / "utterances.tsv")]
    for text in texts[:200]:
        _timed(engine, text)
    spent = sorted(1000 * _timed(engine, text) for text in texts)
    print(f"| parse p50 | {statistics.median(spent):.2f} ms |")
    print(f"| parse p99 | {spent[int(len(spent) * 0.99)]:.2f} ms |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| peak memory | {peak:.0f} MB |")


def _timed(engine: Engine, text: str) -> float:
    started = time.perf_counter()
    engine.parse(text, NOW)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
