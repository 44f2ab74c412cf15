"""`yuqi insights`: what users asked and did not get, for the editors."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from bot import BotError, Engine
from bot.cli.setup import Content, engine_of, fail, out
from bot.insights import Group, group_missed

_DAY_S = 86_400
_WORDINGS = 3


def show(
    store: Annotated[
        str | None, typer.Option(help="SQLAlchemy URL of the store.", show_default="YUQI_STORE")
    ] = None,
    days: Annotated[int, typer.Option(min=1, help="How many days to look back.")] = 30,
    limit: Annotated[int, typer.Option(min=1, help="Groups shown at most.")] = 20,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="All groups as JSON.")] = False,
    content: Content = None,
) -> None:
    """Show what was not understood or rated down, grouped, with the intent nearest to each group.

    Texts are shown as the store holds them: masked.
    """
    from server.missed import read_missed  # noqa: PLC0415  the other verbs start without it
    from server.settings import Settings  # noqa: PLC0415  as above

    given: dict[str, Any] = {"store": store} if store else {}
    settings = Settings(**given)
    now = datetime.now(UTC)
    try:
        missed = asyncio.run(read_missed(settings.store, now.timestamp() - days * _DAY_S))
    except BotError as error:
        fail(str(error))
    if not missed and not as_json:
        out.print(f"No turn in {days} days left a question open.")
        return
    engine = engine_of(content)
    groups = group_missed(engine, missed, now)
    if as_json:
        data = [_data(group, engine) for group in groups]
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return
    out.print(f"{len(missed)} turns in {days} days left a question open: {len(groups)} groups")
    out.print(_table(groups[:limit], engine))


def _table(groups: tuple[Group, ...], engine: Engine) -> Table:
    table = Table()
    for column in ("fallback", "clarify", "down"):
        table.add_column(column, justify="right")
    for column in ("nearest intent", "asked as"):
        table.add_column(column, overflow="fold")
    for group in groups:
        counts = (group.fallbacks, group.clarifications, group.rated_down)
        nearest = f"{group.nearest.name} {group.nearest.confidence:.2f}\n{_title(group, engine)}"
        more = len(group.wordings) - _WORDINGS
        shown = [*group.wordings[:_WORDINGS], *([f"… {more} more"] if more > 0 else [])]
        table.add_row(
            *(str(count or "") for count in counts), Text(nearest), Text("\n".join(shown))
        )
    return table


def _title(group: Group, engine: Engine) -> str:
    return engine.domain.intents[group.nearest.name].title


def _data(group: Group, engine: Engine) -> dict[str, Any]:
    return {
        "count": len(group.turns),
        "fallback": group.fallbacks,
        "clarify": group.clarifications,
        "down": group.rated_down,
        "nearest": {
            "name": group.nearest.name,
            "title": _title(group, engine),
            "confidence": round(group.nearest.confidence, 6),
        },
        "answered": list(group.answered),
        "wordings": list(group.wordings),
        "comments": list(group.comments),
        "last": group.last.isoformat().replace("+00:00", "Z"),
    }
