"""What every verb needs: where the content is, and an engine or a clear refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from bot import ContentError, Engine, build_engine
from bot.bootstrap import default_content

errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
out = Console(soft_wrap=True, highlight=False)

Content = Annotated[
    Path | None,
    typer.Option(
        "--content",
        envvar="YUQI_CONTENT",
        help="The folder that holds intents/ and responses/.",
        show_default="here, or the content that came with yuqi",
    ),
]


def engine_of(content: Path | None) -> Engine:
    """An engine over the content, its learnt model kept in data/models.

    Exits with 1, every fault on standard error, where the content is broken.
    """
    try:
        return build_engine(content or default_content(), cache=Path("data/models"))
    except ContentError as error:
        refuse(error)


def refuse(error: ContentError) -> NoReturn:
    """Print the faults and leave with 1."""
    for fault in error.faults:
        errors.print(str(fault))
    errors.print(f"{len(error.faults)} fault(s); nothing was loaded.")
    raise typer.Exit(1)
