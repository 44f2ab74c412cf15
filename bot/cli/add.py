"""`yuqi data add`: a question with its answer, asked for or given as options."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from bot.cli.asking import Draft, ask, confirm
from bot.cli.setup import Content, content_of, errors, fail, out, own_content, refuse
from bot.cli.writing import advise, name_of
from bot.content.intent_file import plain
from bot.domain import Domain, Example, Intent, Place, Variant
from bot.editing.merge import Merge, merge
from bot.editing.question import Question, one_line
from bot.editing.writer import write
from bot.errors import ContentError

Several = list[str] | None


def add(  # noqa: PLR0913, PLR0917  each argument is an option
    title: Annotated[str, typer.Option(help="The question, as a user would ask it.")] = "",
    example: Annotated[Several, typer.Option(help="Another wording; repeat it for more.")] = None,
    answer: Annotated[str, typer.Option(help="The answer, Markdown; - for standard input.")] = "",
    topic: Annotated[str, typer.Option(help="Its file: intents/<topic>.yml.")] = "",
    source: Annotated[
        Several, typer.Option(help="Id of responses/sources.yml; repeat it for more.")
    ] = None,
    related: Annotated[Several, typer.Option(help="Intent asked next; repeat it.")] = None,
    intent: Annotated[
        str, typer.Option(help="Its name; that of a known intent adds wordings to it.")
    ] = "",
    reviewed: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day of the review.", show_default="today"),
    ] = None,
    content: Content = None,
) -> None:
    """Add a question with its wordings and its answer, or wordings to a known one.

    Without options it asks. Both files are written or none, and only what loads.
    """
    root = own_content(content)
    domain = content_of(root)
    is_asked = not (title or example or answer or intent)
    if is_asked:
        draft = ask(domain)
    else:
        text = sys.stdin.read() if answer == "-" else answer
        draft = Draft(intent or name_of(title), title, example or [], text, topic)
        draft.sources, draft.related = source or [], related or []
    day = reviewed.date() if reviewed else datetime.now(UTC).date()
    merged = _merged(domain, _question(draft, domain, day))
    advise(merged, domain, overwrite=False, placed=False)
    if is_asked and not confirm(draft):
        fail("Nothing was written.")
    try:
        files = write(root, merged)
    except ContentError as error:
        refuse(error, "nothing was written")
    out.print(f"{draft.name}: written to {' and '.join(files)}", markup=False)


def _question(draft: Draft, domain: Domain, reviewed: date) -> Question:
    """The draft as a question; its title is a wording too, each at a line of its own."""
    wordings = [plain(one_line(text)) for text in (draft.title, *draft.examples)]
    examples = tuple(
        Example(text, Place("new", line)) for line, text in enumerate(wordings, 1) if text
    )
    is_known = draft.name in domain.intents
    title = "" if is_known else one_line(draft.title)
    intent = Intent(draft.name, draft.topic, title, "", examples, Place("new", 0))
    text = draft.answer.strip()
    sources, related = tuple(draft.sources), tuple(draft.related)
    answer = Variant(text, (), sources, reviewed, related, Place("new", 0))
    return Question(intent, (answer,) if text else ())


def _merged(domain: Domain, question: Question) -> Merge:
    """The content with the question; leaves with 1, saying why, where it cannot be added."""
    merged = merge(domain, (question,))
    for fault in merged.refused:
        errors.print(f"{fault.problem}. {fault.cure}")
    if merged.refused:
        fail("Nothing was written.")
    name = question.intent.name
    if name in domain.intents and question.answers:
        place = domain.responses[f"utter_{name}"][0].place
        fail(f"{name!r} is answered already at {place.file}:{place.line}. Edit it there.")
    if merged.same:
        fail(f"{name!r} has all of these wordings already. Nothing was written.")
    return merged
