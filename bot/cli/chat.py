"""`yuqi shell`, `yuqi parse`, `yuqi explain`: talking to the bot in the terminal."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from bot import Tracker, UtteranceError
from bot.cli.setup import Content, engine_of, errors, out


def shell(content: Content = None) -> None:
    """Chat in the terminal; an empty line or Ctrl-D ends."""
    engine = engine_of(content)
    tracker = Tracker("shell")
    out.print("逾期问答助手。直接打字提问,空行结束。")
    while text := _ask():
        try:
            turn = engine.handle(_button(text, tracker), tracker, datetime.now(UTC))
        except UtteranceError as error:
            errors.print(str(error))
            continue
        tracker = turn.tracker
        if turn.reply.notice:
            out.print(turn.reply.notice, style="bold", markup=False)
        out.print(Markdown(turn.reply.text))
        for number, one in enumerate(turn.reply.suggestions, start=1):
            out.print(f"  {number}. {one.title}", style="cyan", markup=False)


def _ask() -> str:
    try:
        return out.input("[bold green]你:[/] ").strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _button(text: str, tracker: Tracker) -> str:
    """The payload of the button whose number was typed."""
    last = tracker.last_reply
    buttons = last.data.get("buttons", []) if last else []
    if tracker.active_loop is None and text.isdecimal() and 1 <= int(text) <= len(buttons):
        return str(buttons[int(text) - 1]["payload"])
    return text


def parse(
    text: Annotated[list[str] | None, typer.Argument(help="Utterances to parse.")] = None,
    content: Content = None,
) -> None:
    """Print the parse of each utterance as one line of /model/parse JSON.

    Without arguments utterances are read from standard input, one a line.
    """
    engine = engine_of(content)
    now = datetime.now(UTC)
    for line in text or _lines():
        try:
            data = engine.parse_data(engine.parse(line, now))
        except UtteranceError as error:
            data = {"text": line, "error": str(error)}
        sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _lines() -> list[str]:
    return [line.decode("utf-8", errors="replace").rstrip("\r\n") for line in sys.stdin.buffer]


def explain(
    text: Annotated[str, typer.Argument(help="The utterance to explain.")],
    content: Content = None,
) -> None:
    """Show every stage of understanding one utterance, and the decision."""
    engine = engine_of(content)
    try:
        turn = engine.handle(text, Tracker("explain"), datetime.now(UTC))
    except UtteranceError as error:
        errors.print(str(error))
        raise typer.Exit(1) from error
    heard = turn.understanding
    rows = (
        ("text", heard.text),
        ("normalized", heard.normalized),
        ("tokens", " / ".join(heard.tokens)),
        ("concepts", ", ".join(heard.concepts)),
        ("entities", ", ".join(f"{e.text}={e.entity}:{e.value}" for e in heard.entities)),
        ("decision", f"{type(turn.decision).__name__} → {turn.reply.kind} {turn.reply.response}"),
        ("slots", ", ".join(f"{name}={value}" for name, value in turn.slots.items())),
    )
    stages = Table(show_header=False, box=None)
    for name, value in rows:
        stages.add_row(name, Text(value))
    out.print(stages)
    out.print(_table("intents", [(m.name, m.confidence) for m in heard.ranking[:5]]))
    near = [(f"{n.text}  [{n.intent}]", n.similarity) for n in heard.neighbours[:5]]
    out.print(_table("nearest examples", near))
    for part in heard.parts:
        out.print(f"part: {part.text} → {part.best.name} {part.best.confidence:.2f}", markup=False)


def _table(title: str, rows: list[tuple[str, float]]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False, box=None)
    for name, value in rows:
        table.add_row(Text(name), f"{value:.3f}")
    return table
