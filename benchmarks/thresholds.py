"""Where to set the thresholds of `bot/config.py`: what each choice costs on the development sets.

Run by `make thresholds`. For each pair of `answer_at` and `sure_at` the share of questions inside
the catalogue that are answered at once and rightly, the share of all that get a wrong answer, and
the share of outside questions that get no credit answer; then a reliability table.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product
from pathlib import Path

from bot.bootstrap import build_engine
from bot.dialogue.responder import OUTSIDE
from bot.domain import Understanding
from bot.evaluation import Labelled, read_labelled

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
Heard = tuple[Labelled, Understanding]


def main() -> None:
    """Print both tables."""
    engine = build_engine(ROOT, cache=ROOT / "data" / "models")
    heard = [
        (one, engine.pipeline(one.text, TODAY))
        for path in sorted((ROOT / "tests" / "data").glob("utterances*.tsv"))
        for one in read_labelled(path)
    ]
    print("| answer_at | sure_at | margin | answered rightly | wrongly | outside rejected |")
    print("|---|---|---|---|---|---|")
    for answer_at, sure_at, margin in product((0.3, 0.4, 0.5), (0.5, 0.6, 0.7), (0.05, 0.1, 0.2)):
        rightly, wrongly, rejected = _shares(heard, answer_at, sure_at, margin)
        print(
            f"| {answer_at} | {sure_at} | {margin} "
            f"| {rightly:.1f} | {wrongly:.1f} | {rejected:.1f} |"
        )
    print("\n| confidence | utterances | right |\n|---|---|---|")
    bins: defaultdict[int, list[bool]] = defaultdict(list)
    for one, understanding in heard:
        best = understanding.best
        bins[min(int(best.confidence * 10), 9)].append(best.name in one.right)
    for place in sorted(bins):
        hits = bins[place]
        print(f"| {place / 10:.1f} to {place / 10 + 0.1:.1f} | {len(hits)} "
              f"| {100 * sum(hits) / len(hits):.0f} % |")  # fmt: skip


def _shares(
    heard: list[Heard], answer_at: float, sure_at: float, margin: float
) -> tuple[float, float, float]:
    """Percentages: answered rightly, answered wrongly, outside rejected."""
    rightly, wrongly, rejected = [], [], []
    for one, understanding in heard:
        best, second = understanding.ranking[:2]
        clear = best.confidence - second.confidence >= margin
        taken = best.confidence >= sure_at or (best.confidence >= answer_at and clear)
        answered = taken and best.name not in OUTSIDE
        right = best.name in one.right
        wrongly.append(answered and not right)
        (rejected if one.intent in OUTSIDE else rightly).append(
            not answered if one.intent in OUTSIDE else answered and right
        )
    return tuple(100 * sum(one) / len(one) for one in (rightly, wrongly, rejected))


if __name__ == "__main__":
    main()
