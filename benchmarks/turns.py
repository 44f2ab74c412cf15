"""How many turns of conversations are answered rightly, with what went before and without.

Run by `make bench-turns`. The turns are those of `tests/data/turns.tsv`, held one conversation
after the other; "alone" asks each turn as if nothing had been said before it. Prints Markdown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from bot import Engine, Tracker, build_engine

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOTED = "clarify"
"""The kind of reply that takes note of a fact."""

Turn = tuple[str, frozenset[str]]


def main() -> None:
    """Print the shares of first and of later turns."""
    engine = build_engine(ROOT, cache=ROOT / "data" / "models")
    counts: Counter[tuple[str, str]] = Counter()
    for turns in _conversations(ROOT / "tests" / "data" / "turns.tsv"):
        tracker = Tracker("bench")
        for place, turn in enumerate(turns):
            which = "later" if place else "first"
            counts[which, "n"] += 1
            counts[which, "alone"] += _right(engine, turn, Tracker("alone"))[0]
            right, tracker = _right(engine, turn, tracker)
            counts[which, "in context"] += right
    print("| turns | n | alone | in context |\n|---|---|---|---|")
    for which in ("first", "later"):
        size = counts[which, "n"]
        shares = (100 * counts[which, how] / size for how in ("alone", "in context"))
        print(f"| {which} | {size} | {' | '.join(f'{share:.1f}' for share in shares)} |")


def _conversations(path: Path) -> Iterator[list[Turn]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    for blank, group in groupby(lines, key=lambda line: not line):
        cells = [line.split("\t") for line in group if not line.startswith("#")]
        if not blank:
            yield [(text, frozenset(meant.split(","))) for text, meant in cells]


def _right(engine: Engine, turn: Turn, tracker: Tracker) -> tuple[bool, Tracker]:
    """Whether a turn is answered as it may be, and the conversation after it."""
    text, meant = turn
    after = engine.handle(text, tracker, NOW)
    reply = after.reply
    said = {match.name for match in reply.intents} | {reply.kind}
    noted = "note" in meant and reply.kind == NOTED
    return bool(said & meant) or noted, after.tracker


if __name__ == "__main__":
    main()
