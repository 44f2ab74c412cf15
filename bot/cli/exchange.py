"""`yuqi data import` and `yuqi data export`: questions from and to tables and Rasa projects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import default_content
from bot.cli.setup import Content, content_of, errors, fail, out, own_content, refuse
from bot.cli.writing import advise, name_of
from bot.editing.merge import Merge, merge
from bot.editing.question import Reading, questions_of
from bot.editing.rasa_reader import read_rasa
from bot.editing.rasa_writer import write_rasa
from bot.editing.table import read_rows, rows_of
from bot.editing.table_file import read_csv, read_xlsx, write_csv, write_xlsx
from bot.editing.writer import write
from bot.errors import ContentError

_CSV = ".csv"
_TEXTS = frozenset({_CSV, ".tsv", ".txt"})
_YAML = frozenset({".yml", ".yaml"})
_SHEET = ".xlsx"
_FORMS = "Name a .csv or .xlsx file, or the folder of a Rasa project."
_SHOWN_EXAMPLES = 3


def import_questions(
    path: Annotated[Path, typer.Argument(help="A .csv or .xlsx file, or a Rasa project.")],
    topic: Annotated[str, typer.Option(help="Topic of new questions that name none.")] = "",
    *,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Take over titles and answers that differ.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show all, write nothing.")] = False,
    content: Content = None,
) -> None:
    """Add the questions of a table or a Rasa project to the content.

    New questions and new examples are written; titles and answers that differ only with
    --overwrite; nothing is ever deleted. Exits with 1 where a question was refused.
    """
    root = own_content(content)
    domain = content_of(root)
    try:
        reading = _read(path, topic)
        merged = merge(domain, reading.questions, overwrite=overwrite)
        files = write(root, merged, overwrite=overwrite, dry_run=dry_run)
    except ContentError as error:
        refuse(error, "nothing was written")
    _report(merged, overwrite=overwrite)
    for remark in reading.remarks:
        errors.print(f"notice: {remark}")
    refused = sorted((*reading.faults, *merged.refused))
    for fault in refused:
        errors.print(f"refused: {fault}")
    advise(merged, domain, overwrite=overwrite)
    if not overwrite and any(change.overwrites for change in merged.changes):
        out.print("Those that differ are kept as they are; --overwrite takes them over.")
    out.print(f"{'would change' if dry_run else 'written'}: {', '.join(files) or 'nothing'}")
    raise typer.Exit(1 if refused else 0)


def export_questions(
    path: Annotated[Path, typer.Argument(help="A .csv or .xlsx file, or a new folder for Rasa.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
    content: Content = None,
) -> None:
    """Write all questions to a table, or the content as a Rasa project."""
    domain = content_of(content or default_content())
    form = path.suffix.lower()
    is_taken = any(path.iterdir()) if path.is_dir() else path.exists()
    if is_taken and not force:
        fail(f"{path}: there is something already. Name another place, or give --force.")
    try:
        if form == _CSV:
            write_csv(rows_of(questions_of(domain)), path)
        elif form == _SHEET:
            write_xlsx(rows_of(questions_of(domain)), path)
        elif form:
            fail(f"{path}: this form is not known. {_FORMS}")
        else:
            write_rasa(domain, path)
    except ContentError as error:
        refuse(error, "nothing was written")
    except OSError as error:
        fail(f"{path}: it cannot be written: {error.strerror}")
    out.print(f"{len(domain.intents)} questions: {path}", markup=False)


def _read(path: Path, topic: str) -> Reading:
    if not path.exists():
        fail(f"{path}: there is no such file. {_FORMS}")
    form = path.suffix.lower()
    if path.is_dir() or form in _YAML:
        return read_rasa(path, topic)
    if form not in {*_TEXTS, _SHEET}:
        fail(f"{path}: this form is not known. {_FORMS}")
    rows = read_xlsx(path) if form == _SHEET else read_csv(path)
    return read_rows(rows, path.name, topic, name_of)


def _report(merged: Merge, *, overwrite: bool) -> None:
    """What is new, what comes on top, what differs, and how much is the same."""
    for question in merged.new:
        intent = question.intent
        size = f"examples: {len(intent.examples)}, answers: {len(question.answers)}"
        _show("new", f"{intent.name}: {intent.title} ({size})")
    for change in merged.changes:
        name = change.known.intent.name
        if change.examples:
            _show("more", f"{name}: {_some([one.text for one in change.examples])}")
        if change.overwrites:
            _show("changed" if overwrite else "differs", name)
            for line in change.differences():
                _show("", line)
    more = sum(bool(change.examples) for change in merged.changes)
    differ = sum(change.overwrites for change in merged.changes)
    out.print(
        f"{len(merged.new)} new, {more} with more examples, {differ} that differ, "
        f"{len(merged.same)} the same"
    )


def _show(state: str, text: str) -> None:
    out.print(f"{state:8} {text}", markup=False)


def _some(texts: Sequence[str]) -> str:
    """How many texts there are, and the first few."""
    shown = " / ".join(texts[:_SHOWN_EXAMPLES])
    return f"{len(texts)} examples: {shown}{' …' * (len(texts) > _SHOWN_EXAMPLES)}"
