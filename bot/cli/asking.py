"""The questions that `yuqi data add` asks an editor."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import typer
from rich.markdown import Markdown

from bot.cli.setup import errors, out
from bot.cli.writing import name_of
from bot.domain import Domain
from bot.editing.merge import NAME

_WORD = re.compile(r"[^\s,，、]+")
_END = "."


@dataclass
class Draft:
    """A question while it is put together."""

    name: str
    title: str
    examples: list[str] = field(default_factory=list)
    answer: str = ""
    topic: str = ""
    sources: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)


def ask(domain: Domain) -> Draft:
    """Ask for everything a question needs; for a known intent its wordings alone."""
    title = str(typer.prompt("Question, as a user would ask it")).strip()
    name = _ask_name(_holder(title, domain) or name_of(title))
    draft = Draft(name, title)
    known = domain.intents.get(name)
    if known:
        out.print(f"{name} is there: {known.title}. The wordings come on top.", markup=False)
    out.print("Other wordings, one a line; an empty line ends.")
    draft.examples = list(_lines(""))
    if known:
        return draft
    out.print(f"The answer in Markdown; a line with a single {_END} ends.")
    draft.answer = "\n".join(_lines(_END))
    draft.topic = _ask_topic(domain)
    draft.sources = _ask_names("Ids of its sources, if any", domain.sources)
    draft.related = _ask_names("Intents asked next, if any", domain.intents)
    return draft


def confirm(draft: Draft) -> bool:
    """Show what would be written and ask whether it shall be."""
    out.print(f"{draft.name}: {draft.title}", style="bold", markup=False)
    for example in draft.examples:
        out.print(f"  - {example}", markup=False)
    out.print(Markdown(draft.answer))
    return bool(typer.confirm("Write it?", default=True))


def _holder(title: str, domain: Domain) -> str:
    """The intent that has this wording already, if any."""
    for name, intent in domain.intents.items():
        if any(example.text == title for example in intent.examples):
            return name
    return ""


def _ask_name(default: str) -> str:
    while True:
        name = str(typer.prompt("Name of the intent", default=default or None)).strip()
        if NAME.fullmatch(name):
            return name
        errors.print("Use small letters, digits and _, such as grace_period.")


def _ask_topic(domain: Domain) -> str:
    topics = dict.fromkeys(intent.topic for intent in domain.intents.values())
    for topic in topics:
        out.print(f"  {topic}  {domain.topics.get(topic, '')}", markup=False)
    while True:
        topic = str(typer.prompt("Topic")).strip()
        if topic in topics:
            return topic
        if not NAME.fullmatch(topic):
            errors.print("Use small letters, digits and _, such as collection.")
        elif typer.confirm(f"{topic} is new. Begin intents/{topic}.yml?", default=False):
            return topic


def _ask_names(question: str, known: Collection[str]) -> list[str]:
    while True:
        answer = str(typer.prompt(question, default="", show_default=False))
        names = _WORD.findall(answer)
        unknown = [name for name in names if name not in known]
        if not unknown:
            return names
        errors.print(f"Not known: {', '.join(unknown)}.")


def _lines(end: str) -> Iterator[str]:
    """Lines as they are typed, up to `end` or the end of input."""
    while True:
        try:
            line = input("> ")
        except EOFError:
            return
        if line.strip() == end:
            return
        yield line
