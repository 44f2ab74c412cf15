"""The verbs, each a thin rim around the bot."""

from __future__ import annotations

import typer

from bot.cli import chat, data, evaluate, insights, run

app = typer.Typer(
    name="yuqi",
    help="逾期问答助手: curated answers to questions about overdue consumer credit.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command(name="run")(run.run)
app.command()(chat.shell)
app.command()(chat.parse)
app.command()(chat.explain)
app.command()(evaluate.train)
app.command(name="test")(evaluate.measure)
app.command(name="insights")(insights.show)
app.add_typer(data.app, name="data")
