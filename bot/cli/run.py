"""`yuqi run`: the server, with options that win over the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.setup import errors


def run(  # noqa: PLR0913, PLR0917  each argument is an option
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes; more than 1 need PostgreSQL.")
    ] = None,
    store: Annotated[str | None, typer.Option(help="SQLAlchemy URL of the store.")] = None,
    content: Annotated[
        Path | None, typer.Option(help="Folder of intents/ and responses/.")
    ] = None,
    watch: Annotated[bool | None, typer.Option("--watch", help="Reload edited content.")] = None,
) -> None:
    """Serve the API and the widget."""
    from server.serve import serve  # noqa: PLC0415  the other verbs start without a web
    from server.settings import Settings  # noqa: PLC0415

    given: dict[str, Any] = {
        "host": host,
        "port": port,
        "workers": workers,
        "store": store,
        "content": content,
        "watch": watch,
    }
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    code = serve(settings)
    if code:
        errors.print("yuqi did not start.")
        raise typer.Exit(code)
