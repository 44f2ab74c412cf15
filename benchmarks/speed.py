"""What understanding costs: start, memory, latency, on the shipped content and on 100,000 pairs.

Run by `make bench-speed`; one process, one thread. Prints Markdown rows. Every utterance is parsed
in `_PASSES` passes over all of them and its quickest time counts, since whatever else runs on a
machine only adds (as Python's `timeit` has it); beside it stands what a single pass took here.
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
_PASSES = 5
_LONG, _LONG_ONES = 1000, 20
"""Characters of a long input; so many of them are asked."""


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
    joined = "".join(_utterances())
    long = [joined[place * _LONG : (place + 1) * _LONG] for place in range(_LONG_ONES)]
    slowest = max(min(spent) for spent in _passes(engine, long))
    print(f"| {_LONG} characters | {slowest:.1f} ms at most of {_LONG_ONES} |")
    started = time.perf_counter()
    provisional = build_engine(ROOT, previous=engine)
    kind = "amended" if provisional.provisional else "learnt"
    print(f"| edited content {kind} | {time.perf_counter() - started:.2f} s |")


def _latency(engine: Engine) -> None:
    spent = _passes(engine, _utterances())
    best = sorted(map(min, spent))
    single = statistics.median(times[-1] for times in spent)
    print(f"| parse p50 | {statistics.median(best):.2f} ms; in a single pass {single:.2f} ms |")
    print(f"| parse p99 | {best[int(len(best) * 0.99)]:.2f} ms |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| peak memory | {peak:.0f} MB |")


def _utterances() -> list[str]:
    return [one.text for one in read_labelled(ROOT / "tests" / "data" / "utterances.tsv")]


def _passes(engine: Engine, texts: list[str]) -> list[tuple[float, ...]]:
    """The milliseconds each text took, pass by pass over all of them."""
    passes = [[_timed(engine, text) for text in texts] for _ in range(_PASSES)]
    return list(zip(*passes, strict=True))


def _timed(engine: Engine, text: str) -> float:
    started = time.perf_counter()
    engine.parse(text, NOW)
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
