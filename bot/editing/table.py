"""Questions as rows of a table, for CSV and for sheets: one example and one answer a row.

intent       | topic   | title        | example    | when            | answer
grace_period | overdue | 有没有宽限期 | 能晚几天吗 | product: huabei | 花呗…
grace_period |         |              | 宽限几天   |                 | 看合同…
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import Any

import yaml

from bot.content.intent_file import plain
from bot.domain import Condition, Example, Intent, Place, Variant
from bot.editing.question import Question, Reading, one_line
from bot.errors import ContentError, Fault

COLUMNS = (
    "intent",
    "topic",
    "title",
    "product_title",
    "example",
    "when",
    "answer",
    "sources",
    "related",
    "reviewed",
)
ALIASES = {
    "意图": "intent",
    "主题": "topic",
    "标题": "title",
    "问题": "title",
    "question": "title",
    "例句": "example",
    "说法": "example",
    "相似问": "example",
    "examples": "example",
    "条件": "when",
    "答案": "answer",
    "回答": "answer",
    "来源": "sources",
    "出处": "sources",
    "source": "sources",
    "相关": "related",
    "复核": "reviewed",
}
"""Other headings that are understood."""

_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")

Row = tuple[int, Sequence[str]]
"""A row's number, or the number of its first line, and its cells."""
Naming = Callable[[str], str]
"""A name for an intent that has only a title."""


def rows_of(questions: Iterable[Question]) -> Iterator[tuple[str, ...]]:
    """The table of questions, its heading first."""
    yield COLUMNS
    for question in questions:
        intent = question.intent
        about: tuple[str, ...] = (intent.topic, intent.title, intent.product_title)
        for example, answer in zip_longest(intent.examples, question.answers):
            said = _answer_cells(answer) if answer else ("",) * 5
            yield (intent.name, *about, example.text if example else "", *said)
            about = ("",) * 3


def _answer_cells(answer: Variant) -> tuple[str, ...]:
    return (
        when(answer.conditions),
        answer.text,
        " ".join(answer.sources),
        " ".join(answer.related),
        answer.reviewed.isoformat() if answer.reviewed else "",
    )


def when(conditions: Iterable[Condition]) -> str:
    """Conditions as a cell holds them.

    >>> when([Condition("product", ("huabei", "jiebei")), Condition("repaid", (True,))])
    'product: [huabei, jiebei], repaid: true'
    """
    values = {
        one.slot: one.values[0] if len(one.values) == 1 else list(one.values) for one in conditions
    }
    text = yaml.safe_dump(
        values, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6
    )
    return text.strip()[1:-1]


@dataclass
class _Draft:
    """A question while its rows are read."""

    name: str
    place: Place
    about: dict[str, str] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    answers: dict[tuple[object, ...], Variant] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def take(self, row: Mapping[str, str], place: Place) -> None:
        """Read one row.

        Raises:
            ValueError: a cell cannot be read; the message is problem and cure.
        """
        for key in ("topic", "title", "product_title"):
            text = one_line(row.get(key, ""))
            if text and self.about.setdefault(key, text) != text:
                raise ValueError(
                    f"{self.name!r} has another {key} already, {self.about[key]!r}",
                    "Keep one of them, or name the intents apart.",
                )
        lines = row.get("example", "").splitlines()
        texts = (plain(one_line(line)) for line in lines)
        self.examples += (Example(text, place) for text in texts if text)
        text = row.get("answer", "").strip()
        if not text:
            if row.get("when", "").strip():
                raise ValueError("there is a condition without an answer", "Write the answer.")
            return
        conditions = _conditions(row.get("when", ""))
        answer = Variant(
            text=text,
            conditions=conditions,
            sources=_names(row.get("sources", "")),
            reviewed=_day(row.get("reviewed", "")),
            related=_names(row.get("related", "")),
            place=place,
        )
        self.answers.setdefault((text, conditions), answer)

    def question(self) -> Question:
        intent = Intent(
            name=self.name,
            topic=self.about.get("topic", ""),
            title=self.about.get("title", ""),
            product_title=self.about.get("product_title", ""),
            examples=tuple(self.examples),
            place=self.place,
        )
        return Question(intent, tuple(self.answers.values()))


def read_rows(rows: Iterable[Row], file: str, topic: str, name_of: Naming) -> Reading:
    """The questions of a table, those with a faulty cell left out.

    Args:
        rows: its rows, the heading first.
        file: its name, for faults.
        topic: the topic of questions that name none.
        name_of: names an intent by its title where a row names none.

    Raises:
        ContentError: the heading is not that of questions.
    """
    numbered = iter(rows)
    line, cells = next(numbered, (1, ()))
    columns, remarks = _heading(cells, Place(file, line))
    drafts: dict[str, _Draft] = {}
    faults: list[Fault] = []
    for line, cells in numbered:
        place = Place(file, line)
        row = {
            name: _plain_breaks(cell) for name, cell in zip(columns, cells, strict=False) if name
        }
        if not any(cell.strip() for cell in row.values()):
            continue
        name = row.get("intent", "").strip() or name_of(one_line(row.get("title", "")))
        if not name:
            cure = "Write the intent's name, or at least a title."
            faults.append(Fault(file, line, "the row has neither intent nor title", cure))
            continue
        draft = drafts.setdefault(name, _Draft(name, place, {}))
        try:
            draft.take(row, place)
        except ValueError as error:
            problem, cure = error.args
            draft.faults.append(Fault(file, line, problem, cure))
    for draft in drafts.values():
        draft.about.setdefault("topic", topic)
        faults += draft.faults
    questions = tuple(draft.question() for draft in drafts.values() if not draft.faults)
    return Reading(questions, tuple(faults), remarks)


def _heading(cells: Sequence[str], place: Place) -> tuple[list[str], tuple[Fault, ...]]:
    """The column of each cell, empty where it is none of ours."""
    texts = [cell.strip().casefold() for cell in cells]
    columns = [ALIASES.get(text, text) for text in texts]
    known = [name if name in COLUMNS else "" for name in columns]
    named = [name for name in known if name]
    problem = ""
    if not {"intent", "title"} & set(named) or not {"example", "answer"} & set(named):
        problem = "the first row does not name the columns"
    elif len(named) > len(set(named)):
        problem = "a column is named twice"
    if problem:
        cure = f"Begin with a row of {', '.join(COLUMNS)}; intent and answer suffice."
        raise ContentError((Fault(place.file, place.line, problem, cure),))
    others = [cell for cell, name in zip(cells, known, strict=True) if cell.strip() and not name]
    remarks = tuple(
        Fault(place.file, place.line, f"the column {cell!r} is not read", "It is none of ours.")
        for cell in others
    )
    return known, remarks


def _plain_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _names(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\s,，、;；]+", text))


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    match = _DATE.match(text.strip())
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no date", "Write it as 2026-11-22.") from error


def _conditions(text: str) -> tuple[Condition, ...]:
    """Conditions as a cell holds them: `product: [huabei, jiebei], repaid: true`.

    >>> _conditions("product: [huabei, jiebei], repaid: true")[1]
    Condition(slot='repaid', values=(True,))
    """
    cure = "Write it as product: huabei, or as product: [huabei, jiebei], repaid: true."
    try:
        found: Any = yaml.safe_load(f"{{{text}}}")
    except yaml.YAMLError as error:
        raise ValueError(f"the condition {text!r} cannot be read", cure) from error
    conditions = []
    for slot, value in found.items():
        values = tuple(value) if isinstance(value, list) else (value,)
        if not values or not all(isinstance(one, str | int | float) for one in values):
            raise ValueError(f"the condition {text!r} names no value", cure)
        conditions.append(Condition(str(slot), values))
    return tuple(conditions)
