"""How ways of matching compare on the development sets, all learning from the same content.

    python benchmarks/matching.py [NAME ...] [--content FOLDER] [--rasa FOLDER --rasa-python FILE]

Run by `make bench-matching`, and with Rasa among them by `make bench-rasa`. Each system is a
program of its own, asked one utterance after the other; its start, time and memory are taken
from outside, in the same way for all (from /proc, so on Linux). Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.dialogue.responder import OUTSIDE
from bot.evaluation import Judged, Labelled, Report, read_labelled

HERE = Path(__file__).parent
ROOT = HERE.parent
SETS = sorted((ROOT / "tests" / "data").glob("utterances*.tsv"))
ENVIRONMENT = {
    **os.environ,
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONUTF8": "1",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
FIRST = "花呗逾期了怎么办"
REJECTED = 0.92
"""The share of outside questions at which all systems are compared."""

TITLES = {
    "token_set_ratio": "rapidfuzz token_set_ratio, jieba words",
    "token_sort_ratio": "rapidfuzz token_sort_ratio, jieba words",
    "ratio": "rapidfuzz ratio",
    "bm25": "BM25, words, characters, pairs",
    "svm": "TF-IDF + linear SVM",
    "rasa": "Rasa 3.6.21, DIET",
    "yuqi": "yuqi",
    "index": "yuqi's nearest example alone",
    "ranker": "yuqi's ranker alone",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system answered, and what it took: seconds, megabytes, milliseconds."""

    title: str
    training: str
    judged: tuple[Judged, ...]
    has_threshold: bool
    start_s: float
    start_cpu_s: float
    spent_ms: tuple[float, ...]
    cpu_ms: float
    peak_mb: float


def main() -> None:
    """Ask every system every utterance and print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(TITLES)}")
    parser.add_argument("--content", type=Path, default=ROOT)
    parser.add_argument("--rasa", type=Path, help="what benchmarks/rasa/train.py wrote")
    parser.add_argument("--rasa-python", default="python3.10")
    options = parser.parse_args()
    names = options.names or [name for name in TITLES if name != "rasa" or options.rasa]
    sets = [read_labelled(path) for path in SETS]
    utterances = [one for found in sets for one in found]
    inside = sum(one.intent not in OUTSIDE for one in utterances)
    outcomes: list[Outcome] = []
    with TemporaryDirectory() as cache:
        for name in names:
            print(f"asking {name} ...", file=sys.stderr)
            command: list[object] = [sys.executable, HERE / "systems.py", name]
            command += [options.content, cache]
            training = "–"
            if name == "rasa":
                command = [options.rasa_python, HERE / "rasa" / "ask.py", options.rasa / "models"]
                training = _training_of(options.rasa)
            elif name == "yuqi":  # which keeps what it learns, for its parts as well
                training = f"{_ask(name, training, command, ()).start_s:.0f} s"
            outcomes.append(_ask(name, training, command, utterances))
    print(f"{len(utterances)} utterances, {inside} of them inside the catalogue.\n")
    _print_answers(outcomes)
    print()
    _print_accuracies(outcomes, sets)
    print()
    _print_costs(outcomes)


def _training_of(rasa: Path) -> str:
    costs = json.loads((rasa / "training.json").read_text(encoding="utf-8"))
    return (
        f"epochs: {costs['epochs']}; {costs['seconds'] / 60:.0f} min, "
        f"{costs['cpu_seconds'] / 60:.0f} min CPU, {costs['peak_mb']} MB"
    )


def _ask(
    name: str, training: str, command: Sequence[object], utterances: Iterable[Labelled]
) -> Outcome:
    """Start a program, ask it everything, look at what it took."""
    born = time.perf_counter()
    judged: list[Judged] = []
    spent_ms: list[float] = []
    has_threshold = False
    with subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=ENVIRONMENT,
    ) as program:
        _answer(program, FIRST)
        start_s = time.perf_counter() - born
        start_cpu_s = _cpu_s(program.pid)
        for one in utterances:
            asked = time.perf_counter()
            intent, confidence, answered = _answer(program, one.text)
            spent_ms.append(1000 * (time.perf_counter() - asked))
            has_threshold = answered is not None
            judged.append(Judged(one, intent, confidence, "answer" if answered else "fallback"))
        cpu_ms = 1000 * (_cpu_s(program.pid) - start_cpu_s) / max(1, len(judged))
        peak_mb = _peak_mb(program.pid)
    return Outcome(
        title=TITLES[name],
        training=training,
        judged=tuple(judged),
        has_threshold=has_threshold,
        start_s=start_s,
        start_cpu_s=start_cpu_s,
        spent_ms=tuple(spent_ms),
        cpu_ms=cpu_ms,
        peak_mb=peak_mb,
    )


def _answer(program: subprocess.Popen[str], text: str) -> tuple[str, float, bool | None]:
    assert program.stdin is not None  # noqa: S101  it was asked for
    assert program.stdout is not None  # noqa: S101
    print(text, file=program.stdin, flush=True)
    line = program.stdout.readline()
    if not line:
        sys.exit("The program ended before it answered; its error stands above.")
    intent, confidence, answered = json.loads(line)
    return intent, confidence, answered


def _cpu_s(pid: int) -> float:
    """Processor time of a program so far, in the kernel's ticks (proc_pid_stat(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mb(pid: int) -> float:
    """The most memory a program has held (proc_pid_status(5))."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None  # noqa: S101  every living program has it
    return int(found[1]) / 1024


# --- tables -------------------------------------------------------------------------------------


def _print_answers(outcomes: Iterable[Outcome]) -> None:
    """Shares in %: of all, of the questions outside the catalogue, of those inside."""
    _print_row(
        "system", "best intent right", "outside rejected", "inside answered rightly",
        "wrong answers", f"rightly at {REJECTED:.0%} rejected", "wrong there",
    )  # fmt: skip
    _print_row(*["---"] * 7)
    for one in outcomes:
        own, fitted = Report(one.judged), Report(_with_threshold(one.judged))
        shares = (own.rejected, own.answered_rightly, own.answered_wrongly)
        _print_row(
            one.title,
            _percent(own.accuracy),
            *(_percent(share) if one.has_threshold else "–" for share in shares),
            _percent(fitted.answered_rightly),
            _percent(fitted.answered_wrongly),
        )


def _with_threshold(judged: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """Answered above the lowest confidence at which enough outside questions are rejected."""
    outside = [one for one in judged if one.outside]
    strays = sorted((one.confidence for one in outside if one.intent not in OUTSIDE), reverse=True)
    allowed = int((1 - REJECTED) * len(outside))
    floor = strays[allowed] if len(strays) > allowed else -math.inf
    return tuple(
        replace(one, kind="answer" if one.confidence > floor else "fallback") for one in judged
    )


def _print_accuracies(outcomes: Iterable[Outcome], sets: Sequence[Sequence[Labelled]]) -> None:
    """Share in % whose best intent is right, by set and by kind."""
    kinds = list(dict.fromkeys(one.kind for found in sets for one in found))
    _print_row("system", *(path.name for path in SETS), *kinds)
    _print_row(*["---"] * (1 + len(sets) + len(kinds)))
    for one in outcomes:
        rest = iter(one.judged)
        by_set = [Report(tuple(islice(rest, len(found)))) for found in sets]
        by_kind = dict(Report(one.judged).kinds())
        reports = [*by_set, *(by_kind[kind] for kind in kinds)]
        _print_row(one.title, *(_percent(report.accuracy) for report in reports))


def _print_costs(outcomes: Iterable[Outcome]) -> None:
    _print_row(
        "system", "training", "start to first answer", "of it CPU", "memory",
        "p50", "p99", "CPU a question",
    )  # fmt: skip
    _print_row(*["---"] * 8)
    for one in outcomes:
        spent = sorted(one.spent_ms)
        _print_row(
            one.title,
            one.training,
            f"{one.start_s:.1f} s",
            f"{one.start_cpu_s:.1f} s",
            f"{one.peak_mb:.0f} MB",
            f"{statistics.median(spent):.1f} ms",
            f"{spent[int(0.99 * len(spent))]:.1f} ms",
            f"{one.cpu_ms:.1f} ms",
        )


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _print_row(*cells: str) -> None:
    print("|", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main()
