"""`yuqi train` and `yuqi test`: what is learnt, and how good it is."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot.cli.setup import Content, engine_of, out
from bot.evaluation import Report, judge, read_labelled, read_stories, run_story

UTTERANCES = Path("tests/data/utterances.tsv")
CONVERSATIONS = Path("tests/conversations")


class Suite(StrEnum):
    """What to test."""

    nlu = "nlu"
    core = "core"


def train(content: Content = None) -> None:
    """Learn from the examples now, so that the next start has nothing to learn."""
    started = time.perf_counter()
    engine = engine_of(content)
    examples = sum(len(intent.examples) for intent in engine.domain.intents.values())
    out.print(
        f"{len(engine.domain.intents)} intents, {examples} examples: ready in "
        f"{time.perf_counter() - started:.1f} s ({engine.model_id[:12]})"
    )


def measure(
    suite: Annotated[Suite, typer.Argument(help="nlu: a labelled file; core: conversations.")],
    path: Annotated[
        Path | None, typer.Option("--file", help="A labelled file or a folder.")
    ] = None,
    errors: Annotated[int, typer.Option(help="How many misread utterances to list.")] = 0,
    content: Content = None,
) -> None:
    """Measure the bot on a labelled file, or run the golden conversations."""
    engine = engine_of(content)
    if suite is Suite.core:
        results = [run_story(engine, story) for story in read_stories(path or CONVERSATIONS)]
        failed = [result for result in results if result.failures]
        for result in failed:
            out.print(f"{result.story.file}:{result.story.line} {result.story.name}", markup=False)
            for failure in result.failures:
                out.print(f"  {failure}", markup=False)
        out.print(f"{len(results) - len(failed)} of {len(results)} conversations right")
        raise typer.Exit(1 if failed else 0)
    report = judge(engine, read_labelled(path or UTTERANCES))
    out.print(_summary(report))
    out.print(_confusions(report))
    wrong = [one for one in report.judged if not one.right]
    for one in wrong[:errors]:
        read = f"{one.labelled.intent} -> {one.intent} {one.confidence:.2f} [{one.kind}]"
        out.print(f"{read} {one.labelled.text}", markup=False)


def _summary(report: Report) -> Table:
    table = Table(title="labelled utterances, shares in %")
    for column in ("kind", "n", "right", "F1", "answered rightly", "wrongly", "rejected", "ECE"):
        table.add_column(column, justify="left" if column == "kind" else "right")
    for kind, part in (*report.kinds(), ("all", report)):
        shares = (
            part.accuracy,
            part.macro_f1,
            part.answered_rightly,
            part.answered_wrongly,
            part.rejected,
            part.expected_calibration_error,
        )
        table.add_row(kind, str(len(part.judged)), *(f"{100 * share:.1f}" for share in shares))
    return table


def _confusions(report: Report) -> Table:
    table = Table(title="confused most", box=None)
    for column in ("right", "taken", "n"):
        table.add_column(column)
    for (right, taken), count in report.confusions()[:15]:
        table.add_row(right, taken, str(count))
    return table
