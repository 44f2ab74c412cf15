"""`yuqi train` and `yuqi test`: what is learnt, and how good it is."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path
from statistics import fmean, pstdev
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.bootstrap import default_content, learn_engine
from bot.cli.setup import Content, content_of, engine_of, fail, out
from bot.cli.setup import errors as stderr
from bot.domain import Domain
from bot.evaluation import (
    Report,
    cross_validate,
    judge,
    read_labelled,
    read_stories,
    run_story,
)

UTTERANCES = Path("tests/data/utterances.tsv")
CONVERSATIONS = Path("tests/conversations")
_BAR = 40
"""Characters of a bar that stands for all utterances."""


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
    folds: Annotated[
        int | None,
        typer.Option("--cross-validate", min=2, help="Folds to split the examples in."),
    ] = None,
    content: Content = None,
) -> None:
    """Measure the bot on a labelled file or by cross-validation, or run the golden conversations.

    Cross-validation learns the bot anew for each fold, which takes minutes.
    """
    if folds:
        if suite is Suite.core or path:
            fail("--cross-validate splits the bot's own examples: only `yuqi test nlu` has it.")
        _report(_cross_validated(content_of(content or default_content()), folds), errors)
        return
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
    _report(judge(engine, read_labelled(path or UTTERANCES)), errors)


def _cross_validated(domain: Domain, folds: int) -> Report:
    """All folds together; how far they lie apart is printed."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    reports: list[Report] = []
    with Progress(*columns, console=stderr) as progress:
        task = progress.add_task(f"fold 1 of {folds}", total=folds)
        for report in cross_validate(domain, folds, learn_engine):
            reports.append(report)
            done = len(reports)
            shown = f"fold {min(done + 1, folds)} of {folds}, {100 * report.accuracy:.1f} % right"
            progress.update(task, advance=1, description=shown)
    shares = [100 * report.accuracy for report in reports]
    out.print(f"{folds} folds: {fmean(shares):.1f} ± {pstdev(shares):.1f} % right")
    return Report(tuple(one for report in reports for one in report.judged))


def _report(report: Report, errors: int) -> None:
    out.print(_summary(report))
    out.print(_reliability(report))
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


def _reliability(report: Report) -> Table:
    """What a confidence is worth, and how often it comes."""
    table = Table(title="how sure, and how often right", box=None)
    for column in ("confidence", "n", "mean", "right"):
        table.add_column(column, justify="right")
    table.add_column("")
    for one in report.reliability():
        table.add_row(
            f"{one.low:.1f}–{one.high:.1f}",
            str(one.count),
            f"{100 * one.confidence:.1f}",
            f"{100 * one.accuracy:.1f}",
            "█" * round(_BAR * one.count / len(report.judged)),
        )
    return table


def _confusions(report: Report) -> Table:
    table = Table(title="confused most", box=None)
    for column in ("right", "taken", "n"):
        table.add_column(column)
    for (right, taken), count in report.confusions()[:15]:
        table.add_row(right, taken, str(count))
    return table
