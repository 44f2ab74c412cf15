"""What every verb needs: where the content is, and an engine or a clear refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

import bot
from bot import ContentError, Engine, build_engine
from bot.bootstrap import default_content
from bot.content import load_content
from bot.domain import Domain

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


def content_of(root: Path) -> Domain:
    """The content in a folder; exits with 1, every fault on standard error, where it is broken."""
    try:
        return load_content(root)
    except ContentError as error:
        refuse(error)


def own_content(content: Path | None) -> Path:
    """The folder that may be written to; exits with 1 where it is the one inside the package."""
    root = (content or default_content()).resolve()
    if root.is_relative_to(Path(bot.__path__[0]).resolve()):
        fail(f"{root}: this content came with yuqi. Name a folder of your own by --content.")
    return root


def fail(message: str) -> NoReturn:
    """Say what is wrong and leave with 1."""
    errors.print(message)
    raise typer.Exit(1)


def refuse(error: ContentError, outcome: str = "nothing was loaded") -> NoReturn:
    """Print the faults and leave with 1."""
    for fault in error.faults:
        errors.print(str(fault))
    fail(f"{len(error.faults)} fault(s); {outcome}.")
