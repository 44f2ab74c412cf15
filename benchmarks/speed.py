"""What understanding costs: start, memory, latency, on the shipped content and on 100,000 pairs.

Run by `make bench-speed`; one process, one thread. Prints Markdown rows.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

_BORN = time.perf_counter()
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bot import Engine, Tracker, build_engine  # noqa: E402  its import is part of the start
from bot.evaluation import read_labelled  # noqa: E402

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def main() -> None:
    """Measure the shipped content, or with `many` as argument a content of 100,000 pairs."""
    if sys.argv[1:] == ["many"]:
        with TemporaryDirectory() as folder:
            _write_pairs(Path(folder), 100_000)
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


def _write_pairs(root: Path, count: int) -> None:
    """A content of `count` made-up question-answer pairs beside the system responses."""
    chance = random.Random(0)  # noqa: S311  no secret
    syllables = "花借逾期征信还款利息额度冻结协商起诉账单分期延宽限提前最低结清催收电话法院"
    things = ["".join(chance.sample(syllables, 4)) for _ in range(3000)]
    asks = ["怎么办", "能不能", "会怎样", "多久", "要多少钱", "在哪里办", "为什么", "可以吗"]
    (root / "intents").mkdir()
    (root / "responses").mkdir()
    for name in ("system.yml", "forms.yml", "sources.yml"):
        shipped = (ROOT / "responses" / name).read_text(encoding="utf-8")
        shipped = _without_related(shipped)
        (root / "responses" / name).write_text(shipped, encoding="utf-8")
    intents, responses = ['version: "3.1"', "nlu:"], ['version: "3.1"', "responses:"]
    for number in range(count):
        text = f"{chance.choice(things)}{chance.choice(things)}{chance.choice(asks)}{number}"
        intents += [
            f"- intent: q{number}",
            f"  metadata: {{title: {text}}}",
            "  examples: |",
            f"    - {text}",
        ]
        responses += [f"  utter_q{number}:", f"  - text: {text}。"]
    intents += ["- intent: crisis", "  metadata: {title: 危机}", "  examples: |", "    - 不想活了"]
    responses += ["  utter_crisis:", "  - text: 请打 12356。"]
    (root / "intents" / "many.yml").write_text("\n".join(intents), encoding="utf-8")
    (root / "responses" / "many.yml").write_text("\n".join(responses), encoding="utf-8")


def _without_related(text: str) -> str:
    """A response file whose variants relate to no intent."""
    lines = []
    for line in text.split("\n"):
        head, mark, _ = line.partition(", related: [")
        lines.append(head + "}" if mark else line)
    return "\n".join(lines)


if __name__ == "__main__":
    main()
