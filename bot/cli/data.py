"""`yuqi data …`: keeping the content in order."""

from __future__ import annotations

from datetime import UTC, datetime

import typer
from rich.table import Table

from bot.bootstrap import default_content
from bot.cli import add, exchange
from bot.cli.setup import Content, content_of, errors, out
from bot.content.review import review

app = typer.Typer(help="Check, count, extend and exchange the content.", no_args_is_help=True)
app.command(name="add")(add.add)
app.command(name="import")(exchange.import_questions)
app.command(name="export")(exchange.export_questions)


@app.command()
def validate(content: Content = None) -> None:
    """Report every fault with file, line and cure; exit 1 if there is any."""
    domain = content_of(content or default_content())
    found = review(domain, datetime.now(UTC).date())
    for fault in found.faults:
        errors.print(str(fault))
    for fault in found.notices:
        errors.print(f"notice: {fault}")
    if found.faults:
        errors.print(f"{len(found.faults)} fault(s).")
        raise typer.Exit(1)
    examples = sum(len(intent.examples) for intent in domain.intents.values())
    out.print(
        f"{len(domain.intents)} intents, {examples} examples, {len(domain.responses)} responses, "
        f"{len(domain.sources)} sources: no faults."
    )


@app.command()
def stats(content: Content = None) -> None:
    """A table of examples and answer variants for each intent."""
    domain = content_of(content or default_content())
    table = Table()
    for column in ("topic", "intent", "examples", "variants"):
        table.add_column(column, justify="right" if column in {"examples", "variants"} else "left")
    for intent in domain.intents.values():
        variants = domain.responses[f"utter_{intent.name}"]
        table.add_row(intent.topic, intent.name, str(len(intent.examples)), str(len(variants)))
    total = sum(len(intent.examples) for intent in domain.intents.values())
    answers = sum(len(domain.responses[f"utter_{name}"]) for name in domain.intents)
    table.add_row("", "all", str(total), str(answers), style="bold")
    out.print(table)
